"""A hub's list of firms on its way into the register: the file, and each of its rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.database import Base, new_public_id, utc_now

IMPORT_STATES = ("columns", "categories", "checking", "checked", "applied")
"""What it waits for: its columns to be named, category words to be matched, the check, the person's word."""
OUTCOMES = ("", "new", "filled", "same", "claimed", "hidden", "removed", "repeated", "wrong")
BRINGING = ("new", "filled")
"""Outcomes of rows that change the register."""
PROBLEMS = ("repeated", "wrong")
"""Outcomes of rows that the person can put right in the file."""


class FirmImport(Base):
    """One spreadsheet. Its rows wait here until they are applied in one step, or thrown away."""

    __tablename__ = "firm_import"
    __table_args__ = (CheckConstraint(f"state IN {IMPORT_STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    uploaded_at: Mapped[datetime] = mapped_column(default=utc_now)
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    sheet: Mapped[str] = mapped_column(String(100), default="")
    """The name of the sheet that was read; empty for a CSV file."""
    sheets: Mapped[list[str]] = mapped_column(JSON, default=list)
    headings: Mapped[list[str]] = mapped_column(JSON)
    columns: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """Which column of the file each field is read from, counted from 0."""
    category_words: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """What a word of the category column stands for: a slug, or nothing."""
    state: Mapped[str] = mapped_column(String(20), default="columns", index=True)
    rows: Mapped[int] = mapped_column(default=0)
    checked: Mapped[int] = mapped_column(default=0)
    """How many rows the check has come past."""
    work: Mapped[str] = mapped_column(String(12), default="")
    """The check that is under way; one that was given up holds another id, and writes nothing more."""
    beat_at: Mapped[datetime | None]
    """When that check last wrote."""
    changed_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)

    uploaded_by: Mapped[User | None] = relationship()


class FirmImportRow(Base):
    """A row of the file. Cells and values are gone once the import is applied; the outcome is the report."""

    __tablename__ = "firm_import_row"
    __table_args__ = (
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
        Index("uq_firm_import_row_position", "import_id", "position", unique=True),
        Index("ix_firm_import_row_outcome", "import_id", "outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("firm_import.id", ondelete="CASCADE"))
    position: Mapped[int]
    """Counted from 1, without the headings and empty rows."""
    number: Mapped[int]
    """The row as a spreadsheet program numbers it."""
    cells: Mapped[list[str] | None] = mapped_column(JSON)
    values: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The fields as they would be saved; None for a row with a problem."""
    name: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[str] = mapped_column(String(20), default="")
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """Column (from 0, or None) and message of each thing to put right."""
    supplier: Mapped[str] = mapped_column(String(12), default="", index=True)
    """The public id of the supplier that the row is about, where the register holds one."""
