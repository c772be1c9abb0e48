"""Contacts of advisers with firms, as they were logged. Nothing is changed: a wrong entry is struck out."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.database import Base, new_public_id, utc_now
from hub.suppliers.models import Supplier

CHANNELS = ("call", "visit", "video", "mail", "event")
INTENSITIES = ("light", "medium", "intensive")
"""From the least support to the most."""
QUARTERS_A_DAY = 96


class FirmContact(Base):
    """One contact with a firm. Struck out, it counts for nothing and stays to be read, with the reason."""

    __tablename__ = "firm_contact"
    __table_args__ = (
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        CheckConstraint(f"intensity IN {INTENSITIES}", name="intensity"),
        CheckConstraint(f"quarters BETWEEN 1 AND {QUARTERS_A_DAY}", name="quarters"),
        Index("ix_firm_contact_supplier_id_day", "supplier_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(index=True)
    channel: Mapped[str] = mapped_column(String(20))
    intensity: Mapped[str] = mapped_column(String(20))
    quarters: Mapped[int]
    """Quarters of an hour."""
    about: Mapped[str] = mapped_column(Text)
    next_step: Mapped[str] = mapped_column(Text, default="")
    next_on: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    logged_at: Mapped[datetime] = mapped_column(default=utc_now)
    struck_at: Mapped[datetime | None]
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    struck_reason: Mapped[str] = mapped_column(Text, default="")
    first_id: Mapped[int | None] = mapped_column(
        ForeignKey("firm_contact.id", ondelete="SET NULL"), index=True
    )
    """Of an entry that corrects another: the one that was logged first."""
    replaced_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("firm_contact.id", ondelete="SET NULL"), index=True
    )
    """Of a struck one: the entry that stands in its place, if any."""
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The same form sent twice is one entry."""

    supplier: Mapped[Supplier] = relationship()
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    struck_by: Mapped[User | None] = relationship(foreign_keys=[struck_by_id])
