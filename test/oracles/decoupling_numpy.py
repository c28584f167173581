"""Fixture for test/information/{total-correlation,mutual-information-gap}.test.ts, made with Python 3.11, NumPy 2.4.6, SciPy 1.17.1.

usage: python test/oracles/decoupling_numpy.py > test/oracles/decoupling_numpy.json
"""
import json
import math

import numpy as np
from scipy import integrate, stats

rng = np.random.default_rng(7)

covariances = []
for d in (2, 3, 5):
    a = rng.normal(size=(d, d))
    s = a @ a.T + 0.1 * np.eye(d)
    joint = stats.multivariate_normal(np.zeros(d), s).entropy()
    margins = sum(stats.norm(0, math.sqrt(s[k, k])).entropy() for k in range(d))
    covariances.append({"covariance": s.tolist(), "totalCorrelation": float(margins - joint)})


def sum_entropy(pdf, cdf, c, s, edges):
    """Entropy of c A + s B by nested quadrature of the convolution, for laws with the given pdf on [-edge, edge]."""
    def density(x):
        # the density of c A + s B is E over B of pdf_A((x - s b)/c)/c
        return integrate.quad(lambda b: pdf(b) * pdf((x - s * b) / c) / c, -edges, edges, limit=400, points=[0])[0]
    top = (c + s) * edges
    f = lambda x: (lambda p: -p * math.log(p) if p > 1e-300 else 0.0)(density(x))
    grid = np.linspace(0, min(top, 14), 1401)
    return 2 * integrate.simpson([f(x) for x in grid], x=grid)


rotations = []
uniform = lambda x: 1 / (2 * math.sqrt(3)) if abs(x) <= math.sqrt(3) else 0.0
laplace = lambda x: math.exp(-abs(x) * math.sqrt(2)) / math.sqrt(2)
for degrees in (15, 30, 45):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    rotations.append({"law": "uniform", "degrees": degrees,
                      "totalCorrelation": 2 * (sum_entropy(uniform, None, c, s, math.sqrt(3)) - math.log(2 * math.sqrt(3)))})
    rotations.append({"law": "laplace", "degrees": degrees,
                      "totalCorrelation": 2 * (sum_entropy(laplace, None, c, s, 14) - (1 + math.log(math.sqrt(2))))})

n, bins = 600, 12
factors = [rng.integers(0, 4, n), rng.integers(0, 6, n)]
codes = np.stack([factors[0] + 0.3 * rng.normal(size=n), factors[1] + factors[0] + rng.normal(size=n),
                  rng.normal(size=n)], axis=1)
parts = [np.floor(stats.rankdata(codes[:, k], method="ordinal").astype(int).__sub__(1) * bins / n).astype(int)
         for k in range(3)]
gaps, table = [], []
for v in factors:
    row = []
    for cut in parts:
        counts, _, _ = np.histogram2d(v, cut, bins=[np.arange(-0.5, v.max() + 1), np.arange(-0.5, bins)])
        p = counts / n
        row.append(float(stats.entropy(p.sum(0)) + stats.entropy(p.sum(1)) - stats.entropy(p.ravel())))
    h = float(stats.entropy(np.bincount(v) / n))
    top = sorted(row)
    gaps.append((top[-1] - top[-2]) / h)
    table.append(row)
gap = {"bins": bins, "codes": codes.tolist(), "factors": [v.tolist() for v in factors], "information": table,
       "gaps": gaps, "mean": float(np.mean(gaps))}
print(json.dumps({"covariances": covariances, "rotations": rotations, "gap": gap}))
