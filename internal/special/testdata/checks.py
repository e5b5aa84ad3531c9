"""Computes checks.json again with mpmath 1.3, at 40 digits, from the inputs in
it, and fails where a value (16 digits) differs by more than 1e-15, relative.

    python3 checks.py
"""
import json
import sys

from mpmath import exp, expint, hyp2f1, mp, mpf, nstr

mp.dps = 40
worst = mpf(0)
for check in json.load(open("checks.json"))["checks"]:
    i = {k: mpf(str(v)) for k, v in check["inputs"].items()}
    if check["quantity"].startswith("exp"):
        value = exp(i["z"]) * expint(i["s"], i["z"])
    else:
        value = hyp2f1(1, i["b"], i["c"], i["z"])
    error = abs(value - mpf(repr(check["value"]))) / abs(value)
    if error > mpf(10) ** -15:
        print(check["quantity"], check["inputs"], check["value"], nstr(value, 20), nstr(error, 3))
    worst = max(worst, error)
print("largest relative difference", nstr(worst, 3))
sys.exit(worst > mpf(10) ** -15)
