"""What was asked for and who could do it, counted at the end of each month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.categories.models import Category
from hub.database import Base
from hub.places.models import County


class SupplyCount(Base):
    """A category in one county, or in the whole of the hub's area, at the end of a month or by now.

    Nothing is kept where nobody offers it and nobody asked.
    """

    __tablename__ = "supply_count"
    __table_args__ = (Index("ix_supply_count_month_whole", "month", "whole"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]
    """The first day of the month."""
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id", ondelete="CASCADE"), index=True)
    county_id: Mapped[int | None] = mapped_column(ForeignKey("county.id", ondelete="CASCADE"), index=True)
    """None for the whole of the hub's area, and for what names no county."""
    whole: Mapped[bool] = mapped_column(default=False)
    suppliers: Mapped[int] = mapped_column(default=0)
    """Who may be ranked and offers something in the category, or under it."""
    requirements: Mapped[int] = mapped_column(default=0)
    """Public requirements described in the twelve months up to then."""
    private: Mapped[int] = mapped_column(default=0)
    """Private ones, for the whole area alone, and only where several organisations have three or more."""
    value: Mapped[Decimal] = mapped_column(Numeric(16, 2), default=Decimal(0))
    """Pounds: the estimated values of the public ones that name one."""
    reckoned: Mapped[bool] = mapped_column(default=False)
    """Whether it was reckoned back later, from the day each supplier came into the register."""

    category: Mapped[Category] = relationship()
    county: Mapped[County | None] = relationship()
