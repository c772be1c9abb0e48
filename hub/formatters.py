"""How values read on a page: the Jinja filters, all of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from flask import Flask


def format_score(value: float) -> str:
    """A part of 1 as points of 100, to one decimal place: 0.6283 is 62.8."""
    return f"{value * 100:.1f}"


def format_pounds(value: Decimal | float | None) -> str:
    """Whole pounds with thousands separated; pence only where there are any."""
    if value is None:
        return ""
    sign, size = ("−" if value < 0 else ""), Decimal(str(abs(value)))
    return f"{sign}£{size:,.0f}" if size == size.to_integral() else f"{sign}£{size:,.2f}"


def format_day(value: date | datetime | None) -> str:
    return "" if value is None else f"{value.day} {value:%B %Y}"


def format_age(since: datetime) -> str:
    """How long ago, in whole days: `less than a day`, `1 day`, `12 days`."""
    days = (datetime.now(UTC) - since).days
    return format_count(days, "day") if days > 0 else "less than a day"


def format_moment(value: datetime | None) -> str:
    """A day and a time; times are in UTC, and say so: `25 November 2026 at 14:58 UTC`."""
    return "" if value is None else f"{format_day(value)} at {value:%H:%M} UTC"


def format_month(value: date | None) -> str:
    return "" if value is None else f"{value:%B %Y}"


def format_count(number: int, one: str, many: str | None = None) -> str:
    """`1 supplier`, `2 suppliers`, `1,204 suppliers`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def format_ordinal(number: int) -> str:
    """`1st`, `2nd`, `11th`, `1,203rd`."""
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return f"{number:,}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def quote_start(text: str, most: int = 80) -> str:
    """Other people's words in quotation marks, cut to `most` characters: for a sentence about them."""
    return f"“{text}”" if len(text) <= most else f"“{text[:most].rstrip()}…”"


def init_formatters(app: Flask) -> None:
    app.jinja_env.filters.update(
        score=format_score,
        pounds=format_pounds,
        day=format_day,
        moment=format_moment,
        age=format_age,
        month=format_month,
        count_of=format_count,
        ordinal=format_ordinal,
    )
