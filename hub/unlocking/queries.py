"""Reads for “improve once, win many”: the list over all firms, one firm's, and its plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.accounts.actors import Actor
from hub.accounts.models import User
from hub.categories.models import Category
from hub.paging import Page, cut_page
from hub.requirements.models import Requirement
from hub.scoping import seen
from hub.suppliers.models import Capability, Supplier, may_be_ranked
from hub.unlocking.efforts import gain_per_hour
from hub.unlocking.models import PlannedAction, Unlock, UnlockedRequirement

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list is asked for: words of a firm's name, a kind of fact, a category."""

    firm: str = ""
    fact: str = ""
    category: Category | None = None


def page_unlocks(session: Session, asked: Asked, hours: Mapping[str, float], page: int) -> Page[Unlock]:
    """A page of the actions of all firms, those that bring most an hour first. Three statements."""
    found = _shown().options(joinedload(Unlock.supplier).selectinload(Supplier.facts))
    if asked.firm:
        found = found.where(Supplier.name.icontains(asked.firm, autoescape=True))
    if asked.fact:
        found = found.where(Unlock.fact == asked.fact)
    if asked.category is not None:
        found = found.where(Unlock.supplier_id.in_(_offering(asked.category)))
    return cut_page(session, _ordered(found, hours), page, A_PAGE)


def list_unlocks_of(session: Session, supplier: Supplier, hours: Mapping[str, float]) -> Sequence[Unlock]:
    """One firm's, in the same order."""
    return session.scalars(_ordered(_shown().where(Unlock.supplier_id == supplier.id), hours)).all()


def find_unlock(session: Session, supplier: Supplier, fact: str) -> Unlock | None:
    return session.scalar(_shown().where(Unlock.supplier_id == supplier.id, Unlock.fact == fact))


def list_unlocked(
    session: Session, actor: Actor, unlocks: Sequence[Unlock]
) -> dict[int, list[tuple[Requirement, bool]]]:
    """The public requirements behind some unlocks, by their numbers, and whether a must keeps the firm from
    each. One statement."""
    rows = session.execute(
        select(UnlockedRequirement.unlock_id, Requirement, UnlockedRequirement.barred)
        .join(Requirement, UnlockedRequirement.requirement_id == Requirement.id)
        .where(
            UnlockedRequirement.unlock_id.in_([each.id for each in unlocks]),
            Requirement.visibility == "public",
            seen(actor, Requirement),
        )
        .order_by(UnlockedRequirement.barred.desc(), Requirement.title, Requirement.id)
    )
    found = defaultdict[int, list[tuple[Requirement, bool]]](list)
    for number, requirement, barred in rows:
        found[number].append((requirement, barred))
    return found


def count_kinds(session: Session) -> dict[str, int]:
    """How many firms could gain each kind of fact."""
    counted = select(Unlock.fact, func.count()).join(Supplier, Unlock.supplier_id == Supplier.id)
    rows = session.execute(counted.where(may_be_ranked()).group_by(Unlock.fact))
    return {row[0]: row[1] for row in rows}


def last_found(session: Session) -> date | None:
    """The day of the last look; None where nothing was found."""
    return session.scalar(select(func.max(Unlock.found_on)))


def list_plan(session: Session, supplier: Supplier) -> Sequence[PlannedAction]:
    """What was agreed with a firm, the open ones first, by their days."""
    found = select(PlannedAction).where(PlannedAction.supplier_id == supplier.id)
    return session.scalars(
        found.order_by(PlannedAction.state != "open", PlannedAction.due_on, PlannedAction.id)
    ).all()


def find_planned(session: Session, public_id: str) -> PlannedAction | None:
    """An action of a plan, its row held."""
    chosen = select(PlannedAction).where(PlannedAction.public_id == public_id)
    return session.scalar(chosen.options(selectinload(PlannedAction.supplier)).with_for_update())


def is_planned(session: Session, supplier: Supplier, fact: str) -> bool:
    """Whether it is in the plan already, and open."""
    chosen = select(PlannedAction.id).where(
        PlannedAction.supplier_id == supplier.id,
        PlannedAction.fact == fact,
        PlannedAction.state == "open",
    )
    return session.scalar(chosen.limit(1)) is not None


def has_form(session: Session, form_key: str) -> bool:
    """Whether that form was sent before."""
    return session.scalar(select(PlannedAction.id).where(PlannedAction.form_key == form_key)) is not None


def name_people(session: Session, ids: set[int]) -> dict[int, str]:
    """People by their numbers."""
    return {row.id: row.name or row.email for row in session.scalars(select(User).where(User.id.in_(ids)))}


def _shown() -> Select[Any]:
    joined = select(Unlock).join(Supplier, Unlock.supplier_id == Supplier.id)
    return joined.where(may_be_ranked())


def _ordered(found: Select[Any], hours: Mapping[str, float]) -> Select[Any]:
    return found.order_by(gain_per_hour(hours).desc(), Supplier.name_key, Unlock.fact, Unlock.id)


def _offering(category: Category) -> Select[Any]:
    """Suppliers with something published under a category or below it."""
    below = select(Category.id).where(Category.parent_id == category.id)
    two_below = select(Category.id).where(Category.parent_id.in_(below))
    under = Capability.category_id
    return select(Capability.supplier_id).where(
        Capability.state == "published",
        or_(under == category.id, under.in_(below), under.in_(two_below)),
    )
