"""Where a shortlist cuts a ranking: who was passed over, and how near the next one came. Pure.

Passed over is who stands higher in the ranking than somebody chosen, and was not chosen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ENOUGH = 3
"""Fewer chosen than this is asked about: three quotes are the usual rule."""


@dataclass(frozen=True, slots=True)
class Place:
    """A supplier's place in the order of a run: ``score`` is the matcher's, 0 to 1."""

    rank: int
    supplier: str
    name: str
    score: float
    band: int


@dataclass(frozen=True, slots=True)
class Cut:
    """``last`` is the lowest of those chosen, ``next`` the first below it that was not chosen, None where it
    is the last of the ranking. ``tied`` are those below the cut that tie with ``last``."""

    ranked: int
    chosen: int
    last: Place
    next: Place | None
    passed_over: tuple[Place, ...]
    tied: tuple[Place, ...]

    @property
    def splits_a_tie(self) -> bool:
        """Whether the cut runs through a band: nothing in the ranking sets its two sides apart."""
        return bool(self.tied)

    @property
    def few(self) -> bool:
        return self.chosen < ENOUGH


def cut_of(matches: Sequence[Mapping[str, Any]], chosen: Collection[int]) -> Cut:
    """The cut that choosing these ranks makes through the order of a run.

    >>> order = [{"supplier": name, "name": name, "score": 0.5, "band": 1} for name in "abc"]
    >>> [place.supplier for place in cut_of(order, {2}).passed_over]
    ['a']
    """
    lowest = max(chosen)
    places = [_place(rank, row) for rank, row in enumerate(matches, start=1)]
    last = places[lowest - 1]
    below = places[lowest:]
    return Cut(
        ranked=len(places),
        chosen=len(chosen),
        last=last,
        next=below[0] if below else None,
        passed_over=tuple(place for place in places[:lowest] if place.rank not in chosen),
        tied=tuple(place for place in below if place.band == last.band),
    )


def _place(rank: int, row: Mapping[str, Any]) -> Place:
    return Place(rank, row["supplier"], row["name"], row["score"], row["band"])
