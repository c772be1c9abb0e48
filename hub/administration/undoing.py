"""Taking a transfer back, row by row: what has since been changed or deleted stays as it is, and is told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.accounts.models import Membership, Transfer
from hub.administration.planning import NotTransferableError
from hub.administration.transferring import move_invitations, move_requirements, move_shortlists
from hub.audit.collecting import note_fact, note_subject
from hub.database import utc_now
from hub.formatters import format_count
from hub.requirements.models import Requirement


def undo_transfer(session: Session, transfer: Transfer, actor: Actor) -> list[str]:
    """Bring back what moved, and return in words what stays. The caller holds both organisations' rows.

    Raises NotTransferableError where it was undone before, or a later merger has to be undone first.
    """
    _check(transfer)
    source, target, moved = transfer.source_id, transfer.target_id, transfer.moved
    if transfer.kind == "merger":
        transfer.source.merged_at = None
    here = set(session.scalars(select(Membership.user_id).where(Membership.organisation_id == source)))
    back = [_send_back(session, each, transfer, here) for each in moved["coming"]]
    back += [_part_again(session, each, transfer, here) for each in moved["doubled"]]
    session.flush()
    requirements = move_requirements(session, moved["requirements"], target, source)
    shortlists = move_shortlists(session, requirements, target, source)
    invitations = move_invitations(session, moved["invitations"], target, source)
    transfer.undone_at, transfer.undone_by_id = utc_now(), actor.user_id
    _tell(session, requirements, back, shortlists)
    return [
        *_staying(back.count(False), "member", "their place or role was changed since"),
        *_staying(len(moved["requirements"]) - len(requirements), "requirement", "moved on or erased since"),
        *_staying(len(set(moved["shortlists"]) - set(shortlists)), "shortlist", "moved on or erased since"),
        *_staying(len(moved["invitations"]) - len(invitations), "invitation", "accepted or withdrawn since"),
        *_following(len(set(shortlists) - set(moved["shortlists"]))),
        *_ownerless(session, transfer),
    ]


def _check(transfer: Transfer) -> None:
    if transfer.undone_at is not None:
        raise NotTransferableError("This was undone already.")
    later = [transfer.target] if transfer.kind == "merger" else [transfer.source, transfer.target]
    for organisation in later:
        if organisation.merged_at is not None:
            raise NotTransferableError(
                f"{organisation.name} was merged into another organisation since. Undo that merger first."
            )


def _place(session: Session, number: int) -> Membership | None:
    return session.get(Membership, number, populate_existing=True)


def _send_back(session: Session, record: dict[str, Any], transfer: Transfer, here: set[int]) -> bool:
    """The person's place is the source's again, unless it ended or has another role now."""
    place = _place(session, record["membership"])
    as_it_came = (transfer.target_id, record["user"], record["role"])
    if place is None or record["user"] in here:
        return False
    if (place.organisation_id, place.user_id, place.role) != as_it_came:
        return False
    place.organisation_id = transfer.source_id
    return True


def _part_again(session: Session, record: dict[str, Any], transfer: Transfer, here: set[int]) -> bool:
    """The person has two places again, each with the role it had."""
    place = _place(session, record["into"])
    as_it_was_made = (transfer.target_id, record["user"], record["has"])
    if place is None or record["user"] in here:
        return False
    if (place.organisation_id, place.user_id, place.role) != as_it_was_made:
        return False
    place.role = record["had"]
    again = Membership(user_id=record["user"], organisation_id=transfer.source_id, role=record["role"])
    if _place(session, record["membership"]) is None:
        again.id = record["membership"]
    session.add(again)
    return True


def _tell(session: Session, requirements: list[int], back: list[bool], shortlists: list[int]) -> None:
    chosen = select(Requirement.public_id).where(Requirement.id.in_(requirements))
    for public_id in session.scalars(chosen):
        note_subject(session, "requirement", public_id)
    note_fact(
        session,
        brought_back={
            "members": back.count(True),
            "requirements": len(requirements),
            "shortlists": len(shortlists),
        },
    )


def _staying(number: int, thing: str, reason: str) -> list[str]:
    return [f"{format_count(number, thing)} did not go back: {reason}."] if number else []


def _following(number: int) -> list[str]:
    made = f"{format_count(number, 'shortlist')} made since went back with the requirement."
    return [made] if number else []


def _ownerless(session: Session, transfer: Transfer) -> list[str]:
    """An organisation that has members and no owner needs help from outside."""
    told = []
    for organisation in (transfer.source, transfer.target):
        places = select(func.count(Membership.id)).where(Membership.organisation_id == organisation.id)
        owners = session.scalar(places.where(Membership.role == "owner"))
        if session.scalar(places) and not owners:
            told.append(f"{organisation.name} has no owner now. Make one with the add-member command.")
    return told
