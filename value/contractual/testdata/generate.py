"""Computes the fits and the survival figures of contractual.json again with mpmath
1.3, at 60 digits, and fails where one differs from what the file holds by more
than 1e-17 (estimates, 20 digits) or 1e-27 (survival at fixed parameters), relative.

    python3 generate.py

SBG: S(t) = B(α, β+t)/B(α, β); BdW: S(t) = B(γ, δ+t^c)/B(γ, δ). The likelihood of
the first n years is Σ lost_t ln(S(t−1) − S(t)) + surviving_n ln S(n), counts out of 1,000.
"""
import json
import sys

from mpmath import exp, findroot, log, loggamma, diff, mp, mpf, nstr

mp.dps = 60
table = json.load(open("contractual.json"))
worst = {"fits": mpf(0), "fixed": mpf(0)}


def survival(t, v):
    a, b, c = v[0], v[1], v[2] if len(v) > 2 else 1
    at = mpf(t) ** c if t else mpf(0)
    return exp(loggamma(b + at) - loggamma(a + b + at) - loggamma(b) + loggamma(a + b))


def log_likelihood(percent, years, v):
    counts = [10 * mpf(str(p)) for p in percent[: years + 1]]
    s = [survival(t, v) for t in range(years + 1)]
    lost = sum((counts[t - 1] - counts[t]) * log(s[t - 1] - s[t]) for t in range(1, years + 1))
    return lost + counts[years] * log(s[years])


def hold(part, name, what, value, held):
    error = abs(value - mpf(held)) / abs(mpf(held))
    if error > worst[part]:
        worst[part] = error
        print(part, name, what, held, nstr(value, 30), nstr(error, 3), flush=True)


for name, fit in table["fits"].items():
    segment, years = name.split("_years1to")
    segment = segment.rsplit("_", 1)[0]
    held = [mpf(p) for p in fit["params"].values()]
    f = lambda *x: log_likelihood(table["survival_percent"][segment], int(years), [exp(u) for u in x])  # noqa: E731
    k = len(held)
    slope = [lambda *x, i=i: diff(f, x, tuple(int(j == i) for j in range(k))) for i in range(k)]
    top = findroot(lambda *x: [g(*x) for g in slope], [log(p) * mpf("1.0001") for p in held], tol=mpf(10) ** -50, verify=False)
    for key, u, p in zip(fit["params"], top, held):
        hold("fits", name, key, exp(u), p)
    hold("fits", name, "loglik", f(*top), fit["loglik"])
for name, fixed in table["fixed"].items():
    v = [mpf(p) for p in fixed["params"].values()]
    for key, values in fixed.items():
        if key.startswith("survival_t0_"):
            for t, held in enumerate(values):
                hold("fixed", name, (key, t), survival(t, v), held)
sys.exit(worst["fits"] > mpf(10) ** -17 or worst["fixed"] > mpf(10) ** -27)
