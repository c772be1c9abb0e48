"""An inverted index in growable arrays, with exact counts kept up to date by every change.

A row is one piece of one owner. Rows are only appended; a removed owner's rows are buried, and the arrays
are packed once the buried outnumber the living, so that a change costs what the changed owner holds.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.index.vectors import PassageVectors
from matching.meaning import Vectors

Bag = Mapping[str, float]
"""How often each term occurs in a piece, titles counted more."""


@dataclass(frozen=True, slots=True)
class Row:
    """A piece as the index holds it: ``piece`` is its place in the owner's items, ``last_day`` an ordinal.

    ``copies`` counts the owner's pieces that say the very same; only the first of them is a row. ``vectors``
    are those of its passages, where a model tells what they mean.
    """

    piece: int
    bag: Bag
    length: float
    last_day: int
    copies: int = 1
    vectors: Vectors | None = None


@dataclass(slots=True)
class _List:
    rows: array[int] = field(default_factory=lambda: array("i"))
    counts: array[float] = field(default_factory=lambda: array("f"))


class Postings:
    """Term -> (rows, counts). Owners are numbered as they arrive; `owner_of` gives the numbers by row.

    ``width`` is that of the vectors, 0 for none.
    """

    def __init__(self, width: int = 0) -> None:
        self.owners: dict[str, int] = {}
        self.holders: Counter[str] = Counter()
        self._names: list[str | None] = []
        self._lists: dict[str, _List] = {}
        self._owner = array("i")
        self._piece = array("i")
        self._length = array("d")
        self._last_day = array("i")
        self._copies = array("i")
        self._alive = array("b")
        self._vectors = PassageVectors(width)
        self._rows_of: dict[int, range] = {}
        self._buried = 0

    def __len__(self) -> int:
        return len(self.owners)

    def __contains__(self, owner: str) -> bool:
        return owner in self.owners

    @property
    def size(self) -> int:
        """Rows, the buried ones too."""
        return len(self._owner)

    def add(self, owner: str, rows: Sequence[Row]) -> None:
        """Append an owner that is not held. ``holders[term]`` counts owners, not pieces."""
        number = len(self._names)
        self.owners[owner] = number
        self._names.append(owner)
        first = self.size
        for at, row in enumerate(rows, start=first):
            self._owner.append(number)
            self._piece.append(row.piece)
            self._length.append(row.length)
            self._last_day.append(row.last_day)
            self._copies.append(row.copies)
            self._alive.append(1)
            for term, count in row.bag.items():
                held = self._lists.get(term) or self._lists.setdefault(term, _List())
                held.rows.append(at)
                held.counts.append(count)
            if row.vectors is not None:
                self._vectors.append(at, row.vectors)
        self._rows_of[number] = range(first, self.size)
        self.holders.update(_terms(rows))

    def discard(self, owner: str, rows: Sequence[Row]) -> None:
        """Bury an owner; ``rows`` are those it was added with."""
        number = self.owners.pop(owner)
        self._names[number] = None
        for at in self._rows_of.pop(number):
            self._alive[at] = 0
        self._buried += len(rows)
        for term in _terms(rows):
            self.holders[term] -= 1
            if not self.holders[term]:
                del self.holders[term]
        if self._buried > 1000 and self._buried * 2 > self.size:
            self._pack()

    def names(self) -> list[str | None]:
        """Owner ids by number; None where one was removed."""
        return self._names

    def rows_of(self, owner: str) -> range:
        return self._rows_of[self.owners[owner]]

    def list_of(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The rows that hold a term, rising, and its counts there. Buried rows are among them."""
        held = self._lists.get(term) or _List()
        return np.array(held.rows, dtype=np.int32), np.array(held.counts, dtype=np.float32)

    def owner_of(self) -> NDArray[np.int32]:
        return np.array(self._owner, dtype=np.int32)

    def piece_of(self) -> NDArray[np.int32]:
        return np.array(self._piece, dtype=np.int32)

    def nearest(self, asked: Vectors) -> NDArray[np.float64]:
        """By row, how near its nearest passage is to a vector, 0 to 1."""
        return self._vectors.nearest(asked, self.size)

    def vectors_of(self, owner: int, piece: int) -> Vectors:
        """The vectors of the passages of an owner's piece, by its place; none where it is no row."""
        row = next((row for row in self._rows_of[owner] if self._piece[row] == piece), None)
        return self._vectors.of(self.size if row is None else row)

    def copies(self) -> NDArray[np.int32]:
        return np.array(self._copies, dtype=np.int32)

    def lengths(self) -> NDArray[np.float64]:
        return np.array(self._length, dtype=np.float64)

    def usable(self, day: int | None) -> NDArray[np.bool_]:
        """Rows that live and, given a day, have not expired on it."""
        alive = np.array(self._alive, dtype=np.bool_)
        return alive if day is None else alive & (np.array(self._last_day, dtype=np.int32) >= day)

    def _pack(self) -> None:
        kept = np.flatnonzero(self.usable(None))
        place = np.full(self.size, -1, dtype=np.int32)
        place[kept] = np.arange(kept.size, dtype=np.int32)
        living = [name for name in self._names if name is not None]
        number = {self.owners[name]: new for new, name in enumerate(living)}
        for term in list(self._lists):
            self._pack_list(term, place)
        owner = [number[old] for old in self.owner_of()[kept].tolist()]
        self._piece = array("i", self.piece_of()[kept].tolist())
        self._length = array("d", self.lengths()[kept].tolist())
        self._last_day = array("i", np.array(self._last_day)[kept].tolist())
        self._copies = array("i", self.copies()[kept].tolist())
        self._vectors.keep(place)
        self._rows_of = {
            number[old]: range(int(place[rows[0]]), int(place[rows[-1]]) + 1) if rows else range(0)
            for old, rows in self._rows_of.items()
        }
        self._owner, self._alive = array("i", owner), array("b", [1] * len(owner))
        self._names = list(living)
        self.owners = {name: new for new, name in enumerate(living)}
        self._buried = 0

    def _pack_list(self, term: str, place: NDArray[np.int32]) -> None:
        rows, counts = self.list_of(term)
        moved = place[rows]
        living = moved >= 0
        if living.any():
            self._lists[term] = _List(array("i", moved[living].tolist()), array("f", counts[living].tolist()))
        else:
            del self._lists[term]


def _terms(rows: Iterable[Row]) -> set[str]:
    return {term for row in rows for term in row.bag}
