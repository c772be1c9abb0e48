"""Postings in blocks of 65,536 rows: 16 bits tell the row, 8 bits how far it holds the word.

A block is filled row by row and then sealed into arrays that never change; what is buried in it is marked.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.uint16]
Degrees = NDArray[np.uint8]

ROWS = 1 << 16
"""Rows of a block."""

NO_ROWS, NO_DEGREES = np.zeros(0, np.uint16), np.zeros(0, np.uint8)


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of each row of a block, in arrays of one length."""

    owner: NDArray[np.int32]
    piece: NDArray[np.uint16]
    length: NDArray[np.uint16]
    last_day: NDArray[np.int32]
    copies: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Lists:
    """The postings of a block by number, rising: ``starts`` tells where the rows of each begin."""

    numbers: NDArray[np.int32]
    starts: NDArray[np.int32]
    rows: Rows
    degrees: Degrees

    def of(self, number: int) -> tuple[Rows, Degrees]:
        at = int(np.searchsorted(self.numbers, number))
        if at == self.numbers.size or self.numbers[at] != number:
            return NO_ROWS, NO_DEGREES
        first, last = self.starts[at], self.starts[at + 1]
        return self.rows[first:last], self.degrees[first:last]


class OpenBlock:
    """A block that rows are added to."""

    def __init__(self) -> None:
        self.lists: dict[int, tuple[array[int], array[int]]] = {}
        self.alive = bytearray()
        self.buried = 0
        self._columns = (array("i"), array("H"), array("H"), array("i"), array("H"))
        self._read: Columns | None = None

    @classmethod
    def of(cls, block: Block) -> OpenBlock:
        """A sealed block that rows can be added to again."""
        opened = cls()
        for number in block.lists.numbers.tolist():
            rows, degrees = block.list_of(number)
            opened.lists[number] = (array("H", rows.tobytes()), array("B", degrees.tobytes()))
        for column, name in zip(opened._columns, Columns.__slots__, strict=True):
            column.frombytes(getattr(block.columns, name).tobytes())
        opened.alive, opened.buried = bytearray(block.alive.tobytes()), block.buried
        return opened

    @property
    def size(self) -> int:
        return len(self.alive)

    def add(self, columns: Sequence[int], degrees: Iterable[tuple[int, int]]) -> None:
        """``columns`` are those of `Columns`, for one row; ``degrees`` go by the number of the form."""
        row = self.size
        for column, value in zip(self._columns, columns, strict=True):
            column.append(value)
        self.alive.append(1)
        self._read = None
        for number, degree in degrees:
            held = self.lists.get(number)
            if held is None:
                held = self.lists[number] = (array("H"), array("B"))
            held[0].append(row)
            held[1].append(degree)

    def list_of(self, number: int) -> tuple[Rows, Degrees]:
        """The rows that hold a form, rising, and how far, of 255."""
        held = self.lists.get(number)
        if held is None:
            return NO_ROWS, NO_DEGREES
        return np.array(held[0], np.uint16), np.array(held[1], np.uint8)

    def bury(self, row: int) -> None:
        self.alive[row] = 0
        self.buried += 1

    def living(self) -> NDArray[np.bool_]:
        return np.frombuffer(bytes(self.alive), np.bool_)

    @property
    def columns(self) -> Columns:
        if self._read is None:
            self._read = Columns(*(np.array(column) for column in self._columns))
        return self._read

    @property
    def firsts(self) -> NDArray[np.int64]:
        return _firsts(self.columns.owner)

    def seal(self) -> Block:
        numbers = np.array(sorted(self.lists), np.int32)
        lists = [self.lists[number] for number in numbers.tolist()]
        starts = np.zeros(numbers.size + 1, np.int32)
        np.cumsum([len(rows) for rows, _ in lists], out=starts[1:])
        rows = np.frombuffer(b"".join(each.tobytes() for each, _ in lists), np.uint16)
        degrees = np.frombuffer(b"".join(each.tobytes() for _, each in lists), np.uint8)
        return Block(Lists(numbers, starts, rows, degrees), self.columns, self.living().copy())


class Block:
    """A sealed block."""

    def __init__(self, lists: Lists, columns: Columns, alive: NDArray[np.bool_]) -> None:
        self.lists, self.columns, self.alive = lists, columns, alive
        self.buried = alive.size - int(np.count_nonzero(alive))
        self.firsts = _firsts(columns.owner)

    @property
    def size(self) -> int:
        return self.alive.size

    def list_of(self, number: int) -> tuple[Rows, Degrees]:
        """The rows that hold a form, rising, and how far, of 255."""
        return self.lists.of(number)

    def bury(self, row: int) -> None:
        self.alive[row] = False
        self.buried += 1

    def packed(self) -> Block:
        """Its rows that live, numbered anew."""
        living, held = self.alive, self.lists
        place = np.cumsum(living, dtype=np.int32) - 1
        kept = living[held.rows]
        before = np.concatenate([[0], np.cumsum(kept)])[held.starts]
        used = np.flatnonzero(np.diff(before))
        starts = before[np.append(used, before.size - 1)].astype(np.int32)
        rows = place[held.rows[kept]].astype(np.uint16)
        columns = Columns(*(getattr(self.columns, name)[living] for name in Columns.__slots__))
        lists = Lists(held.numbers[used], starts, rows, held.degrees[kept])
        return Block(lists, columns, living[living])

    def living(self) -> NDArray[np.bool_]:
        return self.alive


def _firsts(owner: NDArray[np.int32]) -> NDArray[np.int64]:
    """The first row of each owner: those of one owner stand together."""
    return np.flatnonzero(np.diff(owner, prepend=-1))
