"""From the arrays to the suppliers worth a look: the likeness of every piece to every line in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.postings import Postings, RowNumbers
from matching.index.worths import Worths
from matching.scoring import BESIDE, BEST, enough, half_count, likeness, saturation
from matching.weights import Weights

PairsIn = Callable[[int, int], Mapping[str, int]]
"""How often two words stand side by side in an owner's piece, by its place, in titles counted more."""

Degrees = Mapping[str, NDArray[np.float64]]
"""By row, how far it holds a term, 0 to 1."""


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

    rows: RowNumbers
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
        order = np.lexsort((self.place, self.owner, -self.likeness))[:limit]
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

    ``pairs_in`` says how often two words stand side by side in a piece.
    """

    def __init__(self, postings: Postings, rows: RowNumbers, pairs_in: PairsIn) -> None:
        self._postings, self._rows, self._pairs_in = postings, rows, pairs_in
        self._columns = postings.columns(rows)
        self._halves = half_count(self._columns.length)

    def find(self, lines: Sequence[Worths]) -> tuple[Alike, ...]:
        """The rows like each line."""
        forms, stems = self._degrees(lines)
        pairs = self._beside({pair for line in lines for pair in line.pairs}, stems)
        return tuple(self._find(line, forms, {**stems, **pairs}) for line in lines)

    def _degrees(self, lines: Sequence[Worths]) -> tuple[Degrees, Degrees]:
        """By row, how far it holds each form and stem that a line asks for."""
        vocabulary = self._postings.vocabulary
        forms = sorted({form for line in lines for form in line.forms})
        stems = sorted(
            {stem for line in lines for stem in line.stems}.union(
                *(pair.split(" ") for line in lines for pair in line.pairs)
            )
        )
        numbers_of = {stem: vocabulary.forms_of(stem) for stem in stems}
        number_of = {form: vocabulary.number(form) for form in forms}
        numbers = sorted({*number_of.values()}.union(*numbers_of.values()))
        counts = dict(zip(numbers, self._postings.counts(numbers, self._rows), strict=True))
        nothing = np.zeros(self._rows.size)
        by_stem = {stem: sum((counts[number] for number in numbers_of[stem]), nothing) for stem in stems}
        return (
            {form: saturation(counts[number], self._halves) for form, number in number_of.items()},
            {stem: saturation(count, self._halves) for stem, count in by_stem.items()},
        )

    def _beside(self, pairs: Collection[str], stems: Degrees) -> Degrees:
        """By row, how far it holds each pair. Only the texts of rows that hold both words are read."""
        found: dict[str, NDArray[np.float64]] = {}
        worth_reading = np.zeros(self._rows.size, np.bool_)
        for pair in pairs:
            first, second = pair.split(" ")
            both = (stems[first] > 0) & (stems[second] > 0)
            if both.any():
                found[pair] = np.zeros(self._rows.size)
                worth_reading |= both
        read = np.flatnonzero(worth_reading)
        owners, pieces = self._columns.owner[read].tolist(), self._columns.piece[read].tolist()
        for at, owner, piece in zip(read.tolist(), owners, pieces, strict=True):
            held = self._pairs_in(owner, piece)
            for pair in held.keys() & found.keys():
                found[pair][at] = held[pair]
        return {pair: saturation(counts, self._halves) for pair, counts in found.items()}

    def _find(self, line: Worths, forms: Degrees, terms: Degrees) -> Alike:
        by_stem = likeness(self._sum(line.terms, terms), line.asked)
        as_written = likeness(self._sum(line.forms, forms), line.written)
        told = np.zeros(self._rows.size, np.intp)
        for term in line.line.telling & terms.keys():
            told += terms[term] > 0
        rows = np.flatnonzero((told > 0) & (by_stem + as_written > 0))
        is_guess = told[rows] < enough(len(line.line.telling & line.line.asked.keys()))
        return Alike(self._rows[rows], by_stem[rows], as_written[rows], is_guess)

    def _sum(self, worths: Mapping[str, float], degrees: Degrees) -> NDArray[np.float64]:
        """By row, what it holds is worth: added in the order of the worths, on every machine the same."""
        found = np.zeros(self._rows.size)
        for term, worth in worths.items():
            if term in degrees:
                found += worth * degrees[term]
        return found


def weigh(postings: Postings, alike: Alike, weights: Weights) -> Found:
    """How alike each row is in all, those of an owner together, the best first."""
    likeness = (1 - weights.written) * alike.by_stem + weights.written * alike.as_written
    likeness *= np.where(alike.is_guess, weights.guess, 1.0)
    held = np.flatnonzero(likeness)
    return _sorted(postings, alike.rows[held], likeness[held], alike.is_guess[held], BEST)


def nearest(postings: Postings, rows: RowNumbers, closeness: NDArray[np.float64]) -> Found:
    """Rows near in meaning, those of an owner together, the nearest first; it alone counts."""
    return _sorted(postings, rows, closeness, np.zeros(rows.size, np.bool_), 1)


def _sorted(
    postings: Postings,
    rows: RowNumbers,
    alike: NDArray[np.float64],
    is_guess: NDArray[np.bool_],
    most: int,
) -> Found:
    """At most so many pieces of an owner count."""
    columns = postings.columns(rows)
    owner, place, copies = columns.owner, columns.piece, columns.copies
    order = np.lexsort((place, -alike, is_guess, owner))
    owner, place, alike, is_guess = owner[order], place[order], alike[order], is_guess[order]
    first = np.searchsorted(owner, owner, side="left")
    at = np.arange(owner.size) - first
    poor = is_guess | (alike < BESIDE * alike[first])
    return Found(owner, place, alike, is_guess, copies[order], (at == 0) | ((at < most) & ~poor))
