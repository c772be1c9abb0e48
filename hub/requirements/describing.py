"""Describing a need: its words make a draft, with the must and should lines that stand in them."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hub.requirements.models import Criterion, Requirement
from matching.sentences import read_lines

LONGEST_LINE = 2_000
MOST_LINES = 50


def describe_requirement(
    session: Session,
    *,
    organisation_id: int,
    user_id: int | None,
    title: str,
    description: str,
    form_key: str,
) -> Requirement:
    """Add a draft and return it. The same form sent twice, by its key, is the draft it made the first time.

    A form that was sent, gone back to and sent with other words is another requirement.
    """
    key: str | None = f"{organisation_id}-{form_key}"[:40]
    known = session.scalar(_with_key(key))
    if known is not None:
        if (known.title, known.description) == (title, description):
            return known
        key = None
    draft = Requirement(
        organisation_id=organisation_id,
        created_by_id=user_id,
        state="draft",
        title=title,
        description=description,
        form_key=key,
        criteria=_found_lines(description),
    )
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError:
        # The form was sent a second time while the first was being saved.
        return session.scalars(_with_key(key)).one()
    return draft


def _with_key(key: str | None) -> Select[Requirement]:
    return select(Requirement).where(Requirement.form_key == key)


def _found_lines(description: str) -> list[Criterion]:
    found = read_lines(description)[:MOST_LINES]
    return [
        Criterion(position=at, importance=line.importance, text=_shortened(line.text))
        for at, line in enumerate(found)
    ]


def _shortened(text: str) -> str:
    """A line that is too long for its box loses its end, at a word."""
    if len(text) <= LONGEST_LINE:
        return text
    return text[:LONGEST_LINE].rpartition(" ")[0] or text[:LONGEST_LINE]
