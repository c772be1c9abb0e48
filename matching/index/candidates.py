"""From the arrays to the suppliers worth a look: the likeness of every piece to every line in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import Columns
from matching.index.postings import Postings, RowNumbers
from matching.index.worths import Worths
from matching.scoring import BESIDE, BEST, enough, half_count, likeness, saturation
from matching.weights import Weights

PairsIn = Callable[[int, int], Mapping[str, int]]
"""How often two words stand side by side in an owner's piece, by its place, in titles counted more."""


class Degrees:
    """How far rows hold terms, 0 to 1: shape (terms, rows)."""

    def __init__(self, terms: Sequence[str], degrees: NDArray[np.float64]) -> None:
        self._place = {term: at for at, term in enumerate(terms)}
        self._degrees = degrees

    def sum(self, worths: Mapping[str, float]) -> NDArray[np.float64]:
        """By row, what it holds is worth: term by term in the order given, on every machine the same."""
        weights = np.array(list(worths.values()), np.float64)
        return (weights[:, np.newaxis] * self._of(worths)).sum(axis=0)

    def held(self, terms: Iterable[str]) -> NDArray[np.bool_]:
        """Whether each row holds each of some terms: shape (terms, rows)."""
        return self._of(terms) > 0

    def _of(self, terms: Iterable[str]) -> NDArray[np.float64]:
        return self._degrees[np.array([self._place[term] for term in terms], np.intp)]


class Piece(NamedTuple):
    """One piece of an owner as found: its place among the owner's items. ``copies`` say the very same."""

    place: int
    likeness: float
    is_guess: bool
    copies: int


@dataclass(frozen=True, slots=True)
class Alike:
    """The rows that hold a telling term of a line, in arrays of one length, before anything is weighed.

    ``by_stem`` and ``as_written`` say how alike each is by the stems of its words, with what goes with them,
    and by its words as they are written.
    """

    columns: Columns
    by_stem: NDArray[np.float64]
    as_written: NDArray[np.float64]
    is_guess: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Found:
    """Every piece that is like a line, in arrays of one length: those of an owner together, the best first.

    ``counts`` marks the pieces that `counted` would keep.
    """

    owner: NDArray[np.int32]
    place: NDArray[np.uint16]
    likeness: NDArray[np.float64]
    is_guess: NDArray[np.bool_]
    copies: NDArray[np.uint16]
    counts: NDArray[np.bool_]

    def of(self, owner: int) -> list[Piece]:
        """The pieces of one owner, the best first."""
        first, last = np.searchsorted(self.owner, [owner, owner + 1])
        columns = (self.place, self.likeness, self.is_guess, self.copies)
        return [
            Piece(*parts) for parts in zip(*(column[first:last].tolist() for column in columns), strict=True)
        ]

    def likest(self, limit: int) -> list[tuple[int, int, float]]:
        """(owner, place, likeness) of the likest pieces of all."""
        alike = self.likeness
        least = np.partition(alike, -limit)[-limit] if alike.size > limit else 0.0
        first = np.flatnonzero(alike >= least)
        order = first[np.lexsort((self.place[first], self.owner[first], -alike[first]))[:limit]]
        columns = (self.owner[order].tolist(), self.place[order].tolist(), self.likeness[order].tolist())
        return list(zip(*columns, strict=True))


def counted(pieces: Sequence[Piece]) -> list[Piece]:
    """Those of one owner's pieces, given best first, that count: at most `BEST`, and guesses only alone."""
    return [
        piece
        for at, piece in enumerate(pieces[:BEST])
        if at == 0 or not (piece.is_guess or piece.likeness < BESIDE * pieces[0].likeness)
    ]


class Scan:
    """Some rows of a catalogue read for one requirement: what several of its lines ask for is read once.

    ``columns`` tell what is known of the rows; ``pairs_in`` says how often two words stand side by side in a
    piece.
    """

    def __init__(
        self, postings: Postings, rows: RowNumbers, lines: Sequence[Worths], pairs_in: PairsIn
    ) -> None:
        self.columns, self._lines, self._pairs_in = postings.columns(rows), lines, pairs_in
        self._halves = half_count(self.columns.length)
        self._forms, self._stems = self._read(postings, rows)

    def find(self, paired: NDArray[np.int32] | None = None) -> tuple[Alike, ...]:
        """The rows like each line. Pairs are looked for in the texts of these owners, or of all."""
        pairs = self._beside({pair for line in self._lines for pair in line.pairs}, paired)
        return tuple(self._find(line, pairs) for line in self._lines)

    def _read(self, postings: Postings, rows: RowNumbers) -> tuple[Degrees, Degrees]:
        """How far the rows hold each form and stem that a line asks for. What a stem counts its forms do."""
        vocabulary = postings.vocabulary
        forms = sorted({form for line in self._lines for form in line.forms})
        stems = sorted({stem for line in self._lines for stem in (*line.stems, *line.words_of_pairs)})
        of_stems = [vocabulary.forms_of(stem) for stem in stems]
        numbers = list(dict.fromkeys((*chain.from_iterable(of_stems), *map(vocabulary.number, forms))))
        counts = postings.counts(numbers, rows, self.columns.length)
        firsts = np.concatenate([[0], np.cumsum([len(each) for each in of_stems], dtype=np.int64)])
        place = {number: at for at, number in enumerate(numbers)}
        written = counts[[place[vocabulary.number(form)] for form in forms]]
        of_all = counts[: firsts[-1]]
        whole = np.add.reduceat(of_all, firsts[:-1], dtype=np.uint8) if stems else written[:0]
        return (
            Degrees(forms, saturation(written, self._halves)),
            Degrees(stems, saturation(whole, self._halves)),
        )

    def _beside(self, pairs: Collection[str], paired: NDArray[np.int32] | None) -> Degrees:
        """How far the rows hold each pair. Only the texts of rows that hold both words are read."""
        asked, owner = sorted(pairs), self.columns.owner
        firsts, seconds = (self._stems.held([pair.split(" ")[side] for pair in asked]) for side in (0, 1))
        both = (firsts & seconds).any(axis=0)
        read = np.flatnonzero(both if paired is None else both & np.isin(owner, paired))
        counts = np.zeros((len(asked), owner.size), np.uint8)
        place = {pair: at for at, pair in enumerate(asked)}
        pieces = self.columns.piece[read].tolist()
        for row, number, piece in zip(read.tolist(), owner[read].tolist(), pieces, strict=True):
            held = self._pairs_in(number, piece)
            for pair in held.keys() & place.keys():
                counts[place[pair], row] = held[pair]
        return Degrees(asked, saturation(counts, self._halves))

    def _find(self, line: Worths, pairs: Degrees) -> Alike:
        stems, forms = self._stems, self._forms
        by_stem = likeness(stems.sum(line.stems) + pairs.sum(line.pairs), line.asked)
        as_written = likeness(forms.sum(line.forms), line.written)
        telling = line.line.telling
        told = stems.held(telling & line.stems.keys()).sum(axis=0)
        told += pairs.held(telling & line.pairs.keys()).sum(axis=0)
        rows = np.flatnonzero((told > 0) & (by_stem + as_written > 0))
        is_guess = told[rows] < enough(len(telling & line.line.asked.keys()))
        return Alike(self.columns.at(rows), by_stem[rows], as_written[rows], is_guess)


def weigh(alike: Alike, weights: Weights) -> Found:
    """How alike each row is in all, those of an owner together, the best first."""
    likeness = (1 - weights.written) * alike.by_stem + weights.written * alike.as_written
    likeness *= np.where(alike.is_guess, weights.guess, 1.0)
    held = np.flatnonzero(likeness)
    return _sorted(alike.columns.at(held), likeness[held], alike.is_guess[held], BEST)


def nearest(columns: Columns, closeness: NDArray[np.float64]) -> Found:
    """Rows near in meaning, those of an owner together, the nearest first; it alone counts."""
    return _sorted(columns, closeness, np.zeros(closeness.size, np.bool_), 1)


def _sorted(columns: Columns, alike: NDArray[np.float64], is_guess: NDArray[np.bool_], most: int) -> Found:
    """At most so many pieces of an owner count."""
    owner, place, copies = columns.owner, columns.piece, columns.copies
    order = np.lexsort((place, -alike, is_guess, owner))
    owner, place, alike, is_guess = owner[order], place[order], alike[order], is_guess[order]
    first = np.searchsorted(owner, owner, side="left")
    at = np.arange(owner.size) - first
    poor = is_guess | (alike < BESIDE * alike[first])
    return Found(owner, place, alike, is_guess, copies[order], (at == 0) | ((at < most) & ~poor))
