"""Writes streams.json: where EDDM, RDDM and HDDM-W warn and alarm, as their papers say. Run: python3 generate_streams.py (no packages).

Nothing is updated step by step where the paper gives a sum: means, deviations and weighted averages are computed anew from the values themselves, so that an error of a recursion cannot be in both.
Where a paper leaves a choice open, it is said at the choice.
"""
import json
import math
import os


def uniforms(seed, count):
    values, state = [], seed
    for _ in range(count):
        state = (1103515245 * state + 12345) % 2**31
        values.append(state / 2**31)
    return values


def outcomes(seed, segments):
    """1 with the rate of each segment."""
    rates = [rate for count, rate in segments for _ in range(count)]
    return [1 if u < rate else 0 for u, rate in zip(uniforms(seed, len(rates)), rates)]


def shares(seed, segments):
    """Numbers from 0 to 1: uniform ones to the power of each segment."""
    powers = [power for count, power in segments for _ in range(count)]
    return [u**power for u, power in zip(uniforms(seed, len(powers)), powers)]


def eddm(stream, warm_up=30, alpha=0.95, beta=0.9):
    """Baena-García and others, 2006. Choices: the first distance is from the beginning of the concept to its first error; the deviation has the number of errors as divisor; the maximum is kept from
    the error on with which the method begins to speak; between errors the last word stands."""
    states, begin, last, distances, longest, word = [], 0, None, [], 0.0, ""
    for i, wrong in enumerate(stream):
        if wrong:
            distances.append(i - last if last is not None else i - begin + 1)
            last, word = i, ""
            if len(distances) >= warm_up:
                mean = math.fsum(distances) / len(distances)
                deviation = math.sqrt(math.fsum((d - mean) ** 2 for d in distances) / len(distances))
                reach = mean + 2 * deviation
                longest = max(longest, reach)
                word = "drift" if reach / longest < beta else "warning" if reach / longest < alpha else ""
        states.append(word)
        if word == "drift":
            begin, last, distances, longest, word = i + 1, None, [], 0.0, ""
    return states


def rddm(stream, warm_up=129, warning=1.773, drift=2.258, max_concept=40000, min_stable=7000, warn_limit=1400):
    """Barros and others, 2017, algorithm 1. The best p + s is that of the concept, from warm_up outcomes on. After a drift the new concept is learned from the outcomes since the warning began (at most
    min_stable), the best included; after a drift that a long warning made, and after one without warning, from the last outcome alone. A concept of max_concept outcomes without warning is
    learned again from its last min_stable ones, without a word and without a best."""
    states, concept, best, warned = [], [], None, 0
    for wrong in stream:
        concept.append(wrong)
        state = ""
        if len(concept) >= warm_up:
            level, here = level_of(concept)
            if best is None or level < best[0]:
                best = (level, here)
            limit = lambda k: best[1][0] + k * best[1][1]
            if level > limit(drift):
                state, warned = "drift", warned + 1
                concept = concept[-min(warned, min_stable):]
            elif level > limit(warning):
                warned += 1
                state = "warning"
                if warned > warn_limit:
                    state, concept = "drift", concept[-1:]
            else:
                warned = 0
                if len(concept) >= max_concept:
                    concept, best = concept[-min_stable:], None
            if state == "drift":
                best, warned = None, 0
                for n in range(warm_up, len(concept) + 1):
                    level, here = level_of(concept[:n])
                    if best is None or level < best[0]:
                        best = (level, here)
        states.append(state)
    return states


def level_of(concept):
    n = len(concept)
    p = sum(concept) / n
    s = math.sqrt(p * (1 - p) / n)
    return p + s, (p, s)


def weighted(values, weight):
    """Exponentially weighted average of values and the sum of its squared weights: the first value has what the others leave."""
    n = len(values)
    weights = [(1 - weight) ** (n - 1)] + [weight * (1 - weight) ** (n - 1 - k) for k in range(1, n)]
    return math.fsum(w * v for w, v in zip(weights, values)), math.fsum(w * w for w in weights)


def hddm_w(stream, drift=0.001, warning=0.005, weight=0.05, two_sided=False):
    """Frías-Blanco and others, 2015, algorithm of the weighted test: McDiarmid's bound for the average of all values finds the cut where average plus bound is smallest; values since the cut are
    compared with those up to it. A fall is a rise of 1 - x."""
    bound = lambda squares, confidence: math.sqrt(squares * math.log(1 / confidence) / 2)
    sides = [[], []]
    states = []
    cuts = [None, None]
    for value in stream:
        words = []
        for side in range(2 if two_sided else 1):
            values = sides[side]
            values.append(value if side == 0 else 1 - value)
            mean, squares = weighted(values, weight)
            level = mean + bound(squares, drift)
            if cuts[side] is None or level < cuts[side][0]:
                cuts[side] = (level, mean, squares, len(values))
                words.append("")
                continue
            _, before, before_squares, cut = cuts[side]
            after, after_squares = weighted(values[cut:], weight)
            rise, both = after - before, before_squares + after_squares
            words.append("drift" if rise > bound(both, drift) else "warning" if rise > bound(both, warning) else "")
        state = "drift" if "drift" in words else "warning" if "warning" in words else ""
        states.append(state)
        if state == "drift":
            sides, cuts = [[], []], [None, None]
    return states


def golden(detector, run, seed, segments, make=outcomes, **settings):
    states = run(make(seed, segments), **settings)
    return dict(
        detector=detector, seed=seed, segments=[list(segment) for segment in segments], shares=make is shares, settings=settings,
        drifts=[i for i, state in enumerate(states) if state == "drift"],
        warnings=[i for i, state in enumerate(states) if state == "warning" and (i == 0 or states[i - 1] != "warning")],
        warned=states.count("warning"))


SUDDEN = [(2000, 0.2), (2000, 0.4)]
SLOW = [(500, 0.05), (500, 0.07), (500, 0.1), (500, 0.15), (500, 0.2), (500, 0.3)]
BACK = [(1500, 0.3), (1000, 0.1), (1500, 0.5), (1000, 0.05)]
RARE = [(6000, 0.01), (4000, 0.04)]
streams = [(42, SUDDEN), (7, SLOW), (11, BACK), (5, RARE), (3, SUDDEN), (19, BACK)]
cases = []
for seed, segments in streams:
    cases.append(golden("eddm", eddm, seed, segments))
    cases.append(golden("eddm", eddm, seed, segments, warm_up=10, alpha=0.9, beta=0.75))
    cases.append(golden("rddm", rddm, seed, segments))
    cases.append(golden("rddm", rddm, seed, segments, warm_up=30, warning=1.5, drift=3, max_concept=900, min_stable=300, warn_limit=60))
    if segments is not RARE:
        cases.append(golden("hddm-w", hddm_w, seed, segments))
        cases.append(golden("hddm-w", hddm_w, seed, segments, drift=0.01, warning=0.05, weight=0.1, two_sided=True))
cases.append(golden("rddm", rddm, 8, [(50000, 0.2), (5000, 0.23)], warm_up=129, max_concept=40000, min_stable=7000, warn_limit=1400))
for seed in (1, 2):
    cases.append(golden("hddm-w", hddm_w, seed, [(1200, 2), (800, 1), (1000, 4)], shares))
    cases.append(golden("hddm-w", hddm_w, seed, [(1200, 2), (800, 1), (1000, 4)], shares, drift=0.005, warning=0.02, weight=0.02, two_sided=True))

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "streams.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump(dict(cases=cases), file)
    file.write("\n")
print({d: sum(len(c["drifts"]) for c in cases if c["detector"] == d) for d in ("eddm", "rddm", "hddm-w")})
