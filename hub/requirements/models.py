"""Requirements: what one buyer needs, line by line."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import Organisation
from hub.categories.models import Category
from hub.database import Base, new_public_id, utc_now
from hub.places.models import Place

REQUIREMENT_STATES = ("draft", "open", "closed")
VISIBILITIES = ("private", "public")
IMPORTANCES = ("must", "should")

requirement_category = Table(
    "requirement_category",
    Base.metadata,
    Column("requirement_id", ForeignKey("requirement.id", ondelete="CASCADE"), primary_key=True),
    Column("category_id", ForeignKey("category.id"), primary_key=True),
)


class Requirement(Base):
    """What one buyer needs: words, categories, a place, criteria. Private unless its buyer says otherwise."""

    __tablename__ = "requirement"
    __table_args__ = (
        CheckConstraint(f"state IN {REQUIREMENT_STATES}", name="state"),
        CheckConstraint(f"visibility IN {VISIBILITIES}", name="visibility"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(20), default="open")
    visibility: Mapped[str] = mapped_column(String(20), default="private")
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="SET NULL"))
    keep_words: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Words the buyer wants taken as written, without repair or widening."""
    needed_on: Mapped[date | None]
    """The day certificates must be in date on; the day of ranking where it is not given."""
    closed_at: Mapped[datetime | None]
    """When it was closed; None while it is a draft or open."""
    estimated_value: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    """Pounds, VAT included, over the whole of the contract; None where the buyer has not said."""
    buying: Mapped[str] = mapped_column(String(20), default="goods_services")
    """Goods or services, works, or light touch: thresholds go by it."""
    own_area: Mapped[bool] = mapped_column(default=False)
    """The buyer's word that the county it is kept for is their own area, and that the others border it."""
    reservation_told: Mapped[str] = mapped_column(Text, default="")
    """What the rules said of who may supply when it was saved, with their sources."""
    reservation_checked: Mapped[str] = mapped_column(Text, default="")
    """What the buyer checked of it themselves, where the rules did not allow it or did not tell."""
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The same form sent twice is one requirement."""
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)

    organisation: Mapped[Organisation] = relationship()
    place: Mapped[Place | None] = relationship()
    categories: Mapped[list[Category]] = relationship(secondary=requirement_category, order_by=Category.name)
    criteria: Mapped[list[Criterion]] = relationship(
        back_populates="requirement",
        cascade="all, delete-orphan",
        order_by="Criterion.position, Criterion.id",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Criterion(Base):
    """One line of a requirement: must or should, in words or as a fact with a value, with a weight."""

    __tablename__ = "criterion"
    __table_args__ = (CheckConstraint(f"importance IN {IMPORTANCES}", name="importance"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    importance: Mapped[str] = mapped_column(String(10), default="should")
    text: Mapped[str] = mapped_column(Text)
    weight: Mapped[float] = mapped_column(default=1.0)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why the buyer keeps the requirement for some suppliers: for a line that says who may supply."""
    fact: Mapped[str | None] = mapped_column(String(60))
    value: Mapped[Any | None] = mapped_column(JSON)

    requirement: Mapped[Requirement] = relationship(back_populates="criteria")


class RequirementVersion(Base):
    """A requirement as it stood from one saving to the next.

    ``number`` is the requirement's version at that saving. Closing and opening raise the version and change
    no words, so a number that is not kept stood as the one before it.
    """

    __tablename__ = "requirement_version"
    __table_args__ = (UniqueConstraint("requirement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id", ondelete="CASCADE"))
    number: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(default=utc_now)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    """None where it was saved before versions were kept, or by somebody who was erased."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Words, lines, categories and place, as `contents.py` writes them."""
