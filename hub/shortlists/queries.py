"""Reads of shortlists, through the actor who asks: a buyer's own, and for advisers those that are shared."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, and_, func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from hub.accounts.actors import Actor
from hub.matches.models import Run
from hub.paging import Page, cut_page
from hub.scoping import own, seen
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Supplier

PAGE = 20


def find_shortlist(session: Session, actor: Actor, public_id: str) -> Shortlist | None:
    """A shortlist that the actor may see, with its entries and what they speak of at hand.

    The whole ranking that its run holds is read only where somebody asks for it.
    """
    return _find(session, public_id, seen(actor, Shortlist))


def find_own_shortlist(session: Session, actor: Actor, public_id: str) -> Shortlist | None:
    """A shortlist of the actor's own organisations, as above."""
    return _find(session, public_id, own(actor, Shortlist))


def _find(session: Session, public_id: str, belongs: ColumnElement[bool]) -> Shortlist | None:
    chosen = select(Shortlist).where(Shortlist.public_id == public_id, belongs)
    whole = chosen.options(
        joinedload(Shortlist.requirement),
        joinedload(Shortlist.organisation),
        joinedload(Shortlist.run).options(defer(Run.matches), defer(Run.asked), defer(Run.excluded)),
        selectinload(Shortlist.entries).joinedload(ShortlistEntry.supplier).joinedload(Supplier.place),
    )
    return session.scalars(whole.execution_options(populate_existing=True)).one_or_none()


def find_shortlist_by_key(session: Session, actor: Actor, form_key: str) -> Shortlist | None:
    """The shortlist that this form made before, where the actor may see it."""
    chosen = select(Shortlist).where(Shortlist.form_key == form_key, own(actor, Shortlist))
    return session.scalars(chosen).one_or_none()


def page_own_shortlists(session: Session, actor: Actor, page: int = 1) -> Page[tuple[Shortlist, int]]:
    """The actor's organisations' shortlists, newest first. Two statements."""
    return _page(session, own(actor, Shortlist), page, Shortlist.created_at.desc())


def page_shared_shortlists(session: Session, actor: Actor, page: int = 1) -> Page[tuple[Shortlist, int]]:
    """All shared shortlists that the actor may see, the latest shared first. Two statements."""
    shared = and_(seen(actor, Shortlist), Shortlist.state == "shared")
    return _page(session, shared, page, Shortlist.shared_at.desc())


def _page(
    session: Session, belongs: ColumnElement[bool], page: int, order: UnaryExpression[Any]
) -> Page[tuple[Shortlist, int]]:
    suppliers = (
        select(func.count(ShortlistEntry.id))
        .where(ShortlistEntry.shortlist_id == Shortlist.id)
        .correlate(Shortlist)
        .scalar_subquery()
    )
    chosen = (
        select(Shortlist, suppliers)
        .where(belongs)
        .options(joinedload(Shortlist.requirement), joinedload(Shortlist.organisation))
        .order_by(order, Shortlist.id.desc())
    )
    return cut_page(session, chosen, page, PAGE)
