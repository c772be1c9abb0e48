"""Changing a requirement: its words, lines and place; closing it; keeping a word as written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hub.categories.models import Category
from hub.database import utc_now
from hub.places.models import Place
from hub.requirements.models import Criterion, Requirement

AREA = "area"
MOST_KEPT = 50
LONGEST_KEPT = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A line as answered. ``key`` is the public id of the criterion it changes, empty for a new one.

    With ``fact`` it is a typed line, and ``value`` what is asked for: for the area, kilometres.
    """

    text: str
    importance: str = "should"
    weight: float = 1.0
    key: str = ""
    fact: str | None = None
    value: Any = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """The whole of a requirement as its form gives it."""

    title: str
    description: str
    categories: Sequence[Category]
    lines: Sequence[Line]
    postcode: str = ""
    place: Place | None = None
    needed_on: date | None = None
    visibility: str = "private"
    estimated_value: Decimal | None = None
    buying: str = "goods_services"
    own_area: bool = False
    reservation_told: str = ""
    reservation_checked: str = ""


def answers_held(requirement: Requirement) -> Answers:
    """The answers that a requirement stands as."""
    lines = [
        Line(
            each.text, each.importance, each.weight, each.public_id, each.fact, each.value, reason=each.reason
        )
        for each in requirement.criteria
    ]
    return Answers(
        title=requirement.title,
        description=requirement.description,
        categories=requirement.categories,
        lines=lines,
        postcode=requirement.postcode,
        place=requirement.place,
        needed_on=requirement.needed_on,
        visibility=requirement.visibility,
        estimated_value=requirement.estimated_value,
        buying=requirement.buying,
        own_area=requirement.own_area,
        reservation_told=requirement.reservation_told,
        reservation_checked=requirement.reservation_checked,
    )


def edit_requirement(requirement: Requirement, answers: Answers) -> None:
    """Put the answers in place of what stood there. A draft becomes open. The version rises each time."""
    requirement.title = answers.title
    requirement.description = answers.description
    requirement.categories = list(answers.categories)
    requirement.criteria = _criteria(requirement.criteria, answers.lines)
    requirement.postcode = answers.postcode
    requirement.place = answers.place
    requirement.needed_on = answers.needed_on
    requirement.visibility = answers.visibility
    requirement.estimated_value = answers.estimated_value
    requirement.buying = answers.buying
    requirement.own_area = answers.own_area
    requirement.reservation_told = answers.reservation_told
    requirement.reservation_checked = answers.reservation_checked
    if requirement.state == "draft":
        requirement.state = "open"
    # A change of lines alone must raise the version as well.
    requirement.updated_at = utc_now()


def _criteria(held: Iterable[Criterion], lines: Sequence[Line]) -> list[Criterion]:
    """The lines in order; one that stood there keeps its id: runs before and after can be compared."""
    known = {criterion.fact or criterion.public_id: criterion for criterion in held}
    criteria = []
    for position, line in enumerate(lines):
        criterion = known.pop(line.fact or line.key, None) or Criterion()
        criterion.position, criterion.text = position, line.text
        criterion.importance, criterion.weight = line.importance, line.weight
        criterion.fact, criterion.value, criterion.reason = line.fact, line.value, line.reason
        criteria.append(criterion)
    return criteria


def close_requirement(requirement: Requirement) -> None:
    """Look for nobody any more. One that is closed already stays closed since then."""
    if requirement.state != "closed":
        requirement.state, requirement.closed_at = "closed", utc_now()


def open_requirement(requirement: Requirement) -> None:
    """Open a closed requirement again. A draft opens when its lines have been checked, and not by this."""
    if requirement.state == "closed":
        requirement.state, requirement.closed_at = "open", None


def keep_word(requirement: Requirement, word: str, *, kept: bool) -> None:
    """Take a word as the buyer wrote it, without repair or widening, or read it as usual again."""
    words = [each for each in requirement.keep_words if each != word]
    if kept and word:
        words = [*words, word[:LONGEST_KEPT]][-MOST_KEPT:]
    requirement.keep_words = words
