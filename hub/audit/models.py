"""What happened: every change as one event in a chain of hashes, and every look at private things."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, utc_now


class Event(Base):
    """One change. `hash` covers every column and the hash before it: none can be edited, taken out or moved.

    People stand by number and role, never by name: the chain outlives them. For the same reason it has no
    foreign keys.
    """

    __tablename__ = "event"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 1, without a gap."""
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_role: Mapped[str] = mapped_column(String(60), default="")
    """What the actor was: an adviser of the hub, the owner of a supplier, a command, nobody signed in."""
    organisation_id: Mapped[int | None] = mapped_column(index=True)
    """Whose thing was changed."""
    action: Mapped[str] = mapped_column(String(80))
    subjects: Mapped[list[list[str]]] = mapped_column(JSON)
    """Kind and public id of each thing the event is about."""
    changes: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    """Rows made, changed and deleted: before and after for open columns, names alone for the others.

    None once an erasure took them: `changes_hash` still says what they were, and the chain still holds.
    """
    changes_hash: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class EventSubject(Base):
    """The events of one thing, to find its history by."""

    __tablename__ = "event_subject"

    event_number: Mapped[int] = mapped_column(
        ForeignKey("event.number", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    public_id: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class EventHead(Base):
    """One row: the last event's number and hash. Its lock puts the writers of events in order."""

    __tablename__ = "event_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default="")


class Look(Base):
    """Somebody of the hub looked at an organisation's private thing."""

    __tablename__ = "look"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    user_id: Mapped[int] = mapped_column(index=True)
    organisation_id: Mapped[int | None] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(40))
    public_id: Mapped[str] = mapped_column(String(40), index=True)
    page: Mapped[str] = mapped_column(String(80))
