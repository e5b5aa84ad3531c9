"""Writes log_rise.csv, scaled_expint.csv and hyp2f1_one.csv with mpmath 1.3.

Inputs are random doubles over the stated ranges (seed 1, below), values are
computed with 60 and with 90 digits, must agree to 40, and are printed with 25.
"""
import random
from mpmath import exp, hyp2f1, hyperu, inf, log, loggamma, mp, mpf, nstr, psi, quad

random.seed(1)


def both(f):
    mp.dps = 60
    low = f()
    mp.dps = 90
    high = f()
    mp.dps = 60
    assert all(abs(x - y) <= abs(y) * mpf(10) ** -40 for x, y in zip(low, high)), (low, high)
    return [nstr(v, 25) for v in high]


def power(lo, hi):
    return float("%.7g" % 10 ** random.uniform(lo, hi))


def rise():
    yield 1e12, 1e7
    yield 1e12, 1.0
    yield 1e9, 1.0
    yield 1e-6, 1e5
    yield 5.5, 1e-9
    for i in range(400):
        a, n = power(-6, 12), power(-9, 7)
        if i % 3 == 0:
            n = float(random.choice([1, 2, 5, 16, 17, 100, 100000]))
        yield a, n


with open("log_rise.csv", "w") as f:
    print("a,n,log_rise,digamma_rise,trigamma_rise", file=f)
    for a, n in rise():
        def values():
            A, N = mpf(a), mpf(n)
            mp.dps += 40
            return loggamma(A + N) - loggamma(A), psi(0, A + N) - psi(0, A), psi(1, A + N) - psi(1, A)
        print(repr(a), repr(n), *both(values), sep=",", file=f)


def scaled_expint(s, z):
    """U(1, 2-s, z), or its integral where mpmath's hyperu loses its way."""
    s, z = mpf(s), mpf(z)
    if s < 50 or z < 1:
        return hyperu(1, 2 - s, z)
    n = s + z
    return quad(lambda u: exp(-z * u / n) * (1 + u / n) ** -s, [0, 5, 20, 60, 150, inf]) / n


def points():
    for s in (1, 2, 3, 10, 41):
        for z in (1e-9, 0.1, 0.999, 1, 30):
            for d in (0, 1e-12, -1e-12, 1e-6, -1e-4):
                yield s + d, float(z)
    for i in range(300):
        yield power(-3, 4), power(-9, 3)


with open("scaled_expint.csv", "w") as f:
    print("s,z,value", file=f)
    for s, z in points():
        assert s < 1 or 1 / (mpf(z) + s) < scaled_expint(s, z) < 1 / (mpf(z) + s - 1), (s, z)
        print(repr(float(s)), repr(z), *both(lambda: (scaled_expint(s, z),)), sep=",", file=f)


def gauss():
    for i in range(400):
        b = power(-2, 4)
        c = b + power(-2, 4)
        if i % 4 == 0:
            b = float(random.randint(1, 30))
            c = b + random.choice([0.5, 1.0, 2.0, 7.25])
        z = -power(-3, 12) if i % 2 else 1 - power(-12, 0)
        yield b, c, z
    for b, c, z in ((0.01, 0.02, -1e12), (1.0, 1.5, -1e12), (1.0, 2.0, -1e9), (1.0, 1.01, -1600.0),
                    (3.0, 3.5, -1e100), (0.3, 0.5, -1e300), (9999.5, 1e4, -1e6), (0.5, 1e4, -2e5)):
        yield b, c, z


with open("hyp2f1_one.csv", "w") as f:
    print("b,c,z,log_value", file=f)
    for b, c, z in gauss():
        print(repr(b), repr(c), repr(z), *both(lambda: (log(hyp2f1(1, mpf(b), mpf(c), mpf(z), maxterms=10**7)),)), sep=",", file=f)
