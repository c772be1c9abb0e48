"""When two published contracts of one supplier are the same award, told twice.

A buyer publishes an award on the hub, and its notice comes with a file later, or the other way round. The
two have no key in common: they are one where buyer, title and start agree. A start that one of them leaves
out agrees with any.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hub.suppliers.models import Contract
from hub.suppliers.naming import name_key


@dataclass(frozen=True, slots=True)
class Telling:
    """A contract that is not there yet."""

    title: str
    buyer_name: str
    starts_on: date | None


def is_same_award(one: Telling | Contract, other: Telling | Contract) -> bool:
    """Whether two contracts of one supplier are one award."""
    days = {one.starts_on, other.starts_on} - {None}
    return len(days) < 2 and _said(one) == _said(other)


def _said(contract: Telling | Contract) -> tuple[str, str]:
    return name_key(contract.buyer_name), " ".join(contract.title.casefold().split()).rstrip(".")
