"""How a requirement ended, and to whom it was awarded."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Base, new_public_id, utc_now
from hub.requirements.models import Requirement
from hub.suppliers.models import VATS, Contract, Supplier

ENDINGS = ("awarded", "cancelled", "unsuitable", "assessing")


class Ending(Base):
    """How a closed requirement ended, as its buyer tells it. One that is closed without has not been told."""

    __tablename__ = "ending"
    __table_args__ = (CheckConstraint(f"how IN {ENDINGS}", name="how"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id", ondelete="CASCADE"), unique=True)
    how: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why nothing was suitable, or why it was cancelled: for its organisation and the hub's advisers."""
    version: Mapped[int] = mapped_column(default=1)
    told_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)

    requirement: Mapped[Requirement] = relationship()
    awards: Mapped[list[EndingAward]] = relationship(
        back_populates="ending", cascade="all, delete-orphan", order_by="EndingAward.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class EndingAward(Base):
    """One supplier that a requirement was awarded to. Published, it is a contract of that supplier."""

    __tablename__ = "ending_award"
    __table_args__ = (CheckConstraint(f"vat IN {VATS}", name="vat"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    ending_id: Mapped[int] = mapped_column(ForeignKey("ending.id", ondelete="CASCADE"), index=True)
    supplier_id: Mapped[int | None] = mapped_column(
        ForeignKey("supplier.id", ondelete="SET NULL"), index=True
    )
    """None for a firm that the register does not hold, or holds no more."""
    supplier_name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(500))
    value: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    vat: Mapped[str] = mapped_column(String(10), default="")
    """Whether the value has VAT in it; empty without a value."""
    awarded_on: Mapped[date]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    contract_id: Mapped[int | None] = mapped_column(
        ForeignKey("contract.id", ondelete="SET NULL"), unique=True
    )
    """What it is once it is published; None while it is not."""
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The same form sent twice is one award."""
    version: Mapped[int] = mapped_column(default=1)

    ending: Mapped[Ending] = relationship(back_populates="awards")
    supplier: Mapped[Supplier | None] = relationship()
    contract: Mapped[Contract | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_published(self) -> bool:
        return self.contract_id is not None
