"""How a queue item reads: what it is about, why it is there, and the address of the one act it asks for."""

from __future__ import annotations

from flask import url_for

from hub.queue.kinds import KINDS
from hub.queue.models import QueueItem

REMOVED = "A record that was removed"


def name_of(item: QueueItem) -> str:
    """The firm, the requirement or the organisation."""
    if item.requirement is not None:
        return item.requirement.title
    named = item.supplier or item.organisation
    return named.name if named is not None else REMOVED


def reason_of(item: QueueItem) -> str:
    if item.kind == "pair" and item.other is not None:
        return f"May be the same firm as {item.other.name}"
    return item.about or KINDS[item.kind].reason


def action_of(item: QueueItem) -> str:
    """The address of the act that settles the item, or of what there is to look at."""
    kind = KINDS[item.kind]
    if kind.anchor:
        return url_for(kind.endpoint, _anchor=f"{kind.anchor}{item.target}")
    return url_for(kind.endpoint, public_id=item.target)
