"""Awards of a requirement: recording one, correcting it, withdrawing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.endings.models import EndingAward
from hub.endings.publishing import publish_award, take_back
from hub.endings.telling import hold_ending
from hub.requirements.editing import close_requirement
from hub.requirements.models import Requirement
from hub.suppliers.models import Supplier

MOST_AWARDS = 50


class AwardError(ValueError):
    """An award that cannot be recorded; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a buyer says of an award."""

    title: str
    value: Decimal | None
    vat: str
    awarded_on: date
    starts_on: date | None
    ends_on: date | None
    published: bool


def add_award(
    session: Session,
    requirement: Requirement,
    winner: Supplier | None,
    name: str,
    terms: Terms,
    *,
    form_key: str,
) -> EndingAward:
    """Record that the requirement was awarded to a supplier, or to a firm by its name alone. It closes.

    The caller holds the requirement's row. A form sent twice is one award. Raises AwardError for one too
    many, and PublishError.
    """
    held = session.scalars(select(EndingAward).where(EndingAward.form_key == form_key)).one_or_none()
    if held is not None and held.ending.requirement_id == requirement.id:
        return held
    ending = hold_ending(session, requirement)
    if len(ending.awards) >= MOST_AWARDS:
        raise AwardError(f"A requirement has {MOST_AWARDS} awards at most: withdraw one first")
    close_requirement(requirement)
    ending.how, ending.reason = "awarded", ""
    award = EndingAward(
        supplier=winner, supplier_name=winner.name if winner else name, form_key=None if held else form_key
    )
    ending.awards.append(award)
    _set_terms(award, terms)
    session.flush()
    _publish_or_not(session, requirement, award, terms)
    return award


def correct_award(session: Session, requirement: Requirement, award: EndingAward, terms: Terms) -> None:
    """Put what is said of the award now in place of what stood there; its contract follows.

    Raises PublishError.
    """
    _set_terms(award, terms)
    _publish_or_not(session, requirement, award, terms)


def withdraw_award(session: Session, award: EndingAward) -> None:
    """The award was none. Without another the requirement is being assessed again."""
    ending = award.ending
    take_back(session, award)
    ending.awards.remove(award)
    if not ending.awards:
        ending.how = "assessing"


def _set_terms(award: EndingAward, terms: Terms) -> None:
    award.title, award.value, award.vat = terms.title, terms.value, terms.vat
    award.awarded_on, award.starts_on, award.ends_on = terms.awarded_on, terms.starts_on, terms.ends_on


def _publish_or_not(session: Session, requirement: Requirement, award: EndingAward, terms: Terms) -> None:
    if terms.published:
        publish_award(session, requirement, award)
    else:
        take_back(session, award)
