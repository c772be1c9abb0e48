"""Putting a draft before its buyer, who is told by mail."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.accounts.models import Membership, User
from hub.database import utc_now
from hub.formatters import format_count
from hub.mail.queueing import queue_mail
from hub.proposals.asking import NotOpenError
from hub.proposals.models import Proposal
from hub.proposals.queries import find_request


def propose(session: Session, proposal: Proposal, actor: Actor) -> None:
    """The buyer sees the draft from now on. Raises NotOpenError where the requirement is closed."""
    if proposal.requirement.state != "open":
        raise NotOpenError
    proposal.state, proposal.proposed_at, proposal.proposed_by_id = "proposed", utc_now(), actor.user_id
    for person in readers_of(session, proposal):
        queue_mail(
            session,
            person.email,
            "proposal",
            person=person.name,
            adviser=actor.name,
            requirement=proposal.title,
            firms=format_count(len(proposal.entries), "firm"),
            public_id=proposal.public_id,
        )


def readers_of(session: Session, proposal: Proposal) -> Sequence[User]:
    """Whom to tell: who asked for it while they may still decide, or else the owners; of confirmed
    addresses only."""
    asked = find_request(session, proposal.requirement)
    able = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id == proposal.requirement.organisation_id,
            User.active,
            User.confirmed_at.is_not(None),
        )
        .order_by(User.id)
    )
    if asked is not None and asked.asked_by_id is not None:
        mine = able.where(User.id == asked.asked_by_id, Membership.role.in_(("owner", "editor")))
        if found := session.scalars(mine).all():
            return found
    return session.scalars(able.where(Membership.role == "owner")).all()
