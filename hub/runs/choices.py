"""Who was chosen from a recorded ranking, and why: what its file says beside the order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.matches.models import Run
from hub.privacy.erased_texts import firm_name
from hub.scoping import seen
from hub.shortlists.models import Shortlist, ShortlistEntry


@dataclass(frozen=True, slots=True)
class Choice:
    """A supplier on a shortlist: ``place`` is the run's, ``position`` the one that people gave it."""

    shortlist: str
    chosen_at: datetime
    position: int
    place: int
    name: str
    reason: str


def list_choices(
    session: Session, actor: Actor, run: Run, shortlist: Shortlist | None = None
) -> list[Choice]:
    """Of the shortlists made from the run that the actor may see, or of one: the oldest first, in order."""
    chosen = select(Shortlist.public_id, Shortlist.created_at, ShortlistEntry).join(ShortlistEntry.shortlist)
    mine = chosen.where(Shortlist.run_id == run.id, seen(actor, Shortlist))
    if shortlist is not None:
        mine = mine.where(Shortlist.id == shortlist.id)
    ordered = mine.order_by(Shortlist.id, ShortlistEntry.position, ShortlistEntry.id)
    return [
        Choice(made, at, entry.position, entry.rank, firm_name(entry.supplier_name), entry.reason)
        for made, at, entry in session.execute(ordered)
    ]
