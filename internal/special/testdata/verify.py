"""Computes special_*.csv again with mpmath 1.3, at 60 digits, from the inputs in
the tables (the binary64 numbers that they read as), and fails where a value (32 digits) differs by more than 1e-30, relative.

    python3 verify.py
"""
import csv
import sys

from mpmath import hyp2f1, log, loggamma, mp, mpf, nstr, psi

mp.dps = 60


def log_beta(a, b):
    mp.dps += 40  # cancels where one argument is small and the other large
    v = loggamma(a) + loggamma(b) - loggamma(a + b)
    mp.dps -= 40
    return v


def log_2f1(a, b, c, z):
    v = hyp2f1(a, b, c, z, maxterms=10**8, maxprec=10**6)
    return log(abs(v))


tables = {
    "special_digamma.csv": (["x"], "digamma", lambda x: psi(0, x)),
    "special_trigamma.csv": (["x"], "trigamma", lambda x: psi(1, x)),
    "special_lbeta.csv": (["a", "b"], "lbeta", log_beta),
    "special_hyp2f1.csv": (["a", "b", "c", "z"], "log_abs_2F1", log_2f1),
}

worst = 0
for name, (inputs, output, function) in tables.items():
    for row in csv.DictReader(open(name)):
        value, held = function(*(mpf(float(row[k])) for k in inputs)), mpf(row[output])
        error = abs(value - held) / abs(held) if held else abs(value)
        if error > mpf(10) ** -30:
            print(name, [row[k] for k in inputs], row[output], nstr(value, 32), nstr(error, 3))
        worst = max(worst, error)
print("largest relative difference", nstr(mpf(worst), 3))
sys.exit(worst > mpf(10) ** -30)
