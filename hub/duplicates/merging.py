"""Carrying out a merger of two records, on record: the SupplierMerger names every row that moved.

What the kept record says stays as it is; what it does not say it takes over. Capabilities, contracts, facts
and claims move by statements that touch nothing but whose they are. Runs and shortlists are not touched: they
tell what was ranked and chosen, and the merged record's address leads to the kept one.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.administration.transferring import bring_member, join_places, move_invitations
from hub.audit.collecting import note_fact, note_subject
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.contacts.models import FirmContact
from hub.database import utc_now
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.duplicates.planning import PARTS, MergePlan, plan_merger
from hub.duplicates.queries import find_pair_of
from hub.duplicates.telling import tell_owners
from hub.endings.models import EndingAward
from hub.growth.models import FirmFigure
from hub.matches.cataloguing import note_changes
from hub.suppliers.models import Capability, Claim, Supplier
from hub.unlocking.models import PlannedAction

AS_IT_IS = {"synchronize_session": False}
UNSHOWN = "withdrawn"
"""The state of a merged record: no search finds it and nobody ranks it."""


def join_record(session: Session, kept: Supplier, merged: Supplier, actor: Actor) -> SupplierMerger:
    """Merge a record into the one that it is known to be a part of, and decide their pair with it.

    The caller holds both records' rows, and writes to the owners. Raises NotMergeableError.
    """
    merger = merge_records(session, plan_merger(session, kept, merged), actor, writes=False)
    pair = find_pair_of(session, kept.id, merged.id)
    if pair is not None:
        decide_pair(pair, "merged", actor)
    return merger


def merge_records(session: Session, plan: MergePlan, actor: Actor, *, writes: bool = True) -> SupplierMerger:
    """Do what the plan says and return the record of it. The caller holds both records' rows.

    With ``writes`` the owners are written to.
    """
    kept, merged = plan.kept, plan.merged
    moved: dict[str, Any] = {
        "state": merged.state,
        "filled": plan.filled,
        "staying": plan.staying,
        "coming": [bring_member(each, kept.organisation_id or 0) for each in plan.coming],
        "doubled": [join_places(session, each) for each in plan.doubled],
        "capabilities": _move_capabilities(session, plan),
        "contracts": _move(session, plan, "contracts"),
        "facts": _move(session, plan, "facts"),
        "figures": _move(session, plan, "figures"),
        "claims": _move_claims(session, plan),
        "awards": _move_awards(session, plan),
        "planned": _move_told(session, plan, PlannedAction),
        "checks": _move_told(session, plan, FactCheck),
        "consents": _move_told(session, plan, ConsentEntry),
        "log": _move_told(session, plan, FirmContact),
        "growth": _move_growth(session, plan),
        "sharings": _move_told(session, plan, SharingEntry),
        "invitations": _move_invitations(session, plan),
    }
    for name in plan.filled:
        setattr(kept, name, getattr(merged, name))
    merged.state = UNSHOWN
    if plan.both_claimed and merged.organisation is not None:
        merged.organisation.merged_at = utc_now()
    merger = SupplierMerger(kept=kept, merged=merged, moved=moved, done_by_id=actor.user_id)
    session.add(merger)
    session.flush()
    expire_parts(session, kept, merged)
    _note(session, plan, moved)
    if writes:
        tell_owners(session, "records_merged", kept, merged)
    return merger


def decide_pair(pair: DuplicatePair, state: str, actor: Actor | None) -> None:
    """Say what came of the pair; nobody's decision is that it is open again."""
    pair.state = state
    pair.decided_at = utc_now() if actor else None
    pair.decided_by_id = actor.user_id if actor else None


def _move_capabilities(session: Session, plan: MergePlan) -> list[list[Any]]:
    """They come after the kept record's own. The record tells number, place in the order, and digest."""
    last = session.scalar(select(func.max(Capability.position)).where(Capability.supplier_id == plan.kept.id))
    next_place = 0 if last is None else last + 1
    chosen = select(Capability.id, Capability.position).where(Capability.id.in_(plan.parts["capabilities"]))
    places = dict(session.execute(chosen).all())
    for number in plan.parts["capabilities"]:
        values = {"supplier_id": plan.kept.id, "position": next_place, "updated_at": Capability.updated_at}
        session.execute(
            update(Capability).where(Capability.id == number).values(values), execution_options=AS_IT_IS
        )
        next_place += 1
    texts = plan.texts["capabilities"]
    return [[number, places[number], texts[number]] for number in plan.parts["capabilities"]]


def _move(session: Session, plan: MergePlan, name: str) -> list[list[Any]]:
    model, numbers = PARTS[name], plan.parts[name]
    moving = update(model).where(model.id.in_(numbers)).values(supplier_id=plan.kept.id)
    session.execute(moving, execution_options=AS_IT_IS)
    return [[number, None, plan.texts[name][number]] for number in numbers]


def _move_claims(session: Session, plan: MergePlan) -> list[int]:
    moving = update(Claim).where(Claim.id.in_(plan.claims)).values(supplier_id=plan.kept.id)
    session.execute(moving, execution_options=AS_IT_IS)
    return plan.claims


def _move_awards(session: Session, plan: MergePlan) -> list[int]:
    """What buyers awarded to the merged record they awarded to the firm."""
    theirs = update(EndingAward).where(EndingAward.supplier_id == plan.merged.id)
    moving = theirs.values(supplier_id=plan.kept.id).returning(EndingAward.id)
    return sorted(session.scalars(moving, execution_options=AS_IT_IS))


def _move_told(session: Session, plan: MergePlan, model: Any) -> list[int]:
    """What was agreed with the merged record, or recorded of it, was agreed with the firm."""
    theirs = update(model).where(model.supplier_id == plan.merged.id)
    moving = theirs.values(supplier_id=plan.kept.id).returning(model.id)
    return sorted(session.scalars(moving, execution_options=AS_IT_IS))


def _move_growth(session: Session, plan: MergePlan) -> list[int]:
    """Jobs and turnover of days that the kept record has none of. What owners said of ownership stays."""
    has = select(FirmFigure.as_at).where(FirmFigure.supplier_id == plan.kept.id)
    theirs = update(FirmFigure).where(FirmFigure.supplier_id == plan.merged.id, FirmFigure.as_at.not_in(has))
    moving = theirs.values(supplier_id=plan.kept.id).returning(FirmFigure.id)
    return sorted(session.scalars(moving, execution_options=AS_IT_IS))


def _move_invitations(session: Session, plan: MergePlan) -> list[int]:
    source, target = plan.merged.organisation_id, plan.kept.organisation_id
    if source is None or target is None:
        return []
    return move_invitations(session, plan.invitations, source, target)


def expire_parts(session: Session, *suppliers: Supplier) -> None:
    """What the session holds of the records' parts was moved past it."""
    for supplier in suppliers:
        session.expire(supplier, ["capabilities", "contracts", "facts"])


def _note(session: Session, plan: MergePlan, moved: dict[str, Any]) -> None:
    """Bulk statements pass the audit and the catalogue by, so both are told here."""
    for each in (plan.kept, plan.merged):
        note_subject(session, "supplier", each.public_id)
    counted = (
        "coming",
        "doubled",
        "capabilities",
        "contracts",
        "facts",
        "figures",
        "claims",
        "awards",
        "planned",
        "log",
        "growth",
        "checks",
        "consents",
        "sharings",
        "invitations",
    )
    note_fact(
        session,
        merged=plan.merged.public_id,
        into=plan.kept.public_id,
        moved={name: len(moved[name]) for name in counted},
    )
    note_changes(session, [plan.kept.public_id, plan.merged.public_id])
