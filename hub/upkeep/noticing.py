"""What of a profile needs a look today: the rules, without a database.

A firm that the company register has given up, one in insolvency, one under another name; a certificate that
has lapsed or is about to; a profile that its people have not touched for long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hub.facts.kinds import FACT_KINDS
from hub.formatters import format_day
from hub.suppliers.models import GONE_STATUSES
from hub.suppliers.naming import name_key
from hub.upkeep.statuses import STATUSES
from matching.gates import states

NOTICES = (7, 30, 60)
"""Days before the last day of a certificate at which its owners are written to."""
UNTOUCHED_DAYS = 365
SOUND = ("", "active")
"""Answers of the company register that concern nobody."""
DATED = frozenset({"lapsed", "lapsing", "untouched"})
"""Kinds that are another thing when their day is another."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing that needs a look; see `hub.upkeep.models.Concern` for what each part means."""

    kind: str
    about: str = ""
    day: date | None = None
    notice: int = 0

    @property
    def words(self) -> str:
        return tell(self.kind, self.about, self.day)


def notice(supplier: Any, facts: Iterable[Any], touched_on: date | None, today: date) -> list[Noticed]:
    """Everything of one supplier, the gravest first; of one that is gone only that.

    `supplier` has the columns of the register's answer and the name's key, each fact `name`, `value` and
    `expires_on`. `touched_on` is when its people last changed or confirmed the profile; None where nobody has
    joined.
    """
    if supplier.register_status in GONE_STATUSES:
        return [Noticed("gone", supplier.register_status, supplier.dissolved_on)]
    return [
        *_at_the_register(supplier),
        *sorted(_certificates(facts, today), key=lambda each: (each.kind != "lapsed", each.day, each.about)),
        *_untouched(touched_on, today),
    ]


def _at_the_register(supplier: Any) -> Iterator[Noticed]:
    if supplier.register_status not in SOUND:
        yield Noticed("trouble", supplier.register_status, supplier.register_checked_on)
    name = supplier.register_name
    if name and name_key(name) != supplier.name_key:
        kind = "renamed" if supplier.register_renamed else "another name"
        yield Noticed(kind, name, supplier.register_checked_on)


def _certificates(facts: Iterable[Any], today: date) -> Iterator[Noticed]:
    for fact in facts:
        if fact.expires_on is None or not states(fact.value):
            continue
        if fact.expires_on < today:
            yield Noticed("lapsed", fact.name, fact.expires_on)
            continue
        left = (fact.expires_on - today).days
        due = next((days for days in NOTICES if left <= days), None)
        if due is not None:
            yield Noticed("lapsing", fact.name, fact.expires_on, due)


def _untouched(touched_on: date | None, today: date) -> Iterator[Noticed]:
    if touched_on is not None and touched_on <= today - timedelta(days=UNTOUCHED_DAYS):
        yield Noticed("untouched", "", touched_on)


def tell(kind: str, about: str, day: date | None) -> str:
    """The concern in a few words, as they stand beside the supplier's name."""
    on = f" on {format_day(day)}" if day else ""
    return {
        "gone": f"{STATUSES.get(about)}{on}",
        "trouble": f"{STATUSES.get(about)} at Companies House{on}",
        "renamed": f"Companies House now calls it {about}",
        "another name": f"Companies House calls it {about}",
        "lapsed": f"{_label(about)} ended{on}",
        "lapsing": f"{_label(about)} ends{on}",
        "untouched": f"Profile not touched since {format_day(day)}",
    }[kind]


def _label(fact: str) -> str:
    kind = FACT_KINDS.get(fact)
    return kind.label if kind else fact.replace("_", " ").capitalize()
