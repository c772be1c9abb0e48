"""Scores that colleagues give: for which lines, what they come to, and where people differ. Pure.

A supplier's total from one colleague is 100 times the sum of weight times points over that of weight times
the most there is. Totals of several colleagues are averaged, each counting the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from hub.evaluations.models import MOST_SCORE

NEED = "need"
FAR_APART = 2
"""From this difference on, two scores of one line are worth talking about."""

Points = Mapping[tuple[int, str], int]
"""Points by rank of the supplier and line."""


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """A line that colleagues score, with the weight that the requirement gives it."""

    key: str
    text: str
    importance: str
    weight: float


@dataclass(frozen=True, slots=True)
class Spread:
    """Scores of colleagues that are far apart: of one supplier, for one line."""

    rank: int
    line: ScoredLine
    low: int
    high: int


def lines_to_score(asked: Mapping[str, Any], reserved: Collection[str]) -> list[ScoredLine]:
    """The musts and shoulds as the run asked them; the need as a whole where there are none.

    Lines that say who may supply, facts in ``reserved``, bring no points to anybody and are not scored.
    """
    lines = [
        ScoredLine(each["id"], each["text"], each["importance"], each["weight"])
        for each in asked["criteria"]
        if each.get("fact") not in reserved and each["weight"] > 0
    ]
    return lines or [ScoredLine(NEED, asked["title"], NEED, 1.0)]


def total_of(points: Points, rank: int, lines: Sequence[ScoredLine]) -> float | None:
    """A supplier's total of 100 from one colleague; None before every line is scored.

    >>> lines = [ScoredLine("a", "", "must", 3.0), ScoredLine("b", "", "should", 1.0)]
    >>> total_of({(1, "a"): 4, (1, "b"): 2}, 1, lines)
    70.0
    """
    given = [(line.weight, points.get((rank, line.key))) for line in lines]
    if any(each is None for _weight, each in given):
        return None
    won = sum(weight * (each or 0) for weight, each in given)
    return 100 * won / (MOST_SCORE * sum(weight for weight, _each in given))


def mean_of(totals: Sequence[float | None]) -> float | None:
    """The mean of the totals that are there; None where there is none."""
    there = [each for each in totals if each is not None]
    return fmean(there) if there else None


def is_complete(
    points: Points, ranks: Sequence[int], interests: Collection[int], lines: Sequence[ScoredLine]
) -> bool:
    """Whether a colleague has scored every line of every supplier that they may score."""
    return all((rank, line.key) in points for rank in ranks if rank not in interests for line in lines)


def find_spreads(given: Sequence[Points], ranks: Sequence[int], lines: Sequence[ScoredLine]) -> list[Spread]:
    """Where colleagues are far apart, the widest first."""
    found = []
    for rank in ranks:
        for line in lines:
            scores = [points[rank, line.key] for points in given if (rank, line.key) in points]
            if scores and max(scores) - min(scores) >= FAR_APART:
                found.append(Spread(rank, line, min(scores), max(scores)))
    return sorted(found, key=lambda spread: spread.low - spread.high)
