"""Writes bottleneck_mpmath.json: divergences and distortions with their gradients, to 50 digits, at 32-bit inputs.

Made with Python 3.11, mpmath 1.3.0:  python test/oracles/bottleneck_mpmath.py
"""

import json
import pathlib
import struct

from mpmath import exp, expm1, log, log1p, mp, mpf, pi

mp.dps = 50


def f32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def sigmoid(a):
    return 1 / (1 + exp(-a))


def out(x):
    return [out(one) for one in x] if isinstance(x, list) else float(x)


def kl(m, v):
    m, v = mpf(m), mpf(v)
    return {"value": out((m * m + expm1(v) - v) / 2), "byMean": out(m), "byLogVar": out(expm1(v) / 2)}


def log_ratio(z, m, v):
    z, m, v = mpf(z), mpf(m), mpf(v)
    off = z - m
    return {
        "value": out((z * z - off * off * exp(-v) - v) / 2),
        "byZ": out(z - off * exp(-v)),
        "byMean": out(off * exp(-v)),
        "byLogVar": out((off * off * exp(-v) - 1) / 2),
    }


def full(mean, raw):
    """Two dimensions; raw is r_11, L_21, r_22."""
    m, (a, b, c) = [mpf(x) for x in mean], [mpf(x) for x in raw]
    return {
        "value": out((m[0] ** 2 + m[1] ** 2 + b * b + expm1(2 * a) + expm1(2 * c)) / 2 - a - c),
        "byRaw": out([expm1(2 * a), b, expm1(2 * c)]),
        "logVar": out([2 * a, log(b * b + exp(2 * c))]),
        # Of the sum of both logarithms.
        "logVarByRaw": out([mpf(2), 2 * b / (b * b + exp(2 * c)), 2 * exp(2 * c) / (b * b + exp(2 * c))]),
    }


def categorical(label, logits):
    a = [mpf(x) for x in logits]
    others = sum(exp(x - a[label]) for c, x in enumerate(a) if c != label)
    total = 1 + others
    by = [exp(x - a[label]) / total for x in a]
    by[label] = -others / total
    return {"value": out(log1p(others)), "byLogits": out(by)}


def bernoulli(y, a):
    y, a = mpf(y), mpf(a)
    value = (a if a > 0 else mpf(0)) - a * y + log1p(exp(-abs(a)))
    return {"value": out(value), "byLogit": out((1 - y) * sigmoid(a) - y * sigmoid(-a)), "byTarget": out(-a)}


def gaussian(y, m, v):
    y, m, w = mpf(y), mpf(m), mpf(v)
    return {"value": out((y - m) ** 2 / (2 * w) + log(2 * pi * w) / 2), "byMean": out((m - y) / w)}


small = [1e-8, 1e-7, 3e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.3, 0.49, 0.5, 0.51, 1, 2, 5, 10, 50, 80, 88, 89, 89.3]
log_vars = [f32(s * v) for v in small for s in (1, -1)] + [f32(v) for v in (0, -90, -100, -200, -1e4, -1e30)]
cases = {
    "kl": [
        {"mean": m, "logVar": v, **kl(m, v)} for v in log_vars for m in (0.0, f32(1e-3), f32(0.7), -5.0, f32(1e10))
    ],
    "logRatio": [
        {"z": z, "mean": m, "logVar": v, **log_ratio(z, m, v)}
        for v in [f32(v) for v in (-300, -100, -80, -30, -1, -1e-4, 0, 0.5, 20, 88, 100, 300)]
        for z, m in [(1.0, 1.0), (f32(0.1), f32(0.1)), (0.0, 0.0), (f32(1e-3), f32(2e-3)), (3.0, -2.0)]
        if abs((z - m) ** 2 * exp(-mpf(v))) < 1e38 and abs((z - m) * exp(-mpf(v))) < 1e38
    ],
    "full": [
        {"mean": [f32(x) for x in mean], "raw": [f32(x) for x in raw], **full([f32(x) for x in mean], [f32(x) for x in raw])}
        for mean in ([0, 0], [0.5, -2])
        for raw in (
            [-88, 0, 0],
            [0, 0, -88],
            [-87, 0, -87.5],
            [-100, 0, -103],
            [-300, 0, -1000],
            [-300, 0.25, -1000],
            [1e-4, 0, -1e-4],
            [1e-6, 1e-6, 3e-7],
            [0.01, -0.3, 0.2],
            [5, 100, -5],
            [40, -3, 43],
        )
    ],
    "categorical": [
        {"label": label, "logits": [f32(x) for x in logits], **categorical(label, [f32(x) for x in logits])}
        for logits in (
            [0, 0],
            [20, 0],
            [0, 20, -30],
            [100, 90, 80],
            [1e4, 1e4 - 9, 0],
            [-1e6, -1e6, 1e6],
            [1e30, 0, -1e30],
            [0.1, 0.2, 0.3, 0.4],
        )
        for label in range(len(logits))
    ],
    "bernoulli": [
        {"target": f32(y), "logit": f32(a), **bernoulli(f32(y), f32(a))}
        for y in (0, 1, 0.25, 0.5)
        for a in (0, 1e-6, -1e-6, 0.5, -0.5, 5, -5, 15, -15, 40, -40, 80, -80, 1e4, -1e4, 1e30, -1e30)
    ],
    "gaussian": [
        {"target": f32(y), "mean": f32(m), "variance": v, **gaussian(f32(y), f32(m), v)}
        for y, m, v in [(1, 1, 1e-300), (0, 0, 1e300), (1, 1.5, 1e-3), (3, -2, 0.02), (1e-20, 0, 1e-40), (1e19, 0, 10), (0.1, 0.2, 1)]
    ],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
