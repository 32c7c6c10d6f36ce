"""Writes special.json: special functions to 40 digits by mpmath 1.2 (Debian's python3-mpmath), rounded to doubles; logarithms in the far tails."""
import json
import math
import os

import mpmath as mp

mp.mp.dps = 40


def number(x):
    return float(x)


def lower(a, x):
    term = total = mp.mpf(1)
    n = 0
    while term > total * mp.eps:
        n += 1
        term *= x / (a + n)
        total += term
    return total * mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1))


def upper(a, x):
    with mp.workdps(400):
        return 1 - lower(a, x)


def incomplete_beta(a, b, x):
    a, b, x = mp.mpf(a), mp.mpf(b), mp.mpf(x)
    term = total = mp.mpf(1)
    n = 0
    while term > total * mp.eps or (a + b + n) * x > a + 1 + n:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    return total * mp.exp(a * mp.log(x) + b * mp.log(1 - x) - mp.log(a) - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b))


def log_upper(a, x):
    """By the continued fraction, for x far above a."""
    a, x = mp.mpf(a), mp.mpf(x)
    value = mp.mpf(0)
    for n in range(2000, 0, -1):
        value = n * (n - a) / (x + 2 * n + 1 - a - value)
    return a * mp.log(x) - x - mp.loggamma(a) - mp.log(x + 1 - a - value)


def normal(z):
    return mp.erfc(z / mp.sqrt(2)) / 2


def student(t, v):
    t, v = mp.mpf(t), mp.mpf(v)
    if 10 * t * t > v:
        return incomplete_beta(v / 2, mp.mpf(1) / 2, v / (v + t * t)) / 2
    with mp.workdps(400):
        return mp.mpf(1) / 2 - incomplete_beta(mp.mpf(1) / 2, v / 2, t * t / (v + t * t)) / 2


def hypergeometric(total, marked, drawn, k):
    below = sum(math.comb(marked, i) * math.comb(total - marked, drawn - i) for i in range(max(0, drawn + marked - total), k + 1))
    return mp.mpf(below) / math.comb(total, drawn)


def smirnov(x):
    """Smirnov's integrals, with u = centre - (pi / 2) cos t to take the singularities from their ends; scaled, because quad's tolerance is absolute."""
    x = mp.mpf(x)

    def integral(k):
        def f(t):
            u = (2 * k - mp.mpf(1) / 2) * mp.pi - mp.pi / 2 * mp.cos(t)
            return mp.sin(t) * mp.exp(-x * (u * u - mp.pi ** 2) / 2) / mp.sqrt(u * abs(mp.cos(mp.pi / 2 * mp.cos(t))))

        return mp.quad(f, [0, .02, .05, .1, .2, .4, .8, 1.5, 3, mp.pi]) * mp.pi / 2

    with mp.workdps(25):
        return 2 / mp.pi * mp.exp(-x * mp.pi ** 2 / 2) * sum((-1) ** (k + 1) * integral(k) for k in range(1, 7))


def noncentral(x, v, nc):
    x, v, nc = mp.mpf(x), mp.mpf(v), mp.mpf(nc)
    return mp.nsum(lambda j: mp.exp(-nc / 2) * (nc / 2) ** j / mp.factorial(j) * upper(v / 2 + j, x / 2), [0, 400], method="d")


loggamma = [dict(x=x, y=number(mp.loggamma(mp.mpf(x)))) for x in
            (1e-300, 1e-8, 0.1, 0.4999, 0.5, 0.75, 0.999999, 1.0000001, 1.2, 1.4999, 1.5, 1.7, 1.9999999, 2.000001, 2.3, 2.5, 2.6, 3, 7.5, 100.25, 1e5, 1e10, 1e300)]
gamma = []
for a in (1e-9, 0.01, 0.25, 0.5, 1, 2.5, 10, 99.5, 1234.5):
    for r in (1e-3, 0.1, 0.5, 0.95, 1, 1.05, 1.5, 3, 10):
        x = a * r
        for name, f in (("lower", lower), ("upper", upper)):
            value = f(mp.mpf(a), mp.mpf(x))
            if mp.mpf(10) ** -300 < value:
                gamma.append(dict(f=name, a=a, x=x, y=number(value)))
deep = [dict(a=a, x=x, y=number(log_upper(a, x))) for a, x in
        ((0.5, 600), (0.5, 5000), (0.5, 1e8), (4.5, 700), (4.5, 1e6), (10, 3000), (50, 1500), (500, 3000))]
beta = []
for a in (0.01, 0.5, 1, 2.5, 30, 700.5, 20000):
    for b in (0.01, 0.5, 1, 4.5, 60, 5000):
        mean = a / (a + b)
        for x in {min(0.999, mean * r) for r in (1e-6, 0.2, 0.8, 0.99, 1, 1.01, 1.3)}:
            value = incomplete_beta(a, b, x)
            if mp.mpf(10) ** -300 < value:
                beta.append(dict(a=a, b=b, x=x, y=number(value)))
erfc = [dict(x=x, y=number(mp.erfc(mp.mpf(x)))) for x in (-5, -1, -0.1, -1e-10, 0, 1e-10, 0.1, 0.5, 1, 2, 3, 5, 10, 20, 26)]
norm = [dict(z=z, y=number(normal(mp.mpf(z))), log=number(mp.log(normal(mp.mpf(z))))) for z in (-9, -3, -0.5, 0, 0.1, 0.5, 1, 1.96, 2.3263, 5, 9, 20, 37)]
normlog = [dict(z=z, y=number(mp.log(normal(mp.mpf(z))))) for z in (38, 50, 200, 1e4, 1e8)]
quantile = [dict(p=p, z=number(mp.findroot(lambda z: mp.log(normal(-z)) - mp.log(mp.mpf(p)), -mp.sqrt(-2 * mp.log(p)) if p < 0.3 else (p - 0.5) * 2.5)))
            for p in (1e-300, 1e-100, 1e-20, 1e-6, 0.01, 0.05, 0.24, 0.25, 0.3, 0.4999, 0.5000001, 0.6, 0.75, 0.8, 0.975, 0.999)]
t = [dict(t=x, df=v, y=number(student(x, v))) for v in (0.5, 1, 2, 3.7, 10, 30, 1798, 123456.7, 1e7) for x in (1e-8, 0.1, 0.7, 1, 2, 3.5, 10, 30)
     if student(x, v) > mp.mpf(10) ** -300]
tlog = [dict(t=x, df=v, y=number(mp.log(student(x, v)))) for x, v in ((1e10, 30), (60, 1e4), (200, 1e5), (1e100, 5))]
bessel = [dict(x=x, y=number(mp.exp(mp.mpf(x)) * mp.besselk(mp.mpf(1) / 4, mp.mpf(x)))) for x in (1e-10, 1e-3, 0.05, 0.5, 1, 3, 10, 100, 1e4)]
hyper = [dict(total=N, marked=K, drawn=n, k=k, y=number(hypergeometric(N, K, n, k))) for N, K, n, k in
         ((16, 10, 9, 8), (16, 10, 9, 3), (100, 30, 20, 2), (100, 30, 20, 6), (100, 30, 20, 0), (1000, 500, 400, 150), (5000, 40, 3000, 10), (20000, 9000, 7000, 2700),
          (20000, 9000, 7000, 3150), (20000, 9000, 7000, 3300))]
cvm = [dict(x=x, y=number(smirnov(x))) for x in (0.1, 0.19, 0.21, 0.46136, 0.74346, 1.5, 3, 10, 50)]
ncx2 = [dict(x=x, df=v, nc=nc, y=number(noncentral(x, v, nc))) for x, v, nc in ((21.666, 9, 5), (21.666, 9, 30), (6.6349, 1, 11.7), (136, 99, 80), (21.666, 9, 0.01))]

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "special.json")
with open(path, "w") as file:
    json.dump(dict(loggamma=loggamma, gamma=gamma, gammalog=deep, beta=beta, erfc=erfc, normal=norm, normallog=normlog, quantile=quantile, t=t, tlog=tlog,
                   bessel=bessel, hypergeometric=hyper, cramervonmises=cvm, noncentral=ncx2), file, indent=0)
    file.write("\n")
