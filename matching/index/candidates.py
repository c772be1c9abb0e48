"""From the arrays to the suppliers worth a look: the likeness of every piece to every line in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.postings import Postings
from matching.reading import Line
from matching.scoring import BESIDE, BEST, WEAK_RARITY, enough, likeness, rarity, saturation
from matching.weights import Weights
from matching.words import WEAK

NO_ROWS, NO_PARTS = np.zeros(0, np.int32), np.zeros(0)


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

    rows: NDArray[np.intp]
    by_stem: NDArray[np.float64]
    as_written: NDArray[np.float64]
    is_guess: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Found:
    """Every piece that is like a line, in arrays of one length: those of an owner together, the best first.

    ``counts`` marks the pieces that `counted` would keep.
    """

    owner: NDArray[np.int32]
    place: NDArray[np.int32]
    likeness: NDArray[np.float64]
    is_guess: NDArray[np.bool_]
    copies: NDArray[np.int32]
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
    """The postings read for one requirement: what several of its lines ask for is looked up once."""

    def __init__(self, postings: Postings, day: int | None) -> None:
        self.postings = postings
        self._usable, self._lengths = postings.usable(day), postings.lengths()
        self._known: dict[str, tuple[NDArray[np.int32], NDArray[np.float64]]] = {}
        self._rarities: dict[str, float] = {}

    def find(self, line: Line) -> Alike:
        """The rows like a line."""
        found, told = self._held(both(line), line.telling)
        written, _ = self._held(line.written)
        by_stem = likeness(found, self._asked(line.asked))
        as_written = likeness(written, self._asked(line.written))
        rows = np.flatnonzero(self._usable & (told > 0) & (by_stem + as_written > 0))
        is_guess = told[rows] < enough(len(line.telling & line.asked.keys()))
        return Alike(rows, by_stem[rows], as_written[rows], is_guess)

    def _held(
        self, weights: Mapping[str, float], telling: Collection[str] = ()
    ) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """By row, the weight found and the number of telling terms, of those that the catalogue holds.

        Terms are added in the order of their spelling, on every machine the same.
        """
        held = {term: self._look_up(term) for term in sorted(weights.keys() & self.postings.holders.keys())}
        rows = _joined([rows for rows, _ in held.values()])
        parts = [weights[term] * self._rarity(term) * saturated for term, (_, saturated) in held.items()]
        told = _joined([rows for term, (rows, _) in held.items() if term in telling])
        size = self.postings.size
        found = np.bincount(rows, np.concatenate([NO_PARTS, *parts]), size)
        return found.astype(np.float64), np.bincount(told, minlength=size)

    def _asked(self, terms: Mapping[str, float]) -> list[float]:
        """What each term is worth, those that nobody holds too."""
        return [weight * self._rarity(term) for term, weight in terms.items()]

    def _rarity(self, term: str) -> float:
        if term not in self._rarities:
            self._rarities[term] = _rarity(self.postings, term)
        return self._rarities[term]

    def _look_up(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The rows that hold a term, and how far each does, 0 to 1."""
        if term not in self._known:
            rows, counts = self.postings.list_of(term)
            self._known[term] = rows, saturation(counts, self._lengths[rows])
        return self._known[term]


def weigh(postings: Postings, alike: Alike, weights: Weights) -> Found:
    """How alike each row is in all, those of an owner together, the best first."""
    likeness = (1 - weights.written) * alike.by_stem + weights.written * alike.as_written
    likeness *= np.where(alike.is_guess, weights.guess, 1.0)
    held = np.flatnonzero(likeness)
    return _sorted(postings, alike.rows[held], likeness[held], alike.is_guess[held], BEST)


def nearest(postings: Postings, rows: NDArray[np.intp], closeness: NDArray[np.float64]) -> Found:
    """Rows near in meaning, those of an owner together, the nearest first; it alone counts."""
    return _sorted(postings, rows, closeness, np.zeros(rows.size, np.bool_), 1)


def agreeing(postings: Postings, line: Line) -> dict[str, float]:
    """What each term that the catalogue holds is worth: the weight the line gives it, times its rarity."""
    return {
        term: weight * _rarity(postings, term)
        for term, weight in both(line).items()
        if term in postings.holders
    }


def both(line: Line) -> dict[str, float]:
    """The weights of what the line asks for and of what counts besides."""
    return {
        term: line.asked.get(term, 0.0) + line.bonus.get(term, 0.0) for term in {**line.asked, **line.bonus}
    }


def _rarity(postings: Postings, term: str) -> float:
    return WEAK_RARITY if term in WEAK else rarity(postings.holders[term], len(postings))


def _joined(lists: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    return np.concatenate([NO_ROWS, *lists])


def _sorted(
    postings: Postings,
    rows: NDArray[np.intp],
    alike: NDArray[np.float64],
    is_guess: NDArray[np.bool_],
    most: int,
) -> Found:
    """At most so many pieces of an owner count."""
    owner, place, copies = postings.owner_of()[rows], postings.piece_of()[rows], postings.copies()[rows]
    order = np.lexsort((place, -alike, is_guess, owner))
    owner, place, alike, is_guess = owner[order], place[order], alike[order], is_guess[order]
    first = np.searchsorted(owner, owner, side="left")
    at = np.arange(owner.size) - first
    poor = is_guess | (alike < BESIDE * alike[first])
    return Found(owner, place, alike, is_guess, copies[order], (at == 0) | ((at < most) & ~poor))
