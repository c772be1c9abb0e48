"""What matching leaves behind: which profiles changed at which catalogue version, and recorded runs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Base, PackedJSON, new_public_id, utc_now
from hub.requirements.models import Requirement


class CatalogueVersion(Base):
    """One row. Each change to a published profile raises it, under the row's lock, so versions never race."""

    __tablename__ = "catalogue_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


class CatalogueChange(Base):
    """The version at which a supplier last changed. No foreign key: an erased supplier stays on the list,
    so that every index forgets it."""

    __tablename__ = "catalogue_change"

    supplier: Mapped[str] = mapped_column(String(12), primary_key=True)
    version: Mapped[int] = mapped_column(index=True)


class LearnedWeights(Base):
    """Weights of evidence that this hub has learned from its decisions. The newest count, in every process;
    a row without any says that those count which ship."""

    __tablename__ = "learned_weights"

    id: Mapped[int] = mapped_column(primary_key=True)
    learned_at: Mapped[datetime] = mapped_column(default=utc_now)
    version: Mapped[str] = mapped_column(String(12))
    weights: Mapped[dict[str, float]] = mapped_column(JSON)
    measured: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What decided for them: how many decisions, and how well those held out rank before and after."""


class Run(Base):
    """A recorded ranking: the requirement as it was read, the full order and the exclusions.

    What it was made from stands beside it, so that it can be made again: `Snapshot` and `RunSnapshot`.
    """

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id", ondelete="CASCADE"), index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    recorded_at: Mapped[datetime] = mapped_column(default=utc_now)
    catalogue_version: Mapped[int]
    code_version: Mapped[str] = mapped_column(String(40))
    weights_version: Mapped[str] = mapped_column(String(12), default="")
    meaning_version: Mapped[str] = mapped_column(String(12), default="")
    """The sentence model that was asked; empty for none."""
    requirement_version: Mapped[int] = mapped_column(default=0)
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The same form sent twice is one run."""
    seed: Mapped[str] = mapped_column(String(32), default="")
    """What decided the turns inside a band; empty where the order is that of the scores alone."""
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The requirement as it stood."""
    made_with: Mapped[dict[str, Any] | None] = mapped_column(PackedJSON)
    """Weights, tolerance, counts, exposure and reading; none for a run of before they were kept."""
    matches: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Supplier, name, score and band, in the order that was recorded."""
    excluded: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    considered: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of order and scores."""

    requirement: Mapped[Requirement] = relationship()


class Snapshot(Base):
    """What rankings were made from, as it stood: a profile, the vectors of its passages, the hub's other
    words, the categories. What stood the same in several is kept once; what no run names any more goes."""

    __tablename__ = "snapshot"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of kind, supplier and content."""
    kind: Mapped[str] = mapped_column(String(10))
    supplier: Mapped[str | None] = mapped_column(String(12), index=True)
    """Whose profile it is, by public id: with the supplier it is erased."""
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """Compressed."""


class RunSnapshot(Base):
    """A snapshot that a run was made from."""

    __tablename__ = "run_snapshot"

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(
        ForeignKey("snapshot.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class RunCard(Base):
    """One of the first suppliers of a run with its verdicts and evidence, as the ranking gave them."""

    __tablename__ = "run_card"

    run_id: Mapped[int] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    """Where the run placed it, from 1."""
    supplier: Mapped[str] = mapped_column(String(12), index=True)
    reasons: Mapped[dict[str, Any]] = mapped_column(PackedJSON)


class Matching(Base):
    """When an open requirement was last held against the whole register, and against what of it.

    Its matches and near misses stand in tables of their own: who works for many requirements at once reads
    them there. A ranked page does not: it asks the index.
    """

    __tablename__ = "matching"

    requirement_id: Mapped[int] = mapped_column(
        ForeignKey("requirement.id", ondelete="CASCADE"), primary_key=True
    )
    requirement_version: Mapped[int]
    catalogue_version: Mapped[int]
    weights_version: Mapped[str] = mapped_column(String(12), default="")
    meaning_version: Mapped[str] = mapped_column(String(12), default="")
    matched_on: Mapped[date]
    """The day it was done on: certificates run out."""
    considered: Mapped[int] = mapped_column(default=0)
    excluded: Mapped[int] = mapped_column(default=0)


class OpenMatch(Base):
    """One of the best suppliers for an open requirement, when it was last matched."""

    __tablename__ = "open_match"

    requirement_id: Mapped[int] = mapped_column(
        ForeignKey("matching.requirement_id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    score: Mapped[float]
    band: Mapped[int]


class NearMiss(Base):
    """A supplier that one must alone leaves out of an open requirement, when it was last matched."""

    __tablename__ = "near_miss"

    requirement_id: Mapped[int] = mapped_column(
        ForeignKey("matching.requirement_id", ondelete="CASCADE"), primary_key=True
    )
    supplier_id: Mapped[int] = mapped_column(
        ForeignKey("supplier.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    criterion: Mapped[str] = mapped_column(String(12))
    """The public id of the must."""
    score: Mapped[float]
