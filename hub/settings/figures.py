"""Figures of the hub as dated rows: what is added counts from its day on, and no row is ever rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import has_app_context

from hub.settings import held

AMOUNT, COST = held.DATED + "amount.", held.DATED + "cost."
PUBLIC_BODIES = ("central", "NHS", "council", "police", "fire", "school")
AMOUNT_LABELS = {
    "amount": "Amount in pounds, VAT included",
    "from": "Counts from",
    "source": "Source",
    "as_at": "Stated as at",
    "review_by": "Look at it again by",
}
COST_LABELS = {
    "what": "What",
    "unit": "Unit",
    "pounds": "Pounds",
    "year": "Year",
    "source": "Source",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """An amount that rules go by: for which kinds of organisation, and for what is bought."""

    name: str
    part: str
    """Of `hub/rules/buying.json`."""
    heading: str
    kinds: tuple[str, ...]
    buying: str = ""

    @property
    def key(self) -> str:
        return AMOUNT + self.name


SLOTS = (
    Slot(
        "goods-central",
        "thresholds",
        "Threshold of goods and services, central bodies and NHS",
        ("central", "NHS"),
        "goods_services",
    ),
    Slot(
        "goods-local",
        "thresholds",
        "Threshold of goods and services, councils, police, fire and schools",
        ("council", "police", "fire", "school"),
        "goods_services",
    ),
    Slot("works", "thresholds", "Threshold of works", PUBLIC_BODIES, "works"),
    Slot("light-touch", "thresholds", "Threshold of the light touch", PUBLIC_BODIES, "light_touch"),
    Slot(
        "notices-central",
        "notices",
        "Notices below the threshold, central bodies and NHS",
        ("central", "NHS"),
    ),
    Slot(
        "notices-local",
        "notices",
        "Notices below the threshold, councils, police and fire",
        ("council", "police", "fire"),
    ),
)
BY_NAME = {slot.name: slot for slot in SLOTS}


def slot_of(part: str, kind: str, buying: str = "") -> Slot | None:
    return next(
        (each for each in SLOTS if each.part == part and kind in each.kinds and each.buying == buying), None
    )


@dataclass(frozen=True, slots=True)
class AmountRow:
    """An amount that an administrator added: pounds with VAT, from a day on."""

    amount: Decimal
    starts: date
    source: str
    as_at: date
    review_by: date


def read_amount(value: Any) -> AmountRow:
    days = (date.fromisoformat(value[name]) for name in ("from", "as_at", "review_by"))
    starts, as_at, review_by = days
    return AmountRow(Decimal(value["amount"]), starts, value["source"], as_at, review_by)


def added_amounts(slot: Slot) -> list[AmountRow]:
    """Those of the hub's administrators, in the order they were added; none outside an application."""
    return [read_amount(value) for value in held.versions_of(slot.key)] if has_app_context() else []


def amount_on(rows: Iterable[AmountRow], on: date) -> AmountRow | None:
    """The row that counts on a day: the one that started last, and of two the one added later."""
    holding = [row for row in rows if row.starts <= on]
    return max(reversed(holding), key=lambda row: row.starts) if holding else None


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What one of something costs a public body, in pounds: `year` is `2013` or `2024/25`."""

    name: str
    what: str
    unit: str
    pounds: Decimal
    year: str
    source: str


OWN_COSTS = (
    UnitCost(
        "pothole-repair",
        "Pothole repair",
        "one pothole",
        Decimal("52.00"),
        "2012/13",
        "ALARM survey 2013, England",
    ),
    UnitCost(
        "pothole-repair",
        "Pothole repair",
        "one pothole",
        Decimal("51.36"),
        "2012/13",
        "ALARM survey 2013, derived: £113 million for 2.2 million potholes",
    ),
    UnitCost(
        "pothole-repair",
        "Pothole repair",
        "one pothole",
        Decimal("72.11"),
        "2024/25",
        "ALARM survey 2025, derived: £137 million for 1.9 million potholes",
    ),
)
"""The rows that a hub starts with."""


def cost_name(what: str) -> str:
    """The name in addresses; empty for a text without a letter or a digit of English."""
    return re.sub(r"[^a-z0-9]+", "-", what.lower()).strip("-")[:60]


def cost_rows(name: str) -> list[UnitCost]:
    """Every row of one thing, oldest year first; of a year the one added last is last."""
    own = [row for row in OWN_COSTS if row.name == name]
    added = [read_cost(name, value) for value in held.versions_of(COST + name)]
    return sorted((*own, *added), key=lambda row: row.year)


def read_cost(name: str, value: Any) -> UnitCost:
    return UnitCost(
        name, value["what"], value["unit"], Decimal(value["pounds"]), value["year"], value["source"]
    )


def unit_costs() -> list[UnitCost]:
    """The latest row of each thing, by what it is."""
    names = {row.name for row in OWN_COSTS} | {key.removeprefix(COST) for key in held.keys_from(COST)}
    return sorted((cost_rows(name)[-1] for name in names), key=lambda row: row.what.lower())
