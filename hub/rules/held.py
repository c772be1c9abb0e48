"""The rules as the hub holds them: limits and rates, each with its source and the day it is stated as at.

They are data (`rules.json`) and dated: a hub checks them with its own advisers before it relies on them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands, and the day it is stated as at."""

    words: str
    as_at: date


@dataclass(frozen=True, slots=True)
class Band:
    """A size and its limits: fewer staff, and at most the turnover or at most the balance sheet."""

    size: str
    staff_below: int
    turnover: Decimal
    balance_sheet: Decimal


@dataclass(frozen=True, slots=True)
class SizeRule:
    """A definition of sizes, smallest band first; limits are in `currency`."""

    name: str
    words: str
    currency: str
    bands: tuple[Band, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class EuroRate:
    """Pounds for a euro, the average of a year."""

    year: int
    pounds: Decimal
    source: Source


@cache
def _table() -> Mapping[str, Any]:
    table: dict[str, Any] = json.loads(resources.files(__package__).joinpath("rules.json").read_bytes())
    return table


def _source(row: Mapping[str, Any]) -> Source:
    return Source(row["source"], date.fromisoformat(row["as_at"]))


@cache
def size_rule(name: str) -> SizeRule:
    """The definition called `uk` or `ec`. Raises KeyError for another."""
    row = {each["name"]: each for each in _table()["sizes"]}[name]
    bands = tuple(
        Band(each["size"], each["staff_below"], Decimal(each["turnover"]), Decimal(each["balance_sheet"]))
        for each in row["bands"]
    )
    return SizeRule(row["name"], row["words"], row["currency"], bands, _source(row))


@cache
def euro_rates() -> tuple[EuroRate, ...]:
    """Those held, earliest first."""
    rows = _table()["euro_rates"]
    rates = (EuroRate(each["year"], Decimal(each["pounds"]), _source(each)) for each in rows)
    return tuple(sorted(rates, key=lambda rate: rate.year))


def euro_rate(year: int) -> EuroRate:
    """The rate of that year, or of the nearest year held: the latest one before it, else the first."""
    rates = euro_rates()
    return next((rate for rate in reversed(rates) if rate.year <= year), rates[0])


def vcse_rule() -> tuple[str, Source]:
    """What a voluntary, community or social enterprise is, and where that stands."""
    row = _table()["vcse"]
    return row["words"], _source(row)
