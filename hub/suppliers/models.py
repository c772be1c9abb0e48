"""Suppliers and what proves what they can do: capabilities, contracts, facts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, Numeric, String, Text, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import Organisation, User
from hub.categories.models import Category
from hub.database import Base, new_public_id, utc_now
from hub.places.models import Place

SUPPLIER_STATES = ("unclaimed", "claimed", "suspended", "withdrawn")
SHOWN_STATES = ("unclaimed", "claimed")
"""Found, ranked and shown to everybody."""
GONE_STATUSES = ("dissolved", "closed", "absent")
"""What the company register answers for a company that is no more: it is ranked nowhere."""
SUPPLIER_KINDS = (
    "company",
    "sole trader",
    "partnership",
    "charity",
    "community interest company",
    "other",
)
SUPPLIER_SIZES = ("micro", "small", "medium", "large")
CAPABILITY_STATES = ("draft", "published", "withdrawn")
CONTRACT_SOURCES = ("own", "g-cloud-sales", "digital-outcomes", "ocds", "buyer")
"""`own` is the supplier's own word; `buyer` an award that its buyer published on this hub."""
VATS = ("", "included", "excluded")
REMOVAL_STATES = ("asked", "removed", "declined")
CLAIM_STATES = ("asked", "confirmed", "declined", "lost", "withdrawn")


class Supplier(Base):
    """A business that can be matched. An award or a list of the hub makes one that is yet to be claimed."""

    __tablename__ = "supplier"
    __table_args__ = (CheckConstraint(f"state IN {SUPPLIER_STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="SET NULL"), unique=True
    )
    state: Mapped[str] = mapped_column(String(20), default="claimed", index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    """The name without case, punctuation and legal form: how an award finds its winner."""
    trading_name: Mapped[str] = mapped_column(String(200), default="")
    """What its customers call it, where that is another name."""
    company_number: Mapped[str | None] = mapped_column(String(10), index=True)
    vat_number: Mapped[str] = mapped_column(String(12), default="", index=True)
    """9 digits, or 12 with a branch's, without the country; empty where it has none or does not say."""
    kind: Mapped[str] = mapped_column(String(40), default="")
    size: Mapped[str] = mapped_column(String(20), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="SET NULL"), index=True)
    website: Mapped[str] = mapped_column(String(300), default="")
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(255), default="")
    contact_phone: Mapped[str] = mapped_column(String(40), default="")
    register_status: Mapped[str] = mapped_column(String(20), default="")
    """What the company register answered, by `hub/upkeep/statuses.py`; empty where nobody has asked."""
    register_name: Mapped[str] = mapped_column(String(200), default="")
    """The name it holds for the company."""
    register_renamed: Mapped[bool] = mapped_column(default=False)
    """Whether it tells that the company gave up the name that the hub knew it by."""
    register_source: Mapped[str] = mapped_column(String(10), default="")
    """Who asked: `adviser`, or `file` for an imported one."""
    register_checked_on: Mapped[date | None]
    """The day that the answer is as at."""
    dissolved_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    """When the firm last said that its profile is still right."""
    nudges: Mapped[bool] = mapped_column(default=True)
    """Whether its owners are written to when something of the profile needs a look."""
    entered_on: Mapped[date | None]
    """The day the hub last entered something of an unclaimed record from a list of its own."""
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)

    organisation: Mapped[Organisation | None] = relationship()
    place: Mapped[Place | None] = relationship()
    capabilities: Mapped[list[Capability]] = relationship(
        back_populates="supplier",
        cascade="all, delete-orphan",
        order_by="Capability.position, Capability.id",
    )
    contracts: Mapped[list[Contract]] = relationship(
        back_populates="supplier",
        cascade="all, delete-orphan",
        order_by="Contract.starts_on.desc(), Contract.id",
    )
    facts: Mapped[list[Fact]] = relationship(
        back_populates="supplier", cascade="all, delete-orphan", order_by="Fact.name"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_gone(self) -> bool:
        """Whether the company register says that the company is no more."""
        return self.register_status in GONE_STATUSES

    @property
    def is_ranked(self) -> bool:
        """Whether a ranking may hold it."""
        return self.state in SHOWN_STATES and not self.is_gone


def may_be_ranked() -> ColumnElement[bool]:
    """The suppliers of which that holds, as a condition: shown, and not gone from the company register."""
    return and_(Supplier.state.in_(SHOWN_STATES), Supplier.register_status.not_in(GONE_STATUSES))


class Capability(Base):
    """One thing a supplier can do, in its own words, under one category."""

    __tablename__ = "capability"
    __table_args__ = (CheckConstraint(f"state IN {CAPABILITY_STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(20), default="published")
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    features: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What it consists of, a short line each."""
    benefits: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What a buyer gains by it, a short line each."""
    proof_contract_id: Mapped[int | None] = mapped_column(ForeignKey("contract.id", ondelete="SET NULL"))
    proof_fact: Mapped[str] = mapped_column(String(60), default="")
    """The name of the fact that proves it, a certificate say; empty for none."""
    proof_link: Mapped[str] = mapped_column(String(300), default="")
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)

    supplier: Mapped[Supplier] = relationship(back_populates="capabilities")
    category: Mapped[Category | None] = relationship()
    proof_contract: Mapped[Contract | None] = relationship(foreign_keys=[proof_contract_id])
    wordings: Mapped[list[Wording]] = relationship(
        back_populates="capability", cascade="all, delete-orphan", order_by="Wording.id.desc()"
    )


class Wording(Base):
    """A capability as it was worded until it was changed. Its members may look at it and use it again."""

    __tablename__ = "wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    capability_id: Mapped[int] = mapped_column(ForeignKey("capability.id", ondelete="CASCADE"), index=True)
    ended_at: Mapped[datetime] = mapped_column(default=utc_now)
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(String(120), default="")
    """The slug of the category it stood under; empty for none."""
    features: Mapped[list[str]] = mapped_column(JSON, default=list)
    benefits: Mapped[list[str]] = mapped_column(JSON, default=list)

    capability: Mapped[Capability] = relationship(back_populates="wordings")


class Contract(Base):
    """Work a supplier has done. `source` tells the supplier's own word from a published award.

    `source_key` names the award within its source, so that importing a file twice changes nothing.
    `value` is pounds without pence lost; None where the publisher gave none.
    """

    __tablename__ = "contract"
    __table_args__ = (
        CheckConstraint(f"source IN {CONTRACT_SOURCES}", name="source"),
        CheckConstraint(f"vat IN {VATS}", name="vat"),
        Index("uq_contract_source_source_key", "source", "source_key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(500))
    description: Mapped[str] = mapped_column(Text, default="")
    buyer_name: Mapped[str] = mapped_column(String(300), default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    category_label: Mapped[str] = mapped_column(String(200), default="")
    """The publisher's own heading, where the hub's list has none for it."""
    value: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    vat: Mapped[str] = mapped_column(String(10), default="")
    """Whether the value has VAT in it; empty where nobody has said."""
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(30), default="own")
    source_key: Mapped[str | None] = mapped_column(String(120))

    supplier: Mapped[Supplier] = relationship(back_populates="contracts")
    category: Mapped[Category | None] = relationship()


class Fact(Base):
    """A stated fact of a supplier: a certificate, a choice, an amount. See `hub/facts/kinds.py`."""

    __tablename__ = "fact"
    __table_args__ = (Index("uq_fact_supplier_id_name", "supplier_id", "name", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(JSON)
    body: Mapped[str] = mapped_column(String(200), default="")
    number: Mapped[str] = mapped_column(String(100), default="")
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]

    supplier: Mapped[Supplier] = relationship(back_populates="facts")


class Registration(Base):
    """A registration on its way: the answers so far, kept until they are checked and sent."""

    __tablename__ = "registration"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)


class Removal(Base):
    """Somebody asked for an unclaimed record to be removed. A removed name is never imported again.

    The asker's address is erased once an adviser has decided.
    """

    __tablename__ = "removal"
    __table_args__ = (CheckConstraint(f"state IN {REMOVAL_STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id", ondelete="SET NULL"))
    supplier_name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    state: Mapped[str] = mapped_column(String(20), default="asked", index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(255), default="")
    asked_at: Mapped[datetime] = mapped_column(default=utc_now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    supplier: Mapped[Supplier | None] = relationship()


class Claim(Base):
    """A person says that an unclaimed record is their firm's; an adviser decides. One claim wins."""

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint(f"state IN {CLAIM_STATES}", name="state"),
        Index("ix_claim_state_asked_at", "state", "asked_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    supplier_id: Mapped[int | None] = mapped_column(
        ForeignKey("supplier.id", ondelete="SET NULL"), index=True
    )
    supplier_name: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="asked", index=True)
    joins_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id", ondelete="SET NULL"))
    """The claimant's own record, registered beside it, that the claimed one becomes part of."""
    company_number: Mapped[str] = mapped_column(String(10), default="")
    """As the claimant gives it; empty for a firm without one."""
    proof: Mapped[str] = mapped_column(Text, default="")
    """How the hub can check that the claimant speaks for the firm, in the claimant's words."""
    answer: Mapped[str] = mapped_column(Text, default="")
    """The adviser's reason, which the claimant reads."""
    asked_at: Mapped[datetime] = mapped_column(default=utc_now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    supplier: Mapped[Supplier | None] = relationship(foreign_keys=[supplier_id])
    joins: Mapped[Supplier | None] = relationship(foreign_keys=[joins_id])
    user: Mapped[User] = relationship(foreign_keys=[user_id])
