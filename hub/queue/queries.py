"""Reads of the queue: a page of it, its counts, one item. As many statements however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from hub.accounts.actors import Actor
from hub.accounts.models import Membership, Organisation, User
from hub.paging import Page, cut_page
from hub.queue.models import QueueItem
from hub.requirements.models import Requirement
from hub.scoping import seen
from hub.suppliers.models import Supplier

ITEMS_A_PAGE = 25
SHOWN = ("open", "snoozed", "done")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items a page shows: of a kind, somebody's or nobody's, and whether open, snoozed or done."""

    kind: str = ""
    whose: str = ""
    """`mine`, `nobody`, or empty for everybody's."""
    show: str = "open"

    @property
    def values(self) -> dict[str, str]:
        """What of it stands in an address."""
        show = "" if self.show == "open" else self.show
        found = {"kind": self.kind, "whose": self.whose, "show": show}
        return {name: value for name, value in found.items() if value}


def page_items(session: Session, actor: Actor, chosen: Filter, today: date, page: int = 1) -> Page[QueueItem]:
    """Items, the most urgent first and of those the oldest; of finished ones the latest. Two statements."""
    where = [seen(actor, QueueItem), _shown(chosen.show, today), *_whose(chosen.whose, actor)]
    if chosen.kind:
        where.append(QueueItem.kind == chosen.kind)
    order: tuple[Any, ...] = (QueueItem.urgency, QueueItem.came_at, QueueItem.id)
    if chosen.show == "done":
        order = (QueueItem.last_at.desc(), QueueItem.id.desc())
    found = select(QueueItem).where(*where).order_by(*order).options(*_with_names())
    return cut_page(session, found, page, ITEMS_A_PAGE)


def _with_names() -> tuple[Any, ...]:
    return (
        joinedload(QueueItem.supplier).load_only(Supplier.name),
        joinedload(QueueItem.other).load_only(Supplier.name),
        joinedload(QueueItem.requirement).load_only(Requirement.title),
        joinedload(QueueItem.organisation).load_only(Organisation.name),
        joinedload(QueueItem.assigned_to).load_only(User.public_id, User.name, User.email),
        joinedload(QueueItem.last_by).load_only(User.public_id, User.name, User.email),
    )


def _shown(show: str, today: date) -> ColumnElement[bool]:
    awake = or_(QueueItem.snoozed_until.is_(None), QueueItem.snoozed_until <= today)
    if show == "done":
        return QueueItem.state.in_(("done", "settled"))
    return and_(QueueItem.state == "open", awake if show == "open" else QueueItem.snoozed_until > today)


def _whose(whose: str, actor: Actor) -> list[ColumnElement[bool]]:
    if whose == "mine":
        return [QueueItem.assigned_to_id == actor.user_id]
    return [QueueItem.assigned_to_id.is_(None)] if whose == "nobody" else []


def count_items(session: Session, actor: Actor, today: date) -> dict[str, int]:
    """How many open items of each kind wait today. One statement."""
    counted = select(QueueItem.kind, func.count()).where(
        seen(actor, QueueItem), _shown("open", today), QueueItem.state == "open"
    )
    return {row[0]: row[1] for row in session.execute(counted.group_by(QueueItem.kind))}


def count_private(session: Session, actor: Actor) -> int:
    """How many requirements that advisers do not see have too few matches: a number, and no word of them."""
    hidden = select(func.count()).where(
        QueueItem.kind == "few", QueueItem.state == "open", ~seen(actor, QueueItem)
    )
    return session.scalar(hidden) or 0


def find_item(session: Session, actor: Actor, public_id: str, *, hold: bool = False) -> QueueItem | None:
    """An item with the names it shows. With `hold` its row is locked: of two acts at once, the second sees
    the first."""
    chosen = select(QueueItem).where(QueueItem.public_id == public_id, seen(actor, QueueItem))
    if hold:
        held = chosen.with_for_update(of=QueueItem).execution_options(populate_existing=True)
        return session.scalar(held)
    return session.scalar(chosen.options(*_with_names()))


def list_advisers(session: Session) -> Sequence[User]:
    """Everybody of the hub who can take an item, by name."""
    belongs = select(Membership.user_id).join(Organisation).where(Organisation.kind == "hub")
    chosen = select(User).where(User.id.in_(belongs), User.active.is_(True))
    return session.scalars(chosen.order_by(User.name, User.id)).all()
