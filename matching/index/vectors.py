"""The vectors of the passages of an index, in arrays that grow; each knows where its piece begins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import WORDS, Addresses
from matching.meaning import Vectors, closeness


class PassageVectors:
    """Vectors of one width, those of a piece together. The width is 0 where the index has no model."""

    def __init__(self, width: int) -> None:
        self._vectors: Vectors = np.zeros((0, width), np.int8)
        self._start: Addresses = np.zeros(0, np.int64)
        self._size = 0

    def append(self, start: int, vectors: Vectors) -> None:
        """Add the passages of a piece that comes after all others."""
        needed = self._size + len(vectors)
        if needed > len(self._start):
            spare = max(needed, 2 * len(self._start)) - len(self._start)
            self._vectors = np.pad(self._vectors, ((0, spare), (0, 0)))
            self._start = np.pad(self._start, (0, spare))
        self._vectors[self._size : needed] = vectors
        self._start[self._size : needed] = start
        self._size = needed

    def keep(self, first: int, living: NDArray[np.bool_]) -> None:
        """Number the pages from ``first`` on anew: those that live move together, the others go."""
        start = self._start[: self._size]
        page = start // WORDS - first
        inside = (page >= 0) & (page < living.size)
        moved_to = first + np.cumsum(living, dtype=np.int64) - 1
        kept = ~inside
        kept[inside] = living[page[inside]]
        moved = start.copy()
        moved[inside] = moved_to[page[inside]] * WORDS + start[inside] % WORDS
        self._vectors, self._start = self._vectors[: self._size][kept], moved[kept]
        self._size = len(self._start)

    def of(self, start: int) -> Vectors:
        """The passages of the piece that begins there, in the order they were added."""
        first, last = np.searchsorted(self._start[: self._size], [start, start + 1])
        return self._vectors[first:last]

    def nearest(self, asked: Vectors) -> tuple[Addresses, NDArray[np.float64]]:
        """Where the pieces begin that are near, and the closeness of the nearest passage of each, 0 to 1."""
        starts = self._start[: self._size]
        near = closeness(self._vectors[: self._size], asked)
        firsts = np.flatnonzero(np.diff(starts, prepend=-1))
        best = np.maximum.reduceat(near, firsts) if firsts.size else near
        held = np.flatnonzero(best)
        return starts[firsts[held]], best[held]
