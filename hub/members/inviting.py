"""Inviting a person by e-mail, and taking an invitation back.

An invitation is made for an address, whoever stands behind it: nobody looks whether it has an account or is
a member, so neither the answer nor its time can tell.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.accounts.models import Invitation, Organisation
from hub.database import utc_now
from hub.mail.queueing import queue_mail
from hub.members.queries import hash_token, is_open

LASTS = timedelta(days=2)
TOKEN_BYTES = 32
"""256 bits: nobody guesses one."""
MOST_OPEN = 50
MOST_A_DAY = 100
"""One organisation's invitations are no way to send mail to the world."""


class TooManyInvitationsError(ValueError):
    """The organisation has as many invitations as it may have. The text says what to do."""


def invite(
    session: Session, organisation: Organisation, actor: Actor, *, email: str, role: str
) -> Invitation:
    """Offer `email` a place in the organisation, whose row the caller holds, and queue the mail about it.

    The link works once, for that address and role, for two days; an earlier open invitation of the address
    is withdrawn. Raises TooManyInvitationsError.
    """
    now = utc_now()
    for earlier in session.scalars(
        select(Invitation).where(
            Invitation.organisation_id == organisation.id, Invitation.email == email, is_open(now)
        )
    ):
        withdraw_invitation(earlier)
    _refuse_too_many(session, organisation)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        organisation=organisation,
        email=email,
        role=role,
        token_hash=hash_token(token),
        invited_by_id=actor.user_id,
        created_at=now,
        expires_at=now + LASTS,
    )
    session.add(invitation)
    queue_mail(
        session, email, "invitation", token=token, organisation=organisation, role=role, inviter=actor.name
    )
    return invitation


def withdraw_invitation(invitation: Invitation) -> None:
    """Its link works no more. The day of the first withdrawal stands."""
    invitation.withdrawn_at = invitation.withdrawn_at or utc_now()


def _refuse_too_many(session: Session, organisation: Organisation) -> None:
    now = utc_now()
    own = select(func.count(Invitation.id)).where(Invitation.organisation_id == organisation.id)
    if (session.scalar(own.where(is_open(now))) or 0) >= MOST_OPEN:
        raise TooManyInvitationsError(
            f"{organisation.name} has {MOST_OPEN} open invitations. "
            "Withdraw one, or wait until one is accepted or ends"
        )
    if (session.scalar(own.where(Invitation.created_at > now - timedelta(days=1))) or 0) >= MOST_A_DAY:
        raise TooManyInvitationsError(
            f"{organisation.name} has sent {MOST_A_DAY} invitations in a day. Try again tomorrow"
        )
