"""Writes critic_bounds_numpy.json: bounds on score matrices by plain loops of numpy, and two quadratures.

Made with Python 3.11, numpy 2.4.6, scipy 1.17.1:  python test/oracles/critic_bounds_numpy.py
"""

import json
import pathlib

import numpy as np
import scipy
from scipy.special import roots_hermitenorm


def nwj(f):
    b = len(f)
    strange = [np.exp(f[i, j]) for i in range(b) for j in range(b) if i != j]
    return 1 + np.mean([f[i, i] for i in range(b)]) - np.mean(strange)


def info_nce(f):
    return np.mean([f[i, i] - np.log(np.mean(np.exp(f[i]))) for i in range(len(f))])


def interpolated(f, alpha, a):
    b = len(f)
    joint, marginal = [], []
    for i in range(b):
        for j in range(b):
            if i == j:
                continue
            m_without_j = np.mean([np.exp(f[i, k]) for k in range(b) if k != j])
            m_without_i = np.mean([np.exp(f[i, k]) for k in range(b) if k != i])
            joint.append(f[i, i] - np.log(alpha * m_without_j + (1 - alpha) * np.exp(a[i])))
            marginal.append(np.exp(f[i, j]) / (alpha * m_without_i + (1 - alpha) * np.exp(a[i])))
    return 1 + np.mean(joint) - np.mean(marginal)


def log_ratio(x, z, rho):
    return -0.5 * np.log(1 - rho**2) - (rho**2 * (x**2 + z**2) - 2 * rho * x * z) / (2 * (1 - rho**2))


def info_nce_two(rho, n=160):
    """E of InfoNCE with B = 2 and the best critic in one dimension: z from x, and a strange x'."""
    t, w = roots_hermitenorm(n)
    w = w / w.sum()
    x, e, y = t[:, None, None], t[None, :, None], t[None, None, :]
    z = rho * x + np.sqrt(1 - rho**2) * e
    own, strange = log_ratio(x, z, rho), log_ratio(y, z, rho)
    value = own - np.logaddexp(own, strange) + np.log(2)
    return np.einsum("i,j,k,ijk", w, w, w, value)


rng = np.random.default_rng(5)
cases = []
for b, scale in [(2, 1.0), (3, 0.5), (5, 2.0), (8, 4.0)]:
    f = scale * rng.standard_normal((b, b)) + np.diag(np.full(b, scale))
    a = rng.standard_normal(b)
    case = {"batch": b, "scores": f.ravel().tolist(), "baseline": a.tolist(), "nwj": nwj(f), "infoNce": info_nce(f)}
    if b > 2:
        case["interpolated"] = [[alpha, interpolated(f, alpha, a)] for alpha in [0.0, 0.01, 0.5, 1.0]]
    cases.append(case)

result = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "cases": cases,
    "infoNceOfTwo": [[rho, info_nce_two(rho)] for rho in [0.3, 0.6, 0.8]],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(result, indent=1) + "\n")
