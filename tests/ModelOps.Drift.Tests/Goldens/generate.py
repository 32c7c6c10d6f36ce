"""Writes scipy.json: values of SciPy that the tests compare with. Run: python3 generate.py (SciPy 1.10.1, Debian's python3-scipy)."""
import json
import os

import scipy
from scipy import special, stats


def lcg(seed, count, power=1.0):
    values, state = [], seed
    for _ in range(count):
        state = (1103515245 * state + 12345) % 2**31
        values.append((state / 2**31) ** power)
    return values


def ks(n, m, power, digits, mode):
    x, y = lcg(3, n), lcg(4, m, power)
    if digits is not None:
        x, y = [int(v * digits) for v in x], [int(v * digits) for v in y]
    result = stats.ks_2samp(x, y, mode=mode)
    return dict(n=n, m=m, power=power, digits=digits, exact=mode == "exact", d=result.statistic, p=result.pvalue)


kstwo = [dict(d=d, n=n, sf=stats.kstwo.sf(d, n))
         for n in (1, 2, 5, 10, 50, 100, 140, 141, 444, 1000, 5000, 20000, 100000)
         for z in (0.3, 0.5, 0.8, 1.0, 1.36, 1.63, 2.0, 3.0, 5.0)
         for d in [z / n**0.5] if d < 1]
gamma = [dict(a=a, x=a * r, lower=special.gammainc(a, a * r), upper=special.gammaincc(a, a * r))
         for a in (0.5, 1, 2.5, 10, 50, 500, 5000) for r in (0.1, 0.5, 0.9, 1, 1.1, 1.5, 2, 4)]
chi2 = [dict(p=p, df=df, x=stats.chi2.isf(p, df)) for df in (1, 2, 9, 19, 99, 999) for p in (0.99, 0.5, 0.05, 0.01, 1e-4, 1e-9)]
cases = [ks(n, m, power, digits, mode)
         for n, m in ((7, 5), (20, 20), (100, 80), (101, 97), (300, 300), (1000, 800))
         for power, digits in ((1.0, None), (1.2, None), (2.0, None), (1.2, 10)) for mode in ("exact", "asymp")]
w1 = [dict(n=n, m=m, power=power, d=stats.wasserstein_distance(lcg(3, n), lcg(4, m, power)))
      for n, m in ((1, 1), (7, 5), (300, 300), (1000, 801)) for power in (1.0, 1.2, 3.0)]
tables = [[[10, 0, 5], [3, 4, 9]], [[8, 2], [1, 5]], [[500, 30], [480, 60]], [[50, 30, 20], [40, 45, 15]], [[1, 2, 3, 4], [40, 30, 20, 10]]]
contingency = [dict(table=t, statistic=r[0], p=r[1]) for t in tables for r in [stats.chi2_contingency(t)]]

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scipy.json")
with open(path, "w") as file:
    json.dump(dict(scipy=scipy.__version__, kstwo=kstwo, gamma=gamma, chi2=chi2, ks=cases, w1=w1, contingency=contingency), file, indent=1)
    file.write("\n")
