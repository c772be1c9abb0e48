"""Where queue items come from: for each kind, one statement that reads what of its source needs a person.

Every statement gives the same columns. Nothing here knows what advisers did with an item.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Select, func, null, select
from sqlalchemy.orm import aliased

from hub.accounts.models import Organisation
from hub.duplicates.models import DuplicatePair
from hub.matches.models import Matching, OpenMatch
from hub.queue.kinds import FEWEST
from hub.requirements.models import Requirement
from hub.suppliers.models import SHOWN_STATES, Claim, Removal, Supplier
from hub.upkeep.models import Concern
from hub.upkeep.noticing import tell

REGISTER = ("gone", "trouble", "renamed", "another name")
CERTIFICATE = ("lapsed", "lapsing")
"""Kinds of concerns. A profile that nobody has touched for a year is its owners' affair: they get a mail."""


class Source(NamedTuple):
    """The number of the row that an item stands for, and the statement of all that need a person."""

    number: Any
    standing: Select[Any]
    read: Callable[[Any], dict[str, Any]]
    """What of a row goes into its item, beside what the columns give."""


def _columns(number: Any, target: Any, came_at: Any, **ids: Any) -> list[Any]:
    about = ("supplier_id", "other_id", "requirement_id", "organisation_id")
    found = [ids.get(name, null()).label(name) for name in about]
    return [number.label("source_id"), target.label("target"), came_at.label("came_at"), *found]


def _claims() -> Source:
    columns = _columns(Claim.id, Claim.public_id, Claim.asked_at, supplier_id=Claim.supplier_id)
    return Source(Claim.id, select(*columns).where(Claim.state == "asked"), _as_it_is)


def _removals() -> Source:
    columns = _columns(Removal.id, Removal.public_id, Removal.asked_at, supplier_id=Removal.supplier_id)
    return Source(Removal.id, select(*columns).where(Removal.state == "asked"), _as_it_is)


def _buyers() -> Source:
    columns = _columns(
        Organisation.id, Organisation.public_id, Organisation.created_at, organisation_id=Organisation.id
    )
    waiting = select(*columns).where(
        Organisation.kind == "buyer", Organisation.confirmed_at.is_(None), Organisation.merged_at.is_(None)
    )
    return Source(Organisation.id, waiting, _as_it_is)


def _pairs() -> Source:
    first, second = aliased(Supplier), aliased(Supplier)
    pair = DuplicatePair
    columns = _columns(
        pair.id, pair.public_id, pair.found_at, supplier_id=pair.first_id, other_id=pair.second_id
    )
    found = select(*columns).where(pair.state == "found")
    found = found.join(first, pair.first_id == first.id).where(first.state.in_(SHOWN_STATES))
    found = found.join(second, pair.second_id == second.id).where(second.state.in_(SHOWN_STATES))
    return Source(pair.id, found, _as_it_is)


def _concerns(kinds: tuple[str, ...]) -> Source:
    columns = _columns(Concern.id, Supplier.public_id, Concern.found_on, supplier_id=Concern.supplier_id)
    found = select(*columns, Concern.kind, Concern.about, Concern.day).join(
        Supplier, Concern.supplier_id == Supplier.id
    )
    lasting = found.where(
        Concern.ended_on.is_(None), Concern.kind.in_(kinds), Supplier.state.in_(SHOWN_STATES)
    )
    return Source(Concern.id, lasting, _as_concern)


def _few() -> Source:
    matched = select(func.count()).where(OpenMatch.requirement_id == Requirement.id).scalar_subquery()
    columns = _columns(
        Requirement.id, Requirement.public_id, Requirement.created_at, requirement_id=Requirement.id
    )
    found = select(*columns, Requirement.version).join(Matching, Matching.requirement_id == Requirement.id)
    few = found.where(Requirement.state == "open", matched < FEWEST)
    return Source(Requirement.id, few, lambda row: {"stamp": str(row.version)})


def _profiles() -> Source:
    """Firms that have joined: which of them changed, only the change itself tells (`listening.py`)."""
    columns = _columns(Supplier.id, Supplier.public_id, Supplier.updated_at, supplier_id=Supplier.id)
    return Source(Supplier.id, select(*columns).where(Supplier.state == "claimed"), _as_it_is)


def _flagged() -> Source:
    """Shown firms: which of them are flagged, only the index tells (`refreshing.py`)."""
    columns = _columns(Supplier.id, Supplier.public_id, Supplier.updated_at, supplier_id=Supplier.id)
    return Source(Supplier.id, select(*columns).where(Supplier.state.in_(SHOWN_STATES)), _as_it_is)


def _as_it_is(_row: Any) -> dict[str, Any]:
    return {"stamp": ""}


def _as_concern(row: Any) -> dict[str, Any]:
    """One that was over and begins again on another day is another thing."""
    return {
        "stamp": f"{row.came_at} {row.day or ''}",
        "about": tell(row.kind, row.about, row.day),
        "came_at": _start_of(row.came_at),
    }


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


SOURCES = {
    "claim": _claims(),
    "removal": _removals(),
    "buyer": _buyers(),
    "pair": _pairs(),
    "few": _few(),
    "register": _concerns(REGISTER),
    "certificate": _concerns(CERTIFICATE),
    "flagged": _flagged(),
    "profile": _profiles(),
}
TOLD = frozenset({"flagged", "profile"})
"""Kinds whose source does not say by itself which rows need a person: somebody names them."""
