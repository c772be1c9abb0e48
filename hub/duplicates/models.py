"""Tables of one firm, one record: keys that records are looked up by, pairs, and mergers of records."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Base, new_public_id, utc_now
from hub.suppliers.models import Supplier

PAIR_STATES = ("found", "different", "merged")


class SupplierBlock(Base):
    """A key under which a record is looked up when another may be the same firm's (see `blocking.py`)."""

    __tablename__ = "supplier_block"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    supplier_id: Mapped[int] = mapped_column(
        ForeignKey("supplier.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class DuplicatePair(Base):
    """Two records that may be one firm's. Once an adviser has said that they are not, they stay apart."""

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        CheckConstraint(f"state IN {PAIR_STATES}", name="state"),
        Index("uq_duplicate_pair_first_id_second_id", "first_id", "second_id", unique=True),
        Index("ix_duplicate_pair_state_score", "state", "score", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    first_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"))
    """The older record: the one with the smaller number."""
    second_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="found", index=True)
    score: Mapped[float]
    """Points of evidence when it was last looked at."""
    found_at: Mapped[datetime] = mapped_column(default=utc_now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    first: Mapped[Supplier] = relationship(foreign_keys=[first_id])
    second: Mapped[Supplier] = relationship(foreign_keys=[second_id])


class SupplierMerger(Base):
    """One record merged into another. `moved` names every row that moved, so that it can be taken back.

    While it stands, the merged record is withdrawn and its address leads to the one that was kept.
    """

    __tablename__ = "supplier_merger"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    kept_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    moved: Mapped[dict[str, Any]] = mapped_column(JSON)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    done_at: Mapped[datetime] = mapped_column(default=utc_now)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    undone_at: Mapped[datetime | None]

    kept: Mapped[Supplier] = relationship(foreign_keys=[kept_id])
    merged: Mapped[Supplier] = relationship(foreign_keys=[merged_id])
