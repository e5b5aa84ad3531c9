"""Computes the values of truth_*.json again, from the inputs in the tables.

    python3 generate.py [TABLE [CASE ...]]

It needs mpmath 1.3, evaluates the definitions below with 60 digits and compares
with what the tables hold (34 digits, from the published closed forms); a value
that differs by more than 1e-30, relative, is printed, and the program fails.
With --write it replaces those values. The integrals here are over the mixing
distributions or over time, not the closed forms: where the two agree, neither
is likely to be wrong. Of the (M)BG/CNBD-k it computes the likelihood and
P(alive), not the expectations.
"""
import json
import sys

from mpmath import beta as B, exp, expm1, gamma, inf, log, log1p, loggamma, mp, mpf, nstr, quad, rf

mp.dps = 60


def beta_mean(a, b, g):
    """E g(P), P ~ Beta(a, b): the trapezoidal rule in logit P, whose error
    falls exponentially with 1/h (Trefethen & Weideman 2014)."""
    def weight(y):
        return -a * log1p(exp(-y)) - b * (y + log1p(exp(-y))) if y > 0 else a * (y - log1p(exp(y))) - b * log1p(exp(y))
    mode = log(a / b)
    top = weight(mode)

    def end(sign):
        d = mpf(1)
        while top - weight(mode + sign * d) < 110:
            d *= 1.3
        return mode + sign * d
    lo, hi = end(-1), end(1)

    def rule(first, h):
        sum_, total, y = mpf(0), mpf(0), first
        while y <= hi:
            w = exp(weight(y) - top)
            sum_ += w * g(1 / (1 + exp(-y)), y)
            total += w
            y += h
        return sum_, total
    h = mpf(0.5) / (1 + min(a, b) / 4) ** 0.5
    sum_, total = rule(lo, h)
    while True:
        before = sum_ / total
        more, weights = rule(lo + h / 2, h)
        sum_, total, h = sum_ + more, total + weights, h / 2
        if abs(sum_ / total - before) <= abs(before) * mpf(10) ** -19:  # the next one has twice the digits
            more, weights = rule(lo + h / 2, h)
            return (sum_ + more) / (total + weights)


def scaled_expint(s, z):
    """e^z·E_s(z): the continued fraction, or the series, whose poles at whole s
    cancel: there it is taken beside them, with the digits that costs."""
    if z >= 4:
        b, d, c = z + s, 1 / (z + s), inf
        f, k = d, 1
        while True:
            a = -k * (s + k - 1)
            b += 2
            d = 1 / (b + a * d)
            c = b + a / c
            f *= c * d
            if abs(c * d - 1) < mpf(10) ** -mp.dps:
                return f
            k += 1
    with mp.workdps(mp.dps + 80):
        if abs(s - mp.nint(s)) < mpf(10) ** -50:
            s = s + mpf(10) ** -65
        sum_, power, k = gamma(1 - s) * z ** (s - 1), mpf(1), 0
        while abs(power) > mpf(10) ** -(mp.dps + 10):
            sum_ -= power / (1 - s + k)
            k += 1
            power *= -z / k
        return exp(z) * sum_


def panels(f, lo, hi, scale):
    """Integrates over [lo, hi] in panels that grow with the distance from lo - scale."""
    ends = [lo]
    while ends[-1] < hi:
        ends.append(min(hi, ends[-1] + (ends[-1] - lo + scale) / 2))
    return quad(f, ends)


def beta_geometric(row, first):
    """BG/NBD (first = 0) and MBG/NBD (first = 1): λ ~ Gamma(r, α), p ~ Beta(a, b)
    the probability to drop out after a purchase, in the second after the first one too."""
    r, alpha, a, b = map(mpf, row["params"])
    x, tx, T, t, delta = row["x"], mpf(row["tx"]), mpf(row["T"]), mpf(row["t"]), mpf(row["delta"])
    n, A = r + x, alpha + T
    common = loggamma(n) - loggamma(r) + r * log(alpha)
    alive = B(a, b + x + first) / B(a, b) * exp(common - n * log(A))
    dead = B(a + 1, b + x + first - 1) / B(a, b) * exp(common - n * log(alpha + tx)) if x or first else mpf(0)
    log_alive = -log1p(dead / alive)

    def purchases(p, y):  # (1 − E e^(−λpt))/p
        return -expm1(-n * log1p(p * t / A)) / p

    def discounted(p, y):  # E λ/(λp + δ) = n/p·e^z E_{n+1}(z)
        z = delta * A / p
        return n / p * scaled_expint(n + 1, z)
    return {"ll": log(alive + dead), "log_palive": log_alive, "palive": exp(log_alive),
            "cet": exp(log_alive) * beta_mean(a, b + x + first, purchases),
            "dert": exp(log_alive) * beta_mean(a, b + x + first, discounted)}


def lifetimes(row, r, alpha, log_survival, log_hazard, scale):
    """Purchases Poisson(λ), λ ~ Gamma(r, α), until a lifetime of its own."""
    x, tx, T, t, delta = row["x"], mpf(row["tx"]), mpf(row["T"]), mpf(row["t"]), mpf(row["delta"])
    n = r + x
    common = loggamma(n) - loggamma(r) + r * log(alpha)
    alive = -n * log(alpha + T) + log_survival(T)
    step = 1 / (n / (alpha + tx) + exp(log_hazard(tx)))
    dead = panels(lambda u: exp(-n * log(alpha + u) + log_survival(u) + log_hazard(u) - alive), tx, T, min(step, scale)) if T > tx else mpf(0)
    log_alive = -log1p(dead)
    rate = exp(log_alive) * n / (alpha + T)
    step = 1 / (exp(log_hazard(T)) + delta)

    def later(d):
        return lambda u: exp(-d * u + log_survival(T + u) - log_survival(T))
    end = step
    while later(delta)(end) > mpf(10) ** -70:
        end *= 1.5
    return {"ll": common + alive - log_alive, "log_palive": log_alive, "palive": exp(log_alive),
            "cet": rate * panels(later(0), mpf(0), t, min(1 / exp(log_hazard(T)), t)),
            "dert": rate * panels(later(delta), mpf(0), end, step)}


def pareto(row):
    r, alpha, s, beta = map(mpf, row["params"])
    return lifetimes(row, r, alpha, lambda t: -s * log1p(t / beta), lambda t: log(s / (beta + t)), beta)


def gompertz(row):
    r, alpha, b, s, beta = map(mpf, row["params"])
    return lifetimes(row, r, alpha, lambda t: -s * log1p(expm1(b * t) / beta),
                     lambda t: log(s * b) + b * t - log(beta + expm1(b * t)), min(beta, 1) / b)


@mp.workdps(120)
def erlang(row, first):
    """(M)BG/CNBD-k: every k-th event is a purchase. The likelihood can be within
    10⁻³⁴ of 1, hence the digits."""
    k, (r, alpha, a, b) = int(row["params"][0]), map(mpf, row["params"][1:])
    x, tx, T = row["x"], mpf(row["tx"]), mpf(row["T"])
    n, A = r + k * x, alpha + T
    s1 = a / (b + x + first - 1) * exp(n * log(A / (alpha + tx))) if x or first else mpf(0)
    s2 = sum(rf(n, j) * ((T - tx) / A) ** j / mp.factorial(j) for j in range(k))
    if x == 0 and T == 0:
        return {"ll": mpf(0), "log_palive": -log1p(s1 / s2), "palive": s2 / (s1 + s2)}
    ll = ((k - 1) * mpf(row["litt"]) - x * loggamma(k) + log(B(a, b + x + first) / B(a, b)) + loggamma(n) - loggamma(r)
          + r * log(alpha) - n * log(A) + log(s1 + s2))
    return {"ll": ll, "log_palive": -log1p(s1 / s2), "palive": s2 / (s1 + s2)}


def bernoulli(row):
    """BG/BB: buys with p ~ Beta(α, β) at each of n opportunities, and drops out
    before each with θ ~ Beta(γ, δ)."""
    al, be, ga, de = map(mpf, row["params"])
    x, tx, n, m, d = row["x"], row["tx"], row["n"], row["n_star"], mpf(row["d"])

    def buys(more, fails):
        return B(al + x + more, be + fails) / B(al, be)

    def stays(opportunities):
        return B(ga, de + opportunities) / B(ga, de)
    alive = buys(0, n - x) * stays(n)
    like = alive + sum(buys(0, tx - x + i) * B(ga + 1, de + tx + i) / B(ga, de) for i in range(n - tx))
    later = buys(1, n - x) / like
    total, term, j = mpf(0), stays(n + 1) / (1 + d), 1  # Σ v^j·P(stays to n + j)
    while term > total * mpf(10) ** -40 * min(d, 1):
        total += term
        term *= (de + n + j) / (ga + de + n + j) / (1 + d)
        j += 1
    now, next_ = log(alive / like), log(buys(0, n - x) * stays(n + 1) / like)
    return {"ll": log(like), "log_palive_n": now, "palive_n": exp(now), "log_palive_n1": next_, "palive_n1": exp(next_),
            "cet": later * sum(stays(n + j) for j in range(1, m + 1)),
            "dert": later * total}


models = {
    "bgnbd": lambda row: beta_geometric(row, 0), "mbgnbd": lambda row: beta_geometric(row, 1),
    "paretonbd": pareto, "ggompertz": gompertz,
    "bgcnbd": lambda row: erlang(row, 0), "mbgcnbd": lambda row: erlang(row, 1), "bgbb": bernoulli,
}


def main(arguments):
    write = "--write" in arguments
    arguments = [a for a in arguments if a != "--write"]
    worst = 0
    for name in arguments[:1] or models:
        path = f"truth_{name}.json"
        table = json.load(open(path))
        for row in table["rows"]:
            if arguments[1:] and str(row["case"]) not in arguments[1:]:
                continue
            for key, value in models[name](row).items():
                if row[key] is None:
                    continue
                held = mpf(row[key])
                error = abs(value - held) / max(abs(held), mpf(10) ** -280)
                worst = max(worst, error)
                if error > mpf(10) ** -30:
                    print(name, row["case"], row["params"], key, row[key], nstr(value, 34), nstr(error, 3), flush=True)
                    row[key] = nstr(value, 34)
        if write:
            with open(path, "w") as f:
                rows = ",\n".join("  " + json.dumps(row) for row in table.pop("rows"))
                head = json.dumps(table, indent=1, ensure_ascii=False)[:-2]
                print(head + ',\n "rows": [\n' + rows + "\n ]\n}", file=f)
    print("largest relative difference", nstr(mpf(worst), 3))
    return 0 if write or worst <= mpf(10) ** -30 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
