"""How a queue item reads: what it is about, why it is there, and the address of the one act it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from hub.addresses import address_of
from hub.queue.kinds import KINDS
from hub.queue.models import QueueItem

REMOVED = "A record that was removed"


@dataclass(frozen=True, slots=True)
class Told:
    """An item in words: what it is about, why it is there, what to do and the address of that."""

    name: str
    reason: str
    act: str
    address: str


def tell(item: QueueItem) -> Told:
    named = item.supplier or item.organisation
    name = item.requirement.title if item.requirement else named.name if named else None
    return _told(item.kind, item.about, item.target, name, item.other.name if item.other else None)


def tell_row(row: Row[Any]) -> Told:
    """Of a line of the list, as `page_items` reads it."""
    return _told(row.kind, row.about, row.target, row.name, row.other_name)


def _told(kind: str, about: str, target: str, name: str | None, other: str | None) -> Told:
    known = KINDS[kind]
    reason = f"May be the same firm as {other}" if other and kind == "pair" else about or known.reason
    if known.anchor:
        address = address_of(known.endpoint, _anchor=known.anchor + target)
    else:
        address = address_of(known.endpoint, public_id=target)
    return Told(name or REMOVED, reason, known.action, address)
