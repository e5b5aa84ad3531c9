"""Computes models_check.json again with mpmath 1.3 from the inputs in it, and
fails where a value (16 digits) differs by more than 1e-14, relative.

    python3 models_check.py [MODEL]

Everything comes from the definitions, at 40 digits: the likelihood is an
integral over the time of death or a sum over the coins, a customer who is alive
is a new process with updated parameters, its moments and counts are integrals
over its lifetime or its dropout probability, and derivatives are differences of
the log-likelihood. Not computed here, and said so when it runs: maximum
likelihood fits and what follows from them, whose data are not part of the
project; the tests hold them against the library's own optimum.
"""
import json
import re
import sys
from functools import partial

from mpmath import beta as B, binomial, diff, exp, expm1, gammainc, hyp2f1, inf, log, log1p, loggamma, mp, mpf, nstr, quad, rf

from generate import beta_mean, panels, scaled_expint

mp.dps = 40


def nb(n, shape, rate, t):
    """P(N(t) = n) of a Poisson process with a gamma rate."""
    if t == 0:
        return mpf(n == 0)
    return exp(loggamma(shape + n) - loggamma(shape) - loggamma(n + 1) + shape * log(rate / (rate + t)) + n * log(t / (rate + t)))


class Lifetime:
    """Pareto/NBD and GGompertz/NBD: purchases at a gamma rate until a death with
    the survival S(u); alive at an age, the gamma is updated and S is S(age+u)/S(age)."""

    def __init__(self, r, alpha, s, beta, b=None, shape=None, age=mpf(0)):
        self.r, self.alpha, self.s, self.beta, self.b, self.age = r, alpha, s, beta, b, age
        self.n, self.rate = (r, alpha) if shape is None else shape

    def log_survival(self, t):
        return -self.s * log1p(t / self.beta) if self.b is None else -self.s * log1p(expm1(self.b * t) / self.beta)

    def hazard(self, t):
        if self.b is None:
            return self.s / (self.beta + t)
        return self.s * self.b * exp(self.b * t) / (self.beta + expm1(self.b * t))

    def survival(self, u):
        return exp(self.log_survival(self.age + u) - self.log_survival(self.age))

    def integral(self, f, lo, hi, scale):
        return panels(f, mpf(lo), mpf(hi), scale) if hi > lo else mpf(0)

    def step(self):
        return 1 / (self.hazard(self.age) + self.n / (self.rate + 1))

    def likelihood(self, h):
        """alive and dead parts, relative to alive, and ln of alive."""
        x, tx, T = h
        n = self.r + x
        alive = loggamma(n) - loggamma(self.r) + self.r * log(self.alpha) - n * log(self.alpha + T) + self.log_survival(T)

        def density(u):
            return exp(-n * log((self.alpha + u) / (self.alpha + T)) + self.log_survival(u) - self.log_survival(T)) * self.hazard(u)
        scale = 1 / (n / (self.alpha + tx) + self.hazard(tx))
        return alive, density, scale

    def loglik(self, h):
        alive, density, scale = self.likelihood(h)
        return alive + log1p(self.integral(density, h[1], h[2], scale))

    def alive(self, h):
        _, density, scale = self.likelihood(h)
        return 1 / (1 + self.integral(density, h[1], h[2], scale))

    def process(self, h):
        x, tx, T = h
        return Lifetime(self.r, self.alpha, self.s, self.beta, self.b, (self.r + x, self.alpha + T), T)

    def rates(self, h):
        x, tx, T = h
        n = self.r + x
        _, density, scale = self.likelihood(h)
        dead = self.integral(density, tx, T, scale)
        purchase = n / (self.alpha + T) + self.integral(lambda u: density(u) * n / (self.alpha + u), tx, T, scale)
        death = self.s / (self.beta + T) + self.integral(lambda u: density(u) * (self.s + 1) / (self.beta + u), tx, T, scale)
        return [purchase / (1 + dead), death / (1 + dead)]

    def mean(self, t):
        return self.n / self.rate * self.integral(self.survival, 0, t, self.step())

    def factorial2(self, t):
        return self.n * (self.n + 1) / self.rate ** 2 * 2 * self.integral(lambda u: u * self.survival(u), 0, t, self.step())

    def prob(self, j, t):
        return self.survival(t) * nb(j, self.n, self.rate, t) + self.integral(
            lambda u: self.survival(u) * self.hazard(self.age + u) * nb(j, self.n, self.rate, u), 0, t, self.step())

    def discounted(self, d, t=inf):
        end = self.step()
        if t == inf:
            while exp(-d * end) * self.survival(end) > mpf(10) ** -50:
                end *= 1.5
        else:
            end = t
        return self.n / self.rate * self.integral(lambda u: exp(-d * u) * self.survival(u), 0, end, self.step())

    def survive(self, t):
        return self.survival(t)


class Coins:
    """(M)BG/CNBD-k, and with k = 1 (M)BG/NBD: every k-th event is a purchase, and
    after it a coin of probability p ~ Beta(a, b) ends everything; with first, one
    was tossed at time 0 too. j events since the last purchase have the weights w."""

    def __init__(self, r, alpha, a, b, k=1, first=0, w=None):
        self.r, self.alpha, self.a, self.b, self.k, self.first = r, alpha, a, b, int(k), first
        self.w = w or [mpf(1)]

    def parts(self, h):
        x, tx, T = h
        n, m = self.r + self.k * x, x + self.first
        common = loggamma(n) - loggamma(self.r) + self.r * log(self.alpha) - n * log(self.alpha + T)
        alive = [B(self.a, self.b + m) / B(self.a, self.b) * rf(n, j) / mp.factorial(j) * ((T - tx) / (self.alpha + T)) ** j for j in range(self.k)]
        dead = B(self.a + 1, self.b + m - 1) / B(self.a, self.b) * exp(n * log((self.alpha + T) / (self.alpha + tx))) if m else mpf(0)
        return common, alive, dead

    def loglik(self, h):
        common, alive, dead = self.parts(h)
        return common + log(sum(alive) + dead)

    def alive(self, h):
        _, alive, dead = self.parts(h)
        return sum(alive) / (sum(alive) + dead)

    def process(self, h):
        x, tx, T = h
        _, alive, _ = self.parts(h)
        return Coins(self.r + self.k * x, self.alpha + T, self.a, self.b + x + self.first, self.k, 0, [v / sum(alive) for v in alive])

    def restart(self):
        """A new customer: the chance to survive the coin at time 0, and the process after it."""
        return (self.b / (self.a + self.b), Coins(self.r, self.alpha, self.a, self.b + 1, self.k)) if self.first else (mpf(1), self)

    def events(self, j, i, t):
        """P(at least i purchases' events) with j since the last purchase."""
        return 1 - sum(nb(e, self.r + j, self.alpha, t) for e in range(max(0, i * self.k - j)))

    def survived(self, n):
        return B(self.a, self.b + n) / B(self.a, self.b)

    def reach(self, i, t):
        """P(at least i purchases): their events happen, and i − 1 coins are survived."""
        return self.survived(i - 1) * sum(w * self.events(j, i, t) for j, w in enumerate(self.w))

    def prob(self, i, t):
        """i purchases and alive, or the i-th coin lost."""
        v = self.survived(i) * sum(w * (self.events(j, i, t) - self.events(j, i + 1, t)) for j, w in enumerate(self.w))
        if i:
            v += (self.survived(i - 1) - self.survived(i)) * sum(w * self.events(j, i, t) for j, w in enumerate(self.w))
        return v

    def sums(self, t):
        """E[X] and E[X²] = Σ (2i − 1) P(X ≥ i), by one pass over the tail of the events."""
        first = second = mpf(0)
        tails = [mpf(1) for _ in self.w]
        done = [0 for _ in self.w]
        i = 1
        while True:
            p = mpf(0)
            for j, w in enumerate(self.w):
                while done[j] < i * self.k - j:
                    tails[j] -= nb(done[j], self.r + j, self.alpha, t)
                    done[j] += 1
                p += w * tails[j]
            p *= self.survived(i - 1)
            first += p
            second += (2 * i - 1) * p
            if p * i * i < mpf(10) ** -30 and i > 20:
                return first, second
            i += 1

    def mean(self, t):
        return self.sums(t)[0]

    def factorial2(self, t):
        one, two = self.sums(t)
        return two - one

    def discounted(self, d, t=inf):
        """Σ over purchases of E[e^(−δ·time); the coins before it survived]: given the
        rate and p, each event takes λ/(λ+δ)."""
        if t == inf:
            def given(rate, j):
                q = rate / (rate + d)
                return q ** (self.k - j) * hyp2f1(1, self.b, self.a + self.b, q ** self.k)
            total = mpf(0)
            for j, w in enumerate(self.w):
                shape = self.r + j
                f = lambda z: exp(shape * z - exp(z) - loggamma(shape)) * given(exp(z) / self.alpha, j)
                total += w * quad(f, [-220 / shape, -60 / shape, -20 / shape, -8, -3, -1, 0, 1, 2, 3, log(shape + 40) + 1.5])
            return total
        if self.k == 1:  # ∫₀ᵗ e^(−δu) E λe^(−λpu) du, as what comes from 0 on less what comes from t on
            def g(p, y):
                n, z, later = self.r, d * self.alpha / p, d * (self.alpha + p * t) / p
                return n / p * (scaled_expint(n + 1, z) - exp(-d * t - n * log1p(p * t / self.alpha)) * scaled_expint(n + 1, later))
            return beta_mean(self.a, self.b, g)
        raise ValueError("a window for k > 1")

    def survive(self, t):
        return beta_mean(self.a, self.b, lambda p, y: exp(-self.r * log1p(p * t / self.alpha)))


class Opportunities:
    """BG/BB: h is x, t_x, n."""

    def __init__(self, al, be, ga, de):
        self.v = al, be, ga, de

    def terms(self, h):
        al, be, ga, de = self.v
        x, tx, n = (int(v) for v in h)
        alive = B(al + x, be + n - x) / B(al, be) * B(ga, de + n) / B(ga, de)
        dead = sum(B(al + x, be + tx - x + i) / B(al, be) * B(ga + 1, de + tx + i) / B(ga, de) for i in range(n - tx))
        return alive, dead

    def loglik(self, h):
        return log(sum(self.terms(h)))

    def alive(self, h):
        alive, dead = self.terms(h)
        return alive / (alive + dead)

    def process(self, h):
        al, be, ga, de = self.v
        x, n = int(h[0]), int(h[2])
        return Opportunities(al + x, be + n - x, ga, de + n)

    def stays(self, m):
        al, be, ga, de = self.v
        return B(ga, de + m) / B(ga, de)

    survive = stays

    def prob(self, i, m):
        al, be, ga, de = self.v
        def bought(k):  # P(i of k)
            return binomial(k, i) * B(al + i, be + k - i) / B(al, be) if k >= i else mpf(0)
        m = int(m)
        return bought(m) * self.stays(m) + sum(bought(k) * (self.stays(k) - self.stays(k + 1)) for k in range(m))

    def mean(self, m):
        return sum(i * self.prob(i, m) for i in range(int(m) + 1))

    def factorial2(self, m):
        return sum(i * (i - 1) * self.prob(i, m) for i in range(int(m) + 1))

    def discounted(self, d, t=inf):
        """Σ E[p]·P(stays to j)/(1+d)^j."""
        al, be, ga, de = self.v
        return al / (al + be) * (de / (ga + de)) / (1 + d) * hyp2f1(1, de + 1, ga + de + 1, 1 / (1 + d))


def model(name, i):
    """The model at inputs, its parameters in the order of the derivatives, and how to build it."""
    if name == "Pareto/NBD":
        return ["r", "alpha", "s", "beta"], lambda r, alpha, s, beta: Lifetime(r, alpha, s, beta)
    if name == "GGompertz/NBD":
        return ["r", "alpha", "b", "s", "beta"], lambda r, alpha, b, s, beta: Lifetime(r, alpha, s, beta, b)
    if name == "BG/BB":
        return ["alpha", "beta", "gamma", "delta"], Opportunities
    return ["r", "alpha", "a", "b"], partial(Coins, k=i.get("k", 1), first=int(name.startswith("M")))


def variance(p, t, survive=1):
    e = survive * p.mean(t)
    return survive * p.factorial2(t) + e - e * e


def values(check):
    name, quantity, i = check["model"], check["quantity"], check["inputs"]
    i = {k: mpf(str(v)) for k, v in i.items() if isinstance(v, (int, float))}
    number = lambda pattern: mpf(re.search(pattern, quantity).group(1))
    if name == "Pareto/GGG":  # gaps of mean 1/λ and shape k, given the rates
        k, rate, mu, tx, T = i["k"], i["lambda"], i["mu"], i["tx"], i["T"]
        gap = lambda g: gammainc(k, k * rate * g, inf, regularized=True)
        alive = gap(T - tx) * exp(-mu * (T - tx))
        return [alive / (alive + quad(lambda u: mu * exp(-mu * u) * gap(u), [0, (T - tx) / 4, T - tx]))]
    names, build = model(name, i)
    v = [i[k] for k in names]
    m = build(*v)
    given = re.search(r"x=(\d+),tx=([\d.]+),T=([\d.]+)", quantity)
    h = tuple(mpf(g) for g in given.groups()) if given else (i.get("x", mpf(0)), i.get("tx", mpf(0)), i.get("T", i.get("n", mpf(0))))

    def log_at(*logs):
        return build(*(a * exp(b) for a, b in zip(v, logs))).loglik(h)
    survive, new = m.restart() if isinstance(m, Coins) else (mpf(1), m)
    if quantity.startswith("loglik_individual"):
        return [m.loglik(h)]
    if quantity in ("p_alive", "P(alive at n)"):
        return [m.alive(h)]
    if quantity == "P(alive at n+1)":
        return [m.alive(h) * m.process(h).stays(1)]
    if quantity.startswith("P(alive at T"):
        return [m.alive(h) * m.process(h).survive(number(r"T\+([\d.]+)"))]
    if quantity.startswith("CET"):
        return [m.alive(h) * m.process(h).mean(number(r"\((?:t=)?([\d.]+)"))]
    if quantity.startswith("DERT_finite"):
        return [m.alive(h) * m.process(h).discounted(number(r"delta=([\d.]+)"), number(r"t=([\d.]+)\)"))]
    if quantity.startswith("DERT"):
        return [m.alive(h) * m.process(h).discounted(number(r"=([\d.]+)"))]
    if quantity.startswith("DET new"):
        d = number(r"delta=([\d.]+)")
        return [m.discounted(d), m.discounted(d, number(r"finite ([\d.]+)"))]
    if quantity.startswith("E[lambda"):
        return m.rates(h)
    if quantity.startswith("E[X"):
        return [survive * new.mean(number(r"X\((?:t=)?([\d.]+)"))]
    if quantity.startswith("Var[X(T"):
        pa, p, t = m.alive(h), m.process(h), number(r"T\+([\d.]+)")
        return [variance(p, t, pa)]
    if quantity.startswith("Var[X"):
        return [variance(new, number(r"X\((?:t=)?([\d.]+)"), survive)]
    if "PMF" in quantity:
        if quantity.startswith("conditional"):
            pa, p, t = m.alive(h), m.process(h), number(r"(?:T\+|next )([\d.]+)")
        else:
            pa, p, t = survive, new, number(r"X\(([\d.]+)")
        counts = re.search(r"=([\d.,]+)", quantity).group(1)
        counts = range(0, int(counts.split("..")[1]) + 1) if ".." in counts else [int(c) for c in counts.split(",") if c]
        return [pa * p.prob(c, t) + (1 - pa if c == 0 else 0) for c in counts]
    zero = (mpf(0),) * len(v)
    order = lambda *at: tuple(at.count(j) for j in range(len(v)))
    if quantity.startswith("grad"):
        return [diff(log_at, zero, order(j)) for j in range(len(v))]
    if quantity.startswith("hess"):
        return [diff(log_at, zero, order(a, b)) for a in range(len(v)) for b in range(a, len(v))]
    raise ValueError(quantity)


def main(only):
    worst, computed, left = mpf(0), 0, []
    for check in json.load(open("models_check.json"))["checks"]:
        if only and check["model"] not in only:
            continue
        if "data" in check["inputs"]:
            left.append(check["model"] + ": " + check["quantity"])
            continue
        held = check["value"] if isinstance(check["value"], list) else [check["value"]]
        try:
            got = values(check)
        except Exception as e:
            print("not computed:", check["model"], check["quantity"], check["inputs"], repr(e), flush=True)
            worst = inf
            continue
        for a, b in zip(got, held):
            error = abs(a - mpf(repr(b))) / max(abs(a), mpf(10) ** -15)
            if error > mpf("1e-14") or len(got) != len(held):
                print(check["model"], check["quantity"], check["inputs"], b, nstr(a, 20), nstr(error, 3), flush=True)
            worst = max(worst, error)
        computed += 1
    print(computed, "entries computed, largest relative difference", nstr(worst, 3))
    print("not computed here:", "; ".join(left) or "none")
    return worst > mpf("1e-14")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
