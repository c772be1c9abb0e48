"""Hearing what a session flushes of the queue's sources, in the transaction that changes them.

Like the noting of changed profiles in `hub/matches/cataloguing.py`: whoever claims, decides, merges or edits
need not know of the queue, and what they commit is in it. What goes by statement is left to `refresh-queue`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import event, func, inspect, select
from sqlalchemy.orm import Session, UOWTransaction

from hub.accounts.models import Organisation
from hub.database import in_batches
from hub.duplicates.models import DuplicatePair
from hub.queue.following import bring_told, follow, follow_supplier
from hub.queue.kinds import CHANGED_PROFILE, NEW_PROFILE
from hub.queue.models import QueueItem
from hub.queue.sources import CERTIFICATE
from hub.requirements.models import Requirement
from hub.suppliers.models import Capability, Claim, Contract, Fact, Removal, Supplier
from hub.upkeep.models import Concern

KIND_OF: dict[type[Any], str] = {
    Claim: "claim",
    Removal: "removal",
    Organisation: "buyer",
    DuplicatePair: "pair",
    Requirement: "few",
}
PARTS = (Capability, Contract, Fact)
SAID = (
    *("name", "trading_name", "company_number", "vat_number", "kind", "size", "postcode", "website"),
    *("contact_name", "contact_email", "contact_phone"),
)
"""What of its record a firm says itself."""
MOST_AT_ONCE = 500
"""Changes of more profiles than this in one go are a load or an import, and no firm's own."""


def listen_for_sources() -> None:
    if not event.contains(Session, "after_flush", _follow_flushed):
        event.listen(Session, "after_flush", _follow_flushed)


def _follow_flushed(session: Session, _context: UOWTransaction) -> None:
    changed = [thing for thing in session.dirty if session.is_modified(thing)]
    touched = _touched(session, changed)
    for kind, numbers in touched.items():
        follow(session, kind, numbers)
    moved = {thing.id for thing in changed if isinstance(thing, Supplier) and _differs(thing, ("state",))}
    follow_supplier(session, moved)
    _bring_profiles(session, changed, moved)


def _touched(session: Session, changed: list[Any]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for thing in (*session.new, *changed, *session.deleted):
        kind = _kind_of(thing)
        if kind is not None:
            found[kind].add(thing.id)
    return found


def _kind_of(thing: Any) -> str | None:
    if isinstance(thing, Concern):
        return "certificate" if thing.kind in CERTIFICATE else "register"
    if isinstance(thing, Organisation) and thing.kind != "buyer":
        return None
    return KIND_OF.get(type(thing))


def _bring_profiles(session: Session, changed: list[Any], moved: set[int]) -> None:
    """Profiles that are new, and those whose firm changed what it says of itself."""
    new = {thing.id for thing in session.new if isinstance(thing, Supplier)} | moved
    parts = {
        thing.supplier_id
        for thing in (*session.new, *changed, *session.deleted)
        if isinstance(thing, PARTS) and _is_own(thing)
    }
    said = {thing.id for thing in changed if isinstance(thing, Supplier) and _differs(thing, SAID)}
    every = new | parts | said
    if not every or len(every) > MOST_AT_ONCE:
        return
    bring_told(session, "profile", _tell(session, every, new))


def _tell(session: Session, every: set[int], new: set[int]) -> dict[int, dict[str, str]]:
    """Each with a stamp of its own: a change after an adviser's look is another thing."""
    stamps: dict[int, str] = {}
    for batch in in_batches(sorted(every)):
        counted = select(Supplier.id, _items_before()).where(Supplier.id.in_(batch))
        stamps.update((row[0], str(row[1] or 0)) for row in session.execute(counted))
    return {
        number: {"stamp": stamp, "about": NEW_PROFILE if number in new else CHANGED_PROFILE}
        for number, stamp in stamps.items()
    }


def _items_before() -> Any:
    held = select(func.max(QueueItem.id)).where(
        QueueItem.kind == "profile", QueueItem.source_id == Supplier.id
    )
    return held.correlate(Supplier).scalar_subquery()


def _is_own(part: Any) -> bool:
    return not isinstance(part, Contract) or part.source == "own"


def _differs(thing: Any, names: tuple[str, ...]) -> bool:
    attributes = inspect(thing).attrs
    return any(attributes[name].history.has_changes() for name in names)
