"""Places: postcode areas and districts with a point, and counties with their neighbours."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Base

PLACE_LEVELS = ("area", "outcode")

county_neighbour = Table(
    "county_neighbour",
    Base.metadata,
    Column("county_id", ForeignKey("county.id", ondelete="CASCADE"), primary_key=True),
    Column("neighbour_id", ForeignKey("county.id", ondelete="CASCADE"), primary_key=True),
)


class County(Base):
    """A county, unitary area or London borough, with those that share a border with it."""

    __tablename__ = "county"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    region: Mapped[str] = mapped_column(String(60), default="")

    neighbours: Mapped[list[County]] = relationship(
        secondary=county_neighbour,
        primaryjoin=id == county_neighbour.c.county_id,
        secondaryjoin=id == county_neighbour.c.neighbour_id,
        order_by="County.name",
    )


class Place(Base):
    """A postcode area (DE) or outward code (DE1) with its middle, in degrees.

    `approximate` places come with the hub; `import-places` replaces them by a hub's full file.
    """

    __tablename__ = "place"
    __table_args__ = (CheckConstraint(f"level IN {PLACE_LEVELS}", name="level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    level: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    county_id: Mapped[int | None] = mapped_column(ForeignKey("county.id", ondelete="SET NULL"))
    region: Mapped[str] = mapped_column(String(60), default="")
    latitude: Mapped[float]
    longitude: Mapped[float]
    approximate: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str] = mapped_column(String(200), default="")

    county: Mapped[County | None] = relationship()
