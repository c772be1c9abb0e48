"""Exports: every time somebody of the hub takes shortlists away as a file, or is refused to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.database import Base, utc_now
from hub.shortlists.models import Shortlist

EXPORT_FORMATS = ("xlsx", "ods", "csv", "print")


class Export(Base):
    """One taking of one or many shortlists. Its number stands in the file and is never used again."""

    __tablename__ = "export"
    __table_args__ = (
        CheckConstraint(f"format IN {EXPORT_FORMATS}", name="format"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    taken_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    format: Mapped[str] = mapped_column(String(10))
    shortlists: Mapped[int]
    """How many were asked for."""
    rows: Mapped[int] = mapped_column(default=0)
    """Suppliers in the file."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 of the file; of a page to print, of its rows as CSV. Empty for one that was refused."""
    refused: Mapped[bool] = mapped_column(default=False)

    taken_by: Mapped[User | None] = relationship()
    items: Mapped[list[ExportItem]] = relationship(
        back_populates="export", cascade="all, delete-orphan", order_by="ExportItem.id"
    )


class ExportItem(Base):
    """A shortlist in an export, with what its file names it by: they stay when the shortlist is gone."""

    __tablename__ = "export_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    export_id: Mapped[int] = mapped_column(ForeignKey("export.id", ondelete="CASCADE"), index=True)
    shortlist_id: Mapped[int | None] = mapped_column(
        ForeignKey("shortlist.id", ondelete="SET NULL"), index=True
    )
    shortlist_public_id: Mapped[str] = mapped_column(String(12))
    run_public_id: Mapped[str] = mapped_column(String(12))
    run_digest: Mapped[str] = mapped_column(String(64))

    export: Mapped[Export] = relationship(back_populates="items")
    shortlist: Mapped[Shortlist | None] = relationship()
