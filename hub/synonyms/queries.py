"""Reads of the hub's own synonyms."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.synonyms.models import Synonym
from matching import synonyms


def list_synonyms(session: Session) -> list[Synonym]:
    """All of them, by phrase."""
    return list(session.scalars(select(Synonym).order_by(Synonym.phrase, Synonym.id)))


def find_synonym(session: Session, public_id: str) -> Synonym | None:
    return session.scalars(select(Synonym).where(Synonym.public_id == public_id)).one_or_none()


def matching_synonyms(session: Session) -> synonyms.Synonyms:
    """What the matcher looks for: its own table, and in its place what the hub says."""
    own = [synonyms.Synonym(each.phrase, tuple(each.also), each.mutual) for each in list_synonyms(session)]
    return synonyms.shipped_synonyms().with_own(own)
