"""Reads of exports: all of them for the hub, and for a buyer those that a shortlist of theirs was in."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from hub.accounts.actors import Actor
from hub.exports.models import Export, ExportItem
from hub.matches.models import Run
from hub.paging import Page, cut_page
from hub.scoping import seen
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Supplier

PAGE = 20
SHOWN = 10
"""Exports that the page of a shortlist lists, the newest."""


def page_exports(session: Session, actor: Actor, page: int = 1) -> Page[Export]:
    """The exports of all people of the hub, newest first, each with its shortlists."""
    chosen = select(Export).where(seen(actor, Export)).order_by(Export.id.desc())
    whole = chosen.options(
        joinedload(Export.taken_by), selectinload(Export.items).joinedload(ExportItem.shortlist)
    )
    return cut_page(session, whole, page, PAGE)


def list_exports_of(session: Session, shortlist: Shortlist) -> tuple[Sequence[Export], int]:
    """The newest exports of a shortlist that the reader may see, and how many there are."""
    own = select(ExportItem.export_id).where(ExportItem.shortlist_id == shortlist.id)
    chosen = select(Export).where(Export.id.in_(own)).options(joinedload(Export.taken_by))
    newest = session.scalars(chosen.order_by(Export.id.desc()).limit(SHOWN)).all()
    total = len(newest)
    if total == SHOWN:
        total = session.scalar(select(func.count()).select_from(own.distinct().subquery())) or 0
    return newest, total


def list_shared(session: Session, actor: Actor, public_ids: Sequence[str]) -> list[Shortlist]:
    """These shortlists, where they are shared and the actor may see them, whole, in the order asked for."""
    chosen = select(Shortlist).where(
        Shortlist.public_id.in_(public_ids), Shortlist.state == "shared", seen(actor, Shortlist)
    )
    whole = chosen.options(
        joinedload(Shortlist.requirement),
        joinedload(Shortlist.organisation),
        joinedload(Shortlist.run).options(defer(Run.matches), defer(Run.asked), defer(Run.excluded)),
        selectinload(Shortlist.entries).joinedload(ShortlistEntry.supplier).joinedload(Supplier.place),
    )
    found = {each.public_id: each for each in session.scalars(whole)}
    return [found[each] for each in dict.fromkeys(public_ids) if each in found]
