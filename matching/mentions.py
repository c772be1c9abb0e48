"""The day work starts and the place it is at, where prose says so, each with the words it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matching.words import TEXT_CAP

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" if month != "may" else "may" for month in MONTHS)
_DAY = rf"""(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>\d{{4}}))?
    | (?P<month_alone>{_MONTH})\s+(?P<its_year>\d{{4}})
    | (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    | (?P<slashed>\d{{1,2}}/\d{{1,2}}/\d{{4}})"""
_STARTS = re.compile(
    rf"""\b(?:from|start(?:s|ing|ed)?|begin(?:s|ning)?|commenc(?:e|es|ing)|go(?:es)?\s+live|in\s+place)\b
    (?:\s+(?:on|in|by|from|no\s+later\s+than|the|early|around)){{0,3}}\s+(?:{_DAY})\b""",
    re.VERBOSE | re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]?\s?[0-9][ABD-HJLNP-UW-Z]{2}\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class DayMention:
    words: str
    day: date


def read_day(text: str, today: date) -> DayMention | None:
    """The first day, today or later, that the text says work starts on; a month alone is its first day.

    A day without a year is the next one of that name. Deadlines, ends and days gone by are no start.

    >>> read_day("Work starts on 1 April 2027.", date(2026, 11, 28)).day
    datetime.date(2027, 4, 1)
    """
    for found in _STARTS.finditer(text[:TEXT_CAP]):
        day = next((each for each in _days(found, today) if each >= today), None)
        if day is not None:
            return DayMention(" ".join(found.group().split()), day)
    return None


def read_postcodes(text: str) -> tuple[str, ...]:
    """The whole postcodes in a text as they are written, each once; whether they are in use is not known."""
    return tuple(dict.fromkeys(_POSTCODE.findall(text[:TEXT_CAP])))


def _days(found: re.Match[str], today: date) -> Iterator[date]:
    """The day that was written, where there is such a day."""
    parts = found.groupdict()
    if parts["iso"] or parts["slashed"]:
        numbers = [int(each) for each in _DIGITS.findall(parts["iso"] or parts["slashed"])]
        yield from _day(*(numbers if parts["iso"] else reversed(numbers)))
    elif parts["month_alone"]:
        yield from _day(int(parts["its_year"]), _number(parts["month_alone"]), 1)
    else:
        years = [int(parts["year"])] if parts["year"] else [today.year, today.year + 1]
        for year in years:
            yield from _day(year, _number(parts["month"]), int(parts["day"]))


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _number(month: str) -> int:
    return next(at for at, name in enumerate(MONTHS, start=1) if name.startswith(month.lower()[:3]))
