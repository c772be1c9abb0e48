"""Asking the hub for a shortlist, and taking that back."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.proposals.models import ProposalRequest
from hub.proposals.queries import find_request
from hub.requirements.models import Requirement


class NotOpenError(ValueError):
    """Only for an open requirement is a shortlist asked for or proposed."""


def ask_for_shortlist(session: Session, requirement: Requirement, actor: Actor) -> ProposalRequest:
    """Let the hub's advisers read the requirement until a shortlist is confirmed or this is taken back.

    Asked twice, the first stands. Raises NotOpenError, and IntegrityError where another transaction asks.
    """
    if requirement.state != "open":
        raise NotOpenError
    held = find_request(session, requirement)
    if held is not None:
        return held
    asked = ProposalRequest(requirement_id=requirement.id, asked_by_id=actor.user_id)
    session.add(asked)
    session.flush()
    return asked


def take_back(session: Session, requirement: Requirement) -> bool:
    """Advisers read it no more, as far as this let them; False where nothing was asked."""
    held = find_request(session, requirement)
    if held is None:
        return False
    session.delete(held)
    return True


def end_asking(session: Session, requirement_id: int) -> None:
    """A shortlist was confirmed: what was asked for is there."""
    session.execute(delete(ProposalRequest).where(ProposalRequest.requirement_id == requirement_id))
