"""Keeping the document that proves a fact, and taking it away."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy.orm import Session

from hub.database import utc_now
from hub.facts.models import FactDocument
from hub.facts.queries import document_of
from hub.suppliers.models import Fact


def keep_document(session: Session, fact: Fact, content: bytes) -> FactDocument:
    """Keep a checked document as the proof of a fact, in place of what was kept.

    The same file sent twice is one document, added when it was first sent.
    """
    digest, held = sha256(content).hexdigest(), document_of(session, fact)
    if held is not None and held.digest == digest:
        return held
    if held is None:
        held = FactDocument(fact_id=fact.id)
        session.add(held)
    held.content, held.digest, held.size, held.added_at = content, digest, len(content), utc_now()
    return held


def remove_document(session: Session, document: FactDocument) -> None:
    """The fact stays stated, without the document."""
    session.delete(document)
