"""Computes gammagamma_extreme.json again with mpmath 1.3, at 60 digits, from the
inputs in it, and fails where a value (34 digits) differs by more than 1e-30, relative.

    python3 generate.py

Gamma-Gamma (Fader & Hardie 2013): the mean m of x amounts Gamma(p, ν),
ν ~ Gamma(q, γ), has density

    Γ(px+q)/(Γ(px)Γ(q)) · γ^q m^(px−1) x^(px) / (γ+mx)^(px+q)

A mean that does not exist is "Infinity".
"""
import json
import sys

from mpmath import inf, log, loggamma, mp, mpf, nstr

mp.dps = 60


def values(row):
    p, q, gamma = map(mpf, row["params"])
    x, m = row["x"], mpf(row["m"])
    yield "expected_mean", p * (gamma + m * x) / (p * x + q - 1) if p * x + q > 1 else inf
    yield "population_mean", p * gamma / (q - 1) if q > 1 else inf
    if x > 0:
        n = p * x
        yield "ll", (loggamma(n + q) - loggamma(n) - loggamma(q) + q * log(gamma) + (n - 1) * log(m) + n * log(x)
                     - (n + q) * log(gamma + m * x))


worst = mpf(0)
for row in json.load(open("gammagamma_extreme.json"))["rows"]:
    for key, value in values(row):
        if row[key] == "Infinity" or value == inf:
            error = 0 if row[key] == "Infinity" and value == inf else 1
        else:
            error = abs(value - mpf(row[key])) / max(abs(mpf(row[key])), mpf(10) ** -20)
        if error > mpf(10) ** -30:
            print(row["case"], row["params"], row["x"], row["m"], key, row[key], nstr(value, 34), nstr(error, 3))
        worst = max(worst, error)
print("largest relative difference", nstr(worst, 3))
sys.exit(worst > mpf(10) ** -30)
