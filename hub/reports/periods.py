"""Periods of reports: whole quarters, so that two reports differ by a quarter or more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

KEPT = 24
"""Quarters back that a report can be of: contacts are kept six years."""
CODE = re.compile(r"(20\d\d)q([1-4])\Z")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a calendar year, `number` from 1."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        return self.moved(1).first_day - timedelta(days=1)

    @property
    def code(self) -> str:
        return f"{self.year}q{self.number}"

    @property
    def words(self) -> str:
        return f"{self.first_day:%B} to {self.last_day:%B %Y}"

    def moved(self, quarters: int) -> Quarter:
        """The quarter so many later.

        >>> Quarter(2026, 1).moved(-1), Quarter(2026, 4).moved(1)
        (Quarter(year=2025, number=4), Quarter(year=2027, number=1))
        """
        months = self.year * 4 + self.number - 1 + quarters
        return Quarter(months // 4, months % 4 + 1)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day of one quarter to the last of another."""

    first: Quarter
    last: Quarter

    @property
    def since(self) -> date:
        return self.first.first_day

    @property
    def until(self) -> date:
        return self.last.last_day

    @property
    def code(self) -> str:
        """At most twelve characters: `26q2-27q1`."""
        return f"{self.first.code[2:]}-{self.last.code[2:]}"

    def is_over(self, today: date) -> bool:
        return self.until < today

    def overlaps(self, other: Period) -> bool:
        """Whether the two have some quarters in common and not all."""
        return self != other and self.first <= other.last and other.first <= self.last


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def read_quarter(code: str) -> Quarter:
    """What `Quarter.code` wrote. Raises ValueError."""
    found = CODE.match(code)
    if found is None:
        raise ValueError(code)
    return Quarter(int(found[1]), int(found[2]))


def read_period(code: str) -> Period:
    """What `Period.code` wrote. Raises ValueError."""
    first, last = (read_quarter(f"20{part}") for part in code.split("-"))
    return Period(first, last)


def list_quarters(today: date) -> list[Quarter]:
    """The quarters that a report can be of, the latest first: to the end of this financial year."""
    end = financial_year(today).last
    return [end.moved(-back) for back in range(KEPT + 4)]


def financial_year(day: date) -> Period:
    """From April to March.

    >>> financial_year(date(2026, 2, 1)).code
    '25q2-26q1'
    """
    first = Quarter(day.year if day.month >= 4 else day.year - 1, 2)
    return Period(first, first.moved(3))


def quick_choices(today: date) -> dict[str, Period]:
    """Periods that funders usually ask for, by their words."""
    now, year = quarter_of(today), financial_year(today)
    before = Period(year.first.moved(-4), year.last.moved(-4))
    return {
        "Last quarter": Period(now.moved(-1), now.moved(-1)),
        "This quarter": Period(now, now),
        "Last financial year": before,
        "This financial year": year,
    }
