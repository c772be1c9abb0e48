"""The vectors of the passages of an index, in arrays that grow; each knows its row of the postings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.meaning import Vectors, closeness


class PassageVectors:
    """Vectors of one width, those of a row together. The width is 0 where the index has no model."""

    def __init__(self, width: int) -> None:
        self._vectors: Vectors = np.zeros((0, width), np.int8)
        self._row: NDArray[np.int32] = np.zeros(0, np.int32)
        self._size = 0

    def append(self, row: int, vectors: Vectors) -> None:
        """Add the passages of a row that comes after all others."""
        needed = self._size + len(vectors)
        if needed > len(self._row):
            spare = max(needed, 2 * len(self._row)) - len(self._row)
            self._vectors = np.pad(self._vectors, ((0, spare), (0, 0)))
            self._row = np.pad(self._row, (0, spare))
        self._vectors[self._size : needed] = vectors
        self._row[self._size : needed] = row
        self._size = needed

    def keep(self, first: int, living: NDArray[np.bool_]) -> None:
        """Number the rows from ``first`` on anew: those that live move together, the others go."""
        row = self._row[: self._size]
        inside = (first <= row) & (row < first + living.size)
        place = first + np.cumsum(living, dtype=np.int32) - 1
        kept = ~inside
        kept[inside] = living[row[inside] - first]
        moved = row.copy()
        moved[inside] = place[row[inside] - first]
        self._vectors, self._row = self._vectors[: self._size][kept], moved[kept]
        self._size = len(self._row)

    def of(self, row: int) -> Vectors:
        """The passages of a row, in the order they were added."""
        first, last = np.searchsorted(self._row[: self._size], [row, row + 1])
        return self._vectors[first:last]

    def nearest(self, asked: Vectors, rows: int) -> NDArray[np.float64]:
        """By row, the closeness of its nearest passage, 0 to 1; ``rows`` is how many there are."""
        near = np.zeros(rows)
        np.maximum.at(near, self._row[: self._size], closeness(self._vectors[: self._size], asked))
        return near
