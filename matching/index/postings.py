"""A positional inverted index of pieces of text, in blocks, with exact counts that every change keeps.

An owner is added whole, after all others, with all its words in their order. A removed one is buried, and a
block is made anew once the buried outnumber the living in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import PAGES, WORDS, Addresses, Block, Columns, OpenBlock, PieceWords, lists_of
from matching.index.kernels import IN_NUMPY, Kernels
from matching.index.vectors import PassageVectors
from matching.meaning import Vectors
from matching.vocabulary import Vocabulary

REOPENED = PAGES // 8
"""Pages of the last block, where it was loaded, from which it is left as it is."""

FEW = 1000
"""Buried pages of a block that are not worth the work."""


@dataclass(frozen=True, slots=True)
class Row:
    """A piece as the index holds it: ``piece`` is its place in the owner's items, ``last_day`` an ordinal.

    ``said`` are the words of its title, its text and the name of its category, in their order. ``copies``
    counts the owner's pieces that say the very same; only the first of them is a row. ``vectors`` are those
    of its passages, where a model tells what they mean.
    """

    piece: int
    said: tuple[tuple[str, ...], ...]
    last_day: int
    category: str | None = None
    copies: int = 1
    vectors: Vectors | None = None


class Standing(NamedTuple):
    """Where numbers stand in the pieces of some owners.

    ``owner``, ``start`` and ``words`` tell of each piece what `Columns` do; ``at``, ``address`` and ``piece``
    of each occurrence which of the numbers it is of, where it stands, and in which of the pieces.
    """

    owner: NDArray[np.int32]
    start: Addresses
    words: NDArray[np.uint16]
    at: NDArray[np.int64]
    address: Addresses
    piece: NDArray[np.int64]

    @property
    def length(self) -> NDArray[np.uint32]:
        """The words of each piece."""
        return self.words.sum(axis=1, dtype=np.uint32)

    def among(self, pieces: NDArray[np.bool_]) -> Standing:
        """The same of some pieces."""
        inside = np.flatnonzero(pieces[self.piece])
        place = np.cumsum(pieces) - 1
        return Standing(
            self.owner[pieces],
            self.start[pieces],
            self.words[pieces],
            self.at[inside],
            self.address[inside],
            place[self.piece[inside]],
        )


class Postings:
    """Form -> where it stands. Owners go by numbers, which rise as they arrive.

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
        """Pages, the buried ones too."""
        return sum(block.size for block in self._blocks)

    def add(self, owner: int, rows: Sequence[Row], stated: Collection[str] = ()) -> None:
        """Append an owner, by a number above all before, with the keys of what it states.

        One that says nothing is not held.
        """
        if not rows:
            return
        block = self._open(-(-sum(len(words) for row in rows for words in row.said) // WORDS))
        start = (len(self._blocks) - 1) * PAGES * WORDS + block.size * WORDS
        block.add(
            owner, [self._numbered(row) for row in rows], map(self.vocabulary.key_number, sorted(stated))
        )
        for row in rows:
            if row.vectors is not None:
                self._vectors.append(start, row.vectors)
            start += sum(map(len, row.said))
        self.vocabulary.add(*_said(rows), stated)

    def discard(self, owner: int, rows: Sequence[Row], stated: Collection[str] = ()) -> None:
        """Bury an owner; ``rows`` and ``stated`` are those it was added with."""
        if not rows:
            return
        self.vocabulary.discard(*_said(rows), stated)
        for at, (_, block, places) in enumerate(self._inside(np.array([owner], np.int32))):
            if places.size:
                pages = block.pages_of(places)
                self._blocks[at].bury(range(int(pages[0]), int(pages[-1]) + 1))
                if self._blocks[at].buried > FEW and self._blocks[at].buried * 2 > self._blocks[at].size:
                    self._pack(at)
                return

    def blocks(self, lists: Collection[int] = ()) -> Iterator[tuple[int, Block]]:
        """Each block, with at least these lists, after the number of its first page."""
        for at, block in enumerate(self._blocks):
            yield at * PAGES, block.reading(lists) if isinstance(block, OpenBlock) else block

    def sealed(self) -> list[Block]:
        """The blocks as they stand, to be written: what changes in them afterwards is not seen.

        What is buried is not in them: a list tells where each word stood.
        """
        group = self.vocabulary.group
        blocks = (block.seal(group) if isinstance(block, OpenBlock) else block for block in self._blocks)
        return [block.packed() if block.buried else block.as_it_stands() for block in blocks]

    def pieces(self, owners: NDArray[np.int32]) -> Columns:
        """What is known of the pieces of owners, given in rising order, and where they begin in the index."""
        parts = [
            block.columns.at(block.pieces_of(places)).after(first)
            for first, block, places in self._inside(owners)
            if places.size
        ]
        return Columns.joined([_NO_PIECES, *parts])

    def standing(self, numbers: Sequence[int], owners: NDArray[np.int32]) -> Standing:
        """Where numbers, which rise, stand in the pieces of owners, given in rising order."""
        asked, before = np.array(lists_of(numbers), np.int32), 0
        parts = [_NOTHING]
        for first, block, places in self._inside(owners, asked.tolist()):
            if places.size:
                wanted = np.zeros(block.size, np.bool_)
                wanted[block.pages_of(places)] = True
                at, address = self.kernels.find(block.lists, asked, wanted)
                pieces = block.pieces_of(places)
                columns = block.columns
                start = columns.start[pieces]
                parts.append(
                    Standing(
                        columns.owner[pieces],
                        start + first * WORDS,
                        columns.words.take(pieces, axis=0),
                        at // 2,
                        address + first * WORDS,
                        np.searchsorted(start, address, "right") - 1 + before,
                    )
                )
                before += pieces.size
        return Standing(*map(np.concatenate, zip(*parts, strict=True)))

    def nearest(self, asked: Vectors, day: int | None) -> tuple[Columns, NDArray[np.float64]]:
        """The pieces that are near a vector in meaning, with how near their nearest passage is, 0 to 1."""
        starts, closeness = self._vectors.nearest(asked)
        parts, near = [_NO_PIECES], [closeness[:0]]
        for first, block in self.blocks():
            columns = block.columns.after(first)
            _, here, there = np.intersect1d(columns.start, starts, return_indices=True)
            usable = block.alive[block.columns.start[here] // WORDS]
            if day is not None:
                usable &= columns.last_day[here] >= day
            parts.append(columns.at(here[usable]))
            near.append(closeness[there[usable]])
        return Columns.joined(parts), np.concatenate(near)

    def vectors_of(self, owner: int, piece: int) -> Vectors:
        """The vectors of the passages of an owner's piece, by its place; none where it is no row."""
        held = self.pieces(np.array([owner], np.int32))
        starts = held.start[held.piece == piece]
        return self._vectors.of(int(starts[0]) if starts.size else -1)

    def _inside(
        self, owners: NDArray[np.int32], lists: Collection[int] = ()
    ) -> Iterator[tuple[int, Block, NDArray[np.int64]]]:
        """The blocks, each after the number of its first page, and with the places of the owners it has."""
        for first, block in self.blocks(lists):
            yield first, block, block.places_of(owners)

    def _open(self, pages: int) -> OpenBlock:
        """The block that has place for so many more pages."""
        last = self._blocks[-1] if self._blocks else None
        if isinstance(last, OpenBlock):
            if last.size + pages < PAGES:
                return last
            self._blocks[-1] = last.seal(self.vocabulary.group)
        elif last is not None and last.size < REOPENED and last.size + pages < PAGES:
            self._blocks[-1] = block = OpenBlock.of(last)
            return block
        block = OpenBlock()
        self._blocks.append(block)
        return block

    def _numbered(self, row: Row) -> PieceWords:
        number = self.vocabulary.number
        return PieceWords(
            row.piece,
            tuple(map(len, row.said)),
            row.last_day,
            row.copies,
            self.vocabulary.category_number(row.category) if row.category is not None else -1,
            [number(word) for words in row.said for word in words],
        )

    def _pack(self, at: int) -> None:
        """Make a block anew from its pages that live."""
        block = self._blocks[at]
        sealed = block.seal(self.vocabulary.group) if isinstance(block, OpenBlock) else block
        self._vectors.keep(at * PAGES, sealed.alive)
        packed = sealed.packed()
        self._blocks[at] = OpenBlock.of(packed) if isinstance(block, OpenBlock) else packed


def _said(rows: Sequence[Row]) -> tuple[set[str], set[str]]:
    """The forms and the categories of an owner."""
    forms = {word for row in rows for words in row.said for word in words}
    return forms, {row.category for row in rows if row.category}


_NO_PIECES = OpenBlock().reading(()).columns
_NOTHING = Standing(_NO_PIECES.owner, _NO_PIECES.start, _NO_PIECES.words, *[np.zeros(0, np.int64)] * 3)
