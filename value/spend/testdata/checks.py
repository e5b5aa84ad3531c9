"""Computes checks.json again with mpmath 1.3, at 40 digits, from the inputs in
it, and fails where a value (16 digits) differs by more than 1e-15, relative.

    python3 checks.py

Densities are those of generate.py and of normal sums; derivatives are
differences of the log-likelihood at 40 digits.
"""
import json
import sys

from mpmath import diff, exp, log, loggamma, mp, mpf, nstr, pi, quad, inf, sqrt

mp.dps = 40


def gamma_gamma(p, q, g, x, m):
    """ln of ∫ Gamma(m; px, νx) Gamma(ν; q, γ) dν: the definition, not the closed form."""
    n = p * x
    top = (n + q - 1) / (x * m + g)  # about where the integrand is largest
    def f(v):
        return (n * log(v * x) - loggamma(n) + (n - 1) * log(m) - v * x * m
                + q * log(g) - loggamma(q) + (q - 1) * log(v) - g * v)
    peak, sd = f(top), sqrt(n + q) / (x * m + g)
    ends = sorted({max(mpf(0), top + k * sd) for k in (-60, -20, -8, -4, -2, 0, 2, 4, 8, 20, 60)} | {mpf(0)})
    return peak + log(quad(lambda v: exp(f(v) - peak) if v > 0 else mpf(0), ends + [inf]))


def closed(p, q, g, x, m):
    n = p * x
    return (loggamma(n + q) - loggamma(n) - loggamma(q) + q * log(g) + (n - 1) * log(m) + n * log(x)
            - (n + q) * log(g + m * x))


def value(model, quantity, i):
    v = {k: mpf(str(x)) for k, x in i.items()}
    if model == "Gamma-Gamma":
        p, q, g, x, m = (v[k] for k in ("p", "q", "gamma", "x", "mbar"))
        if quantity.startswith("loglik"):
            ll = closed(p, q, g, x, m)
            if x < 100:  # the integral, where quadrature has no trouble
                assert abs(gamma_gamma(p, q, g, x, m) - ll) < 1e-12, (i, gamma_gamma(p, q, g, x, m), ll)
            return [ll]
        if quantity.startswith("E[mean"):
            return [p * (g + m * x) / (p * x + q - 1)]
        if quantity.startswith("grad"):
            theta = [p, q, g]
            return [diff(lambda t: closed(*(theta[:j] + [theta[j] * exp(t)] + theta[j + 1:]), x, m), 0) for j in range(3)]
    mu, a, w, x = (v[k] for k in ("mu", "sigmaA", "sigmaW", "x"))
    mean = v.get("mbar", v.get("lbar"))
    within, precision = w ** 2 / x, 1 / a ** 2 + x / w ** 2
    post = (mu / a ** 2 + x * mean / w ** 2) / precision
    if quantity.startswith("loglik"):
        s = a ** 2 + within
        return [-log(2 * pi * s) / 2 - (mean - mu) ** 2 / (2 * s)]
    if quantity.startswith("posterior"):
        return [post, sqrt(1 / precision)]
    if model == "Lognormal-Normal":
        return [exp(post + (1 / precision + w ** 2) / 2)]
    raise ValueError(quantity)


worst = mpf(0)
for check in json.load(open("checks.json"))["checks"]:
    held = check["value"] if isinstance(check["value"], list) else [check["value"]]
    got = value(check["model"], check["quantity"], check["inputs"])
    assert len(got) == len(held), check
    for a, b in zip(got, held):
        error = abs(a - mpf(repr(b))) / abs(a)
        if error > mpf(10) ** -15:
            print(check["model"], check["quantity"], check["inputs"], b, nstr(a, 20), nstr(error, 3))
        worst = max(worst, error)
print("largest relative difference", nstr(worst, 3))
sys.exit(worst > mpf(10) ** -15)
