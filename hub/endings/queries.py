"""Reads of endings and awards, through the actor who asks, and of the suppliers to award to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.accounts.actors import Actor
from hub.duplicates.queries import find_kept
from hub.endings.models import Ending, EndingAward
from hub.matches.models import Run, RunCard
from hub.places.models import Place
from hub.requirements.models import Requirement
from hub.scoping import own, seen
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import SHOWN_STATES, Supplier

FIRST = 20
"""Suppliers of the latest recorded ranking that are offered."""


def find_ending(session: Session, actor: Actor, requirement: Requirement) -> Ending | None:
    """How a requirement ended, with its awards and their winners, where the actor may see it."""
    chosen = select(Ending).where(Ending.requirement_id == requirement.id, seen(actor, Ending))
    whole = chosen.options(selectinload(Ending.awards).joinedload(EndingAward.supplier))
    return session.scalar(whole.execution_options(populate_existing=True))


def find_award(
    session: Session, actor: Actor, requirement: Requirement, public_id: str
) -> EndingAward | None:
    """An award of the requirement, one of the actor's own organisations."""
    chosen = (
        select(EndingAward)
        .join(EndingAward.ending)
        .where(
            EndingAward.public_id == public_id,
            Ending.requirement_id == requirement.id,
            own(actor, EndingAward),
        )
    )
    return session.scalar(
        chosen.options(joinedload(EndingAward.ending), joinedload(EndingAward.supplier)).execution_options(
            populate_existing=True
        )
    )


def hold_requirement(session: Session, actor: Actor, public_id: str) -> None:
    """Lock the row of a requirement: of two who say at once how it ended, the second sees the first."""
    chosen = select(Requirement.id).where(Requirement.public_id == public_id, own(actor, Requirement))
    session.execute(chosen.with_for_update()).all()


def find_winner(session: Session, actor: Actor, public_id: str) -> Supplier | None:
    """A supplier that the actor may see; for a record that was merged, the one that was kept."""
    chosen = select(Supplier).where(Supplier.public_id == public_id, seen(actor, Supplier))
    found = session.scalar(chosen.where(Supplier.state.in_(SHOWN_STATES)))
    return found or find_kept(session, actor, public_id)


def list_shortlisted(session: Session, actor: Actor, requirement: Requirement) -> Sequence[Supplier]:
    """Those of the requirement's shortlists that the register shows, by name."""
    entries = (
        select(ShortlistEntry.supplier_id)
        .join(ShortlistEntry.shortlist)
        .where(Shortlist.requirement_id == requirement.id, own(actor, Shortlist))
    )
    return session.scalars(_shown().where(Supplier.id.in_(entries))).all()


def list_ranked(session: Session, actor: Actor, requirement: Requirement) -> Sequence[Supplier]:
    """The first of the latest recorded ranking that the register shows, by name."""
    latest = (
        select(Run.id)
        .where(Run.requirement_id == requirement.id, own(actor, Run))
        .order_by(Run.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    first = select(RunCard.supplier).where(RunCard.run_id == latest, RunCard.place <= FIRST)
    return session.scalars(_shown().where(Supplier.public_id.in_(first))).all()


def _shown() -> Select[Any]:
    chosen = select(Supplier).where(Supplier.state.in_(SHOWN_STATES))
    whole = chosen.options(joinedload(Supplier.place).joinedload(Place.county))
    return whole.order_by(Supplier.name, Supplier.id)
