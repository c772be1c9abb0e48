"""The hub's marketplace list as a tree: lot, category, subcategory."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Base

CATEGORY_LEVELS = ("lot", "category", "subcategory")


class Category(Base):
    """A heading suppliers offer under and buyers ask under. Its slug is stable: addresses use it."""

    __tablename__ = "category"
    __table_args__ = (CheckConstraint(f"level IN {CATEGORY_LEVELS}", name="level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    level: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    help: Mapped[str] = mapped_column(String(300), default="")
    """One line of plain English."""
    cpv: Mapped[str] = mapped_column(String(200), default="")
    """Common Procurement Vocabulary codes it covers, joined by spaces; a division is two digits."""
    source: Mapped[str] = mapped_column(String(200), default="")
    retired: Mapped[bool] = mapped_column(default=False)
    """No longer in the hub's list: kept for what already stands under it, offered to nobody."""

    parent: Mapped[Category | None] = relationship(back_populates="children", remote_side=[id])
    children: Mapped[list[Category]] = relationship(
        back_populates="parent", order_by="Category.position, Category.name"
    )
