"""What stands behind stated facts: documents that prove them, and the figures that a size follows from."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, utc_now

VCSE_KINDS = ("charity", "community interest company", "reinvests")


class FactDocument(Base):
    """The PDF that proves a fact, one at most. It goes with its fact.

    It is kept in the database: servers of pages hold nothing, and backups and erasures take it in.
    """

    __tablename__ = "fact_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    fact_id: Mapped[int] = mapped_column(ForeignKey("fact.id", ondelete="CASCADE"), unique=True)
    size: Mapped[int]
    """Bytes."""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the content."""
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_at: Mapped[datetime] = mapped_column(default=utc_now)


class SizeStatement(Base):
    """The figures that a supplier's size follows from, as it stated them: those of its whole group.

    Money is pounds; `balance_sheet` is None where it was not given. `vcse` says what kind of voluntary,
    community or social enterprise it is, empty for none.
    """

    __tablename__ = "size_statement"
    __table_args__ = (CheckConstraint(f"vcse IN {('', *VCSE_KINDS)}", name="vcse"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), unique=True)
    staff: Mapped[int]
    turnover: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    balance_sheet: Mapped[Decimal | None] = mapped_column(Numeric(16, 2))
    in_group: Mapped[bool] = mapped_column(default=False)
    group_name: Mapped[str] = mapped_column(String(200), default="")
    vcse: Mapped[str] = mapped_column(String(40), default="")
    year_ended_on: Mapped[date]
    stated_at: Mapped[datetime] = mapped_column(default=utc_now)
