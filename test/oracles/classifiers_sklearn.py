"""Fixture for test/statistics/gaussian-classifier.test.ts, made with Python 3.11, NumPy 2.4.6, scikit-learn 1.9.1.

usage: python test/oracles/classifiers_sklearn.py > test/oracles/classifiers_sklearn.json
"""
import json

import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.naive_bayes import GaussianNB

rng = np.random.default_rng(5)
cases = []
for classes, k, n in ((2, 1, 12), (3, 2, 40), (4, 5, 120)):
    labels = np.arange(n) % classes * 2 + 1  # labels need not be 0, 1, 2
    mixing = rng.normal(size=(k, k))
    centres = rng.normal(scale=1.2, size=(classes, k))
    rows = centres[(labels - 1) // 2] + rng.normal(size=(n, k)) @ mixing * np.array([10.0**j for j in range(k)])
    asked = rng.normal(size=(8, k)) * rows.std(0)
    naive = GaussianNB(var_smoothing=0).fit(rows, labels)
    linear = LinearDiscriminantAnalysis(solver="lsqr").fit(rows, labels)
    cases.append({
        "rows": rows.tolist(), "labels": labels.tolist(), "asked": asked.tolist(),
        "naive": naive.predict_proba(asked).tolist(), "linear": linear.predict_proba(asked).tolist(),
    })
print(json.dumps(cases))
