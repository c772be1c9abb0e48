"""Saving a setting: a new version on top of those that are there."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.database import wait_for_turn
from hub.settings.models import SettingVersion
from hub.settings.queries import newest_version

TURN = 46
"""The turn that all who save settings wait for: their versions are numbered in the order of commits."""


class ChangedMeanwhileError(ValueError):
    """Somebody saved the setting after it was opened. `newest` is what they saved."""

    def __init__(self, newest: SettingVersion) -> None:
        super().__init__(newest.key)
        self.newest = newest


def keep_what_stood(session: Session, key: str, value: Any) -> int:
    """Before the first change of something that stands elsewhere: keep what it was. The number of versions
    added, 0 or 1."""
    if newest_version(session, key) is not None:
        return 0
    session.add(SettingVersion(key=key, number=1, value=value, why="What stood before"))
    session.flush()
    return 1


def save_setting(
    session: Session, key: str, value: Any, actor: Actor, *, seen: int, why: str = ""
) -> SettingVersion | None:
    """Add a version; None where the value stands already, so that a form sent twice is one version.

    `seen` is the number of the newest version when the setting was opened, 0 where there was none; `value`
    None goes back to what the hub comes with. Raises ChangedMeanwhileError.
    """
    wait_for_turn(session, TURN)
    newest = newest_version(session, key)
    number = newest.number if newest else 0
    if value == (newest.value if newest else None):
        return None
    if newest is not None and number != seen:
        raise ChangedMeanwhileError(newest)
    version = SettingVersion(
        key=key,
        number=number + 1,
        value=value,
        set_by_id=actor.user_id,
        why=why,
    )
    session.add(version)
    session.flush()
    return version
