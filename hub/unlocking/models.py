"""What one gained fact would unlock, what it takes, and what a firm and its adviser agreed to gain."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Base, new_public_id, utc_now
from hub.suppliers.models import Supplier

PLAN_STATES = ("open", "done", "dropped")


class Unlock(Base):
    """One fact that one supplier could gain, and what that would bring into reach, as last found.

    Of private requirements nothing is kept but `private_from`, and that only where there are enough of them.
    """

    __tablename__ = "unlock"
    __table_args__ = (UniqueConstraint("supplier_id", "fact"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    fact: Mapped[str] = mapped_column(String(60), index=True)
    value: Mapped[Any] = mapped_column(JSON)
    """The weakest answer that unlocks the most."""
    public: Mapped[int]
    """Public requirements unlocked."""
    barred: Mapped[int]
    """Those of them that a must leaves the supplier out of as it stands."""
    private_from: Mapped[int] = mapped_column(default=0)
    """At least so many private ones; 0 for fewer than are told of."""
    worth: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    """Pounds."""
    found_on: Mapped[date]

    supplier: Mapped[Supplier] = relationship()


class UnlockedRequirement(Base):
    """A public requirement that an unlock brings into reach."""

    __tablename__ = "unlocked_requirement"

    unlock_id: Mapped[int] = mapped_column(ForeignKey("unlock.id", ondelete="CASCADE"), primary_key=True)
    requirement_id: Mapped[int] = mapped_column(
        ForeignKey("requirement.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    barred: Mapped[bool]


class Effort(Base):
    """Hours of a firm's work that a kind of fact takes to gain, as an adviser last set them."""

    __tablename__ = "effort"
    __table_args__ = (CheckConstraint("hours > 0", name="hours"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fact: Mapped[str] = mapped_column(String(60), unique=True)
    hours: Mapped[float]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    set_at: Mapped[datetime] = mapped_column(default=utc_now)


class PlannedAction(Base):
    """A fact that a firm and an adviser agreed to gain, by a day."""

    __tablename__ = "planned_action"
    __table_args__ = (CheckConstraint(f"state IN {PLAN_STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    fact: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20), default="open")
    told: Mapped[str] = mapped_column(Text)
    """What it was said to bring when it was agreed."""
    steps: Mapped[str] = mapped_column(Text)
    checker: Mapped[str] = mapped_column(String(200))
    """Who checks that it is done."""
    due_on: Mapped[date]
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    agreed_at: Mapped[datetime] = mapped_column(default=utc_now)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    settled_at: Mapped[datetime | None]
    """When it was done or dropped."""
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The same form sent twice is one action."""

    supplier: Mapped[Supplier] = relationship()
