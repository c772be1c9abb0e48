"""Reads of the queue: a page of it, its counts, one item. As many statements however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Row,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased, joinedload

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


def page_items(
    session: Session, actor: Actor, chosen: Filter, today: date, page: int = 1, *, total: int | None = None
) -> Page[Row[Any]]:
    """Items, the most urgent first and of those the oldest; of finished ones the latest.

    A row has what a line of the list shows: the columns of the item, `name`, `other_name`, `with_whom` and
    `ended_by`. Two statements, or one where it is known how many there are in all.
    """
    return cut_page(session, _listed(actor, chosen), page, ITEMS_A_PAGE, values={"today": today}, total=total)


@lru_cache(maxsize=500)
def _listed(actor: Actor, chosen: Filter) -> Select[*tuple[Any, ...]]:
    """Written once for whoever asks the same again; the day is told when it is asked."""
    item, other, with_whom, by = QueueItem, aliased(Supplier), aliased(User), aliased(User)
    order: tuple[Any, ...] = (item.urgency, item.came_at, item.id)
    if chosen.show == "done":
        order = (item.last_at.desc(), item.id.desc())
    columns = (
        *(item.public_id, item.kind, item.target, item.about, item.came_at, item.state, item.version),
        *(item.assigned_to_id, item.snoozed_until, item.snooze_reason, item.note, item.last_at),
        func.coalesce(Requirement.title, Supplier.name, Organisation.name).label("name"),
        other.name.label("other_name"),
        func.coalesce(func.nullif(with_whom.name, ""), with_whom.email).label("with_whom"),
        func.coalesce(func.nullif(by.name, ""), by.email).label("ended_by"),
    )
    where = [seen(actor, item), _shown(chosen.show), *_whose(chosen.whose, actor)]
    if chosen.kind:
        where.append(item.kind == chosen.kind)
    return (
        select(*columns)
        .outerjoin(item.supplier)
        .outerjoin(item.other.of_type(other))
        .outerjoin(item.requirement)
        .outerjoin(item.organisation)
        .outerjoin(item.assigned_to.of_type(with_whom))
        .outerjoin(item.last_by.of_type(by))
        .where(*where)
        .order_by(*order)
    )


def _with_names() -> tuple[Any, ...]:
    return (
        joinedload(QueueItem.supplier).load_only(Supplier.public_id, Supplier.name),
        joinedload(QueueItem.other).load_only(Supplier.public_id, Supplier.name),
        joinedload(QueueItem.requirement).load_only(Requirement.title),
        joinedload(QueueItem.organisation).load_only(Organisation.name),
        joinedload(QueueItem.assigned_to).load_only(User.public_id, User.name, User.email),
        joinedload(QueueItem.last_by).load_only(User.public_id, User.name, User.email),
    )


def _shown(show: str) -> ColumnElement[bool]:
    today: BindParameter[date] = bindparam("today", type_=Date())
    awake = or_(QueueItem.snoozed_until.is_(None), QueueItem.snoozed_until <= today)
    if show == "done":
        return QueueItem.state.in_(("done", "settled"))
    return and_(QueueItem.state == "open", awake if show == "open" else QueueItem.snoozed_until > today)


def _whose(whose: str, actor: Actor) -> list[ColumnElement[bool]]:
    if whose == "mine":
        return [QueueItem.assigned_to_id == actor.user_id]
    return [QueueItem.assigned_to_id.is_(None)] if whose == "nobody" else []


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items are open today."""

    of_kind: dict[str, int]
    """By kind, those that the adviser sees; a kind without any is not in it."""
    private: int
    """Requirements with too few matches that advisers do not see: a number, and no word of them."""

    def of(self, chosen: Filter) -> int | None:
        """How many such a filter finds; None where that is not counted."""
        if chosen.show != "open" or chosen.whose:
            return None
        return self.of_kind.get(chosen.kind, 0) if chosen.kind else sum(self.of_kind.values())


def count_items(session: Session, actor: Actor, today: date) -> Counts:
    """One statement."""
    rows = session.execute(_counted(actor), {"today": today}).all()
    return Counts(
        {kind: shown for kind, shown, _hidden in rows if shown},
        sum(hidden for kind, _shown, hidden in rows if kind == "few"),
    )


@lru_cache(maxsize=100)
def _counted(actor: Actor) -> Select[*tuple[Any, ...]]:
    readable = seen(actor, QueueItem)
    return (
        select(
            QueueItem.kind,
            func.count().filter(and_(_shown("open"), readable)),
            func.count().filter(~readable),
        )
        .where(QueueItem.state == "open")
        .group_by(QueueItem.kind)
    )


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
