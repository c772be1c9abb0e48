"""Lots: musts that the same suppliers meet belong together, and those that others meet stand apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import cut_tree, linkage
from scipy.spatial.distance import squareform

MOST_LOTS = 4
"""More lots than these cost a buyer more than they bring."""

ENOUGH = 3
"""Able suppliers of a lot from which there is a choice: as many as three quotes ask for."""

Met = NDArray[np.bool_]
"""Shape (lines, suppliers): who meets what."""


@dataclass(frozen=True, slots=True)
class Split:
    """Lots as the places of their lines, and in the same order how many suppliers are ``able``: who meets
    every line of a lot. ``unseen`` counts who is able for some lot, and not for the whole."""

    lots: tuple[tuple[int, ...], ...]
    able: tuple[int, ...]
    unseen: int


def split(met: Met) -> Split | None:
    """The lots that are worth proposing, or None where none are: in each more suppliers are able than for the
    whole. As few lots as leave `ENOUGH` in each, or else those whose poorest lot has most.

    >>> split(np.array([[1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]], bool))
    Split(lots=((0, 1), (2,)), able=(3, 3), unseen=6)
    """
    whole = met.all(axis=0)
    found: list[Split] = []
    for lots in _cuts(met):
        able = [met[list(lot)].all(axis=0) for lot in lots]
        counts = tuple(int(each.sum()) for each in able)
        if min(counts) > whole.sum():
            found.append(Split(lots, counts, int((np.any(able, axis=0) & ~whole).sum())))
    best = max(found, key=lambda each: (min(*each.able, ENOUGH), -len(each.lots)), default=None)
    return best


def _cuts(met: Met) -> list[tuple[tuple[int, ...], ...]]:
    """The lines in two lots, three and so on, as far as there are lines."""
    lines = len(met)
    if lines < 2:
        return []
    tree = linkage(squareform(apart(met), checks=False), method="average")
    return [
        _together(cut_tree(tree, number)[:, 0].tolist()) for number in range(2, min(MOST_LOTS, lines) + 1)
    ]


def apart(met: Met) -> NDArray[np.float64]:
    """How far two lines are apart, 0 to 1: of those that meet either, the part that does not meet both
    (Jaccard's distance). Two lines that nobody meets are 1 apart.

    >>> apart(np.array([[1, 1, 0], [1, 1, 1]], bool)).round(3).tolist()
    [[0.0, 0.333], [0.333, 0.0]]
    """
    numbers = met.astype(np.float64)
    both, each = numbers @ numbers.T, numbers.sum(axis=1)
    either = each[:, None] + each[None, :] - both
    distance = 1 - np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    np.fill_diagonal(distance, 0.0)
    return distance


def _together(labels: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The places of equal labels, by the first of each."""
    lots = {tuple(at for at, each in enumerate(labels) if each == label) for label in labels}
    return tuple(sorted(lots))
