"""The peer of the drift rows: SciPy and NumPy in a process of their own, which times itself.

Reads a command a line and answers a line. `load NAME FILE` reads an array of 32-bit floats. `WHAT ARRAY... CALLS` does something that often with
the arrays named and answers the seconds of CPU time it took and the numbers that it found.
"""
import sys
import time

import numpy
import scipy.stats

arrays = {}




WORK = {
    "ks": lambda x, y: scipy.stats.ks_2samp(arrays[x], arrays[y]),
    "wasserstein": lambda x, y: [scipy.stats.wasserstein_distance(arrays[x], arrays[y])],
    "histogram": lambda x, edges: numpy.histogram(arrays[x], arrays[edges])[0],
    "searchsorted": lambda x, edges: numpy.bincount(
        numpy.searchsorted(arrays[edges], arrays[x], side="right"), minlength=len(arrays[edges]) + 1
    )[1:-1],
    "uniform": lambda x, edges: numpy.histogram(
        arrays[x], bins=len(arrays[edges]) - 1, range=(float(arrays[edges][0]), float(arrays[edges][-1]))
    )[0],
}

for line in sys.stdin:
    what, *names = line.split()
    if what == "load":
        arrays[names[0]] = numpy.fromfile(names[1], dtype=numpy.float32)
        print("ok", flush=True)
        continue
    before = time.process_time()
    for _ in range(int(names[-1])):
        found = WORK[what](*names[:-1])
    took = time.process_time() - before
    print(took, *(repr(float(number)) for number in found), flush=True)
