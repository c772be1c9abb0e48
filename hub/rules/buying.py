"""The rules of public buying as the hub holds them: thresholds, notices, quotes and reservations, dated.

They are data: `buying.json`, and amounts that administrators add. What is asked for a kind of organisation or
a day that no rule is held for is None, never a guess.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from hub.formatters import format_day
from hub.rules.held import Source
from hub.settings.figures import AmountRow, Slot, added_amounts, amount_on, slot_of


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a rule stands, when it holds (both days included), and when to look at it again.

    ``starts`` is None where it held before all that the hub holds, ``ends`` where no end is known.
    """

    name: str
    source: Source
    starts: date | None
    ends: date | None
    review_by: date

    def holds(self, on: date) -> bool:
        return (self.starts is None or self.starts <= on) and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of pounds, VAT included, from which something is asked, and the rule that sets it."""

    amount: Decimal
    rule: Rule


@dataclass(frozen=True, slots=True)
class QuoteBand:
    """What is asked for a value: ``quotes`` at least, None where a number of quotes is not the question."""

    quotes: int | None
    words: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class ReservationRule:
    """Whom a procurement may be kept for. ``areas`` are those that may be named: uk, county, counties.

    ``without_area`` says whether it may be kept for SMEs or VCSEs without one; None where that is not held.
    ``own_area`` says whether a county must be the buyer's own, and others border it.
    """

    words: str
    areas: tuple[str, ...]
    without_area: bool | None
    own_area: bool
    other_area: str
    without_area_words: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Duty:
    """What a rule asks in words."""

    words: tuple[str, ...]
    rule: Rule


@cache
def _table() -> Mapping[str, Any]:
    table: dict[str, Any] = json.loads(resources.files(__package__).joinpath("buying.json").read_bytes())
    return table


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        row["name"],
        Source(row["source"], date.fromisoformat(row["as_at"])),
        _day(row["from"]),
        _day(row["until"]),
        date.fromisoformat(row["review_by"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _in_force(rows: Iterable[Mapping[str, Any]], on: date) -> Iterable[tuple[Mapping[str, Any], Rule]]:
    return ((row, rule) for row in rows if (rule := _rule(row)).holds(on))


def threshold(kind: str, buying: str, on: date) -> Limit | None:
    """From which estimated value the Procurement Act holds in full; None where the hub holds none."""
    return _limit("thresholds", kind, on, buying)


def notice_limit(kind: str, on: date) -> Limit | None:
    """From which value a contract below the threshold needs notices."""
    return _limit("notices", kind, on)


def _limit(part: str, kind: str, on: date, buying: str = "") -> Limit | None:
    """Of the file's row and what administrators added, whichever started later."""
    shipped = next((each for each in _shipped(part, kind, buying) if each.rule.holds(on)), None)
    slot = slot_of(part, kind, buying)
    row = amount_on(added_amounts(slot), on) if slot else None
    if slot is None or row is None or (shipped and shipped.rule.starts and shipped.rule.starts > row.starts):
        return shipped
    return _added(slot, row)


def _shipped(part: str, kind: str, buying: str) -> Iterable[Limit]:
    return (
        Limit(Decimal(each["amount"]), _rule(row))
        for row in _table()[part]
        for each in row["amounts"]
        if kind in each["kinds"] and each.get("buying", "") == buying
    )


def _added(slot: Slot, row: AmountRow) -> Limit:
    name = f"{slot.heading}, from {format_day(row.starts)}"
    return Limit(row.amount, Rule(name, Source(row.source, row.as_at), row.starts, None, row.review_by))


@dataclass(frozen=True, slots=True)
class Limits:
    """An amount on a day: the one that counts, those to come, and all that the hub came with."""

    present: Limit | None
    coming: tuple[Limit, ...]
    shipped: tuple[Limit, ...]


def limits_of(slot: Slot, on: date) -> Limits:
    shipped = tuple(_shipped(slot.part, slot.kinds[0], slot.buying))
    added = [_added(slot, row) for row in added_amounts(slot) if row.starts > on]
    later = [each for each in shipped if each.rule.starts and each.rule.starts > on]
    coming = sorted((*later, *added), key=lambda each: each.rule.starts or date.min)
    return Limits(_limit(slot.part, slot.kinds[0], on, slot.buying), tuple(coming), shipped)


def quote_band(kind: str, value: Decimal, on: date) -> QuoteBand | None:
    """What is asked of a contract of that value below the threshold."""
    for row, rule in _in_force(_table()["quotes"], on):
        if kind not in row["kinds"]:
            continue
        for band in row["bands"]:
            if _within(band, value):
                return QuoteBand(band["quotes"], band["words"], rule)
    return None


def _within(band: Mapping[str, Any], value: Decimal) -> bool:
    if "below" in band:
        return value < band["below"]
    return band["up_to"] is None or value <= band["up_to"]


WITHOUT_AREA = {"yes": True, "no": False, "not held": None}


def reservation_rule(kind: str, on: date) -> ReservationRule | None:
    """The rule that says whom such an organisation may keep a procurement for."""
    found = next((each for each in _in_force(_table()["reservations"], on) if kind in each[0]["kinds"]), None)
    if found is None:
        return None
    row, rule = found
    return ReservationRule(
        row["words"],
        tuple(row["areas"]),
        WITHOUT_AREA[row["without_area"]],
        row["own_area"],
        row["other_area"],
        row["without_area_words"],
        rule,
    )


def reservation_duties() -> Duty:
    row = _table()["duties"]
    return Duty(tuple(row["words"]), _rule(row))


def meaning_of_location() -> Duty:
    row = _table()["location"]
    return Duty((row["words"],), _rule(row))


def every_rule() -> list[Rule]:
    """Each rule held, in the order of the file."""
    rows = [row for part in ("thresholds", "notices", "quotes", "reservations") for row in _table()[part]]
    return [_rule(row) for row in (*rows, _table()["duties"], _table()["location"])]
