"""Measures of a ranking against judgements, and how sure a difference between two systems is.

A ranking is a list of ids, the best first; judgements give the grade of ids, 0 and more. The gain of a grade
is ``2**grade - 1`` (Burges et al. 2005); a hit is a result of the requirement's best grade.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import log2

import numpy as np

Grades = Mapping[str, int]


def gain(grade: int) -> int:
    return 2**grade - 1


def dcg(grades: Sequence[int]) -> float:
    """Discounted cumulative gain: ``sum(gain / log2(place + 1))``, places from 1.

    >>> dcg([1, 0, 1])
    1.5
    """
    return sum(gain(grade) / log2(place + 1) for place, grade in enumerate(grades, start=1))


def ndcg(ranking: Sequence[str], grades: Grades, depth: int = 10) -> float:
    """DCG over that of the best possible order; 0 where nothing has a grade above 0."""
    best = dcg(sorted(grades.values(), reverse=True)[:depth])
    return dcg([grades.get(name, 0) for name in ranking[:depth]]) / best if best else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Grades, depth: int = 10) -> float:
    """One over the place of the first hit, 0 without one."""
    best = hits(grades)
    return next((1 / place for place, name in enumerate(ranking[:depth], start=1) if name in best), 0.0)


def hit(ranking: Sequence[str], grades: Grades, depth: int = 10) -> float:
    return float(any(name in hits(grades) for name in ranking[:depth]))


def recall(ranking: Sequence[str], grades: Grades, depth: int = 100) -> float:
    """The part of the results with a grade above 0 that the ranking holds."""
    good = {name for name, grade in grades.items() if grade > 0}
    return len(good.intersection(ranking[:depth])) / len(good) if good else 0.0


def hits(grades: Grades) -> frozenset[str]:
    best = max(grades.values(), default=0)
    return frozenset(name for name, grade in grades.items() if grade == best and grade > 0)


def judged_only(ranking: Sequence[str], grades: Grades) -> list[str]:
    return [name for name in ranking if name in grades]


def coverage(rankings: Sequence[Sequence[str]], catalogue: int, depth: int = 10) -> float:
    """The part of the catalogue that stands in some top ten."""
    return len({name for ranking in rankings for name in ranking[:depth]}) / catalogue


def most_shown(
    rankings: Sequence[Sequence[str]], catalogue: Collection[str], depth: int = 10
) -> frozenset[str]:
    """The fifth of the catalogue that stands most often in a top ten, ties by id."""
    shown = Counter(name for ranking in rankings for name in ranking[:depth])
    order = sorted(catalogue, key=lambda name: (-shown[name], name))
    return frozenset(order[: len(order) // 5])


def long_tail(rankings: Sequence[Sequence[str]], popular: Collection[str], depth: int = 10) -> float:
    """The part of the top-ten places held by others than the popular."""
    places = [name for ranking in rankings for name in ranking[:depth]]
    return sum(name not in popular for name in places) / len(places) if places else 0.0


def paired_bootstrap(
    ours: Sequence[float], theirs: Sequence[float], samples: int = 2000, seed: int = 0
) -> tuple[float, float]:
    """The middle 95 % of the mean difference over requirements drawn with replacement (Efron 1979)."""
    difference = np.asarray(ours) - np.asarray(theirs)
    drawn = np.random.default_rng(seed).integers(0, difference.size, (samples, difference.size))
    low, high = np.quantile(difference[drawn].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)
