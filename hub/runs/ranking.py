"""Ranking and recording: musts and weights as they stand, equals in turn."""

from __future__ import annotations

import secrets

from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.matches.models import Run
from hub.matches.recording import record_run
from hub.requirements.models import Requirement


class NotOpenError(ValueError):
    """Only an open requirement is ranked for the record."""


class RequirementChangedError(ValueError):
    """The requirement is not the one any more that the page showed."""


def rank(session: Session, requirement: Requirement, actor: Actor, *, version: int, form_key: str) -> Run:
    """Add a run of the requirement as it stands, which is to be of that version.

    Raises NotOpenError, RequirementChangedError, RankingChangedError where the register changes faster than
    it is read, and IntegrityError where `form_key` was used by another transaction.
    """
    if requirement.state != "open":
        raise NotOpenError
    if requirement.version != version:
        raise RequirementChangedError
    return record_run(session, requirement, actor, seed=new_seed(), form_key=form_key).run


def new_seed() -> str:
    """Nobody can foresee it: whose turn it is cannot be arranged."""
    return secrets.token_hex(16)
