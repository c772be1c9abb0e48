"""A firm's jobs and turnover on a day, and what its owner says of who owns it. Both are voluntary."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.database import Base, new_public_id, utc_now
from hub.suppliers.models import Supplier

GIVEN = ("firm", "call", "visit", "mail", "accounts")
"""`firm` is what the firm entered itself; the others are how an adviser came by it."""
OWNERSHIPS = (
    "women",
    "ethnic_minority",
    "disabled",
    "young",
    "veteran",
    "lgbt",
    "family",
    "social",
    "prefer_not",
)


class FirmFigure(Base):
    """Jobs, turnover or both of one firm on one day. Whole numbers, so that sums of them are exact."""

    __tablename__ = "firm_figure"
    __table_args__ = (
        CheckConstraint(f"given IN {GIVEN}", name="given"),
        CheckConstraint("jobs_tenths IS NOT NULL OR turnover IS NOT NULL", name="something"),
        UniqueConstraint("supplier_id", "as_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"))
    as_at: Mapped[date]
    jobs_tenths: Mapped[int | None]
    """Tenths of a full-time job."""
    turnover: Mapped[int | None] = mapped_column(BigInteger)
    """Pounds of the twelve months up to that day."""
    given: Mapped[str] = mapped_column(String(20))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    """The adviser who took it down; None for what the firm entered."""
    entered_at: Mapped[datetime] = mapped_column(default=utc_now)

    supplier: Mapped[Supplier] = relationship()
    entered_by: Mapped[User | None] = relationship()


class FirmOwnership(Base):
    """A kind of ownership that applies to a firm, as its owner says. It is about people: see decision 0047.

    Rows are written by statement and not by the session, so that no event tells which.
    """

    __tablename__ = "firm_ownership"
    __table_args__ = (CheckConstraint(f"kind IN {OWNERSHIPS}", name="kind"),)

    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
