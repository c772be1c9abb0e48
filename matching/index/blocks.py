"""Postings in blocks of 65,536 rows: 16 bits tell the row, 8 bits how far it holds the word.

A block is filled row by row and then sealed into arrays that never change; what is buried in it is marked.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.items import NEVER

ROWS = 1 << 16
"""Rows of a block."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of each row of a block, in arrays of one length."""

    owner: NDArray[np.int32]
    piece: NDArray[np.uint16]
    length: NDArray[np.uint16]
    last_day: NDArray[np.int32]
    copies: NDArray[np.uint16]

    def at(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Columns:
        return Columns(*(getattr(self, name)[rows] for name in Columns.__slots__))

    @staticmethod
    def joined(parts: Sequence[Columns]) -> Columns:
        """Those of several blocks, one after the other; at least one."""
        return Columns(
            *(np.concatenate([getattr(part, name) for part in parts]) for name in Columns.__slots__)
        )


@dataclass(frozen=True, slots=True)
class Lists:
    """The postings of a block: the list of each number is so many of ``rows``, rising, from its start on.

    ``degrees`` say how far each row holds it, of 255. Forms of one stem lie together.
    """

    starts: NDArray[np.uint32]
    lengths: NDArray[np.uint16]
    rows: NDArray[np.uint16]
    degrees: NDArray[np.uint8]

    def __post_init__(self) -> None:
        """Arrays that can be written to are another type for compiled loops than those of a mapped file."""
        for held in (self.starts, self.lengths, self.rows, self.degrees):
            held.flags.writeable = False

    def of(self, number: int) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
        if number >= self.starts.size:
            return self.rows[:0], self.degrees[:0]
        first = int(self.starts[number])
        last = first + int(self.lengths[number])
        return self.rows[first:last], self.degrees[first:last]


class Block:
    """A sealed block. Its lists and columns are made when they are first asked for."""

    def __init__(
        self,
        lists: Callable[[], Lists],
        columns: Callable[[], Columns],
        alive: NDArray[np.bool_],
        buried: int = 0,
    ) -> None:
        self._lists, self._columns = lists, columns
        self.alive, self.buried = alive, buried

    @cached_property
    def lists(self) -> Lists:
        return self._lists()

    @cached_property
    def columns(self) -> Columns:
        return self._columns()

    @property
    def size(self) -> int:
        return self.alive.size

    @cached_property
    def firsts(self) -> NDArray[np.int32]:
        """The first row of each owner: those of one owner stand together."""
        return np.flatnonzero(np.diff(self.columns.owner, prepend=-1)).astype(np.int32)

    @cached_property
    def owner_at(self) -> NDArray[np.uint16]:
        """By row, the place of its owner among the owners of the block."""
        return np.repeat(np.arange(self.firsts.size, dtype=np.uint16), np.diff(self.firsts, append=self.size))

    def rows_of(self, owners: NDArray[np.int32]) -> NDArray[np.int64]:
        """The rows of those owners, given in rising order, that the block has."""
        firsts, lasts = (
            np.searchsorted(self.columns.owner, owners),
            np.searchsorted(self.columns.owner, owners, "right"),
        )
        lengths = lasts - firsts
        before = np.cumsum(lengths) - lengths
        return np.arange(lengths.sum()) + np.repeat(firsts - before, lengths)

    @cached_property
    def widest(self) -> int:
        """Rows that any owner has at most."""
        return int(np.diff(self.firsts, append=self.size).max(initial=0))

    @cached_property
    def first_last_day(self) -> int:
        """The day after which rows begin to expire."""
        return int(self.columns.last_day.min(initial=NEVER))

    def usable(self, day: int | None) -> NDArray[np.bool_]:
        """Which rows live and, given a day, have not expired on it."""
        if day is None or day <= self.first_last_day:
            return self.alive
        return self.alive & (self.columns.last_day >= day)

    def bury(self, row: int) -> None:
        self.alive[row] = False
        self.buried += 1

    def packed(self) -> Block:
        """Its rows that live, numbered anew."""
        living, held = self.alive, self.lists
        place = np.cumsum(living, dtype=np.int32) - 1
        kept = living[held.rows]
        before = np.concatenate([[0], np.cumsum(kept, dtype=np.uint32)])
        starts = before[held.starts].astype(np.uint32)
        lengths = (before[held.starts + held.lengths] - starts).astype(np.uint16)
        rows = place[held.rows[kept]].astype(np.uint16)
        lists, columns = Lists(starts, lengths, rows, held.degrees[kept]), self.columns.at(living)
        return Block(lambda: lists, lambda: columns, living[living])

    def as_it_stands(self) -> Block:
        """A copy that is not changed when rows are buried."""
        return Block(self._lists, self._columns, self.alive.copy(), self.buried)


class OpenBlock:
    """A block that rows are added to. It is read as a sealed one, of the lists that are asked for."""

    def __init__(self) -> None:
        self._lists: dict[int, tuple[array[int], array[int]]] = {}
        self._columns = (array("i"), array("H"), array("H"), array("i"), array("H"))
        self._alive = bytearray()
        self._read: Block | None = None
        self.buried = 0

    @classmethod
    def of(cls, block: Block) -> OpenBlock:
        """A sealed block that rows can be added to again."""
        opened = cls()
        for number in np.flatnonzero(block.lists.lengths).tolist():
            rows, degrees = block.lists.of(number)
            opened._lists[number] = (array("H", rows.tobytes()), array("B", degrees.tobytes()))
        for column, name in zip(opened._columns, Columns.__slots__, strict=True):
            column.frombytes(getattr(block.columns, name).tobytes())
        opened._alive, opened.buried = bytearray(block.alive.tobytes()), block.buried
        return opened

    @property
    def size(self) -> int:
        return len(self._alive)

    def add(self, columns: Sequence[int], degrees: Iterable[tuple[int, int]]) -> None:
        """``columns`` are those of `Columns`, for one row; ``degrees`` go by the number of the form."""
        row = self.size
        for column, value in zip(self._columns, columns, strict=True):
            column.append(value)
        self._alive.append(1)
        self._read = None
        for number, degree in degrees:
            held = self._lists.get(number)
            if held is None:
                held = self._lists[number] = (array("H"), array("B"))
            held[0].append(row)
            held[1].append(degree)

    def bury(self, row: int) -> None:
        self._alive[row] = 0
        self._read = None
        self.buried += 1

    def reading(self, numbers: Iterable[int]) -> Block:
        """A sealed block with the lists of these numbers."""
        if self._read is None:
            columns = Columns(*(np.array(column) for column in self._columns))
            alive = np.frombuffer(bytes(self._alive), np.bool_)
            self._read = Block(lambda: _NO_LISTS, lambda: columns, alive, self.buried)
        self._read.lists = _together(
            self._lists, sorted(number for number in numbers if number in self._lists)
        )
        return self._read

    def seal(self, group: Sequence[int]) -> Block:
        """``group`` tells by number what is of one stem: such lists are laid side by side."""
        numbers = sorted(self._lists, key=lambda number: (group[number], number))
        block, lists = self.reading(()), _together(self._lists, numbers)
        columns = block.columns
        return Block(lambda: lists, lambda: columns, block.alive.copy(), self.buried)


def _together(lists: dict[int, tuple[array[int], array[int]]], numbers: Sequence[int]) -> Lists:
    """The lists of these numbers, in this order."""
    lengths = np.array([len(lists[number][0]) for number in numbers], np.int64)
    of_all = np.zeros((2, max(numbers, default=-1) + 1), np.int64)
    of_all[0, numbers] = np.cumsum(lengths) - lengths
    of_all[1, numbers] = lengths
    return Lists(
        of_all[0].astype(np.uint32),
        of_all[1].astype(np.uint16),
        np.frombuffer(b"".join([lists[number][0].tobytes() for number in numbers]), np.uint16),
        np.frombuffer(b"".join([lists[number][1].tobytes() for number in numbers]), np.uint8),
    )


_NO_LISTS = _together({}, [])
