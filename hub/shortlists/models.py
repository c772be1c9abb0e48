"""Shortlists: suppliers chosen from a run, as they stood, with the reasons people gave."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import Organisation
from hub.database import Base, new_public_id, utc_now
from hub.matches.models import Run
from hub.requirements.models import Requirement
from hub.suppliers.models import Supplier

SHORTLIST_STATES = ("draft", "shared")
QUICK_REASONS = {
    "unsuitable": "Does not do what we need, although its words agree",
    "proof": "What proves its answers did not convince us",
    "tie": "Ties with one that we chose: nothing in the ranking sets them apart",
    "capacity": "Too small or too large for this work",
    "far": "Too far from where the work is",
    "price": "Its prices are above what we can pay",
    "answer": "We asked, and it declined or did not answer",
    "interest": "A conflict of interest",
}
"""Why a supplier is passed over, as people usually say it."""


class Shortlist(Base):
    """A buyer's choice from one run. Shared means that the hub's advisers see it and can download it."""

    __tablename__ = "shortlist"
    __table_args__ = (CheckConstraint(f"state IN {SHORTLIST_STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(20), default="draft", index=True)
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    shared_at: Mapped[datetime | None]
    few_reason: Mapped[str] = mapped_column(Text, default="")
    """Why fewer than three were chosen, where they were."""
    frozen_at: Mapped[datetime | None]
    """From then on nothing about it changes but whether it is shared."""
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    frozen_digests: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """SHA-256 of the choice and of the words, as they were frozen."""

    organisation: Mapped[Organisation] = relationship()
    requirement: Mapped[Requirement] = relationship()
    run: Mapped[Run] = relationship()
    entries: Mapped[list[ShortlistEntry]] = relationship(
        back_populates="shortlist",
        cascade="all, delete-orphan",
        order_by="ShortlistEntry.position, ShortlistEntry.id",
    )
    passed_over: Mapped[list[PassedOver]] = relationship(
        back_populates="shortlist", cascade="all, delete-orphan", order_by="PassedOver.rank"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ShortlistEntry(Base):
    """A chosen supplier with score, verdicts and evidence as the buyer saw them."""

    __tablename__ = "shortlist_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("shortlist.id", ondelete="CASCADE"), index=True)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id", ondelete="SET NULL"))
    supplier_name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    rank: Mapped[int]
    """Where the run placed it, from 1; `position` is where people put it."""
    score: Mapped[float]
    band: Mapped[int]
    verdicts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text, default="")

    shortlist: Mapped[Shortlist] = relationship(back_populates="entries")
    supplier: Mapped[Supplier | None] = relationship()


class PassedOver(Base):
    """Why a supplier that stands higher in the run than somebody chosen was not chosen."""

    __tablename__ = "passed_over"
    __table_args__ = (
        CheckConstraint(f"quick IN {('', *QUICK_REASONS)}", name="quick"),
        UniqueConstraint("shortlist_id", "rank"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("shortlist.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int]
    quick: Mapped[str] = mapped_column(String(20), default="")
    """One of the usual reasons; empty where words say it."""
    words: Mapped[str] = mapped_column(Text, default="")

    shortlist: Mapped[Shortlist] = relationship(back_populates="passed_over")
