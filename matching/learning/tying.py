"""Estimating from pairs of judged suppliers which differences of score tell them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from sklearn.linear_model import LogisticRegression

from matching.learning.cases import Case
from matching.ties import TieModel
from matching.weights import Weights

Pair = tuple[float, bool]
"""How far two scores are apart, and whether the higher is the better supplier."""


def pairs_of(case: Case, weights: Weights) -> Iterator[Pair]:
    """The pairs of unlike grades among the first places of one requirement's ranking."""
    for (first, high), (second, low) in combinations(case.first(weights), 2):
        one, other = case.grades.get(first, 0), case.grades.get(second, 0)
        if one != other:
            yield 1 - low / high, one > other


def fit_ties(sets: Mapping[str, Sequence[Pair]]) -> TieModel:
    """Every set weighs the same. Raises ValueError where all pairs are right, or all are wrong."""
    told = {name: pairs for name, pairs in sets.items() if pairs}
    apart = np.array([[pair[0]] for pairs in told.values() for pair in pairs])
    right = np.array([pair[1] for pairs in told.values() for pair in pairs])
    weight = np.concatenate(
        [np.full(len(pairs), 1 / len(pairs)) for pairs in told.values()] or [np.array([])]
    )
    if right.all() or not right.any():
        raise ValueError("Pairs that are right and pairs that are wrong are needed")
    curve = LogisticRegression(C=np.inf, fit_intercept=False).fit(apart, right, weight)
    return TieModel(round(float(curve.coef_[0, 0]), 4))
