"""Writes gaussian_scipy.json: SciPy's values for lib/gaussian and lib/statistics.

Made with Python 3.11, numpy 2.4.6, scipy 1.17.1:  python test/oracles/gaussian_scipy.py
"""

import json
import pathlib

import numpy as np
import scipy
from scipy import integrate, special, stats

A = np.array([[2.0, 0.3, -0.4], [0.3, 1.5, 0.2], [-0.4, 0.2, 0.7]])
B = np.array([[1.0, -0.2, 0.1], [-0.2, 0.8, 0.0], [0.1, 0.0, 1.4]])
MEAN_A = [0.3, -1.0, 0.5]
MEAN_B = [-0.2, 0.4, 0.1]
POINT = [1.1, -0.7, 0.2]
LOG_VAR = [-1.2, 0.0, 0.9]


def kl_quadrature():
    """KL(N(.4, .7^2) || N(-.3, 1.6^2)) by adaptive quadrature of the definition."""
    p, q = stats.norm(0.4, 0.7), stats.norm(-0.3, 1.6)
    return integrate.quad(lambda x: p.pdf(x) * (p.logpdf(x) - q.logpdf(x)), -8, 9, epsabs=1e-13)[0]


def t_interval(values):
    return stats.t.interval(0.95, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))


nodes, weights = special.roots_hermitenorm(20)
seeds = [88.52, 88.91, 88.70, 88.44, 88.63]
result = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "logGamma": [[x, special.gammaln(x)] for x in [1e-3, 0.2, 0.5, 1.0, 1.7, 2.0, 3.3, 10.0, 100.5, 12500.0]],
    "erf": [[x, special.erf(x)] for x in [-3.0, -0.4, 1e-9, 0.1, 0.9, 1.99, 2.0, 3.5]],
    "erfc": [[x, special.erfc(x)] for x in [-1.0, 0.0, 0.5, 1.99, 2.0, 2.01, 3.0, 6.0, 15.0, 26.0]],
    "intervalMass": [
        [2.0, 3.0, 0.5, 0.8, stats.norm.sf(1.875) - stats.norm.sf(3.125)],
        [8.0, 9.0, 0.0, 1.0, stats.norm.sf(8) - stats.norm.sf(9)],
        [-9.0, -8.0, 0.0, 1.0, stats.norm.cdf(-8) - stats.norm.cdf(-9)],
        [-1.0, 2.0, 0.0, 1.0, stats.norm.cdf(2) - stats.norm.cdf(-1)],
    ],
    "normalQuantile": [[p, stats.norm.ppf(p)] for p in [1e-12, 0.01, 0.5, 0.8, 0.975, 0.9995, 0.999999999999]],
    "normalLogDensity": [[1.3, 0.4, 0.7, stats.norm.logpdf(1.3, 0.4, 0.7)], [60.0, 0.0, 1.0, stats.norm.logpdf(60)]],
    "normalEntropy": [0.7, float(stats.norm(0, 0.7).entropy())],
    "vectors": {"A": A.tolist(), "B": B.tolist(), "meanA": MEAN_A, "meanB": MEAN_B, "point": POINT, "logVar": LOG_VAR},
    "diagonalLogDensity": stats.multivariate_normal(MEAN_A, np.diag(np.exp(LOG_VAR))).logpdf(POINT),
    "diagonalEntropy": stats.multivariate_normal(MEAN_A, np.diag(np.exp(LOG_VAR))).entropy(),
    "fullLogDensity": stats.multivariate_normal(MEAN_A, A).logpdf(POINT),
    "fullEntropy": stats.multivariate_normal(MEAN_A, A).entropy(),
    "klScalarQuadrature": kl_quadrature(),
    "irwinHall": [
        [x, n, stats.irwinhall.pdf(x, n), stats.irwinhall.cdf(x, n)]
        for x, n in [(0.3, 1), (0.4, 2), (1.7, 2), (1.5, 3), (2.2, 5), (0.6, 8), (10.0, 20), (13.4, 20), (4.0, 20)]
    ],
    "norm": [
        [d, stats.chi.pdf(np.sqrt(d) + 0.3, d), stats.chi.mean(d), float(special.poch(d / 2, 0.5)) * 2**0.5]
        for d in [1, 2, 3, 10, 128, 784]
    ],
    "normSd": [[d, stats.chi.std(d)] for d in [1, 2, 10, 59, 60, 128]],
    "hermite": {"nodes": nodes.tolist(), "weights": (weights / weights.sum()).tolist()},
    "studentCdf": [[t, v, stats.t.cdf(t, v)] for t, v in [(-2.0, 1), (0.0, 3), (0.5, 4), (3.1, 2.5), (40.0, 2), (1.9, 24999)]],
    "studentQuantile": [[p, v, stats.t.ppf(p, v)] for p in [0.6, 0.975, 0.995] for v in [1, 2, 4, 9, 30, 1000]],
    "incompleteBeta": [[x, a, b, special.betainc(a, b, x)] for x, a, b in [(0.2, 0.5, 3.0), (0.9, 5.0, 2.0), (0.5, 40.0, 41.0)]],
    "wilson": [
        [k, n, *stats.binomtest(k, n).proportion_ci(0.95, method="wilson")]
        for k, n in [(22250, 25000), (0, 10), (10, 10), (3, 7)]
    ],
    "studentInterval": {"values": seeds, "low": t_interval(seeds)[0], "high": t_interval(seeds)[1], "sem": stats.sem(seeds)},
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(result, indent=1) + "\n")
print(f"wrote {path}")
