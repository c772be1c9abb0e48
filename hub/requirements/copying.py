"""Copying a requirement: a draft with the same words and lines, and nothing of what was decided from it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hub.requirements.models import Criterion, Requirement

COPY_OF = "Copy of "
LONGEST_TITLE = 200


def copy_requirement(
    session: Session, requirement: Requirement, *, user_id: int | None, form_key: str
) -> Requirement:
    """Add a private draft with the lines, categories, place and value of another, and return it.

    What the rules said of who may supply, and what was checked, is told anew when the draft is saved. The
    same form sent twice, by its key, is the draft it made the first time.
    """
    key = f"{requirement.organisation_id}-{form_key}"[:40]
    made = select(Requirement).where(Requirement.form_key == key)
    known = session.scalar(made)
    if known is not None:
        return known
    draft = Requirement(
        organisation_id=requirement.organisation_id,
        created_by_id=user_id,
        state="draft",
        title=f"{COPY_OF}{requirement.title}"[:LONGEST_TITLE],
        description=requirement.description,
        postcode=requirement.postcode,
        place=requirement.place,
        keep_words=list(requirement.keep_words),
        needed_on=requirement.needed_on,
        estimated_value=requirement.estimated_value,
        buying=requirement.buying,
        categories=list(requirement.categories),
        criteria=[_copied(each) for each in requirement.criteria],
        form_key=key,
    )
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError:
        return session.scalars(made).one()  # the form was sent a second time meanwhile
    return draft


def _copied(line: Criterion) -> Criterion:
    names = ("position", "importance", "text", "weight", "reason", "fact", "value")
    return Criterion(**{name: getattr(line, name) for name in names})
