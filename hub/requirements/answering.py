"""From a checked form to the answers of a requirement, and back to a form's first values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hub.categories.models import Category
from hub.facts.kinds import FACT_KINDS, FactKind
from hub.requirements.editing import AREA, Answers, Line
from hub.requirements.facts import area_line, fact_line, serves_line
from hub.requirements.filters import FILTERS, filter_line
from hub.requirements.forms import RequirementForm, asked_facts
from hub.requirements.models import Criterion, Requirement
from hub.requirements.reservation_fields import read_pounds
from hub.requirements.reserving import tell_judged
from matching.served import REMOTE, SERVES


def answers_of(form: RequirementForm, categories: Mapping[str, Category]) -> Answers:
    """The answers of a form that has been validated."""
    return Answers(
        title=form.title.data,
        description=form.description.data or "",
        categories=[categories[slug] for slug in form.chosen],
        lines=[
            *_lines(form),
            *_fact_lines(form),
            *_area_line(form),
            *_serves_line(form),
            *_filter_lines(form),
        ],
        postcode=form.postcode.data or "",
        place=form.place,
        needed_on=form.needed_on.data,
        visibility=form.visibility.data,
        estimated_value=read_pounds(form.estimated_value.data),
        buying=form.buying.data,
        **_reservation(form),
    )


def _reservation(form: RequirementForm) -> dict[str, Any]:
    """What is kept on record of who may supply: nothing where everybody may."""
    judged = form.judged
    if judged is None:
        return {}
    return {
        "own_area": bool(form.own_area.data and "county" in (form.filters.data or ())),
        "reservation_told": tell_judged(form.case, judged),
        "reservation_checked": "" if judged.is_allowed or not form.checked.data else form.checked_reason.data,
    }


def _lines(form: RequirementForm) -> list[Line]:
    return [
        Line(line.text.data, line.importance.data, float(line.weight.data), line.key.data or "")
        for line in (entry.form for entry in form.lines.entries)
        if line.text.data
    ]


def _fact_lines(form: RequirementForm) -> list[Line]:
    return [
        _fact_line(FACT_KINDS[name], answer.importance.data, answer)
        for name, answer in asked_facts(form).items()
    ]


def _fact_line(kind: FactKind, importance: str, answer: Any) -> Line:
    value: Any = True
    if kind.kind in ("choice", "many"):
        value = answer.value.data
    elif kind.kind == "number":
        value = float(answer.value.data)
    elif kind.kind == "money":
        value = float(_digits(answer.value.data))
    return Line(fact_line(kind, value), importance, fact=kind.name, value=value)


def _area_line(form: RequirementForm) -> list[Line]:
    if not form.within_km.data or not form.postcode.data:
        return []
    kilometres = float(_digits(form.within_km.data))
    text = area_line(form.postcode.data, kilometres)
    return [Line(text, form.area_importance.data, fact=AREA, value=kilometres)]


def _serves_line(form: RequirementForm) -> list[Line]:
    if not form.serves.data or not form.postcode.data:
        return []
    value = REMOTE if form.serves_remote.data else True
    return [Line(serves_line(form.postcode.data, value), form.serves.data, fact=SERVES, value=value)]


def _filter_lines(form: RequirementForm) -> list[Line]:
    asked = {name: form.filter_values(name) for name in FILTERS if name in (form.filters.data or ())}
    return [
        Line(filter_line(name, values), "must", fact=name, value=list(values), reason=form.filter_reason.data)
        for name, values in asked.items()
    ]


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())


def first_values(requirement: Requirement) -> dict[str, Any]:
    """What the form shows when it opens."""
    typed = {criterion.fact: criterion for criterion in requirement.criteria if criterion.fact}
    area, serves = typed.pop(AREA, None), typed.pop(SERVES, None)
    lines = [_line_values(criterion) for criterion in requirement.criteria if not criterion.fact]
    return {
        "version": str(requirement.version),
        "title": requirement.title,
        "description": requirement.description,
        "categories": [category.slug for category in requirement.categories],
        "lines": [*lines, {}],
        "facts": {name: _fact_values(criterion) for name, criterion in typed.items() if name in FACT_KINDS},
        "postcode": requirement.postcode,
        "within_km": f"{area.value:g}" if area else "",
        "area_importance": area.importance if area else "should",
        "serves": serves.importance if serves else "",
        "serves_remote": serves is not None and serves.value == REMOTE,
        "filters": [name for name in FILTERS if name in typed],
        "filter_reason": next((typed[name].reason for name in FILTERS if name in typed), ""),
        "estimated_value": _whole_pounds(requirement.estimated_value),
        "buying": requirement.buying,
        "bordering": _bordering(typed.get("county")),
        "own_area": requirement.own_area,
        "checked": bool(requirement.reservation_checked),
        "checked_reason": requirement.reservation_checked,
        "needed_on": requirement.needed_on,
        "visibility": requirement.visibility,
    }


def _bordering(county: Criterion | None) -> list[str]:
    """The counties beside the first, which is that of the place."""
    return list(county.value or ())[1:] if county else []


def _whole_pounds(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _line_values(criterion: Criterion) -> dict[str, Any]:
    return {
        "key": criterion.public_id,
        "text": criterion.text,
        "importance": criterion.importance,
        "weight": f"{criterion.weight:g}",
    }


def _fact_values(criterion: Criterion) -> dict[str, Any]:
    value = criterion.value
    if FACT_KINDS[criterion.fact or ""].kind == "money":
        value = f"{value:,.0f}"
    return {"importance": criterion.importance, "value": value}
