"""Postings in blocks of 65,536 pages: for each occurrence of a word 16 bits tell the page, 8 the place on it.

The pieces of an owner follow each other word by word, from a new page on; a page has place for 256 words. A
block is filled owner by owner and then sealed into arrays that never change; what is buried in it is marked.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.scoring import half_count

PAGES = 1 << 16
"""Pages of a block."""

WORDS = 1 << 8
"""Words of a page."""

FIELDS = 3
"""The parts of a piece, one after the other: its title, its text and the name of its category."""

Addresses = NDArray[np.int64]
"""Where words stand: the page, times `WORDS`, and the place on it. In a block its pages are counted from 0,
in an index those of all blocks in their order."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of each piece of a block, in arrays of one length, those of an owner together.

    ``piece`` is its place in the owner's items; ``start`` the address of its first word; ``words`` how many
    each of its parts has: shape (pieces, `FIELDS`). ``category`` is the number of its category, -1 for none.
    """

    owner: NDArray[np.int32]
    piece: NDArray[np.uint16]
    start: Addresses
    words: NDArray[np.uint16]
    last_day: NDArray[np.int32]
    copies: NDArray[np.uint16]
    category: NDArray[np.int32]

    @property
    def length(self) -> NDArray[np.uint32]:
        """The words of each piece."""
        return self.words.sum(axis=1, dtype=np.uint32)

    def at(self, pieces: NDArray[np.int64] | NDArray[np.bool_]) -> Columns:
        return Columns(*(getattr(self, name)[pieces] for name in Columns.__slots__))

    def after(self, pages: int) -> Columns:
        """The same after so many pages of other blocks."""
        return replace(self, start=self.start + pages * WORDS)

    @staticmethod
    def joined(parts: Sequence[Columns]) -> Columns:
        """Those of several blocks, one after the other; at least one."""
        return Columns(
            *(np.concatenate([getattr(part, name) for part in parts]) for name in Columns.__slots__)
        )


def start_of_each(owner: NDArray[np.int32], words: NDArray[np.uint16]) -> Addresses:
    """Where the pieces of a block begin: an owner on a new page, and its pieces one after the other."""
    length = words.sum(axis=1, dtype=np.int64)
    before = np.cumsum(length) - length
    firsts = np.flatnonzero(np.diff(owner, prepend=-1))
    of_owners = np.add.reduceat(length, firsts) if firsts.size else length
    pages = -(-of_owners // WORDS)
    moved = (np.cumsum(pages) - pages) * WORDS - before[firsts]
    return before + np.repeat(moved, np.diff(firsts, append=owner.size))


@dataclass(frozen=True, slots=True)
class Lists:
    """The postings of a block: each list is so many of ``pages`` and ``places``, rising, from its start on.

    A number has two, one of the titles that hold it and one of all else (`lists_of`). Those of the forms of
    one stem lie together.
    """

    starts: NDArray[np.uint32]
    lengths: NDArray[np.uint32]
    pages: NDArray[np.uint16]
    places: NDArray[np.uint8]

    def __post_init__(self) -> None:
        """Arrays that can be written to are another type for compiled loops than those of a mapped file."""
        for held in (self.starts, self.lengths, self.pages, self.places):
            held.flags.writeable = False

    def of(self, which: int) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
        if which >= self.starts.size:
            return self.pages[:0], self.places[:0]
        first = int(self.starts[which])
        last = first + int(self.lengths[which])
        return self.pages[first:last], self.places[first:last]


def lists_of(numbers: Iterable[int]) -> list[int]:
    """The lists of some numbers, that of what is no title before that of the titles."""
    return [which for number in numbers for which in (2 * number, 2 * number + 1)]


class Block:
    """A sealed block. Its lists and columns are made when first asked for. ``alive`` goes by page."""

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
        """Pages, the buried ones too."""
        return self.alive.size

    @cached_property
    def first_pieces(self) -> NDArray[np.int64]:
        """The first piece of each owner, and how many there are of all."""
        pieces = self.columns.owner.size
        return np.append(np.flatnonzero(np.diff(self.columns.owner, prepend=-1)), pieces)

    @cached_property
    def owners(self) -> NDArray[np.int32]:
        """The numbers of the owners, rising."""
        return self.columns.owner[self.first_pieces[:-1]]

    @cached_property
    def firsts(self) -> NDArray[np.int64]:
        """The first page of each owner, and how many there are of all."""
        return np.append(self.columns.start[self.first_pieces[:-1]] // WORDS, self.size)

    @cached_property
    def owner_at(self) -> NDArray[np.uint16]:
        """By page, the place of its owner among the owners of the block."""
        return np.repeat(np.arange(self.owners.size, dtype=np.uint16), np.diff(self.firsts))

    @cached_property
    def widest(self) -> int:
        """Pages that any owner has at most."""
        return int(np.diff(self.firsts).max(initial=0))

    @cached_property
    def brevity(self) -> NDArray[np.uint8]:
        """By owner, how far a piece of its usual length holds a word said once: of 255, at least 1."""
        pieces = np.diff(self.first_pieces)
        words = np.add.reduceat(self.columns.length, self.first_pieces[:-1], dtype=np.int64)
        return np.maximum(np.rint(255 / (1 + half_count(words // pieces))), 1).astype(np.uint8)

    @cached_property
    def briefest(self) -> int:
        return int(self.brevity.max(initial=0))

    def places_of(self, owners: NDArray[np.int32]) -> NDArray[np.intp]:
        """The places of those owners, given in rising order, that the block has."""
        if not self.owners.size:
            return np.zeros(0, np.intp)
        first = np.searchsorted(owners, self.owners[0])
        last = np.searchsorted(owners, self.owners[-1], "right")
        places = np.searchsorted(self.owners, owners[first:last])
        return places[self.owners[places] == owners[first:last]]

    def pages_of(self, places: NDArray[np.intp]) -> NDArray[np.int64]:
        """The pages of the owners at some places, rising."""
        return _runs(self.firsts[places], self.firsts[places + 1])

    def pieces_of(self, places: NDArray[np.intp]) -> NDArray[np.int64]:
        """The pieces of the owners at some places, rising."""
        return _runs(self.first_pieces[places], self.first_pieces[places + 1])

    def bury(self, pages: range) -> None:
        self.alive[pages.start : pages.stop] = False
        self.buried += len(pages)

    def packed(self) -> Block:
        """Its pages that live, numbered anew."""
        living, held, columns = self.alive, self.lists, self.columns
        page = np.cumsum(living, dtype=np.int64) - 1
        kept = living[held.pages]
        before = np.concatenate([[0], np.cumsum(kept, dtype=np.uint32)])
        starts = before[held.starts].astype(np.uint32)
        lengths = (before[held.starts + held.lengths] - starts).astype(np.uint32)
        lists = Lists(starts, lengths, page[held.pages[kept]].astype(np.uint16), held.places[kept])
        left = columns.at(living[columns.start // WORDS])
        moved = replace(left, start=page[left.start // WORDS] * WORDS + left.start % WORDS)
        return Block(lambda: lists, lambda: moved, living[living])

    def as_it_stands(self) -> Block:
        """A copy that is not changed when pages are buried."""
        return Block(self._lists, self._columns, self.alive.copy(), self.buried)


def _runs(firsts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The whole numbers of several ranges, one after the other."""
    lengths = ends - firsts
    before = np.cumsum(lengths) - lengths
    return np.arange(lengths.sum()) + np.repeat(firsts - before, lengths)


class PieceWords(NamedTuple):
    """A piece to be added: what `Columns` hold of it, and the number of each of its words in their order.

    Its category stands where its first word does.
    """

    piece: int
    words: tuple[int, ...]
    last_day: int
    copies: int
    category: int
    numbers: Sequence[int]


class OpenBlock:
    """A block that owners are added to. It is read as a sealed one, of the lists that are asked for."""

    def __init__(self) -> None:
        self._lists: dict[int, tuple[array[int], array[int]]] = {}
        self._columns: list[array[int]] = [
            array("i"),
            array("H"),
            array("q"),
            array("H"),
            array("i"),
            array("H"),
            array("i"),
        ]
        self._alive = bytearray()
        self._read: Block | None = None
        self._asked: set[int] | None = None
        self.buried = 0

    @classmethod
    def of(cls, block: Block) -> OpenBlock:
        """A sealed block that owners can be added to again."""
        opened = cls()
        for which in np.flatnonzero(block.lists.lengths).tolist():
            pages, places = block.lists.of(which)
            opened._lists[which] = (array("H", pages.tobytes()), array("B", places.tobytes()))
        for column, name in zip(opened._columns, Columns.__slots__, strict=True):
            column.frombytes(getattr(block.columns, name).tobytes())
        opened._alive, opened.buried = bytearray(block.alive.tobytes()), block.buried
        return opened

    @property
    def size(self) -> int:
        return len(self._alive)

    def add(self, owner: int, pieces: Iterable[PieceWords], also: Iterable[int] = ()) -> range:
        """Add an owner whose number is above all before, and tell its pages.

        Other numbers stand ``also`` where its first word does.
        """
        first, at = self.size, self.size * WORDS
        for number in also:
            self._post(2 * number, at)
        for each in pieces:
            piece, words, *others, _ = each
            values = ((owner,), (piece,), (at,), words, *((value,) for value in others))
            for column, value in zip(self._columns, values, strict=True):
                column.extend(value)
            if each.category >= 0:
                self._post(2 * each.category, at)
            for place, number in enumerate(each.numbers):
                self._post(2 * number + (place < words[0]), at)
                at += 1
        last = -(-at // WORDS)
        self._alive.extend(b"\1" * (last - first))
        self._read = None
        return range(first, last)

    def _post(self, which: int, address: int) -> None:
        held = self._lists.get(which)
        if held is None:
            held = self._lists[which] = (array("H"), array("B"))
        held[0].append(address // WORDS)
        held[1].append(address % WORDS)

    def bury(self, pages: range) -> None:
        self._alive[pages.start : pages.stop] = bytes(len(pages))
        self._read = None
        self.buried += len(pages)

    def reading(self, lists: Iterable[int]) -> Block:
        """A sealed block with some of its lists: those asked for last, where these are among them."""
        if self._read is None:
            owner, piece, start, words, *others = (np.array(column) for column in self._columns)
            columns = Columns(owner, piece, start, words.reshape(-1, FIELDS), *others)
            alive = np.frombuffer(bytes(self._alive), np.bool_)
            self._read, self._asked = Block(lambda: _NO_LISTS, lambda: columns, alive, self.buried), None
        wanted = self._lists.keys() & set(lists)
        if self._asked is None or not wanted <= self._asked:
            self._read.lists, self._asked = _together(self._lists, sorted(wanted)), wanted
        return self._read

    def seal(self, group: Sequence[int]) -> Block:
        """``group`` tells by number what is of one stem: such lists are laid side by side."""
        order = sorted(self._lists, key=lambda which: (group[which // 2], which))
        block, lists = self.reading(()), _together(self._lists, order)
        columns = block.columns
        return Block(lambda: lists, lambda: columns, block.alive.copy(), self.buried)


def _together(lists: dict[int, tuple[array[int], array[int]]], order: Sequence[int]) -> Lists:
    """Some lists, in this order."""
    lengths = np.array([len(lists[which][0]) for which in order], np.int64)
    of_all = np.zeros((2, max(order, default=-1) + 1), np.int64)
    of_all[0, order] = np.cumsum(lengths) - lengths
    of_all[1, order] = lengths
    return Lists(
        of_all[0].astype(np.uint32),
        of_all[1].astype(np.uint32),
        np.frombuffer(b"".join([lists[which][0].tobytes() for which in order]), np.uint16),
        np.frombuffer(b"".join([lists[which][1].tobytes() for which in order]), np.uint8),
    )


_NO_LISTS = _together({}, [])
