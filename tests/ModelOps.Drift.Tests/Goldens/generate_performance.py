"""Writes performance.json: scikit-learn 1.2.1 (Debian's python3-sklearn) on portable data."""
import json
import os

import numpy as np
from scipy.optimize import root
from scipy.special import expit
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score


def uniform(seed, n):
    out, state = [], seed
    for _ in range(n):
        state = (1103515245 * state + 12345) % (1 << 31)
        out.append(state / (1 << 31))
    return np.array(out)


isotonic, platt, auroc = [], [], []
for n, digits, power in [(20, 0, 1), (200, 0, 2), (500, 10, 2), (1000, 0, 0.5), (9, 0, 1)]:
    x = uniform(3, n)
    y = (uniform(11, n) < x ** power).astype(float)
    if digits:
        x = np.floor(x * digits)
    at = np.linspace(-0.1, 1.1 * max(1, digits), 50)
    case = {"n": n, "digits": digits, "power": power}
    fit = IsotonicRegression(out_of_bounds="clip").fit(x, y)
    isotonic.append(case | {"at": at.tolist(), "values": fit.predict(at).tolist()})
    sig = _SigmoidCalibration().fit(x, y)
    n1, n0 = y.sum(), n - y.sum()
    t = np.where(y > 0, (n1 + 1) / (n1 + 2), 1 / (n0 + 2))

    def gradient(v):
        r = expit(v[0] * x + v[1]) - t
        return [(r * x).sum(), r.sum()]
    exact = root(gradient, [-sig.a_, -sig.b_], tol=1e-14).x
    platt.append(case | {"sklearn_slope": -sig.a_, "sklearn_intercept": -sig.b_, "slope": exact[0], "intercept": exact[1]})
    auroc.append(case | {"y": roc_auc_score(y, x)})

logistic = []
for n, dimensions in [(50, 1), (400, 3), (30, 5)]:
    x = uniform(5, n * dimensions).reshape(n, dimensions)
    fit = LogisticRegression(C=1, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(x, uniform(11, n) < x[:, 0])
    logistic.append({"n": n, "dimensions": dimensions, "weights": fit.coef_[0].tolist() + fit.intercept_.tolist()})

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "performance.json"), "w") as f:
    json.dump({"isotonic": isotonic, "platt": platt, "auroc": auroc, "logistic": logistic}, f)
    f.write("\n")
