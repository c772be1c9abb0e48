"""Choosing suppliers from a ranking: the run is recorded, and each choice is kept as it stood."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from hub.accounts.actors import Actor
from hub.matches.models import Run, RunCard
from hub.matches.recording import RankingChangedError, record_run
from hub.requirements.models import Requirement
from hub.shortlists.holding import hold_open
from hub.shortlists.models import PassedOver, Shortlist, ShortlistEntry
from hub.suppliers.models import Supplier

COPIED = (
    *("supplier_id", "supplier_name", "position", "rank", "score"),
    *("band", "verdicts", "evidence", "reason"),
)
"""What of an entry stands in a copy of its shortlist."""


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


def add_supplier(session: Session, shortlist: Shortlist, public_id: str) -> ShortlistEntry | None:
    """Add a supplier of the run at the end of the shortlist; None where it is on it already.

    Raises NotRankedError as above, and FrozenError.
    """
    hold_open(session, shortlist)
    run = shortlist.run
    card = session.scalars(
        select(RunCard).where(RunCard.run_id == run.id, RunCard.supplier == public_id)
    ).one_or_none()
    supplier = session.scalars(select(Supplier).where(Supplier.public_id == public_id)).one_or_none()
    if card is None or supplier is None:
        raise NotRankedError
    if card.place in {entry.rank for entry in shortlist.entries}:
        return None
    last = max(entry.position for entry in shortlist.entries)
    entry = _entry(run, card, supplier, last + 1)
    shortlist.entries.append(entry)
    flag_modified(shortlist, "state")  # the version counts for its entries too
    return entry


def copy_shortlist(session: Session, shortlist: Shortlist, actor: Actor, *, form_key: str) -> Shortlist:
    """Add a shortlist of the same suppliers with the same reasons, to be changed: the first may be frozen.

    Raises IntegrityError where `form_key` was used by another transaction.
    """
    copy = Shortlist(
        organisation_id=shortlist.organisation_id,
        requirement_id=shortlist.requirement_id,
        run=shortlist.run,
        created_by_id=actor.user_id,
        form_key=form_key,
        few_reason=shortlist.few_reason,
        passed_over=[
            PassedOver(rank=each.rank, quick=each.quick, words=each.words) for each in shortlist.passed_over
        ],
    )
    copy.entries = [
        ShortlistEntry(**{name: getattr(entry, name) for name in COPIED}) for entry in shortlist.entries
    ]
    session.add(copy)
    session.flush()
    return copy


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
