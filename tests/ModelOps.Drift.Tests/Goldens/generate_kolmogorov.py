"""Writes kolmogorov.json: exact tails of Kolmogorov's D at finite n, by Durbin's matrix in 60 digits (mpmath 1.2, Debian's python3-mpmath), applied to a vector n times."""
import json
import math
import os

import mpmath as mp

mp.mp.dps = 60


def cdf(d, n):
    scaled = n * mp.mpf(d)
    k = int(mp.floor(scaled)) + 1
    h = k - scaled
    size = 2 * k - 1
    matrix = [[mp.mpf(1) if column <= row + 1 else mp.mpf(0) for column in range(size)] for row in range(size)]
    for i in range(size):
        matrix[i][0] -= h ** (i + 1)
        matrix[size - 1][i] -= h ** (size - i)
    if 2 * h > 1:
        matrix[size - 1][0] += (2 * h - 1) ** size
    for row in range(size):
        for column in range(row):
            matrix[row][column] /= mp.factorial(row - column + 1)
    vector = [mp.mpf(0)] * size
    vector[k - 1] = mp.mpf(1)
    for i in range(1, n + 1):
        vector = [mp.fdot(row[: at + 2], vector[: at + 2]) * i / n for at, row in enumerate(matrix)]
    return vector[k - 1]


cases = []
for n, squares in [(5, (0.3, 1, 2, 3.5)), (20, (0.3, 1, 2.2, 3.9, 4.1)), (80, (0.2, 1, 2.2, 3.9, 4.1, 5)), (140, (0.2, 1, 2.2, 3.9, 4.1, 5)),
                   (141, (0.2, 0.35, 1, 2.1, 2.3, 4)), (300, (0.1, 0.35, 1, 2.1, 2.3)), (600, (0.1, 1, 2.1, 2.3))]:
    for square in squares:
        d = math.sqrt(square / n)
        cases.append(dict(n=n, d=d, square=square, y=float(1 - cdf(d, n))))

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "kolmogorov.json")
with open(path, "w") as file:
    json.dump(dict(kolmogorov=cases), file, indent=0)
    file.write("\n")
