"""Writes stable_scipy.json: SciPy's symmetric stable laws for lib/gaussian/stable.

Made with Python 3.11, numpy 2.4.6, scipy 1.17.1:  python test/oracles/stable_scipy.py

SciPy integrates Zolotarev's formula (J. P. Nolan 1997), not the characteristic function.
"""

import json
import pathlib

import numpy as np
import scipy
from scipy.stats import levy_stable

levy_stable.parameterization = "S1"
rows = []
for alpha in [0.5, 0.8, 1.0, 1.3, 1.5, 1.9, 2.0]:
    for x in [0.05, 0.3, 1.0, 2.5, 7.0, 30.0]:
        if alpha == 2.0 and x > 10:
            continue
        rows.append([x, alpha, float(levy_stable.pdf(x, alpha, 0)), float(levy_stable.cdf(x, alpha, 0))])

result = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__}, "stable": rows}
path = pathlib.Path(__file__).with_name("stable_scipy.json")
path.write_text(json.dumps(result, indent=1) + "\n")
