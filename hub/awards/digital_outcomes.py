"""Digital outcomes and specialists: one line an opportunity, with its winner if any.

How long the work was to take stands there in free words ("up to 2 years"): no last day is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hub.awards.cleaning import TITLE_LENGTH, clean_line
from hub.awards.inspecting import Inspected
from hub.awards.records import GROUP_LENGTH, Award, Heading, Skipped, UnusableValueError
from hub.awards.tables import Row, read_table
from hub.awards.values import read_day, read_firm, read_pounds, read_size

COLUMNS = (
    "ID",
    "Opportunity",
    "Category",
    "Specialist",
    "Organisation Name",
    "Winning supplier",
    "Size of supplier",
    "Contract amount",
    "Contract start date",
)
ROLE_SLUGS = {
    "quality-assurance": "quality-assurance-analyst",
    "security-consultant": "cyber-security-consultant",
    "web-operations": "web-operations-engineer",
}
"""Roles that the later frameworks, and so the hub's list, call otherwise."""


def read_digital_outcomes(inspected: Inspected) -> Iterator[Award | Skipped]:
    for row in read_table(inspected, COLUMNS):
        yield _read_opportunity(row)


def _read_opportunity(row: Row) -> Award | Skipped:
    line, cells = row
    winner = cells["Winning supplier"].strip()
    if not winner:
        return Skipped(line, "no winner is named")
    try:
        return _make_award(line, cells)
    except UnusableValueError as error:
        return Skipped(line, error.reason, winner, error.detail)


def _make_award(line: int, cells: dict[str, str]) -> Award:
    number = cells["ID"].strip()
    if not number or len(number) > GROUP_LENGTH:
        raise UnusableValueError("the opportunity has no usable ID", number[:40])
    heading = read_heading(cells["Category"], cells["Specialist"])
    return Award(
        line=line,
        group=number,
        edition=f"{line:09}",
        firm=read_firm(cells["Winning supplier"], size=read_size(cells["Size of supplier"])),
        heading=heading,
        title=clean_line(cells["Opportunity"], TITLE_LENGTH) or heading.label,
        buyer_name=clean_line(cells["Organisation Name"], 300),
        amount=read_pounds(cells["Contract amount"]),
        starts_on=read_day(cells["Contract start date"]),
    )


def read_heading(category: str, role: str) -> Heading:
    """`digital-specialists` and `agileCoach` read "Digital specialists: agile coach"."""
    lot = category.strip().casefold()
    label = clean_line(lot.replace("-", " "), 100).capitalize()
    words = clean_line(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", role), 90).casefold()
    if not words:
        return Heading(label or "Digital outcomes and specialists", (lot,))
    slug = words.replace(" ", "-")
    return Heading(f"{label}: {words}", (f"{lot}-{ROLE_SLUGS.get(slug, slug)}", lot))
