"""Another role for a member, and the end of a membership. The caller holds the organisation's row."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, Organisation, User
from hub.mail.queueing import queue_mail
from hub.members.roles import LEADING


class LastLeaderError(ValueError):
    """Nobody would be left who says who is a member. The text says what to do first."""


def change_role(session: Session, membership: Membership, role: str) -> bool:
    """Give the member the role and tell them by mail; whether it is another one than they had.

    Raises LastLeaderError for the last owner of an organisation, and the last administrator of the hub.
    """
    if membership.role == role:
        return False
    if role != LEADING[membership.organisation.kind]:
        _refuse_last(session, membership)
    membership.role = role
    queue_mail(
        session,
        membership.user.email,
        "role_changed",
        organisation=membership.organisation,
        role=role,
        person=membership.user.name,
    )
    return True


def end_membership(session: Session, membership: Membership, *, left: bool) -> None:
    """The person is no member any more, at their next request, and is told by mail.

    `left` says that they went by themselves. Raises LastLeaderError as `change_role` does.
    """
    _refuse_last(session, membership)
    queue_mail(
        session,
        membership.user.email,
        "membership_ended",
        organisation=membership.organisation,
        person=membership.user.name,
        left=left,
    )
    session.delete(membership)


def is_last_leader(session: Session, membership: Membership) -> bool:
    """Whether nobody else who can sign in leads the organisation."""
    organisation = membership.organisation
    return membership.role == LEADING[organisation.kind] and not count_other_leaders(
        session, organisation, membership.user_id
    )


def count_other_leaders(session: Session, organisation: Organisation, user_id: int) -> int:
    """The people beside this one who lead the organisation and can sign in."""
    others = select(func.count(Membership.id)).join(Membership.user)
    return (
        session.scalar(
            others.where(
                Membership.organisation_id == organisation.id,
                Membership.role == LEADING[organisation.kind],
                Membership.user_id != user_id,
                User.active,
            )
        )
        or 0
    )


def _refuse_last(session: Session, membership: Membership) -> None:
    if is_last_leader(session, membership):
        organisation = membership.organisation
        role = LEADING[organisation.kind]
        raise LastLeaderError(
            f"{organisation.name} needs at least one {role}. Make another member {role} first"
        )
