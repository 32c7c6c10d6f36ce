"""Writes statistics.json: statistics and p-values of SciPy 1.10.1 (Debian's python3-scipy) on portable data. Run: python3 generate_statistics.py."""
import json
import os
import warnings

import numpy as np
import scipy
from scipy import spatial, stats

warnings.simplefilter("ignore")


def lcg(seed, count, power=1.0):
    values, state = [], seed
    for _ in range(count):
        state = (1103515245 * state + 12345) % 2**31
        values.append((state / 2**31) ** power)
    return values


def sample(case):
    x, y = lcg(3, case["n"]), lcg(4, case["m"], case["power"])
    if case["digits"]:
        x, y = [float(int(v * case["digits"])) for v in x], [float(int(v * case["digits"])) for v in y]
    return np.array(x), np.array(y)


def cases(sizes, powers=(1.0, 1.2, 2.0), digits=(0, 10)):
    for n, m in sizes:
        for power in powers:
            for d in digits:
                yield dict(n=n, m=m, power=power, digits=d)


def both(case, result):
    return dict(case, statistic=float(result[0]), p=float(result[1]))


small = ((5, 7), (8, 8), (8, 30), (12, 20), (20, 20), (19, 20))
large = ((25, 40), (100, 80), (101, 97), (1000, 800), (3000, 50))
sides = {"TwoSided": "two-sided", "CurrentLarger": "less", "CurrentSmaller": "greater"}
out = dict(scipy=scipy.__version__)
functions = {"CurrentLarger": "greater", "CurrentSmaller": "less"}  # ks_2samp speaks of the distribution functions, not of the values
out["ksonesided"] = [dict(both(c, stats.ks_2samp(*sample(c), alternative=functions[s], method=m)), side=s, exact=m == "exact")
                     for c in cases(small + large[:4]) for s in ("CurrentLarger", "CurrentSmaller") for m in ("exact", "asymp")
                     if m == "asymp" or c["n"] + c["m"] < 1000]  # beyond, SciPy's binomial overflows and it falls back
out["cramervonmises"] = [both(c, (r.statistic, r.pvalue)) for c in cases(small + large) for r in [stats.cramervonmises_2samp(*sample(c))]]
out["andersondarling"] = [dict(c, statistic=r.statistic, p=r.significance_level) for c in cases(small + large) for r in [stats.anderson_ksamp(sample(c))]]
out["andersondarling3"] = [dict(statistic=r.statistic, p=r.significance_level, power=p)
                           for p in (1.0, 1.1, 1.3) for r in [stats.anderson_ksamp([lcg(3, 60), lcg(4, 50, p), lcg(5, 40)])]]
out["eppssingleton"] = [both(c, stats.epps_singleton_2samp(*sample(c))) for c in cases(small + large)]
out["mannwhitney"] = [dict(both(c, stats.mannwhitneyu(*sample(c), alternative=sides[s])), side=s) for c in cases(small + large) for s in sides]
out["mannwhitneyexact"] = [dict(both(c, stats.mannwhitneyu(*sample(c), alternative=sides[s], method="exact")), side=s)
                           for c in cases(((12, 20), (25, 40)), digits=(0,)) for s in sides]
out["t"] = [dict(both(c, stats.ttest_ind(*sample(c), alternative=sides[s])), side=s) for c in cases(small + large) for s in sides]
out["welch"] = [dict(both(c, stats.ttest_ind(*sample(c), equal_var=False, alternative=sides[s])), side=s) for c in cases(small + large) for s in sides]
out["energy"] = [dict(c, statistic=stats.energy_distance(*sample(c))) for c in cases(small + large)]

tables = [[[10, 0, 5], [3, 4, 9]], [[8, 2], [1, 5]], [[500, 30], [480, 60]], [[50, 30, 20], [40, 45, 15]], [[1, 2, 3, 4], [40, 30, 20, 10]],
          [[1000, 2000, 3000], [110, 190, 300]], [[12, 5, 9, 30, 44], [24, 10, 18, 60, 88]], [[100000, 90000], [1000, 1200]]]
out["gtest"] = [dict(table=t, statistic=r[0], p=r[1]) for t in tables for r in [stats.chi2_contingency(t, lambda_="log-likelihood")]]
out["goodness"] = [dict(table=t, statistic=r[0], p=r[1]) for t in tables
                   for r in [stats.chisquare(t[1], np.array(t[0]) * (sum(t[1]) / sum(t[0])))] if np.isfinite(r[0])]
fisher = [[8, 2, 1, 5], [3, 7, 5, 5], [0, 10, 4, 6], [10, 0, 6, 4], [100, 2, 1000, 5], [1, 24, 5, 30], [30, 5, 24, 1], [200, 300, 250, 260], [1500, 2000, 1400, 2400],
          [7, 7, 7, 7], [2, 15, 8, 60]]
out["fisher"] = [dict(table=t, side=s, statistic=r[0] if np.isfinite(r[0]) else None, p=r[1])
                 for t in fisher for s in sides for r in [stats.fisher_exact([t[:2], t[2:]], alternative=sides[s])]]


def proportions(a, n, b, m, side):
    pooled = (a + b) / (n + m)
    z = (a / n - b / m) / (pooled * (1 - pooled) * (1 / n + 1 / m)) ** 0.5
    return z, dict(TwoSided=2 * stats.norm.sf(abs(z)), CurrentLarger=stats.norm.cdf(z), CurrentSmaller=stats.norm.sf(z))[side]


out["proportions"] = [dict(a=a, n=n, b=b, m=m, side=s, statistic=r[0], p=r[1])
                      for a, n, b, m in ((8, 10, 1, 6), (300, 1000, 200, 800), (5, 100000, 40, 90000)) for s in sides for r in [proportions(a, n, b, m, s)]]


def divergences(t):
    p, q = np.array(t[0]) / sum(t[0]), np.array(t[1]) / sum(t[1])
    smooth = [(np.array(r) + 0.5) / (sum(r) + 0.5 * len(r)) for r in t]
    return dict(table=t, kl=stats.entropy(smooth[0], smooth[1]), js=spatial.distance.jensenshannon(p, q), js2=spatial.distance.jensenshannon(p, q, 2),
                hellinger=np.sqrt(np.sum((np.sqrt(p) - np.sqrt(q)) ** 2) / 2), linfinity=np.max(np.abs(p - q)), tv=np.sum(np.abs(p - q)) / 2)


out["divergences"] = [divergences(t) for t in tables]


def mmd(x, y):
    z = np.vstack([x, y])
    d = spatial.distance.cdist(z, z, "sqeuclidean")
    k = np.exp(-d / np.median(d[np.triu_indices(len(z), 1)]))
    n, m = len(x), len(y)
    xx, yy, xy = k[:n, :n], k[n:, n:], k[:n, n:]
    return (xx.sum() - n) / (n * (n - 1)) + (yy.sum() - m) / (m * (m - 1)) - 2 * xy.mean()


out["mmd"] = [dict(n=n, m=m, dimensions=d, power=p, statistic=mmd(np.array(lcg(3, n * d)).reshape(n, d), np.array(lcg(4, m * d, p)).reshape(m, d)))
              for n, m in ((10, 7), (60, 50), (200, 150)) for d in (1, 3) for p in (1.0, 1.5)]



def presets(case):
    """Scores of the tools' recipes, written out from their definitions in NumPy and SciPy."""
    x, y = sample(case)
    edges = np.histogram_bin_edges(np.concatenate([x, y]), "sturges")
    p, q = np.histogram(x, edges)[0] / len(x), np.histogram(y, edges)[0] / len(y)

    def fill(shares):
        least = shares[shares > 0].min()
        return np.where(shares == 0, least / 1e6 if least <= 1e-4 else 1e-4, shares)

    doane = np.histogram_bin_edges(x, "doane")
    r, c = np.histogram(x, doane)[0], np.histogram(y, doane)[0]
    r, c = np.append(r, 0) / len(x), np.append(c, len(y) - c.sum()) / len(y)
    return dict(case, psi=np.sum((fill(p) - fill(q)) * np.log(fill(p) / fill(q))), kl=stats.entropy(fill(p), fill(q)),
                js=spatial.distance.jensenshannon(p, q), wasserstein=stats.wasserstein_distance(x, y) / max(np.std(x), 0.001),
                mannw=stats.mannwhitneyu(x, y, alternative="less")[1], nannyjs=spatial.distance.jensenshannon(r, c, 2),
                nannyhellinger=np.sqrt(np.sum((np.sqrt(r) - np.sqrt(c)) ** 2) / 2), sturges=len(edges) - 1, doane=len(doane) - 1)


out["presets"] = [presets(c) for c in cases(((300, 200), (1000, 800), (3000, 50)), powers=(1.0, 1.2, 3.0), digits=(0, 100))]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "statistics.json")
with open(path, "w") as file:
    json.dump(out, file, indent=0)
    file.write("\n")
