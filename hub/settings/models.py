"""What administrators set, version by version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, utc_now


class SettingVersion(Base):
    """One version of a setting. Rows are added and never changed: the newest of a key counts."""

    __tablename__ = "setting_version"
    __table_args__ = (UniqueConstraint("key", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    """From 1 for each key, without a gap."""
    value: Mapped[Any] = mapped_column(JSON, nullable=False)
    """None stands for what the hub comes with."""
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    set_at: Mapped[datetime] = mapped_column(default=utc_now)
    why: Mapped[str] = mapped_column(String(300), default="")
