"""Reads of settings and their versions."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.paging import Page, cut_page
from hub.settings.models import SettingVersion

PAGE = 20


def newest_version(session: Session, key: str) -> SettingVersion | None:
    chosen = select(SettingVersion).where(SettingVersion.key == key)
    return session.scalars(chosen.order_by(SettingVersion.number.desc()).limit(1)).first()


def find_version(session: Session, key: str, number: int) -> SettingVersion | None:
    chosen = select(SettingVersion).where(SettingVersion.key == key, SettingVersion.number == number)
    return session.scalars(chosen).one_or_none()


def page_versions(session: Session, key: str, page: int = 1) -> tuple[Page[SettingVersion], object]:
    """One page of a setting's versions, the newest first, and the value before the last of them."""
    chosen = select(SettingVersion).where(SettingVersion.key == key)
    found = cut_page(session, chosen.order_by(SettingVersion.number.desc()), page, PAGE)
    before = find_version(session, key, found.rows[-1].number - 1) if found.rows else None
    return found, before.value if before else None
