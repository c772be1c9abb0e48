"""What is measured: the hub's own comparison, and plain RapidFuzz WRatio on names at its best threshold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from hub.duplicates.finding import score_pairs
from hub.duplicates.records import Firm, read_signals

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1, and how many pairs they are of."""

    found: int
    right: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.found + other.found, self.right + other.right, self.wanted + other.wanted)

    def __str__(self) -> str:
        return f"precision={self.precision:.4f} recall={self.recall:.4f}"


def figures(found: Collection[Pair], same: Collection[Pair]) -> Figures:
    return Figures(len(found), len(set(found) & set(same)), len(same))


def find_ours(firms: Sequence[Firm]) -> dict[Pair, float]:
    """Pairs of positions that the hub would ask an adviser about, in a register of these records."""
    return score_pairs([read_signals(firm) for firm in firms])


def wratio_of(firms: Sequence[Firm], pairs: Sequence[Pair]) -> dict[Pair, float]:
    """Points of 100 for each pair of positions, of lower-cased names."""
    names = [firm.name.lower() for firm in firms]
    first, second = [names[one] for one, _ in pairs], [names[other] for _, other in pairs]
    points = process.cpdist(first, second, scorer=fuzz.WRatio)
    return dict(zip(pairs, points.tolist(), strict=True))


def wratio_all(firms: Sequence[Firm], cutoff: float = 60.0) -> dict[Pair, float]:
    """The same for every two of the records, but for those below the cut-off."""
    names = [firm.name.lower() for firm in firms]
    points = process.cdist(names, names, scorer=fuzz.WRatio, score_cutoff=cutoff, dtype=np.float32)
    rows, columns = np.nonzero(np.triu(points, 1))
    return {(int(a), int(b)): float(points[a, b]) for a, b in zip(rows, columns, strict=True)}


def best_threshold(scores: Mapping[Pair, float], same: Collection[Pair]) -> float:
    """The threshold of the best F1 on the very pairs that are measured: the kindest choice."""
    wanted = set(same)
    ordered = sorted(scores.items(), key=lambda each: -each[1])
    best, threshold, right = 0.0, 100.0, 0
    for count, (pair, score) in enumerate(ordered, start=1):
        right += pair in wanted
        last_of_its_score = count == len(ordered) or ordered[count][1] < score
        value = Figures(count, right, len(wanted)).f1
        if last_of_its_score and value > best:
            best, threshold = value, score
    return threshold


def recall_where_precise(scores: Mapping[Pair, float], same: Collection[Pair], precision: float) -> Figures:
    """The most that any threshold finds while it is as precise as asked."""
    wanted = set(same)
    ordered = sorted(scores.items(), key=lambda each: -each[1])
    best, right = Figures(0, 0, len(wanted)), 0
    for count, (pair, score) in enumerate(ordered, start=1):
        right += pair in wanted
        here = Figures(count, right, len(wanted))
        last_of_its_score = count == len(ordered) or ordered[count][1] < score
        if last_of_its_score and here.precision >= precision and here.right > best.right:
            best = here
    return best
