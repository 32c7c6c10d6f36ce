"""Writes reconstruction.json: PCA reconstruction error as NannyML defines it, by scikit-learn 1.2.1 (Debian's python3-sklearn) on portable data."""
import json
import os

import numpy as np
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler


def uniform(seed, n):
    out, state = [], seed
    for _ in range(n):
        state = (1103515245 * state + 12345) % (1 << 31)
        out.append(state / (1 << 31))
    return np.array(out)


def rows(seed, n, width, tie, shift):
    """Column 1 follows column 0 as far as tie says, column 3 follows 2, the last is constant; every 17th value of column 4 is missing."""
    x = uniform(seed, n * width).reshape(n, width)
    x[:, 1] = tie * x[:, 0] + (1 - tie) * x[:, 1]
    x[:, 3] = tie * x[:, 2] + (1 - tie) * x[:, 3] + shift
    x[:, 4] = x[:, 4] * 1000
    x[::17, 4] = np.nan
    x[:, -1] = 2.5
    return x


cases = []
for n, width, explained in [(1003, 7, 0.65), (500, 12, 0.65), (1003, 7, 0.9), (240, 30, 0.5)]:
    reference = rows(1, n, width, 0.8, 0)
    imputer = SimpleImputer(strategy="mean").fit(reference)
    scaler = StandardScaler().fit(imputer.transform(reference))
    pca = PCA(n_components=explained, random_state=16).fit(scaler.transform(imputer.transform(reference)))

    def errors(x):
        z = scaler.transform(imputer.transform(x))
        return np.linalg.norm(z - pca.inverse_transform(pca.transform(z)), axis=1)

    of = errors(reference)
    size = n // 10
    chunks = [of[i:i + size].mean() for i in range(0, n, size)]
    windows = []
    for seed, m, tie, shift in [(2, 100, 0.8, 0), (2, 100, 0.0, 0), (3, 57, 0.8, 0.5), (4, 1, 0.8, 0)]:
        now = errors(rows(seed, m, width, tie, shift))
        windows.append({"seed": seed, "rows": m, "tie": tie, "shift": shift, "error": now.mean(), "samplingError": of.std(ddof=1) / np.sqrt(m),
                        "drifted": bool(now.mean() > np.mean(chunks) + 3 * np.std(chunks) or now.mean() < np.mean(chunks) - 3 * np.std(chunks))})
    cases.append({"n": n, "width": width, "explained": explained, "components": int(pca.n_components_),
                  "ratio": float(pca.explained_variance_ratio_.sum()), "errors": of[:40].tolist(),
                  "lower": max(0.0, float(np.mean(chunks) - 3 * np.std(chunks))), "upper": float(np.mean(chunks) + 3 * np.std(chunks)), "windows": windows})

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reconstruction.json")
with open(path, "w") as f:
    json.dump({"cases": cases}, f, indent=1)
    f.write("\n")
