"""The chain: each event's hash covers the event and the hash before it. Pure; JSON and SHA-256."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from hub.audit.models import Event

FIRST = "0" * 64
"""What stands before the first event."""


def canonical(value: Any) -> str:
    """One spelling of a JSON value on every machine: keys in order, no spaces, letters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_text(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def hash_changes(changes: list[dict[str, Any]]) -> str:
    return hash_text(canonical(changes))


def hash_event(event: Event) -> str:
    """The hash of an event whose `previous` and `changes_hash` are set."""
    return hash_text(
        canonical(
            [
                event.number,
                _moment(event.at),
                event.actor_id,
                event.actor_role,
                event.organisation_id,
                event.action,
                event.subjects,
                event.changes_hash,
                event.previous,
            ]
        )
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
