"""Carrying out a merger or a move, on record: the Transfer names every row that moved.

Requirements, shortlists and invitations move by bulk statements that touch nothing but whose they are: their
versions stay, so nobody who is editing one loses a word.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.accounts.models import Invitation, Membership, Transfer
from hub.administration.planning import Doubled, Plan
from hub.audit.collecting import note_fact, note_subject
from hub.database import utc_now
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist


def carry_out(session: Session, plan: Plan, actor: Actor) -> Transfer:
    """Move what the plan names and return the record of it. The caller holds both organisations' rows."""
    target = plan.target.id
    moved: dict[str, Any] = {
        "coming": [bring_member(each, target) for each in plan.coming],
        "doubled": [join_places(session, each) for each in plan.doubled],
    }
    session.flush()
    numbers = [number for number, _ in plan.requirements]
    moved["requirements"] = move_requirements(session, numbers, plan.source.id, target)
    moved["shortlists"] = move_shortlists(session, moved["requirements"], plan.source.id, target)
    moved["invitations"] = move_invitations(session, plan.invitations, plan.source.id, target)
    if plan.kind == "merger":
        plan.source.merged_at = utc_now()
    transfer = Transfer(
        kind=plan.kind,
        source_id=plan.source.id,
        target_id=target,
        moved=moved,
        done_by_id=actor.user_id,
    )
    session.add(transfer)
    for _number, public_id in plan.requirements:
        note_subject(session, "requirement", public_id)
    note_fact(session, moved={name: len(rows) for name, rows in moved.items()})
    return transfer


def bring_member(membership: Membership, organisation_id: int) -> dict[str, Any]:
    """The place goes along. Returns what takes it back."""
    membership.organisation_id = organisation_id
    return {"membership": membership.id, "user": membership.user_id, "role": membership.role}


def join_places(session: Session, doubled: Doubled) -> dict[str, Any]:
    """Of a person of both organisations the place in the source ends; the one in the target has the higher
    role. Returns what takes it back."""
    here, there, role = doubled.here, doubled.there, doubled.role
    record = {
        "membership": here.id,
        "user": here.user_id,
        "role": here.role,
        "into": there.id,
        "had": there.role,
        "has": role,
    }
    there.role = role
    session.delete(here)
    return record


def move_requirements(session: Session, numbers: Collection[int], source: int, target: int) -> list[int]:
    """Give those that are the source's to the target. Returns their numbers, as the others do."""
    mine = update(Requirement).where(Requirement.id.in_(numbers), Requirement.organisation_id == source)
    given = mine.values(organisation_id=target, updated_at=Requirement.updated_at)
    return _moved(session, given.returning(Requirement.id))


def move_shortlists(session: Session, requirements: Collection[int], source: int, target: int) -> list[int]:
    """Shortlists follow their requirements."""
    mine = update(Shortlist).where(
        Shortlist.requirement_id.in_(requirements), Shortlist.organisation_id == source
    )
    return _moved(session, mine.values(organisation_id=target).returning(Shortlist.id))


def move_invitations(session: Session, numbers: Collection[int], source: int, target: int) -> list[int]:
    """Those that nobody has accepted or withdrawn."""
    mine = update(Invitation).where(
        Invitation.id.in_(numbers),
        Invitation.organisation_id == source,
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
    )
    return _moved(session, mine.values(organisation_id=target).returning(Invitation.id))


def _moved(session: Session, statement: Any) -> list[int]:
    return sorted(session.scalars(statement, execution_options={"synchronize_session": False}))
