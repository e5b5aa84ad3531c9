#!/usr/bin/env python3
"""Writes truth_concentrated.json: new customers whose rates or probabilities hardly differ,
and customers of GGompertz/NBD whose hazard hardly grows, from the defining integrals and
sums with 40 to 80 digits (mpmath)."""
import json
import os

from mpmath import binomial, exp, expm1, floor, log, log1p, loggamma, mp, mpf, quad, sqrt

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


def gamma_nodes(r, alpha):
    """Gamma(r, alpha) as nodes and weights: the trapezoidal rule in the logarithm."""
    step = min(mpf("0.22"), mpf("0.35") / sqrt(r))
    ds = [i * step for i in range(-100_000, 20_000) if r * (i * step - expm1(i * step)) > -60]
    weights = [exp(r * (d - expm1(d))) for d in ds]
    return [(r / alpha * exp(d), w / sum(weights)) for d, w in zip(ds, weights)]


def beta_nodes(a, b):
    """Beta(a, b) likewise, in the log odds: 1 − p and weights."""
    step = min(mpf("0.44"), mpf("0.35") / sqrt(min(a, b)))
    log_weight = lambda y: -a * log1p(exp(-y)) - b * log1p(exp(y))
    mode = log(a / b)
    ys = [mode + i * step for i in range(-2000, 2000) if log_weight(mode + i * step) - log_weight(mode) > -60]
    weights = [exp(log_weight(y) - log_weight(mode)) for y in ys]
    return [(1 / (1 + exp(y)), w / sum(weights)) for y, w in zip(ys, weights)]


def regular(k, r, alpha, a, b):
    """BG/CNBD-k, and BG/NBD at k = 1: given both rates, purchases of all time are worth
    q^k/(1 − q^k(1−p)); those up to T are a sum over the micro-events."""
    R, A, P, Q = map(mpf, (r, alpha, a, b))
    worth = [((l / (l + RATE)) ** k, w) for l, w in gamma_nodes(R, A)]
    discounted = sum(v * sum(w * x / (1 - x * q) for x, w in worth) for q, v in beta_nodes(P, Q))
    share = T / (A + T)
    i = int(floor(share * (R - 1) / (1 - share))) if R > 1 else 0
    p = mpf(1)  # against the probability of the mode
    while i > 0 and p > mpf(10) ** -40:
        p *= i / ((R + i - 1) * share)
        i -= 1
    kept, bought, pairs, n = mpf(1), mpf(0), mpf(0), 0
    total = mean = square = alive = mpf(0)
    while True:
        while n < i // k:
            bought, pairs, kept, n = bought + kept, pairs + (2 * n + 1) * kept, kept * (Q + n) / (P + Q + n), n + 1
        total, mean, square, alive = total + p, mean + p * bought, square + p * pairs, alive + p * kept
        ratio = (R + i) / (i + 1) * share
        p, i = p * ratio, i + 1
        if ratio < 1 and p < mpf(10) ** -40 * total:
            break
    mean /= total
    model, params = ("BGCNBD", [k, r, alpha, a, b]) if k > 1 else ("BGNBD", [r, alpha, a, b])
    return dict(model=model, params=params, mean=float(mean), var=float(square / total - mean**2), survival=float(alive / total), discounted=float(discounted))


def opportunities(alpha, beta, gamma, delta, t=39, n=3):
    """BG/BB; prob is that of n purchases, log_prob and alive those of (3, 20, 30)."""
    al, be, ga, de = map(mpf, (alpha, beta, gamma, delta))
    alive, pairs, mean, within, discounted, j, f = mpf(1), mpf(0), mpf(0), mpf(0), mpf(0), 0, mpf(1)
    while alive * f > mpf(10) ** -25 * discounted:
        alive, f = alive * (de + j) / (ga + de + j), f * exp(-RATE)
        j += 1
        if j <= t:
            mean, pairs, within = mean + alive, pairs + 2 * (j - 1) * alive, within + alive * f
        discounted += alive * f
    p = al / (al + be)
    B = lambda x, y: loggamma(x) + loggamma(y) - loggamma(x + y)
    buys = lambda x, e: exp(B(al + x, be + e - x) - B(al, be))
    stays = lambda e: exp(B(ga, de + e) - B(ga, de))
    leaves = lambda e: exp(B(ga + 1, de + e) - B(ga, de))
    living = buys(3, 30) * stays(30)
    whole = living + sum(buys(3, e) * leaves(e) for e in range(20, 30))
    prob = sum(binomial(i, n) * buys(n, i) * (leaves(i) if i < t else stays(t)) for i in range(n, t + 1))
    return dict(model="BGBB", params=[alpha, beta, gamma, delta], mean=float(p * mean), var=float(p * (al + 1) / (al + be + 1) * pairs + p * mean - (p * mean) ** 2),
                within=float(p * within), discounted=float(p * discounted), prob=float(prob), log_prob=float(log(whole)), alive=float(living / whole))


def ageing(x, tx, age, r, alpha, b, s, beta):
    """GGompertz/NBD, customers with a history."""
    R, A, G, S, K, u, end = map(mpf, (r, alpha, b, s, beta, tx, age))
    stay = lambda u: -S * log1p(expm1(G * u) / K)
    density = lambda u: -(R + x) * log(A + u) + stay(u) + log(S * G) + G * u - log(K + expm1(G * u))
    living = -(R + x) * log(A + end) + stay(end)
    points, step = [u], min(A + u, K / G + u) / max(R + x, S, 1)
    while points[-1] + step < end and len(points) < 400:
        points.append(points[-1] + step)
        step *= mpf("1.5")
    odds = quad(lambda u: exp(density(u) - living), points + [end])
    return dict(model="GGompertzNBD", params=[r, alpha, b, s, beta], x=x, tx=tx, age=age, alive=float(1 / (1 + odds)),
                log_prob=float(loggamma(R + x) - loggamma(R) + R * log(A) + living + log1p(odds)))


rows = [pareto(*p) for p in [(1e6, 1e7, 1e6, 1e8), (1e4, 1e5, 1e4, 1e6), (1e6, 1e7, 0.6, 11.7), (0.55, 10.6, 1e6, 1e8), (1e3, 1e4, 1e6, 1e7), (1e8, 1e9, 1e8, 1e10)]]
rows += [bg(*p) for p in [(1e6, 1e7, 1e6, 3e6), (0.24, 4.4, 1e6, 3e6), (0.24, 4.4, 1e4, 3e4), (1e6, 1e7, 0.8, 2.4), (1e4, 1e5, 1e3, 1e5), (0.24, 4.4, 1e2, 1e6)]]
mp.dps = 40
rows += [regular(1, *p) for p in [(1e6, 1e7, 1e6, 3e6), (0.24, 4.4, 1e6, 3e6), (1e6, 1e7, 0.8, 2.4), (1e4, 1e5, 1e3, 1e5), (1e8, 1e9, 1e8, 3e8)]]
rows += [regular(*p) for p in [(3, 1e6, 1e7, 1e6, 3e6), (3, 0.24, 1.4, 1e6, 3e6), (2, 1e6, 1e7, 0.8, 2.4), (12, 1e4, 1e4, 1e3, 1e5), (60, 1e3, 1e2, 1e2, 1e4), (3, 1e8, 1e9, 1e8, 3e8), (2, 1e6, 1e5, 0.8, 2.4)]]
rows += [opportunities(*p) for p in [(1e6, 3e6, 1e6, 1e7), (1.2, 0.75, 1e6, 1e8), (1e6, 3e6, 0.7, 2.8), (1e4, 1e4, 1e3, 1e5), (1e8, 1e8, 1e8, 1e10), (0.01, 0.01, 0.01, 0.01), (0.02, 300, 0.05, 5e3)]]
rows += [ageing(*h, *p) for p in [(0.55, 10.5, 1e-9, 0.6, 1.2e-8), (0.55, 10.5, 1e-9, 1e6, 0.1), (1e6, 1e7, 1e-9, 1e6, 0.1), (2, 5, 1e-9, 0.01, 1e-9), (0.5, 10, 1e-9, 0.6, 1), (0.5, 10, 1e-9, 5, 1e-10), (0.5, 10, 1e-12, 0.6, 1e-11)]
         for h in [(0, 0, 39), (2, 30.43, 38.86), (26, 3, 31), (3, 0.001, 5000)]]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "truth_concentrated.json"), "w") as out:
    json.dump(rows, out, indent=1)
    out.write("\n")
