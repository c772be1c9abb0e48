"""From the arrays to the suppliers worth a look: the likeness of every piece to every line in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import Columns
from matching.index.counting import Held, Terms
from matching.index.postings import Standing
from matching.index.worths import Worths
from matching.scoring import BESIDE, BEST, enough, likeness
from matching.weights import Weights


class Piece(NamedTuple):
    """One piece of an owner as found: its place among the owner's items. ``copies`` say the very same."""

    place: int
    likeness: float
    is_guess: bool
    copies: int


@dataclass(frozen=True, slots=True)
class Alike:
    """The pieces that hold a telling term of a line, in arrays of one length, before anything is weighed.

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

    ``category`` is the number of that which each stands under, -1 for none; ``counts`` marks the pieces that
    `counted` would keep.
    """

    owner: NDArray[np.int32]
    place: NDArray[np.uint16]
    likeness: NDArray[np.float64]
    is_guess: NDArray[np.bool_]
    copies: NDArray[np.uint16]
    category: NDArray[np.int32]
    counts: NDArray[np.bool_]

    def of(self, owner: int) -> list[Piece]:
        """The pieces of one owner, the best first."""
        first, last = np.searchsorted(self.owner, [owner, owner + 1])
        columns = (self.place, self.likeness, self.is_guess, self.copies)
        return [
            Piece(*parts) for parts in zip(*(column[first:last].tolist() for column in columns), strict=True)
        ]

    def likest(self, limit: int) -> list[tuple[int, float]]:
        """(category, likeness) of so many of the likest pieces, and of those as like as the last of them."""
        alike = self.likeness
        least = np.partition(alike, -limit)[-limit] if alike.size > limit else 0.0
        first = np.flatnonzero(alike >= least)
        pairs = zip(self.category[first].tolist(), alike[first].tolist(), strict=True)
        return sorted(pairs, key=lambda pair: -pair[1])


def counted(pieces: Sequence[Piece]) -> list[Piece]:
    """Those of one owner's pieces, given best first, that count: at most `BEST`, and guesses only alone."""
    return [
        piece
        for at, piece in enumerate(pieces[:BEST])
        if at == 0 or not (piece.is_guess or piece.likeness < BESIDE * pieces[0].likeness)
    ]


def terms_of(lines: Sequence[Worths]) -> Terms:
    """All that some lines look for: what several of them ask for is looked up once."""
    return Terms(
        sorted({stem for line in lines for stem in (*line.stems, *line.words_of_pairs)}),
        sorted({form for line in lines for form in line.forms}),
        sorted({pair for line in lines for pair in line.pairs}),
    )


def find(columns: Columns, held: Held, lines: Sequence[Worths]) -> tuple[Alike, ...]:
    """The pieces that are like each line. ``columns`` tell of the pieces, ``held`` what they hold."""
    return tuple(_alike(line, held, columns) for line in lines)


def _alike(line: Worths, held: Held, columns: Columns) -> Alike:
    by_stem = likeness(held.stems.sum(line.stems) + held.pairs.sum(line.pairs), line.asked)
    as_written = likeness(held.forms.sum(line.forms), line.written)
    telling = line.line.telling
    told = held.stems.told(telling & line.stems.keys()) + held.pairs.told(telling & line.pairs.keys())
    pieces = np.flatnonzero((told > 0) & (by_stem + as_written > 0))
    is_guess = told[pieces] < enough(len(telling & line.line.asked.keys()))
    return Alike(columns.at(pieces), by_stem[pieces], as_written[pieces], is_guess)


def in_date(columns: Columns, standing: Standing, on: date | None) -> tuple[Columns, Standing]:
    """The pieces that have not expired on a day, and where words stand in them."""
    usable = columns.last_day >= (on.toordinal() if on else 0)
    if usable.all():
        return columns, standing
    return columns.at(usable), standing.among(usable)


def weigh(alike: Alike, weights: Weights) -> Found:
    """How alike each row is in all, those of an owner together, the best first."""
    likeness = (1 - weights.written) * alike.by_stem + weights.written * alike.as_written
    likeness *= np.where(alike.is_guess, weights.guess, 1.0)
    held = np.flatnonzero(likeness)
    return _sorted(alike.columns.at(held), likeness[held], alike.is_guess[held], BEST)


def unproved(found: Found, owners: NDArray[np.int32], weights: Weights) -> NDArray[np.float64]:
    """By owner, of those given in rising order, what the pieces that count leave unproved of a line: one less
    its value."""
    left = np.ones(owners.size)
    proved = weights.piece * found.likeness[found.counts]
    np.multiply.at(left, np.searchsorted(owners, found.owner[found.counts]), 1 - proved)
    return left


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
    counts = (at == 0) | ((at < most) & ~poor)
    return Found(owner, place, alike, is_guess, copies[order], columns.category[order], counts)
