"""An inverted index of pieces of text, in blocks, with exact counts kept up to date by every change.

A row is one piece of one owner; an owner's rows stand together in one block. Rows are only appended: a
removed owner's are buried, and a block is made anew once the buried outnumber the living in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import ROWS, Block, Columns, OpenBlock
from matching.index.degrees import WHOLE, to_counts, to_degree
from matching.index.kernels import IN_NUMPY, Kernels
from matching.index.vectors import PassageVectors
from matching.meaning import Vectors
from matching.vocabulary import Vocabulary

RowNumbers = NDArray[np.int64]
"""Rows of the whole index, rising."""

REOPENED = ROWS // 8
"""Rows of the last block, where it was loaded, from which it is left as it is."""

FEW = 1000
"""Buried rows of a block that are not worth the work."""


@dataclass(frozen=True, slots=True)
class Row:
    """A piece as the index holds it: ``piece`` is its place in the owner's items, ``last_day`` an ordinal.

    ``counts`` says how often each form occurs, in titles counted more; ``length`` is the number of words.
    ``copies`` counts the owner's pieces that say the very same; only the first of them is a row. ``vectors``
    are those of its passages, where a model tells what they mean.
    """

    piece: int
    counts: Mapping[str, int]
    length: int
    last_day: int
    category: str | None = None
    copies: int = 1
    vectors: Vectors | None = None


class Postings:
    """Form -> rows. Owners go by numbers, which rise as they arrive.

    ``width`` is that of the vectors, 0 for none; ``kernels`` are the inner loops. ``vocabulary`` and
    ``blocks`` are what it begins with.
    """

    def __init__(
        self,
        width: int = 0,
        kernels: Kernels = IN_NUMPY,
        vocabulary: Vocabulary | None = None,
        blocks: Iterable[Block] = (),
    ) -> None:
        self.kernels = kernels
        self.vocabulary = vocabulary or Vocabulary()
        self._blocks: list[Block | OpenBlock] = list(blocks)
        self._vectors = PassageVectors(width)

    @property
    def size(self) -> int:
        """Rows, the buried ones too."""
        return sum(block.size for block in self._blocks)

    def add(self, owner: int, rows: Sequence[Row]) -> None:
        """Append an owner, by a number above all before."""
        block = self._open(len(rows))
        for row in rows:
            at = (len(self._blocks) - 1) * ROWS + block.size
            columns = (owner, row.piece, row.length, row.last_day, row.copies)
            block.add(columns, self._degrees(row))
            if row.vectors is not None:
                self._vectors.append(at, row.vectors)
        self.vocabulary.add(*_said(rows))

    def discard(self, owner: int, rows: Sequence[Row]) -> None:
        """Bury an owner; ``rows`` are those it was added with."""
        held = self.rows_of(owner)
        self.vocabulary.discard(*_said(rows))
        if held:
            at = held[0] // ROWS
            block = self._blocks[at]
            for row in held:
                block.bury(row % ROWS)
            if block.buried > FEW and block.buried * 2 > block.size:
                self._pack(at)

    def blocks(self, numbers: Collection[int] = ()) -> Iterator[tuple[int, Block]]:
        """Each block, with the lists of at least these numbers, after the number of its first row."""
        for at, block in enumerate(self._blocks):
            yield at * ROWS, self._reading(block, numbers)

    def sealed(self) -> list[Block]:
        """The blocks as they stand, to be written: what changes in them afterwards is not seen."""
        group = self.vocabulary.group
        blocks = (block.seal(group) if isinstance(block, OpenBlock) else block for block in self._blocks)
        return [block.as_it_stands() for block in blocks]

    def rows_of(self, owner: int) -> range:
        """The rows of an owner, by its number."""
        rows = self.rows_of_all(np.array([owner], np.int32))
        return range(int(rows[0]), int(rows[-1]) + 1) if rows.size else range(0)

    def rows_of_all(self, owners: NDArray[np.int32]) -> RowNumbers:
        """The rows of owners, by their numbers in rising order."""
        found = [_NO_ROWS]
        for first, block in self.blocks():
            held = block.columns.owner
            if held.size:
                inside = owners[np.searchsorted(owners, held[0]) : np.searchsorted(owners, held[-1], "right")]
                found.append(first + block.rows_of(inside))
        return np.concatenate(found)

    def columns(self, rows: RowNumbers) -> Columns:
        """What is known of these rows."""
        parts = [block.columns.at(inside) for block, inside in self._inside(rows)]
        return Columns.joined(parts) if parts else _NOTHING

    def counts(
        self, numbers: Sequence[int], rows: RowNumbers, lengths: NDArray[np.uint16]
    ) -> NDArray[np.uint8]:
        """How often each form, by its number, occurs in each row: shape (numbers, rows).

        ``lengths`` are the words of each row.
        """
        asked = np.array(numbers, np.int32)
        found = [np.zeros((asked.size, 0), np.uint8)]
        for block, inside in self._inside(rows, numbers):
            found.append(self.kernels.look_up(block, asked, inside))
        return to_counts(np.concatenate(found, axis=1), lengths)

    def usable(self, rows: RowNumbers, day: int | None) -> NDArray[np.bool_]:
        """Which rows live and, given a day, have not expired on it."""
        parts = [block.usable(day)[inside] for block, inside in self._inside(rows)]
        return np.concatenate([np.zeros(0, np.bool_), *parts])

    def nearest(self, asked: Vectors) -> NDArray[np.float64]:
        """By row, how near its nearest passage is to a vector, 0 to 1."""
        return self._vectors.nearest(asked, len(self._blocks) * ROWS)

    def vectors_of(self, owner: int, piece: int) -> Vectors:
        """The vectors of the passages of an owner's piece, by its place; none where it is no row."""
        rows = np.array(self.rows_of(owner), np.int64)
        found = rows[self.columns(rows).piece == piece]
        return self._vectors.of(int(found[0]) if found.size else len(self._blocks) * ROWS)

    def _inside(
        self, rows: RowNumbers, numbers: Collection[int] = ()
    ) -> Iterator[tuple[Block, NDArray[np.int64]]]:
        """The blocks that hold some rows, rising, each with their places in it, and the lists of numbers."""
        bounds = np.searchsorted(rows, np.arange(len(self._blocks) + 1) * ROWS).tolist()
        for at, (first, last) in enumerate(pairwise(bounds)):
            if first < last:
                yield self._reading(self._blocks[at], numbers), rows[first:last] - at * ROWS

    @staticmethod
    def _reading(block: Block | OpenBlock, numbers: Collection[int]) -> Block:
        return block.reading(numbers) if isinstance(block, OpenBlock) else block

    def _open(self, rows: int) -> OpenBlock:
        """The block that has place for so many more rows."""
        last = self._blocks[-1] if self._blocks else None
        if isinstance(last, OpenBlock):
            if last.size + rows < ROWS:
                return last
            self._blocks[-1] = last.seal(self.vocabulary.group)
        elif last is not None and last.size < REOPENED and last.size + rows < ROWS:
            self._blocks[-1] = block = OpenBlock.of(last)
            return block
        block = OpenBlock()
        self._blocks.append(block)
        return block

    def _degrees(self, row: Row) -> Iterable[tuple[int, int]]:
        for form, count in row.counts.items():
            yield self.vocabulary.number(form), to_degree(count, row.length)
        if row.category is not None:
            yield self.vocabulary.category_number(row.category), WHOLE

    def _pack(self, at: int) -> None:
        """Make a block anew from its rows that live."""
        block = self._blocks[at]
        sealed = block.seal(self.vocabulary.group) if isinstance(block, OpenBlock) else block
        self._vectors.keep(at * ROWS, sealed.alive)
        packed = sealed.packed()
        self._blocks[at] = OpenBlock.of(packed) if isinstance(block, OpenBlock) else packed


def _said(rows: Sequence[Row]) -> tuple[set[str], set[str]]:
    """The forms and the categories of an owner."""
    return {form for row in rows for form in row.counts}, {row.category for row in rows if row.category}


_NO_ROWS = np.zeros(0, np.int64)
_NOTHING = OpenBlock().reading(()).columns
