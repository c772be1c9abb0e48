"""What an adviser records of a firm: checks of its facts, its consent, and what was shared of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, new_public_id, utc_now

CHECK_WAYS = ("document", "issuer", "register", "visit")
PURPOSES = ("contacts", "partner", "buyers", "results")
ACTS = ("given", "withdrawn")
CONSENT_WAYS = ("writing", "phone", "person", "site")
GROUNDS = ("consent", "request", "task", "law")


class FactCheck(Base):
    """An adviser checked a fact as it stood. It is never changed, only taken back."""

    __tablename__ = "fact_check"
    __table_args__ = (CheckConstraint(f"how IN {CHECK_WAYS}", name="how"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    fact: Mapped[str] = mapped_column(String(60))
    stood: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the value, its proof and its document: the check is of these alone."""
    how: Mapped[str] = mapped_column(String(20))
    checked_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    recorded_at: Mapped[datetime] = mapped_column(default=utc_now)
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    taken_back_reason: Mapped[str] = mapped_column(Text, default="")
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The same form sent twice is one check."""


class ConsentEntry(Base):
    """A firm gave or withdrew consent to one thing. A row is never changed: what holds follows from all."""

    __tablename__ = "consent_entry"
    __table_args__ = (
        CheckConstraint(f"purpose IN {PURPOSES}", name="purpose"),
        CheckConstraint(f"act IN {ACTS}", name="act"),
        CheckConstraint(f"how IN {CONSENT_WAYS}", name="how"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    partner: Mapped[str] = mapped_column(String(200), default="")
    """The body that the record may be shared with; empty for the other purposes."""
    act: Mapped[str] = mapped_column(String(20))
    how: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    recorded_at: Mapped[datetime] = mapped_column(default=utc_now)
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)


class SharingEntry(Base):
    """Something of a firm was given to somebody outside the hub."""

    __tablename__ = "sharing_entry"
    __table_args__ = (CheckConstraint(f"ground IN {GROUNDS}", name="ground"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    shared_with: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(Text)
    ground: Mapped[str] = mapped_column(String(20))
    on_day: Mapped[date]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    recorded_at: Mapped[datetime] = mapped_column(default=utc_now)
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
