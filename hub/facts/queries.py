"""Reads about facts: which matter to a supplier, what proves them, and the figures of its size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from hub.accounts.actors import Actor
from hub.categories.models import Category
from hub.categories.queries import all_categories, category_path
from hub.facts.kinds import FACT_KINDS, FactKind
from hub.facts.models import FactDocument, SizeStatement
from hub.scoping import seen
from hub.suppliers.models import Fact, Supplier

ANSWERED_STATES = ("draft", "published")
"""A capability in one of these says what a supplier does, or is about to."""


def slugs_above(categories: Iterable[Category]) -> set[str]:
    """The slugs of these categories and of all above them, whose parents are at hand."""
    return {step.slug for category in categories for step in category_path(category)}


def slugs_of(session: Session, supplier: Supplier) -> set[str]:
    """The headings that a supplier's capabilities stand under, up to the lot. One statement."""
    all_categories(session, retired=True)
    return slugs_above(
        each.category for each in supplier.capabilities if each.category and each.state in ANSWERED_STATES
    )


def kinds_for(session: Session, supplier: Supplier) -> tuple[list[FactKind], list[FactKind]]:
    """The kinds that matter to what a supplier does, or that it has stated, and all others."""
    slugs, stated = slugs_of(session, supplier), {fact.name for fact in supplier.facts}
    matter = [kind for kind in FACT_KINDS.values() if kind.matters(slugs) or kind.name in stated]
    return matter, [kind for kind in FACT_KINDS.values() if kind not in matter]


@dataclass(frozen=True, slots=True)
class HeldDocument:
    """A document as pages tell of it: bytes, and the moment it was added."""

    size: int
    added_at: datetime

    @property
    def size_in_words(self) -> str:
        """`212 KB`, `3.4 MB`, in powers of 1,000."""
        return f"{self.size / 1e6:.1f} MB" if self.size >= 1e6 else f"{max(1, round(self.size / 1e3))} KB"


def documents_of(session: Session, supplier: Supplier) -> dict[str, HeldDocument]:
    """By the name of the fact that they prove, without their content. One statement."""
    chosen = (
        select(Fact.name, FactDocument.size, FactDocument.added_at)
        .join(Fact, FactDocument.fact_id == Fact.id)
        .where(Fact.supplier_id == supplier.id)
    )
    return {row.name: HeldDocument(row.size, row.added_at) for row in session.execute(chosen)}


def find_document(session: Session, actor: Actor, public_id: str, name: str) -> FactDocument | None:
    """The document of a fact that the actor may see, with its content."""
    return session.scalar(
        select(FactDocument)
        .join(Fact, FactDocument.fact_id == Fact.id)
        .join(Supplier, Fact.supplier_id == Supplier.id)
        .where(Supplier.public_id == public_id, Fact.name == name, seen(actor, FactDocument))
        .options(undefer(FactDocument.content))
    )


def document_of(session: Session, fact: Fact) -> FactDocument | None:
    """The document of a fact of one's own, without its content."""
    return session.scalar(select(FactDocument).where(FactDocument.fact_id == fact.id))


def find_statement(session: Session, supplier: Supplier) -> SizeStatement | None:
    return session.scalar(select(SizeStatement).where(SizeStatement.supplier_id == supplier.id))
