"""Saying how a requirement ended, and taking that back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.endings.models import Ending
from hub.requirements.editing import close_requirement
from hub.requirements.models import Requirement


def end_requirement(session: Session, requirement: Requirement, how: str, reason: str) -> Ending:
    """Close the requirement, and say how it ended where nobody won it. The caller holds its row."""
    close_requirement(requirement)
    ending = hold_ending(session, requirement)
    ending.how, ending.reason = how, reason
    return ending


def hold_ending(session: Session, requirement: Requirement) -> Ending:
    """The requirement's ending, made where it has none."""
    ending = session.scalar(select(Ending).where(Ending.requirement_id == requirement.id))
    if ending is None:
        ending = Ending(requirement=requirement, how="assessing")
        session.add(ending)
    return ending


def forget_ending(session: Session, requirement: Requirement) -> bool:
    """Take back how the requirement ended, for it opens again. False where awards stand: those are withdrawn
    one by one first, for firms and the public may have read of them."""
    ending = session.scalar(select(Ending).where(Ending.requirement_id == requirement.id))
    if ending is None:
        return True
    if ending.awards:
        return False
    session.delete(ending)
    return True
