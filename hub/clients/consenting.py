"""Writing down what a firm agrees to, and what was shared of it; and what of it holds now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.clients.models import PURPOSES, ConsentEntry, SharingEntry
from hub.suppliers.models import Supplier


@dataclass(frozen=True, slots=True)
class Held:
    """What a firm last said to one thing; `entry` is None where it was never asked."""

    purpose: str
    partner: str
    entry: ConsentEntry | None

    @property
    def holds(self) -> bool:
        return self.entry is not None and self.entry.act == "given"


def what_holds(entries: Iterable[ConsentEntry]) -> list[Held]:
    """The present state for each purpose and partner, in the order of the purposes.

    The later day counts, and of one day the later row: an old consent that is written down late does not
    undo a withdrawal.
    """
    latest: dict[tuple[str, str], ConsentEntry] = {}
    names: dict[tuple[str, str], str] = {}
    for each in sorted(entries, key=lambda entry: (entry.on_day, entry.id)):
        key = each.purpose, " ".join(each.partner.casefold().split())
        names.setdefault(key, each.partner)
        latest[key] = each
    found = []
    for purpose in PURPOSES:
        keys = sorted(key for key in latest if key[0] == purpose)
        found += [Held(purpose, names[key], latest[key]) for key in keys] or [Held(purpose, "", None)]
    return found


def record_consent(session: Session, supplier: Supplier, actor: Actor, form_key: str, **said: Any) -> None:
    """Add a row. Raises IntegrityError where the form was used meanwhile."""
    _add(session, ConsentEntry(**said), supplier, actor, form_key)


def record_sharing(session: Session, supplier: Supplier, actor: Actor, form_key: str, **said: Any) -> None:
    """Add a row. Raises IntegrityError where the form was used meanwhile."""
    _add(session, SharingEntry(**said), supplier, actor, form_key)


def withdraw(session: Session, supplier: Supplier, actor: Actor, held: Held, today: date) -> None:
    """The firm withdraws on the site. What does not hold is left as it is."""
    if held.holds and held.entry is not None:
        said = {"purpose": held.purpose, "partner": held.partner, "act": "withdrawn", "how": "site"}
        day = max(today, held.entry.on_day)
        session.add(ConsentEntry(supplier_id=supplier.id, recorded_by_id=actor.user_id, on_day=day, **said))


def _add(
    session: Session, entry: ConsentEntry | SharingEntry, supplier: Supplier, actor: Actor, form_key: str
) -> None:
    entry.supplier_id, entry.recorded_by_id, entry.form_key = supplier.id, actor.user_id, form_key
    session.add(entry)
    session.flush()
