"""Numbers that the record of events speaks of are never given again.

Events and looks name people and organisations by number and outlive them. PostgreSQL counts on; SQLite gives
the highest number anew once its row is gone, and a newcomer would inherit somebody else's past.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, func, inspect, select
from sqlalchemy.orm import Session

from hub.accounts.models import Organisation, User
from hub.audit.models import Event, Look

SPOKEN_OF: dict[type[Any], tuple[Any, ...]] = {
    User: (Event.actor_id, Look.user_id),
    Organisation: (Event.organisation_id, Look.organisation_id),
}


def number_after_the_erased() -> None:
    """From now on new people and organisations on SQLite go past every number that was ever spoken of."""
    if not event.contains(Session, "before_flush", _number):
        event.listen(Session, "before_flush", _number)


def _number(session: Session, _context: Any, _instances: Any) -> None:
    for model, columns in SPOKEN_OF.items():
        new = [row for row in session.new if type(row) is model and row.id is None]
        if not new or session.get_bind().dialect.name != "sqlite":
            continue
        with session.no_autoflush:
            there = session.scalar(select(func.max(model.id))) or 0
            spoken_of = max(session.scalar(select(func.max(column))) or 0 for column in columns)
        if spoken_of > there:
            new.sort(key=lambda row: inspect(row).insert_order)
            for number, row in enumerate(new, start=spoken_of + 1):
                row.id = number
