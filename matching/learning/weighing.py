"""Learning weights from requirements that people have judged, and measuring what was learned on others.

A weight is moved only where the mean of nDCG@10 over the sets, each divided by what the set had at the start,
rises by `LEAST`. Suppliers that nobody judged count as unfit, unless a case says that they are taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from statistics import mean
from typing import Self

from matching.learning.cases import CaseSet
from matching.weights import Weights

GRIDS: Mapping[str, tuple[float, ...]] = {
    "piece": (0.9, 0.95, 0.99),
    "category": (0.1, 0.15, 0.25, 0.4),
    "next_door": (0.05, 0.1, 0.2),
    "title": (0.1, 0.25, 0.4, 0.6),
    "description": (0.1, 0.25, 0.4, 0.6),
    "heading": (0.1, 0.25, 0.4),
    "written": (0.3, 0.4, 0.5, 0.6),
    "meaning": (0.5, 0.7, 0.8, 0.9, 0.95),
    "guess": (0.5, 0.75, 1.0),
}
"""The values that a weight may take."""

LEAST = 0.003
"""Gain below which a weight stays: on a few hundred requirements less is chance."""

ROUNDS = 3
"""Times that every weight is tried."""

FOLDS = 5


@dataclass
class Measured:
    """nDCG@10 of every case, remembered by weights: folds that try the same weights share the work."""

    sets: Mapping[str, CaseSet]
    _known: dict[Weights, dict[str, dict[str, float]]] = field(default_factory=dict)

    def of(self, weights: Weights) -> Mapping[str, Mapping[str, float]]:
        if weights not in self._known:
            self._known[weights] = {
                name: {key: case.ndcg(weights) for key, case in cases.items()}
                for name, cases in self.sets.items()
            }
        return self._known[weights]

    def mean_by_case(self, name: str, weights: Mapping[str, Weights]) -> float:
        """The mean of one set, each case by weights of its own."""
        return mean(self.of(weights[key])[name][key] for key in self.sets[name])


class WeightLearner:
    """Coordinate ascent: one weight after the other takes the value of its grid that ranks best.

    Learns ``weights_`` and ``gain_``, the mean over the sets of nDCG@10 over that of ``start``, less 1.
    """

    def __init__(self, start: Weights, least: float = LEAST, rounds: int = ROUNDS) -> None:
        self.start, self.least, self.rounds = start, least, rounds

    def fit(self, measured: Measured, without: frozenset[tuple[str, str]] = frozenset()) -> Self:
        """Learn from all cases but those named by set and key."""
        first = _means(measured.of(self.start), without)

        def gain(weights: Weights) -> float:
            means = _means(measured.of(weights), without)
            return (
                mean(means[name] / first[name] for name in first if first[name]) - 1
                if any(first.values())
                else 0.0
            )

        self.weights_, self.gain_ = self.start, 0.0
        for _ in range(self.rounds):
            before = self.weights_
            for name in GRIDS:
                tried = [replace(self.weights_, **{name: value}) for value in GRIDS[name]]
                found, best = max(((gain(each), each) for each in tried), key=lambda pair: pair[0])
                if found >= self.gain_ + self.least:
                    self.weights_, self.gain_ = best, found
            if self.weights_ == before:
                break
        return self


def learn_across(
    learner: WeightLearner, measured: Measured, folds: int = FOLDS
) -> dict[str, dict[str, Weights]]:
    """By set and key, the weights that were learned without that requirement.

    A requirement's fold goes by its key alone, so that another order or another set changes nothing.
    """
    learned: dict[str, dict[str, Weights]] = {name: {} for name in measured.sets}
    for fold in range(folds):
        out = frozenset(
            (name, key)
            for name, cases in measured.sets.items()
            for key in cases
            if fold_of(key, folds) == fold
        )
        weights = learner.fit(measured, out).weights_
        for name, key in out:
            learned[name][key] = weights
    return learned


def fold_of(key: str, folds: int) -> int:
    return int(sha256(key.encode()).hexdigest(), 16) % folds


def _means(
    figures: Mapping[str, Mapping[str, float]], without: frozenset[tuple[str, str]]
) -> dict[str, float]:
    """The mean of each set over the cases that are kept; a set without any has none."""
    kept = {
        name: [figure for key, figure in cases.items() if (name, key) not in without]
        for name, cases in figures.items()
    }
    return {name: mean(values) for name, values in kept.items() if values}


def as_json(weights: Weights, measured: Mapping[str, object]) -> dict[str, object]:
    """Weights with the measurement that chose them, as `weights.json` keeps them."""
    return {"weights": asdict(weights), "version": weights.version, "measured": dict(measured)}
