"""The arithmetic of a match. Every number on a page comes from the functions of this file.

- a term weighs `rarity`, and a piece holds it to the degree `saturation`;
- the `likeness` of a piece to a line is the weight found there over the weight asked for, 0 to 1;
- the pieces of a line combine by `noisy_or`, and the value is split among them by `split`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import log, prod
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from matching.records import VerdictWord

DIGITS = 9
"""Decimals that a score keeps, so that two machines order alike."""

BEST = 3
"""Pieces that count in one line: the fourth good piece is no better proof than three."""

NEED_WEIGHT = 3.0
"""What is needed at all weighs as much as three lines about how."""

SATURATION = 2.0
"""Occurrences at which a word counts half of what it ever can."""

SLOPE = 0.75
USUAL_LENGTH = 60.0
"""Terms of a usual piece: one of twice the length needs 1 + SLOPE times the occurrences for the same. Fixed
and not an average, so that no supplier's text changes how another's is read."""

WIDTH = 4
"""Words that a perfect piece holds: the weightiest of those asked for. A long description names more than any
one piece answers, and must not make every piece look poor."""

NOISE = 0.1
"""A piece that holds less than this part of the weightiest word asked for shares words by chance, and counts
for nothing at all."""

BESIDE = 0.1
"""So does one that is less than this part as alike as the same supplier's best piece."""

WEAK_RARITY = 1.0
"""Rarity of the words of procurement itself, whoever uses them."""

MET = 0.5
"""Value from which a line in words is met. One piece that holds half of what was asked for reaches it."""

CEILING = 1 - 1e-12

Lengths = NDArray[np.unsignedinteger[Any]]
"""Words of each of some texts."""


@lru_cache(maxsize=1 << 16)
def rarity(holders: int, owners: int) -> float:
    """BM25's inverse document frequency, of owners: ``log(1 + (N - n + 0.5) / (n + 0.5))``."""
    return log(1 + (owners - holders + 0.5) / (holders + 0.5))


@overload
def half_count(lengths: int) -> float: ...
@overload
def half_count(lengths: Lengths) -> NDArray[np.float64]: ...
def half_count(lengths: int | Lengths) -> float | NDArray[np.float64]:
    """Occurrences at which a word counts half of what it can, in texts of these lengths."""
    usual: float | NDArray[np.float64] = lengths / USUAL_LENGTH
    return SATURATION * (1 - SLOPE + SLOPE * usual)


def saturation(counts: NDArray[np.integer[Any]], halves: NDArray[np.float64]) -> NDArray[np.float64]:
    """0 to 1: BM25's term frequency without its factor, ``f / (f + k * (1 - b + b * length / usual))``.

    ``halves`` are the `half_count` of each text.
    """
    return counts / (counts + halves)


def likeness(found: NDArray[np.float64], asked: Sequence[float]) -> NDArray[np.float64]:
    """The part found of the `WIDTH` weightiest of the weights asked for, 0 to 1, and 0 where it is `NOISE`.

    >>> likeness(np.array([0.1, 1.0, 9.0]), [2.0, 2.0])
    array([0.  , 0.25, 1.  ])
    """
    most = heaviest(asked)
    if not most:
        return np.zeros_like(found)
    return np.where(found < NOISE * most[0], 0.0, np.minimum(found / sum(most), 1.0))


def heaviest(asked: Sequence[float]) -> list[float]:
    """What a perfect piece holds, of the weights asked for."""
    return sorted(asked, reverse=True)[:WIDTH]


def enough(words: int) -> int:
    """Words that a piece must hold to be more than a guess: the longer the line, the likelier chance.

    >>> enough(1), enough(3), enough(30)
    (1, 2, 3)
    """
    return 1 + (words > 2) + (words > 10)


def noisy_or(values: Sequence[float]) -> float:
    """``1 - prod(1 - v)``: several good pieces beat one, and none alone makes certain.

    >>> noisy_or([0.5, 0.5])
    0.75
    """
    return 1 - prod(1 - min(v, CEILING) for v in values)


def split(values: Sequence[float]) -> list[float]:
    """`noisy_or` in parts, in proportion to ``-log(1 - v)``; the parts sum to it.

    >>> split([0.5, 0.5])
    [0.375, 0.375]
    """
    parts = [-log(1 - min(v, CEILING)) for v in values]
    whole = sum(parts)
    return [noisy_or(values) * part / whole for part in parts] if whole else [0.0] * len(values)


def verdict_of(value: float) -> VerdictWord:
    """The verdict of a line in words. Silence is not a no: nothing in words is ever "not met"."""
    return "met" if value >= MET else "partly" if value > 0 else "not stated"


def rounded(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(scores, DIGITS)
