"""Where suppliers came in the public requirements that have closed, kept as it was worked out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, utc_now


class Closing(Base):
    """When the outcomes of a closed requirement were worked out, and from what.

    They count while the requirement stands at ``requirement_version``: one that is changed or opened again
    has none until it is worked out anew.
    """

    __tablename__ = "closing"

    requirement_id: Mapped[int] = mapped_column(
        ForeignKey("requirement.id", ondelete="CASCADE"), primary_key=True
    )
    requirement_version: Mapped[int]
    catalogue_version: Mapped[int]
    worked_out_at: Mapped[datetime] = mapped_column(default=utc_now)
    judged_on: Mapped[date]
    """The day that certificates had to be in date on."""
    considered: Mapped[int]
    left_out: Mapped[int]


class Outcome(Base):
    """Where one supplier came in a closed requirement, and the smallest change that would have altered it."""

    __tablename__ = "outcome"

    requirement_id: Mapped[int] = mapped_column(
        ForeignKey("closing.requirement_id", ondelete="CASCADE"), primary_key=True
    )
    supplier_id: Mapped[int] = mapped_column(
        ForeignKey("supplier.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int | None]
    """None where a must left it out, or nothing spoke for it."""
    band: Mapped[int | None]
    if_met: Mapped[int | None]
    """The rank that its score would have had with the gates met."""
    gates: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """The musts that left it out: the line's public id, and the reason."""
    advice: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The changes, with the rank and band that they would have led to; None where none would have."""
