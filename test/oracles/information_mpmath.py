"""Writes information_mpmath.json: informations, bounds and hinges at the edges of double precision, to 50 digits.

Made with Python 3.11, mpmath 1.4.1:  python test/oracles/information_mpmath.py
"""

import itertools
import json
import pathlib

import mpmath as mp

mp.mp.dps = 60


def number(x):
    return float(x)


def interpolated(f, alpha):
    b = len(f)
    total = mp.mpf(0)
    for i in range(b):
        for j in range(b):
            if i == j:
                continue
            level = lambda j: mp.log(alpha / (b - 1) * sum(mp.exp(f[i][k]) for k in range(b) if k != j) + 1 - alpha)
            total += f[i][i] - level(j) - mp.exp(f[i][j] - level(i))
    return 1 + total / (b * (b - 1))


def slope(f, alpha, i, k):
    """The bound's derivative by one score, by a central difference of 1e-20 at 60 + digits."""
    h = mp.mpf(10) ** -20
    moved = []
    for sign in (1, -1):
        g = [row[:] for row in f]
        g[i][k] += sign * h
        moved.append(interpolated(g, alpha))
    return (moved[0] - moved[1]) / (2 * h)


def gradients():
    matrices = [
        [400, 0, 0, 0, 0, 0, 0, 0, 0],
        *[[0, g, 0.3, 0, 1, 2, 1, 0, 0.5] for g in (38, 40, 300)],
        [0, 0.1, 500, 500, 0, 1, -300, -900, -40],
        [-500, -510, -520, 1, 2, 3, 600, 600, -600],
        [650, 649, 0.5, 0.25, 640, 640, 1, 2, 600],
    ]
    cases = []
    for flat, alpha in itertools.product(matrices, (1.0, 0.5, 1e-3)):
        mp.mp.dps = 700
        f = [[mp.mpf(v) for v in flat[3 * i : 3 * i + 3]] for i in range(3)]
        a = mp.mpf(alpha)
        values = [number(slope(f, a, i, k)) for i in range(3) for k in range(3)]
        cases.append({"scores": flat, "alpha": alpha, "gradient": values})
    mp.mp.dps = 60
    return cases


def laplace_entropy(a, b):
    f = lambda x: (
        (1 + x / a) * mp.exp(-x / a) / (4 * a)
        if a == b
        else (a * mp.exp(-x / a) - b * mp.exp(-x / b)) / (2 * (a * a - b * b))
    )
    cuts = [mp.mpf(0)] + [b * mp.mpf(2) ** n for n in range(-6, 60) if b * mp.mpf(2) ** n < 100 * a] + [100 * a]
    return 2 * mp.quad(lambda x: -f(x) * mp.log(f(x)), cuts)


def laplace(theta):
    mp.mp.dps = 40
    theta = mp.mpf(theta)
    c, s = abs(mp.cos(theta)), abs(mp.sin(theta))
    a, b = max(c, s) / mp.sqrt(2), min(c, s) / mp.sqrt(2)
    value = 2 * (laplace_entropy(a, b) - mp.log(mp.sqrt(2) * mp.e))
    mp.mp.dps = 60
    return number(value)


def table_information(table):
    rows = [[mp.mpf(p) for p in row] for row in table]
    total = sum(sum(row) for row in rows)
    rows = [[p / total for p in row] for row in rows]
    px = [sum(row) for row in rows]
    pz = [sum(row[z] for row in rows) for z in range(len(rows[0]))]
    return number(
        sum(p * mp.log(p / px[x] / pz[z]) for x, row in enumerate(rows) for z, p in enumerate(row) if p > 0)
    )


def channel_hinge(rho, beta):
    """E max(c + rho w, 0) over the density K0(|w|)/pi of a product of two standard normals."""
    mp.mp.dps = 30
    rho, beta = abs(mp.mpf(rho)), mp.mpf(beta)
    c = -mp.log(1 - rho * rho) / 2 - beta
    low = -c / rho
    f = lambda w: (c + rho * w) * mp.besselk(0, abs(w)) / mp.pi
    spots = [mp.mpf(s) * mp.mpf(10) ** n for s in (-1, 1) for n in range(-8, 3)] + [mp.mpf(0)]
    near = [low + mp.mpf(2) ** n for n in range(-12, 8)]
    cuts = [low] + sorted(s for s in spots + near if s > low)
    value = mp.quad(f, sorted(set(cuts)))
    mp.mp.dps = 60
    return number(value)


def scalar(rho, lam):
    rho, lam = mp.mpf(rho), mp.mpf(lam)
    u = lam * (1 - rho**2) / (rho**2 * (1 - lam))
    return {
        "noiseVariance": number(u),
        "gain": number(mp.sqrt(1 - u)),
        "rate": number(-mp.log(u) / 2),
        "relevantInformation": number(-mp.log(1 - rho**2 * (1 - u)) / 2),
    }


def curve(eigenvalues, b):
    b = mp.mpf(b)
    active = [mp.mpf(l) for l in eigenvalues if b * (1 - mp.mpf(l)) > 1]
    rate = sum(mp.log((b - 1) * (1 - l) / l) for l in active) / 2
    return {
        "rate": number(rate),
        "relevantInformation": number(rate - sum(mp.log(b * (1 - l)) for l in active) / 2),
        "active": len(active),
    }


def nwj_variance(batch, k, rho):
    s = mp.mpf(rho) ** 2
    strange = (1 - s) ** -k + (1 - s * s) ** -k - 2
    return number(k * s / batch + strange / (batch * (batch - 1)))


tables = [
    [[1, 0], [0, 1e-200]],
    [[1e-300, 1e-310], [1e-310, 1]],
    [[0.25 + 1e-7, 0.25 - 1e-7], [0.25 - 1e-7, 0.25 + 1e-7]],
    [[0.3, 0.2], [0.3, 0.2]],
    [[0.1, 0.2, 1e-12], [0.3, 0.4 - 1e-12, 0]],
    [[0.5 + 4e-7, 0], [0, 0.5]],
    [[0, 1]],
]
divergences = [
    [[0.5 + 1e-9, 0.5 - 1e-9], [0.5, 0.5]],
    [[1e-300, 1], [1e-10, 1 - 1e-10]],
    [[0.2, 0.3, 0.5], [0.5, 0.3, 0.2]],
    [[0, 1], [1e-320, 1]],
]
correlations = [1e-200, 1e-9, 0.3, 0.8, 1 - 1e-9, 1 - 2**-53, -(1 - 1e-12)]
thetas = [1e-8, 1e-4, 1e-3, 0.02, 0.3, 0.7853, float(mp.pi / 4) - 4.9e-5, float(mp.pi / 4), 1.5]
hinges = [[0.01, 0], [0.01, 0.001], [1e-4, 0], [0.3, 5], [0.7, -3], [0.9, 0.5], [0.999, 2], [0.5, 40], [0.01, 0.4]]
bottlenecks = [[0.9, 0.1], [0.9, 0.81 - 1e-12], [1 - 1e-12, 1e-6], [1e-3, 9.9e-7], [0.5, 1e-300], [0.999999, 0.9]]
curves = [
    [[0.19, 0.51], 4.0],
    [[0.5], 2 + 2e-12],
    [[1e-300, 0.5], 1e300],
    [[1e-12, 1 - 1e-12], 1e13],
    [[0.3], 1.0000001],
]
variances = [[2, 1, 1e-9], [64, 20, 0.5], [16, 3, 0.999], [8, 100, 1e-6]]

pathlib.Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "interpolatedGradient": gradients(),
            "laplace": [{"theta": t, "value": laplace(t)} for t in thetas],
            "tables": [{"table": t, "value": table_information(t)} for t in tables],
            "divergences": [
                {
                    "p": p,
                    "q": q,
                    "value": number(sum(mp.mpf(a) * mp.log(mp.mpf(a) / mp.mpf(b)) for a, b in zip(p, q) if a > 0)),
                }
                for p, q in divergences
            ],
            "correlations": [{"rho": r, "value": number(-mp.log(1 - mp.mpf(r) ** 2) / 2)} for r in correlations],
            "hinges": [{"rho": r, "beta": b, "value": channel_hinge(r, b)} for r, b in hinges],
            "scalar": [{"rho": r, "lambda": l, "value": scalar(r, l)} for r, l in bottlenecks],
            "curve": [{"eigenvalues": e, "tradeoff": b, "value": curve(e, b)} for e, b in curves],
            "nwjVariance": [{"batch": b, "k": k, "rho": r, "value": nwj_variance(b, k, r)} for b, k, r in variances],
        },
        allow_nan=False,
    )
    + "\n"
)
