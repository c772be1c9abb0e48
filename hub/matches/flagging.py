"""Texts that an adviser should look at, read from the index: who games a ranking is for a person to judge."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hub.matches.indexing import current_index
from hub.matches.profiling import to_criterion
from hub.matches.queries import shown_suppliers
from hub.requirements.models import Requirement
from hub.suppliers.models import Supplier
from matching import Asked, Flag, records


@dataclass(frozen=True, slots=True)
class Flagged:
    """A supplier that can be found, and what its texts are flagged for."""

    supplier: Supplier
    flags: tuple[Flag, ...]


def list_flagged(session: Session) -> list[Flagged]:
    """Every supplier that is flagged now, those with most flags first, then by name."""
    flags = current_index().flags(read_asked(session))
    suppliers = shown_suppliers(session, flags)
    found = [Flagged(supplier, flags[public_id]) for public_id, supplier in suppliers.items()]
    return sorted(found, key=lambda each: (-len(each.flags), each.supplier.name_key, each.supplier.id))


def list_flags(session: Session, public_id: str) -> tuple[Flag, ...]:
    """The flags of one supplier; none for one that no search finds."""
    return current_index().flags_of(public_id, read_asked(session))


def read_asked(session: Session) -> Asked:
    """The requirements that a supplier can read and still answer: open, and shown to everybody."""
    shown = select(Requirement).where(Requirement.visibility == "public", Requirement.state == "open")
    read = session.scalars(shown.options(selectinload(Requirement.criteria)))
    return Asked(
        {
            each.public_id: records.Requirement(
                each.title, each.description, criteria=tuple(map(to_criterion, each.criteria))
            )
            for each in read
        }
    )
