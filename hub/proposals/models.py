"""Shortlists that an adviser proposes to a buyer: what was asked for, and what was proposed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.database import Base, new_public_id, utc_now
from hub.matches.models import Run
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist
from hub.suppliers.models import Supplier

PROPOSAL_STATES = ("draft", "proposed", "confirmed", "declined", "withdrawn")


class ProposalRequest(Base):
    """A buyer asks the hub for a shortlist of a requirement. While the row stands and the requirement is
    open, advisers may read it."""

    __tablename__ = "proposal_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id", ondelete="CASCADE"), unique=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(default=utc_now)

    requirement: Mapped[Requirement] = relationship()


class Proposal(Base):
    """Firms that the hub proposes from one run, or by hand. Its buyer sees it once it is proposed."""

    __tablename__ = "proposal"
    __table_args__ = (CheckConstraint(f"state IN {PROPOSAL_STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    """Of the requirement, as it was when the proposal was begun: the hub may not see it any more."""
    state: Mapped[str] = mapped_column(String(20), default="draft")
    introduction: Mapped[str] = mapped_column(Text, default="")
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    proposed_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    """Who confirmed, declined or withdrew it."""
    settled_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    """Why the buyer declined it."""
    shortlist_id: Mapped[int | None] = mapped_column(
        ForeignKey("shortlist.id", ondelete="SET NULL"), unique=True
    )
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    requirement: Mapped[Requirement] = relationship()
    run: Mapped[Run] = relationship()
    shortlist: Mapped[Shortlist | None] = relationship()
    started_by: Mapped[User | None] = relationship(foreign_keys=[started_by_id])
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])
    entries: Mapped[list[ProposalEntry]] = relationship(
        back_populates="proposal",
        cascade="all, delete-orphan",
        order_by="ProposalEntry.position, ProposalEntry.id",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ProposalEntry(Base):
    """A proposed firm, with where the run has it: a rank with score and band, the lines that leave it out, or
    neither where the run does not hold it."""

    __tablename__ = "proposal_entry"
    __table_args__ = (UniqueConstraint("proposal_id", "supplier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id", ondelete="CASCADE"))
    supplier_id: Mapped[int | None] = mapped_column(
        ForeignKey("supplier.id", ondelete="SET NULL"), index=True
    )
    supplier_name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    rank: Mapped[int | None]
    score: Mapped[float | None]
    band: Mapped[int | None]
    gates: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The musts that leave it out, in the requirement's words."""
    reason: Mapped[str] = mapped_column(Text, default="")
    struck: Mapped[bool] = mapped_column(default=False)
    """The buyer confirmed the proposal without it."""

    proposal: Mapped[Proposal] = relationship(back_populates="entries")
    supplier: Mapped[Supplier | None] = relationship()
