"""Making a report of counts: rows in their order, those that would give a few firms away left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from hub.contacts.models import INTENSITIES
from hub.contacts.wording import INTENSITY_WORDS
from hub.growth.wording import OWNERSHIP_WORDS
from hub.reports.counting import Counts, count_all, list_counties
from hub.reports.measures import MEASURES, Measure
from hub.reports.periods import Period
from hub.reports.suppressing import LEAST, hidden_rows, is_shown
from hub.suppliers.fields import SIZES

PART_WORDS = {
    "whole": "All",
    "intensity": "By intensity",
    "county": "By county or district",
    "size": "By size of the firm",
    "ownership": "By ownership, where its owner said so",
}
ELSEWHERE = "Elsewhere, or not known"
Groups = Mapping[str, Mapping[Any, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A group with the values of the measure's columns; None where it is not shown."""

    label: str
    values: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class Section:
    """A measure with its rows, by what firms are parted by."""

    measure: Measure
    parts: dict[str, list[Row]]


def compose(session: Session, period: Period) -> list[Section]:
    """The report as it may be shown. Ten statements."""
    counties = list_counties(session)
    return suppress(count_all(session, period, list(counties)), groups_of(counties))


def groups_of(counties: Mapping[int, str]) -> Groups:
    """The rows of each way of parting firms, in the order of a report: it tells nothing of the counts."""
    return {
        "whole": {None: "All firms"},
        "intensity": {number: INTENSITY_WORDS[name] for number, name in enumerate(INTENSITIES)},
        "county": {**counties, None: ELSEWHERE},
        "size": {**SIZES, "": "Not stated"},
        "ownership": {kind: words for kind, words in OWNERSHIP_WORDS.items() if kind != "prefer_not"},
    }


def suppress(counts: Mapping[str, Mapping[str, Counts]], groups: Groups) -> list[Section]:
    """The sections, with what a reader could tell a few firms from left out."""
    hidden: dict[tuple[str, str], set[int]] = {}
    sections = []
    for measure in MEASURES:
        parts = {}
        for part in measure.parts:
            firms = _firms(counts[measure.key][part], groups[part])
            hidden[measure.key, part] = _hidden(measure, part, firms, counts, groups, hidden)
            parts[part] = _rows(
                counts[measure.key][part], groups[part], hidden[measure.key, part], len(measure.columns)
            )
        sections.append(Section(measure, parts))
    return sections


def _hidden(  # noqa: PLR0917 - what was counted and what is hidden already
    measure: Measure,
    part: str,
    firms: Sequence[int],
    counts: Mapping[str, Mapping[str, Counts]],
    groups: Groups,
    hidden: Mapping[tuple[str, str], set[int]],
) -> set[int]:
    there = hidden.get((measure.within, part), set())
    total = _firms(counts[measure.key]["whole"], groups["whole"])[0]
    if part == "whole":
        return {0} if total < LEAST else set()
    if part == "ownership":
        return there | {row for row, count in enumerate(firms) if not is_shown(count, total)}
    most = _firms(counts[measure.within][part], groups[part]) if measure.within else None
    return hidden_rows(firms, most, there)


def _firms(counts: Counts, groups: Mapping[Any, str]) -> list[int]:
    return [counts[group][0] if group in counts else 0 for group in groups]


def _rows(counts: Counts, groups: Mapping[Any, str], hidden: set[int], width: int) -> list[Row]:
    nothing = (0,) * width
    return [
        Row(label, None if place in hidden else counts.get(group, nothing))
        for place, (group, label) in enumerate(groups.items())
    ]
