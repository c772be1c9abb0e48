"""Choosing suppliers from a ranking: the run is recorded, and each choice is kept as it stood."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.matches.models import Run, RunCard
from hub.matches.recording import RankingChangedError, record_run
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Supplier


class NotRankedError(ValueError):
    """A supplier that is not among the first of this ranking."""


def choose_suppliers(
    session: Session,
    requirement: Requirement,
    digest: str,
    chosen: Collection[str],
    actor: Actor,
    *,
    form_key: str,
) -> Shortlist:
    """Record the ranking of a page with this digest as a run, and choose suppliers from it.

    Raises RankingChangedError where the run is no longer the ranking that was found, and what
    `choose_from_run` raises.
    """
    recorded = record_run(session, requirement, actor)
    if recorded.page_digest != digest:
        raise RankingChangedError
    return choose_from_run(session, recorded.run, chosen, actor, form_key=form_key)


def choose_from_run(
    session: Session, run: Run, chosen: Collection[str], actor: Actor, *, form_key: str
) -> Shortlist:
    """Add a shortlist of the chosen suppliers, by public id, as the run has them and in its order.

    Raises NotRankedError for a supplier that is not among its first or is gone from the register, and
    IntegrityError where `form_key` was used by another transaction.
    """
    found = select(RunCard).where(RunCard.run_id == run.id, RunCard.supplier.in_(chosen))
    cards = session.scalars(found.order_by(RunCard.place)).all()
    known = select(Supplier).where(Supplier.public_id.in_(chosen))
    suppliers = {supplier.public_id: supplier for supplier in session.scalars(known)}
    if not set(chosen) <= {card.supplier for card in cards} & suppliers.keys():
        raise NotRankedError
    # The requirement may be moving to another organisation at this moment: its shortlists go with it.
    owner = select(Requirement.organisation_id).where(Requirement.id == run.requirement_id)
    shortlist = Shortlist(
        organisation_id=session.scalars(owner.with_for_update(read=True)).one(),
        requirement_id=run.requirement_id,
        run=run,
        created_by_id=actor.user_id,
        form_key=form_key,
    )
    shortlist.entries = [
        _entry(run, card, suppliers[card.supplier], position) for position, card in enumerate(cards, start=1)
    ]
    session.add(shortlist)
    session.flush()  # a form key in use is told here, where the page can answer it
    return shortlist


def _entry(run: Run, card: RunCard, supplier: Supplier, position: int) -> ShortlistEntry:
    match = run.matches[card.place - 1]
    return ShortlistEntry(
        supplier=supplier,
        supplier_name=match["name"],
        position=position,
        rank=card.place,
        score=match["score"],
        band=match["band"],
        verdicts=card.reasons["verdicts"],
        evidence=card.reasons["evidence"],
    )
