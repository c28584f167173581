"""Writes wasserstein_scipy.json: SciPy's Wasserstein distances for lib/statistics/sliced-wasserstein.

Made with Python 3.11, numpy 2.4.6, scipy 1.17.1:  python test/oracles/wasserstein_scipy.py
"""

import json
import pathlib

import numpy as np
import scipy
from scipy.stats import wasserstein_distance

rng = np.random.default_rng(5)
a = np.round(rng.normal(0, 1, (40, 2)), 4)
b = np.round(rng.normal(0.3, [1.5, 0.4], (40, 2)), 4)


def sliced(directions):
    angles = np.pi * (np.arange(directions) + 0.5) / directions
    return np.mean([wasserstein_distance(a @ [np.cos(t), np.sin(t)], b @ [np.cos(t), np.sin(t)]) for t in angles])


result = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "a": a.ravel().tolist(),
    "b": b.ravel().tolist(),
    "first": wasserstein_distance(a[:, 0], b[:, 0]),
    "second": wasserstein_distance(a[:, 1], b[:, 1]),
    "sliced": [[n, sliced(n)] for n in [1, 3, 32]],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
