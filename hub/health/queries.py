"""Reads for a supplier's page about itself: the requirements put to it, and what its categories are asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.places.models import Place
from hub.requirements.models import Requirement, requirement_category
from hub.scoping import put_to
from hub.suppliers.models import Supplier

NEWEST = 100
"""Requirements that are looked at."""
LATELY = timedelta(days=365)
"""How long after it has closed a requirement still tells what is asked for."""


def list_put_to(session: Session, supplier: Supplier, today: date) -> Sequence[Requirement]:
    """The public requirements put to a supplier that are open or closed lately, the newest first."""
    since = datetime.combine(today - LATELY, datetime.min.time(), UTC)
    lately = or_(Requirement.state == "open", Requirement.closed_at >= since)
    chosen = select(Requirement).where(put_to(supplier), lately)
    newest = chosen.order_by(Requirement.created_at.desc(), Requirement.id.desc()).limit(NEWEST)
    return session.scalars(
        newest.options(
            selectinload(Requirement.criteria),
            selectinload(Requirement.categories),
            joinedload(Requirement.place).joinedload(Place.county),
        )
    ).all()


def count_asking(session: Session, categories: Collection[int]) -> dict[int | None, int]:
    """By number of the category, how many open public requirements stand under it; none are left out."""
    if not categories:
        return {}
    under = requirement_category.c
    is_open = and_(Requirement.visibility == "public", Requirement.state == "open")
    counted = (
        select(under.category_id, func.count())
        .join(Requirement, Requirement.id == under.requirement_id)
        .where(is_open, under.category_id.in_(categories))
        .group_by(under.category_id)
    )
    return dict(session.execute(counted).all())
