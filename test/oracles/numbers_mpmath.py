"""Writes numbers_mpmath.json: 50-digit values for lib/gaussian and lib/statistics at their edges.

Made with Python 3.11, mpmath 1.4.1:  python test/oracles/numbers_mpmath.py
"""

import json
import pathlib

from mpmath import acos, cos, erf, erfc, erfinv, exp, expm1, findroot, floor, log, log1p, loggamma, matrix, mp, mpf, pi, quad, sin, sqrt, workdps

mp.dps = 60
EPS = 2.0**-52


def with_digits(n):
    """As many digits as the cancellation in a function needs."""

    def wrap(function):
        def wrapped(*args):
            with workdps(n):
                return function(*args)

        return wrapped

    return wrap


def doubles(*values):
    return [float(v) for v in values]


def rows(function, *arguments):
    """Each row: the arguments as doubles, then the value of the function at exactly these doubles."""
    return [[*args, float(function(*[mpf(a) if isinstance(a, (int, float)) else a for a in args]))] for args in arguments]


@with_digits(900)
def kl(m1, s1, m2, s2):
    return log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - mpf(1) / 2


@with_digits(900)
def kl_part(m, l):
    return (m**2 + exp(l) - 1 - l) / 2


@with_digits(900)  # mpmath calls a matrix singular by the size of its pivots
def kl_full(mean_p, p, mean_q, q):
    p, q = matrix(p), matrix(q)
    d = matrix([mpf(b) - mpf(a) for a, b in zip(mean_p, mean_q)])
    inverse = q**-1
    trace = sum((inverse * p)[i, i] for i in range(p.rows))
    return (trace + (d.T * inverse * d)[0] - p.rows + log(mp.det(q)) - log(mp.det(p))) / 2


@with_digits(400)
def interval(low, high, mean, sd):
    a, b = (low - mean) / (sd * sqrt(2)), (high - mean) / (sd * sqrt(2))
    return (erfc(a) - erfc(b)) / 2 if a > 0 else (erfc(-b) - erfc(-a)) / 2


def cosine(a, b):
    a, b = [[mpf(v) for v in z] for z in (a, b)]
    dot = lambda x, y: sum(p * q for p, q in zip(x, y))
    return dot(a, b) / sqrt(dot(a, a)) / sqrt(dot(b, b))


def slerp(a, b, t):
    w = acos(cosine(a, b))
    return [float((sin((1 - mpf(t)) * w) * mpf(x) + sin(mpf(t) * w) * mpf(y)) / sin(w)) for x, y in zip(a, b)]


def chi(r, d):
    return exp((1 - d / 2) * log(mpf(2)) + (d - 1) * log(r) - r**2 / 2 - loggamma(d / 2))


def chi_mean(d):
    return sqrt(mpf(2)) * exp(loggamma((d + 1) / 2) - loggamma(d / 2))


def chi_sd(d):
    return sqrt(d - chi_mean(d) ** 2)


def cosine_density(c, d):
    return exp(loggamma(d / 2) - loggamma((d - 1) / 2)) / sqrt(pi) * (1 - c**2) ** ((d - 3) / 2)


# Symmetric stable laws by Zolotarev's integral, which is not the one that lib inverts.
@with_digits(25)
def zolotarev(x, alpha, weight):
    """(1/pi) integral_0^(pi/2) weight(u) dtheta, u = x^(alpha/(alpha-1)) V(theta), over y = log(theta / (pi/2 - theta))."""
    power = alpha / (alpha - 1)

    def split(y):
        return pi / 2 / (1 + exp(-y)), pi / 2 / (1 + exp(y))

    def log_u(y):
        theta, rest = split(y)
        return power * log(x * sin(rest) / sin(alpha * theta)) + log(cos((alpha - 1) * theta) / sin(rest))

    def integrand(y):
        theta, rest = split(y)
        return weight(exp(log_u(y))) * theta * rest * 2 / pi

    # u rises or falls with y; the pieces end where it is exp(c).
    rising = log_u(mpf(1)) > log_u(mpf(-1))
    ends = []
    for c in [*range(-300, -20, 14), *range(-20, 8, 2)]:
        low, high = mpf(-2000), mpf(2000)
        for _ in range(40):
            middle = (low + high) / 2
            if (log_u(middle) < c) == rising:
                low = middle
            else:
                high = middle
        ends.append(middle)
    ends.sort()
    far = range(3, 63, 3)
    points = [ends[0] - d for d in reversed(far)] + ends + [ends[-1] + d for d in far]
    # quad ends by an absolute error, so the integrand is brought to the order of 1.
    size = max(abs(integrand(point)) for point in points)
    return quad(lambda y: integrand(y) / size, points) * size / pi


def stable_tail(x, alpha):
    """P(X > x), x > 0."""
    return zolotarev(x, alpha, lambda u: -expm1(-u) if alpha < 1 else exp(-u))


def stable_density(x, alpha):
    return alpha / abs(alpha - 1) / x * zolotarev(x, alpha, lambda u: u * exp(-u))


def stable_quantile_of_tail(tail, alpha, start):
    f = lambda logx: log(stable_tail(exp(logx), alpha)) - log(tail)
    return exp(findroot(f, (log(mpf(start)), log(mpf(start)) * 1.01), tol=1e-30))


def student_constant(v):
    if v > 1e20:
        return (1 - 1 / (4 * v) + 1 / (32 * v**2)) / sqrt(2 * pi)
    return exp(loggamma((v + 1) / 2) - loggamma(v / 2)) / sqrt(v * pi)


@with_digits(40)
def student_tail(t, v):
    """P(T > t), t > 0, by quadrature of the density."""
    f = lambda s: exp((v + 1) / 2 * (log1p(t**2 / v) - log1p(s**2 / v)))
    if v < 1000:
        # s = t exp(y): the tail is a power.
        integral = quad(lambda y: f(t * exp(y)) * exp(y), [0, 1, 2, 4, 8, 16, 32, 64, 200 / min(v, 1) + 100]) * t
    else:
        width = max(1, t) / (1 + t**2)
        integral = quad(lambda y: f(t + width * y), [0, 1, 2, 4, 8, 16, 32, 64, 128, 300]) * width
    return student_constant(v) * exp(-(v + 1) / 2 * log1p(t**2 / v)) * integral


def student_quantile(p, v, start):
    tail = (1 - mpf(p)) if p > 0.5 else mpf(p)
    sign = 1 if p > 0.5 else -1
    return sign * findroot(lambda t: log(student_tail(t, v)) - log(tail), (0.8 * start, 1.3 * start), solver="anderson", tol=1e-50)


def student_central(q, v):
    """t with P(0 < T < t) = q, small q."""
    c = student_constant(v)
    return findroot(lambda t: quad(lambda s: c * exp(-(v + 1) / 2 * log1p(s**2 / v)), [0, t]) / q - 1, q / c, tol=1e-50)


def incomplete_beta(x, a, b):
    """By quadrature around the peak, in the variable s = log(t/(1-t))."""
    log_beta = loggamma(a) + loggamma(b) - loggamma(a + b)
    f = lambda s: exp(-a * log1p(exp(-s)) - b * log1p(exp(s)) - log_beta)
    end = log(x) - log1p(-x)
    peak, width = log(a / b), sqrt((a + b) / (a * b))
    top = min(end, peak)
    points = [top - width * i for i in (80, 40, 20, 10, 6, 4, 3, 2, 1, 0)]
    if end > peak:
        points += [peak + (end - peak) * mpf(i) / 8 for i in range(1, 9)]
    return quad(f, points)


def irwin_hall_cdf(x, n):
    """The alternating sum, exactly in rational numbers."""
    from fractions import Fraction
    from math import comb, factorial as fact

    x, n = Fraction(float(x)), int(n)
    total = sum((-1) ** k * comb(n, k) * (x - k) ** n for k in range(int(floor(float(x))) + 1))
    return mpf(total.numerator) / mpf(total.denominator) / fact(n)


def irwin_hall_density(x, n):
    from fractions import Fraction
    from math import comb, factorial as fact

    x, n = Fraction(float(x)), int(n)
    total = sum((-1) ** k * comb(n, k) * (x - k) ** (n - 1) for k in range(int(floor(float(x))) + 1))
    return mpf(total.numerator) / mpf(total.denominator) / fact(n - 1)


def hermite_node(n, start):
    """A root of He_n next to start, and its Gauss weight (weights sum to 1), by orthonormal polynomials in 60 digits."""

    def polynomials(x):
        p = [mpf(1), x]
        for k in range(1, n):
            p.append((x * p[k] - sqrt(mpf(k)) * p[k - 1]) / sqrt(mpf(k + 1)))
        return p

    x = mpf(start)
    for _ in range(12):
        p = polynomials(x)
        x -= p[n] / (sqrt(mpf(n)) * p[n - 1])
    return [float(x), float(1 / sum(p**2 for p in polynomials(x)[:n]))]


def empirical_errors(values, t):
    x = [mpf(t) * mpf(v) for v in values]
    n = len(x)
    errors = []
    for f in (cos, sin):
        f_values = [f(v) for v in x]
        mean = sum(f_values) / n
        errors.append(sqrt(sum((v - mean) ** 2 for v in f_values) / n / (n - 1)))
    return doubles(*errors)


near = [0.6, -0.3, 0.5]
away = lambda angle, n1, n2: (
    [n1, 0.0, 0.0],
    [n2 * float(cos(pi - angle)), n2 * float(sin(mpf(angle))) * 0.6, n2 * float(sin(mpf(angle))) * 0.8],
)
slerps = []
for z1, z2 in [away(2e-7, 1.0, 1.0), away(1e-10, 2.0, 5.0), away(1e-3, 1.0, 3.0), away(float(pi) - 1e-9, 1.0, 2.0),
               (near, [-0.6 - 1e-9, 0.3, -0.5 + 3e-9]), (near, [1.2, -0.6 + 1e-12, 1.0]), ([3e200, 4e200], [1e-200, -2e-200])]:
    for t in (0.25, 0.5, 0.9):
        slerps.append([z1, z2, t, slerp(z1, z2, t)])

P = [[1.0, 0.5, 0.2], [0.5, 1.3, -0.1], [0.2, -0.1, 0.8]]
Q = [[v * (1 + 3e-8) for v in row] for row in P]
Q[0][0] += 2e-8
full = [
    [[0.0, 0.0, 0.0], P, [1e-9, -2e-9, 0.0], Q],
    [[0.1, 0.2, 0.3], P, [0.0, 0.0, 0.0], [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]],
    [[0.0, 0.0], [[1e200, 0.0], [0.0, 1e-200]], [0.0, 0.0], [[1e200, 1e-1], [1e-1, 2e-200]]],
    [[1e150, 0.0], [[1e300, 0.0], [0.0, 1e-300]], [0.0, 1e-150], [[2e300, 0.0], [0.0, 1e-300]]],
]

tails = [0.25, 0.5, 0.9, 1.1, 1.5, 1.9, 1.999]
result = {
    "klNormal": rows(kl, (0, 1e-200, 0, 1e200), (0, 1.0, 0, 1.0 + 1e-9), (0, 1.0, 1e-12, 1.0 - 3e-13), (1e-9, 3.0, 0, 3.0 + EPS * 2),
                     (0, 1e-310, 0, 2e-310), (1e-310, 1e-310, 0, 2e-310), (1e308, 1e308, -1e308, 1.5e308), (0, 1.7e154, 0, 1.0),
                     (1.5e154, 1.0, 0, 1.0), (3.0, 0.5, 1.0, 2.0), (0, 1e160, 0, 1e7), (0, 5e-324, 0, 1e308)),
    "klPart": rows(kl_part, (0, 1e-4), (0, -1e-4), (0, 1e-8), (0, -1e-8), (0, 1e-12), (0, 1e-16), (0, 3e-100), (1e-20, -1e-16), (0, 0.3),
                   (0, -0.49), (0, 0.51), (1.0, 700), (0, -700), (1e150, -3.0), (1.5e154, 0)),
    "klFull": [[*row, float(kl_full(*row))] for row in full],
    "logGamma": rows(loggamma, (5e-324,), (1e-300,), (1e-17,), (1e-5,), (0.1,), (0.249,), (0.251,), (0.74,), (0.76,), (0.9999999,), (1 - EPS,),
                     (1 + 1e-10,), (1.24,), (1.26,), (1.74,), (1.76,), (2 - 1e-9,), (2 + EPS,), (2.24,), (2.26,), (3.7,), (171.5,), (1e5,), (1e10,),
                     (1e17,), (1e305,)),
    "normalCdf": rows(lambda x, m, s: erfc(-(x - m) / (s * sqrt(mpf(2)))) / 2, (5e-324, 0, 5e-324), (1e308, -1e308, 1.7e308),
                      (-1.7e308, 1e308, 1.5e308), (-37.0, 0, 1.0), (-1e-310, 0, 1e-310), (1e200, 0, 1e200), (-8.0, 0, 1.0)),
    "intervalMass": rows(interval, (0.0, 1e-12, 0, 1.0), (1.0, 1.0 + 1e-12, 0, 1.0), (8.0, 8.0 + 1e-9, 0, 1.0), (-20.0, -20.0 + 1e-6, 0, 1.0),
                         (-1e-300, 1e-300, 0, 1.0), (5.0, 5.1, 0, 1.0), (1.0, 1.9, 0, 1.0), (1.0, 2.1, 0, 1.0), (30.0, 30.02, 0, 1.0),
                         (1e17, 1e17 + 64, 1e17, 20.0), (-1.7e308, -1e308, 1e308, 1e308), (0.1, 0.1 + EPS, 0.1, 1.0), (-0.2, 0.3, 0.05, 1e3),
                         (1e-310, 3e-310, 0, 1e-310), (-37.5, -37.0, 0, 1.0), (-0.3, 0.7, 0, 1.0)),
    "normalQuantile": rows(lambda p: sqrt(mpf(2)) * erfinv(2 * p - 1) if p > 1e-9 else -sqrt(mpf(2)) * findroot(
                               lambda y: log(erfc(y)) - log(2 * p), (sqrt(-log(2 * p)) * 0.8, sqrt(-log(2 * p))), solver='anderson'),
                           (0.5 + 1e-10,), (0.5 - 1e-13,), (0.5 + EPS,), (0.5 - EPS / 4,), (0.3,), (0.26,), (0.24,), (0.76,), (1e-12,), (1e-100,),
                           (1e-300,), (1 - EPS,), (0.975,)),
    "erf": rows(erf, (5e-310,), (1e-17,), (0.5,), (1.9999,), (2.0,), (4.0,), (-1e-8,)),
    "erfc": rows(erfc, (0.5,), (1.5,), (1.9999,), (2.0001,), (10.0,), (26.0,), (-3.0,)),
    "cosineBetween": [[a, b, float(cosine(a, b))] for a, b in [
        ([1e200, 0.0], [1e200, 1.0]), ([1e200, 1e200], [1e200, 0.0]), ([1e-200, 2e-200], [3e-200, -1e-200]), ([5e-324, 5e-324], [1e308, 1.0]),
        ([1.7e308, 1.7e308, 0.0], [0.0, 1.7e308, 1e308]), ([1.0, 1e-200], [1e-200, 1.0])]],
    "cosineDensity": rows(cosine_density, (0.0, 2), (1 - EPS, 2), (-0.9999999, 3), (0.02, 4096), (0.5, 4096), (1e-5, 10**9), (1 - EPS, 5), (0.3, 129)),
    "norm": [[r, d, float(chi(mpf(r), mpf(d)))] for r, d in [(28.0, 784), (64.3, 4096), (50.0, 4096), (31622.5, 10**9), (1e-3, 41), (6.0, 39), (6.0, 40),
                                                            (90.0, 4096), (1e-100, 3)]],
    "normMoments": [[d, float(chi_mean(mpf(d))), float(chi_sd(mpf(d)))] for d in [1, 2, 3, 10, 31, 59, 60, 61, 100, 784, 4096, 10**9, 10**15]],
    "slerp": slerps,
    "stable": [[x, a, float(stable_tail(mpf(x), mpf(a))), float(stable_density(mpf(x), mpf(a)))]
               for a in tails for x in (0.01, 1.0, 5.0, 15.0, 25.0, 300.0, 1e6, 1e10, 1e40)],
    "stableQuantile": [[1e-5, 0.25, float(stable_quantile_of_tail(mpf(1 - (1 - 1e-5)), mpf(0.25), 3.8e18))]],
    "studentTail": rows(student_tail, (1e200, 1.0), (1e10, 1.0), (1e5, 2.5), (1e100, 0.5), (2.0, 30.0), (6.0, 300.0), (12.0, 3000.0), (3.0, 19999.0),
                        (3.0, 20001.0), (20.0, 25000.0), (2.0, 1e6), (37.0, 1e6), (1.0, 1e9), (30.0, 1e15), (1.0, 1e300), (1e-3, 5.0)),
    "studentQuantile": [[p, v, float(student_quantile(p, mpf(v), s))] for p, v, s in [
        (0.975, 1e15, 2), (0.975, 1e300, 2), (0.025, 1e6, 2), (1e-10, 1e8, 6.3), (0.995, 15000, 2.6), (0.99999, 25000, 4.2), (1e-200, 1e7, 30)]]
        + [[0.5 + 1e-12, v, float(student_central(mpf(0.5 + 1e-12) - mpf(0.5), mpf(v)))] for v in (3.0, 1e3, 1e9)],
    "incompleteBeta": rows(incomplete_beta, (0.5, 1000.0, 1000.0), (0.5, 1e6, 1e6), (0.500001, 1e10, 1e10), (0.3, 50.0, 100.0), (0.001, 100.0, 1e5),
                           (0.9, 1e4, 1000.0)),
    "irwinHallCdf": rows(irwin_hall_cdf, (480.0, 1000), (300.0, 1000), (620.0, 1000), (499.5, 1000), (0.3, 20), (95.25, 200), (1e-5, 8)),
    "irwinHallDensity": rows(irwin_hall_density, (480.0, 1000), (300.0, 1000), (0.25, 60), (99.5, 200)),
    "hermite": {"64": [hermite_node(64, s) for s in (14.88618, 0.195589)],
                "256": [hermite_node(256, s) for s in (31.10095, 0.0980791)]},
    "phase": [[t, m, float(cos(mpf(t) * mpf(m))), float(sin(mpf(t) * mpf(m)))] for t, m in [(1.1, 1e17), (3e5, 7e4), (1e100, 1e100), (1e200, 1e-200)]],
    "empirical": [[values, t, *empirical_errors(values, t)] for values, t in [
        ([0.1, 0.7, -0.4, 1.3], 1e-8), ([0.1, 0.7, -0.4, 1.3], 1.0), ([1e-5, 2e-5, 5e-5], 1e-3), ([1e16, 3e16, 5e15], 1.1)]],
    "stableScale": rows(lambda a, b, alpha: (abs(a)**alpha + abs(b)**alpha) ** (1 / alpha), (1e300, 1e300, 1.7), (1e-300, 2e-300, 1.9), (1e200, 1.0, 0.5),
                        (3.0, 4.0, 0.01), (3.0, 1e-5, 1.3)),
    "wilsonError": rows(lambda k, n: sqrt(k * (n - k) / n**3), (10**15 - 1, 10**15), (1, 10**15), (22250, 25000)),
}
path = pathlib.Path(__file__).with_suffix(".json")
# JSON has no Infinity: what is beyond the largest double is null.
path.write_text(json.dumps(result, indent=None).replace("Infinity", "null").replace("], [", "],\n [") + "\n")
print(f"wrote {path}")
