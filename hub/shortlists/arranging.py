"""Arranging a shortlist: its order, the reasons people give, and who is taken off it again.

Entries are named by their rank in the run, which never changes and is unique in a shortlist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm.attributes import flag_modified

from hub.shortlists.models import Shortlist, ShortlistEntry


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What somebody made of a shortlist: positions and reasons by rank, a button's act on one rank."""

    positions: Mapping[int, int]
    reasons: Mapping[int, str]
    act: str = "save"
    rank: int | None = None


class LastEntryError(ValueError):
    """A shortlist holds at least one supplier."""


def arrange(shortlist: Shortlist, wanted: Arrangement) -> None:
    """Bring the shortlist into the wanted order, with the wanted reasons, and raise its version.

    Raises LastEntryError where the only supplier would go.
    """
    order = in_wanted_order(shortlist.entries, wanted.positions)
    if wanted.act == "remove" and len(order) == 1:
        raise LastEntryError
    if wanted.act == "remove":
        order = [entry for entry in order if entry.rank != wanted.rank]
        shortlist.entries = order
    elif wanted.act in {"up", "down"}:
        _move(order, wanted.rank, -1 if wanted.act == "up" else 1)
    for position, entry in enumerate(order, start=1):
        entry.position = position
        entry.reason = wanted.reasons.get(entry.rank, entry.reason)
    flag_modified(shortlist, "state")  # the version counts for its entries too


def in_wanted_order(entries: list[ShortlistEntry], positions: Mapping[int, int]) -> list[ShortlistEntry]:
    """Entries by typed position. Where two share one, the entry that was moved there gets it.

    Who is moved up pushes the one who stood there down; who is moved down pushes the one who stood there up.
    """

    def key(entry: ShortlistEntry) -> tuple[int, int, int]:
        wanted = positions.get(entry.rank, entry.position)
        moved = (wanted > entry.position) - (wanted < entry.position)
        return wanted, moved, entry.position

    return sorted(entries, key=key)


def _move(order: list[ShortlistEntry], rank: int | None, step: int) -> None:
    at = next((index for index, entry in enumerate(order) if entry.rank == rank), None)
    if at is not None and 0 <= at + step < len(order):
        order[at], order[at + step] = order[at + step], order[at]
