"""Reads of the kept versions of a requirement. Who may see the requirement's desk may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.paging import Page, cut_page
from hub.requirements.comparing import Difference, compare
from hub.requirements.contents import Content, content_of
from hub.requirements.models import Requirement, RequirementVersion

ROWS = 20
"""Versions on a page."""


@dataclass(frozen=True, slots=True)
class Version:
    """A requirement as it stood. ``by`` is empty where nobody is known any more."""

    number: int
    saved_at: datetime
    by: str
    content: Content


@dataclass(frozen=True, slots=True)
class Listed:
    """A version with what it changed; None for the first that is kept."""

    version: Version
    differences: list[Difference] | None


def page_versions(session: Session, requirement: Requirement, number: int) -> Page[Listed]:
    """The kept versions, the latest first, each with what it changed of the one before."""
    page = cut_page(session, _kept(requirement), number, ROWS)
    rows = [_version(row) for row in page.rows]
    if not rows:
        return Page([Listed(_present(requirement), None)], 1, 1, 1)
    earlier = [*rows[1:], _find_kept(session, requirement, rows[-1].number - 1)]
    listed = [
        Listed(each, compare(before.content, each.content) if before else None)
        for each, before in zip(rows, earlier, strict=True)
    ]
    return Page(listed, page.total, page.number, page.pages)


def find_version(session: Session, requirement: Requirement, number: int) -> Version | None:
    """The requirement as it stood at that version; None where it is not known any more how that was.

    One of which no version is kept is its own present version.
    """
    if not 0 < number <= requirement.version:
        return None
    kept = _find_kept(session, requirement, number)
    if kept or number != requirement.version:
        return kept
    return _present(requirement)


def _find_kept(session: Session, requirement: Requirement, number: int) -> Version | None:
    """The latest that was kept by that version."""
    chosen = _kept(requirement).where(RequirementVersion.number <= number).limit(1)
    row = session.execute(chosen).first()
    return _version(row) if row else None


def _kept(requirement: Requirement) -> Select[Any]:
    kept = RequirementVersion
    chosen = select(kept.number, kept.saved_at, User.name, kept.content)
    named = chosen.outerjoin(User, User.id == kept.saved_by_id)
    return named.where(kept.requirement_id == requirement.id).order_by(kept.number.desc())


def _version(row: Any) -> Version:
    return Version(row.number, row.saved_at, row.name or "", row.content)


def _present(requirement: Requirement) -> Version:
    return Version(requirement.version, requirement.updated_at, "", content_of(requirement))
