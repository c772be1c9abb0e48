"""The settings as this process holds them: read at most every few seconds, and at once after it changed one.

Web processes keep no state of their own: what another process commits is noticed within `SETTINGS_SECONDS`.
Versions are numbered in the order of their commits (`hub.settings.saving` waits for its turn), so the highest
number tells whether anything is new.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, current_app
from sqlalchemy import event, func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, UOWTransaction

from hub.database import get_engine
from hub.settings.models import SettingVersion

HELD = "settings"
CHANGED = "settings_changed"
"""In `session.info` from the flush of a version until its transaction ends."""
DATED = "dated."
"""Keys that start so are tables of dated rows: each version is a row, and all of them count."""


@dataclass(frozen=True, slots=True)
class Held:
    """Each key's versions, oldest first: all where they are dated, else the newest alone."""

    versions: Mapping[str, Sequence[Any]]
    highest: int
    generation: int
    checked_at: float


@dataclass(slots=True)
class Changes:
    """How often this process changed a setting."""

    number: int = 0


_changes = Changes()


def init_settings(app: Flask) -> None:
    app.config.setdefault("SETTINGS_SECONDS", 2)
    if not event.contains(Session, "after_flush", _note_change):
        event.listen(Session, "after_flush", _note_change)
        event.listen(Session, "after_commit", _after_commit)
        event.listen(Session, "after_soft_rollback", _after_rollback)


def forget_settings() -> None:
    """Every site of this process reads them anew before it uses them next."""
    _changes.number += 1


def hold_nothing(app: Flask) -> None:
    """Take it as read that nothing is set."""
    app.extensions[HELD] = Held({}, 0, _changes.number, time.monotonic())


def versions_of(key: str) -> Sequence[Any]:
    """The values of a key, oldest first; empty where nobody set it."""
    return _held().versions.get(key, ())


def newest_of(key: str) -> Any:
    """The present value of a key; None where the hub's own counts."""
    versions = versions_of(key)
    return versions[-1] if versions else None


def keys_from(start: str) -> list[str]:
    """The keys that start so, in their order."""
    return sorted(key for key in _held().versions if key.startswith(start))


def _held() -> Held:
    """Without a database, or before it is migrated, what was read last, else nothing."""
    held: Held | None = current_app.extensions.get(HELD)
    now, generation = time.monotonic(), _changes.number
    is_current = held is not None and held.generation == generation
    if held is not None and is_current and now - held.checked_at < current_app.config["SETTINGS_SECONDS"]:
        return held
    try:
        held = _read(held if is_current else None, generation, now)
    except SQLAlchemyError:
        return held or Held({}, 0, generation, now)
    current_app.extensions[HELD] = held
    return held


def _read(held: Held | None, generation: int, now: float) -> Held:
    """By a connection of its own: the session of a request may be in the middle of something."""
    with get_engine().connect() as connection:
        highest = connection.scalar(select(func.max(SettingVersion.id))) or 0
        if held is not None and held.highest == highest:
            return replace(held, checked_at=now)
        if not highest:
            return Held({}, 0, generation, now)
        newest = select(func.max(SettingVersion.id)).group_by(SettingVersion.key)
        counting = or_(SettingVersion.id.in_(newest), SettingVersion.key.startswith(DATED, autoescape=True))
        chosen = select(SettingVersion.key, SettingVersion.value).where(counting).order_by(SettingVersion.id)
        versions: dict[str, list[Any]] = {}
        for key, value in connection.execute(chosen):
            versions.setdefault(key, []).append(value)
    return Held(versions, highest, generation, now)


def _note_change(session: Session, _context: UOWTransaction) -> None:
    if any(isinstance(thing, SettingVersion) for thing in session.new):
        session.info[CHANGED] = True


def _after_commit(session: Session) -> None:
    if session.info.pop(CHANGED, False):
        forget_settings()


def _after_rollback(session: Session, transaction: Any) -> None:
    if not transaction.nested:
        session.info.pop(CHANGED, None)
