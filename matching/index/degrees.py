"""How far a row holds a word, in 8 bits: enough to find the rows worth a look, and to tell the count again.

A count is a small whole number and the row's length is known, so the byte that is nearest to the saturation
names one count alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.scoring import half_count

WHOLE = 255
"""The degree of a row that could not hold it more."""

LONGEST = 8192
"""Words of a row from which it is no shorter than any: a byte could not tell the counts of longer ones."""


def to_degree(count: int, length: int) -> int:
    """The saturation in 255ths, 1 to 254.

    >>> to_degree(1, 60), to_degree(10, 60)
    (85, 213)
    """
    return round(WHOLE * count / (count + half_count(length)))


def to_counts(degrees: NDArray[np.uint8], lengths: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """The counts that degrees stand for, 0 where there is none: shape (forms, rows) of both."""
    counts = np.zeros_like(degrees)
    held = np.flatnonzero(degrees)
    parts = degrees.ravel()[held] / WHOLE
    halves = half_count(lengths)[held % max(lengths.size, 1)]
    counts.ravel()[held] = np.where(parts == 1, 1, np.rint(halves * parts / np.maximum(1 - parts, 1 / WHOLE)))
    return counts
