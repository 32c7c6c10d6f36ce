"""Writes density.json: the least-squares density difference of two samples of vectors, by NumPy (Debian's python3-numpy) from its definition.

Rows are standardised by the reference; every twentieth reference row is a centre of a Gaussian kernel of width 1/2; h is the difference of the kernels' means; H holds the
integrals of the products of two kernels. The squared distance is h' (H + ridge I)^-1 h, where the ridge, a multiple of H's diagonal, is quartered from 1 until a step adds less than
a fifth. Numbers are those of the portable generator of the tests."""
import json
import os

import numpy as np

WIDTH = 0.5


def uniform(seed, count, power=1.0):
    values = np.empty(count)
    state = seed
    for i in range(count):
        state = (1103515245 * state + 12345) % 2 ** 31
        values[i] = (state / 2 ** 31) ** power
    return values


def squared_distances(x, y):
    return ((x[:, None, :] - y[None, :, :]) ** 2).sum(axis=2)


def difference(reference, current):
    mean, deviation = reference.mean(axis=0), reference.std(axis=0, ddof=1)
    reference, current = (reference - mean) / deviation, (current - mean) / deviation
    centres = reference[: len(reference) // 20 * 20 : 20]
    h = (np.exp(-squared_distances(reference, centres) / (2 * WIDTH ** 2)).mean(axis=0)
         - np.exp(-squared_distances(current, centres) / (2 * WIDTH ** 2)).mean(axis=0))
    scale = (np.pi * WIDTH ** 2) ** (reference.shape[1] / 2)
    overlap = scale * np.exp(-squared_distances(centres, centres) / (4 * WIDTH ** 2))
    forms = [h @ np.linalg.solve(overlap + scale * 4.0 ** -step * np.eye(len(centres)), h) for step in range(15)]
    for before, after in zip(forms, forms[1:]):
        if after - before < 0.2 * after:
            return after
    return forms[-1]


cases = []
for n, m, dimensions, power in [(60, 40, 1, 1.0), (60, 40, 1, 2.0), (200, 300, 1, 1.3), (120, 80, 2, 1.5), (400, 250, 3, 1.2), (400, 400, 5, 2.0), (37, 25, 2, 3.0)]:
    reference = uniform(3, n * dimensions).reshape(n, dimensions)
    current = uniform(4, m * dimensions, power).reshape(m, dimensions)
    cases.append(dict(n=n, m=m, dimensions=dimensions, power=power, statistic=float(difference(reference, current))))

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "density.json")
with open(path, "w") as file:
    json.dump(dict(numpy=np.__version__, lsdd=cases), file, indent=1)
    file.write("\n")
