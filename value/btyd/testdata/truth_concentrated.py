#!/usr/bin/env python3
"""Writes truth_concentrated.json: new customers of Pareto/NBD and BG/NBD whose rates or
probabilities hardly differ, from the defining integrals with 80 digits (mpmath)."""
import json
import os

from mpmath import exp, log, loggamma, mp, mpf, quad, sqrt

mp.dps = 80
T, RATE = mpf(39), mpf("0.002")


def pareto(r, alpha, s, beta, n=3):
    R, A, S, B = map(mpf, (r, alpha, s, beta))
    stay = lambda u: exp(-S * log(1 + u / B))
    nb = lambda u: exp(loggamma(R + n) - loggamma(R) - loggamma(n + 1) - R * log(1 + u / A) + n * log(u / (A + u)))
    mean = R / A * quad(stay, [0, T / 4, T])
    pairs = R * (R + 1) / A**2 * 2 * quad(lambda u: u * stay(u), [0, T / 4, T])
    within = R / A * quad(lambda u: stay(u) * exp(-RATE * u), [0, T / 4, T])
    prob = stay(T) * nb(T) + quad(lambda u: S / (B + u) * stay(u) * nb(u) if u > 0 else mpf(0), [0, T / 10, T / 3, T])
    return dict(model="ParetoNBD", params=[r, alpha, s, beta], mean=float(mean), var=float(pairs + mean - mean**2), within=float(within), prob=float(prob))


def bg(r, alpha, a, b):
    R, A, P, Q = map(mpf, (r, alpha, a, b))
    mu = P / (P + Q)
    sd = sqrt(mu * (1 - mu) / (P + Q + 1))
    lo, hi = max(mpf(0), mu - 20 * sd), min(mpf(1), mu + 20 * sd)
    points = [lo + (hi - lo) * i / 12 for i in range(13)]
    if a < 50:
        points = [mpf(0), mpf("1e-12"), mpf("1e-6"), mpf("1e-3"), mpf(".05"), mpf(".2"), mpf(".5"), mpf(".9"), mpf(1)]
    scale = loggamma(P) + loggamma(Q) - loggamma(P + Q)
    expect = lambda g: quad(lambda p: exp((P - 1) * log(p) + (Q - 1) * log(1 - p) - scale) * g(p) if 0 < p < 1 else mpf(0), points)

    def pairs(p):
        z = p * T / A
        if (R + 3) * z < mpf(10) ** -30:  # the bracket would be rounding
            return (1 - p) * R * (R + 1) * (T / A) ** 2
        return 2 * (1 - p) / p**2 * (1 - (1 + z) ** -R * (1 + R * z / (1 + z)))

    mean = expect(lambda p: (1 - (1 + p * T / A) ** -R) / p)
    return dict(model="BGNBD", params=[r, alpha, a, b], mean=float(mean), var=float(expect(pairs) + mean - mean**2), within=None, prob=None)


rows = [pareto(*p) for p in [(1e6, 1e7, 1e6, 1e8), (1e4, 1e5, 1e4, 1e6), (1e6, 1e7, 0.6, 11.7), (0.55, 10.6, 1e6, 1e8), (1e3, 1e4, 1e6, 1e7), (1e8, 1e9, 1e8, 1e10)]]
rows += [bg(*p) for p in [(1e6, 1e7, 1e6, 3e6), (0.24, 4.4, 1e6, 3e6), (0.24, 4.4, 1e4, 3e4), (1e6, 1e7, 0.8, 2.4), (1e4, 1e5, 1e3, 1e5), (0.24, 4.4, 1e2, 1e6)]]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "truth_concentrated.json"), "w") as out:
    json.dump(rows, out, indent=1)
    out.write("\n")
