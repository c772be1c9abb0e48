"""Qualified suppliers that a buyer has not seen yet, offered where few were chosen or the same as always."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.matches.models import RunCard
from hub.privacy.erased_texts import firm_name
from hub.shortlists.cutting import ENOUGH
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Supplier, may_be_ranked

OFFERED = 3
OFTEN = 2
"""Earlier shortlists of other requirements that make a supplier one of the same as always."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A supplier of the ranking that meets every must and that the buyer never chose."""

    rank: int
    supplier: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Nudge:
    """Why it is shown, and whom it offers."""

    few: bool
    same_as_always: bool
    offers: tuple[Offer, ...]


def nudge_for(session: Session, shortlist: Shortlist) -> Nudge | None:
    """What to tell who made the shortlist; None where enough were chosen, and not the same as always.

    Two statements. Nobody is offered who was left out by a must: those are not ranked.
    """
    chosen = {entry.supplier_id for entry in shortlist.entries}
    before = _chosen_before(session, shortlist)
    few = len(shortlist.entries) < ENOUGH
    same = bool(chosen) and all(before.get(number or 0, 0) >= OFTEN for number in chosen)
    if not (few or same):
        return None
    return Nudge(few, same, _offers(session, shortlist, chosen | before.keys()))


def _chosen_before(session: Session, shortlist: Shortlist) -> dict[int, int]:
    """On how many shortlists for other requirements the organisation has each supplier."""
    requirements = func.count(Shortlist.requirement_id.distinct())
    others = (
        select(ShortlistEntry.supplier_id, requirements)
        .join(ShortlistEntry.shortlist)
        .where(
            Shortlist.organisation_id == shortlist.organisation_id,
            Shortlist.requirement_id != shortlist.requirement_id,
            ShortlistEntry.supplier_id.is_not(None),
        )
        .group_by(ShortlistEntry.supplier_id)
    )
    return {number: count for number, count in session.execute(others) if number is not None}


def _offers(session: Session, shortlist: Shortlist, known: Collection[int | None]) -> tuple[Offer, ...]:
    """The highest of the ranking that stand in the register still and are in none of its shortlists."""
    highest = (
        select(RunCard.place, Supplier.public_id, Supplier.name)
        .join(Supplier, Supplier.public_id == RunCard.supplier)
        .where(
            RunCard.run_id == shortlist.run_id,
            may_be_ranked(),
            Supplier.id.not_in([number for number in known if number is not None]),
        )
        .order_by(RunCard.place)
        .limit(OFFERED)
    )
    scores = shortlist.run.matches
    return tuple(
        Offer(place, public_id, firm_name(name), scores[place - 1]["score"])
        for place, public_id, name in session.execute(highest)
    )
