"""Reads for a supplier's pages about the public requirements of its categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.categories.models import Category
from hub.endings.models import Ending
from hub.outcomes.models import Closing, Outcome
from hub.paging import Page, cut_page
from hub.places.models import Place
from hub.requirements.models import Requirement
from hub.scoping import put_to
from hub.suppliers.models import Supplier

A_PAGE = 10
"""Requirements on a page: each open one is held against the supplier while the page is made."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement put to a supplier. Once closed it has a closing, when that is worked out, and in it the
    outcome of the supplier, if it stood in the categories then; and an ending, when its buyer tells it."""

    requirement: Requirement
    closing: Closing | None
    outcome: Outcome | None
    ending: Ending | None

    @property
    def is_open(self) -> bool:
        return self.requirement.state == "open"


def page_asked(session: Session, supplier: Supplier, page: int) -> Page[Asked]:
    """One page of the requirements put to a supplier, the open ones first, then the newest."""
    is_closed = case((Requirement.state == "open", 0), else_=1)
    ordered = _asked(supplier).order_by(
        is_closed, Requirement.closed_at.desc(), Requirement.created_at.desc(), Requirement.id.desc()
    )
    found = cut_page(session, ordered, page, A_PAGE)
    return Page([Asked(*row) for row in found.rows], found.total, found.number, found.pages)


def find_asked(session: Session, supplier: Supplier, public_id: str) -> Asked | None:
    """A requirement put to a supplier, or None where it is not."""
    row = session.execute(_asked(supplier).where(Requirement.public_id == public_id)).one_or_none()
    return Asked(*row) if row else None


def _asked(supplier: Supplier) -> Select[*tuple[Any, ...]]:
    """With what was worked out for them as they stand: nothing counts of one that is open again."""
    as_it_stands = and_(
        Closing.requirement_id == Requirement.id,
        Closing.requirement_version == Requirement.version,
        Requirement.state == "closed",
    )
    its = and_(Outcome.requirement_id == Closing.requirement_id, Outcome.supplier_id == supplier.id)
    return (
        select(Requirement, Closing, Outcome, Ending)
        .outerjoin(Closing, as_it_stands)
        .outerjoin(Outcome, its)
        .outerjoin(Ending, and_(Ending.requirement_id == Requirement.id, Requirement.state == "closed"))
        .where(put_to(supplier))
        .options(
            joinedload(Requirement.organisation),
            joinedload(Requirement.place).joinedload(Place.county),
            selectinload(Ending.awards),
            selectinload(Requirement.criteria),
            selectinload(Requirement.categories).joinedload(Category.parent),
        )
    )
