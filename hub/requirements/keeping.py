"""Keeping each version of a requirement as it stood."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.requirements.contents import Content, content_of
from hub.requirements.models import Requirement, RequirementVersion


@contextmanager
def keeping(session: Session, requirement: Requirement, user_id: int | None) -> Iterator[None]:
    """Around a change of what the requirement says: what stood is kept, if it was not, and what stands then.

    A change that changes nothing keeps nothing.
    """
    before = content_of(requirement)
    if not _is_kept(session, requirement):
        # Described since, or saved before versions were kept.
        first = requirement.created_by_id if requirement.version == 1 else None
        _keep(session, requirement, before, first)
    with session.no_autoflush:  # the requirement's row first: who comes second is told by its version
        yield
    session.flush()
    after = content_of(requirement)
    if after != before:
        _keep(session, requirement, after, user_id)


def _is_kept(session: Session, requirement: Requirement) -> bool:
    kept = select(RequirementVersion.id).where(RequirementVersion.requirement_id == requirement.id)
    return session.scalar(kept.limit(1)) is not None


def _keep(session: Session, requirement: Requirement, content: Content, user_id: int | None) -> None:
    version = RequirementVersion(
        requirement_id=requirement.id,
        number=requirement.version,
        saved_at=requirement.updated_at,
        saved_by_id=user_id,
        content=content,
    )
    session.add(version)
