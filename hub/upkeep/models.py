"""What of a profile needs a look, and whether its owners were told."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Base
from hub.suppliers.models import Supplier

CONCERN_KINDS = ("gone", "trouble", "renamed", "another name", "lapsed", "lapsing", "untouched")
"""In the order in which they are told."""


class Concern(Base):
    """One thing of a supplier that needs a look. It stays when it is over, so that nobody is told twice.

    `about` is the name of the fact, the status or the name at the company register, or empty.
    """

    __tablename__ = "concern"
    __table_args__ = (
        CheckConstraint(f"kind IN {CONCERN_KINDS}", name="kind"),
        Index("uq_concern_supplier_id_kind_about", "supplier_id", "kind", "about", unique=True),
        Index("ix_concern_ended_on_kind", "ended_on", "kind", "supplier_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20), index=True)
    about: Mapped[str] = mapped_column(String(200), default="")
    day: Mapped[date | None]
    """The day it turns on: the last day of a certificate, the day of the check, of the last change."""
    notice: Mapped[int] = mapped_column(default=0)
    """Of a certificate that is about to lapse: how many days before, by `noticing.NOTICES`."""
    found_on: Mapped[date]
    ended_on: Mapped[date | None]
    """None while it lasts."""
    nudged_for: Mapped[int | None]
    """The notice that the owners were last written to at; None for never."""
    nudged_at: Mapped[datetime | None]

    supplier: Mapped[Supplier] = relationship()
