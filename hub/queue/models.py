"""The queue of what needs a person: one row for each thing, kept in step with the table it comes from."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import Organisation, User
from hub.database import Base, new_public_id, utc_now
from hub.requirements.models import Requirement
from hub.suppliers.models import Supplier

ITEM_KINDS = ("claim", "removal", "buyer", "pair", "few", "register", "certificate", "flagged", "profile")
ITEM_STATES = ("open", "done", "settled")
ACTS = ("", "assigned", "snoozed", "done", "reopened", "settled")


class QueueItem(Base):
    """One thing that waits for an adviser. What it is about stands in a table of its own and is the truth.

    `source_id` is the number of that row, `stamp` what made it a thing of its own: the day of a certificate,
    the version of a requirement. A person ends it (`done`), or its source does (`settled`). At most one is
    open for a source. `version` rises with every act, so that nobody acts on what they have not seen.
    """

    __tablename__ = "queue_item"
    __table_args__ = (
        CheckConstraint(f"kind IN {ITEM_KINDS}", name="kind"),
        CheckConstraint(f"state IN {ITEM_STATES}", name="state"),
        CheckConstraint(f"last_act IN {ACTS}", name="last_act"),
        Index(
            "uq_queue_item_open",
            "kind",
            "source_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_queue_item_kind_source_id", "kind", "source_id"),
        Index("ix_queue_item_state_urgency_came_at", "state", "urgency", "came_at", "id"),
        Index("ix_queue_item_state_kind", "state", "kind", "urgency", "came_at"),
        # Read alone when the open items are counted.
        Index("ix_queue_item_counted", "state", "kind", "snoozed_until", "requirement_id"),
        Index("ix_queue_item_state_last_at", "state", "last_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    kind: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[int]
    stamp: Mapped[str] = mapped_column(String(80), default="")
    target: Mapped[str] = mapped_column(String(12), default="")
    """The public id that the action's address needs."""
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    """Of a pair: the second record."""
    requirement_id: Mapped[int | None] = mapped_column(
        ForeignKey("requirement.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    about: Mapped[str] = mapped_column(String(300), default="")
    """What the kind alone does not say: the certificate and its day, whether a profile is new."""
    urgency: Mapped[int]
    """0 where somebody waits for an answer, then 1 and 2; see `kinds.py`."""
    came_at: Mapped[datetime] = mapped_column(default=utc_now)
    state: Mapped[str] = mapped_column(String(20), default="open")
    version: Mapped[int] = mapped_column(default=1)
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    snoozed_until: Mapped[date | None]
    """The day it comes back on; in the past it is as if it had never been snoozed."""
    snooze_reason: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    """What the adviser who finished it did."""
    last_act: Mapped[str] = mapped_column(String(20), default="")
    last_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    """Who did the last act; None where the source settled it."""
    last_at: Mapped[datetime | None]

    supplier: Mapped[Supplier | None] = relationship(foreign_keys=[supplier_id])
    other: Mapped[Supplier | None] = relationship(foreign_keys=[other_id])
    requirement: Mapped[Requirement | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    assigned_to: Mapped[User | None] = relationship(foreign_keys=[assigned_to_id])
    last_by: Mapped[User | None] = relationship(foreign_keys=[last_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
