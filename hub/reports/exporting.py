"""A report as a table for spreadsheet programs: one row for each measure, group and figure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hub.formatters import format_day
from hub.reports.composing import PART_WORDS, Section
from hub.reports.periods import Period
from hub.reports.wording import HEADINGS, NOT_SHOWN, WHY_NOT_SHOWN, plain_value
from hub.tables.books import Book, Cell


def to_book(sections: list[Section], period: Period, now: datetime, hub_name: str) -> Book:
    """The rows that the page shows, in its order, and the definitions beside them."""
    rows: list[list[Cell]] = [list(HEADINGS)]
    for section in sections:
        for part, found in section.parts.items():
            for row in found:
                values: tuple[Any, ...] = row.values or (None,) * len(section.measure.columns)
                for (heading, kind), value in zip(section.measure.columns, values, strict=True):
                    cell = NOT_SHOWN if value is None else plain_value(value, kind)
                    rows.append([section.measure.heading, PART_WORDS[part], row.label, heading, cell])
    about: list[tuple[str, Cell]] = [
        ("Hub", hub_name),
        ("From", format_day(period.since)),
        ("To", format_day(period.until)),
        ("Counted on", format_day(now)),
        (NOT_SHOWN, WHY_NOT_SHOWN),
        *((section.measure.heading, section.measure.definition) for section in sections),
    ]
    return Book(f"Report, {period.code}", now, "Report", rows, about)
