"""Writes comparison_scipy.json: paired t tests by SciPy, Holm's p-values by statsmodels.

Made with Python 3.11, scipy 1.17.1, statsmodels 0.15.0:  python test/oracles/comparison_scipy.py
"""

import json
import pathlib

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

rng = np.random.default_rng(7)
cases = []
for n, shift, scale in [(2, 0.5, 1), (6, 0.16, 0.15), (10, -2, 1), (50, 0, 1e-3), (200, 0.3, 10)]:
    b = rng.normal(88, 1, n)
    a = b + rng.normal(shift, scale, n)
    test = stats.ttest_rel(a, b)
    interval = test.confidence_interval(0.9)
    cases.append(
        {"a": a.tolist(), "b": b.tolist(), "p": float(test.pvalue), "low": float(interval.low), "high": float(interval.high)}
    )
families = [[0.01, 0.04, 0.03], [0.5], [0.2, 0.2, 1e-12, 0.9, 0.0499], [0.0, 1.0], rng.uniform(0, 0.1, 9).tolist()]
pathlib.Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "paired": cases,
            "holm": [{"p": p, "adjusted": multipletests(p, method="holm")[1].tolist()} for p in families],
        }
    )
    + "\n"
)
