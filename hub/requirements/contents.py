"""What a requirement says, as a value: to be kept, to be held against another, and to be filled in again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hub.categories.models import Category
from hub.places.models import Place
from hub.requirements.editing import Answers, Line
from hub.requirements.models import Criterion, Requirement

Content = dict[str, Any]
SAME_NAMES = ("title", "description", "postcode", "visibility", "buying", "own_area")
"""Kept as they are, under their own names."""


def content_of(requirement: Requirement) -> Content:
    """All of a requirement that its buyer says, as JSON can hold it."""
    lines = [
        {"key": each.public_id or "", **_line(each)}
        for each in sorted(requirement.criteria, key=lambda each: each.position)
    ]
    return _content(requirement, lines) | {"keep_words": list(requirement.keep_words or ())}


def is_content_of(answers: Answers, requirement: Requirement) -> bool:
    """Whether saving the answers would change nothing but the version."""
    held = content_of(requirement)
    held.pop("keep_words")
    for line in held["lines"]:
        line.pop("key")
    return held == _content(answers, [_line(each) for each in answers.lines])


def _content(source: Requirement | Answers, lines: list[Content]) -> Content:
    value, day = source.estimated_value, source.needed_on
    return {
        **{name: getattr(source, name) for name in SAME_NAMES},
        "categories": sorted([each.name, each.slug] for each in source.categories),
        "lines": lines,
        "place": source.place.name if source.place else "",
        "needed_on": day.isoformat() if day else "",
        "estimated_value": "" if value is None else f"{value:.2f}",
        "reservation_told": source.reservation_told,
        "reservation_checked": source.reservation_checked,
    }


def _line(line: Criterion | Line) -> Content:
    names = ("importance", "text", "weight", "fact", "value", "reason")
    return {name: getattr(line, name) for name in names}


def as_requirement(
    content: Content, present: Requirement, categories: Mapping[str, Category], place: Place | None
) -> Requirement:
    """The content as a requirement to fill a form from: it is not saved. Its version and who sees it are
    those of the present one; a category that the hub has no more is left out."""
    day, value = content["needed_on"], content["estimated_value"]
    return Requirement(
        **{name: content[name] for name in SAME_NAMES} | {"visibility": present.visibility},
        version=present.version,
        categories=[categories[slug] for _name, slug in content["categories"] if slug in categories],
        criteria=list(_criteria(content["lines"])),
        place=place,
        needed_on=date.fromisoformat(day) if day else None,
        estimated_value=Decimal(value) if value else None,
        reservation_checked=content["reservation_checked"],
    )


def _criteria(lines: Iterable[Content]) -> Iterable[Criterion]:
    for position, line in enumerate(lines):
        words = {name: line[name] for name in line if name != "key"}
        yield Criterion(public_id=line["key"], position=position, **words)
