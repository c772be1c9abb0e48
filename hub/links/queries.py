"""Reads of links: those of a shortlist, and the one that a token opens."""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, defer, joinedload

from hub.database import utc_now
from hub.links.making import hash_token
from hub.links.models import ShortlistLink
from hub.matches.models import Run
from hub.paging import Page, cut_page
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Supplier

PAGE = 20


def page_links(session: Session, shortlist: Shortlist, page: int = 1) -> Page[ShortlistLink]:
    """The links of a shortlist that the reader may see, newest first."""
    chosen = select(ShortlistLink).where(ShortlistLink.shortlist_id == shortlist.id)
    newest = chosen.options(joinedload(ShortlistLink.made_by)).order_by(ShortlistLink.id.desc())
    return cut_page(session, newest, page, PAGE)


def find_link(session: Session, shortlist: Shortlist, public_id: str) -> ShortlistLink | None:
    """A link of a shortlist that the actor may see."""
    chosen = select(ShortlistLink).where(
        ShortlistLink.public_id == public_id, ShortlistLink.shortlist_id == shortlist.id
    )
    return session.scalars(chosen).one_or_none()


def has_form(session: Session, form_key: str) -> bool:
    """Whether a link was made by this form before."""
    return session.scalar(select(ShortlistLink.id).where(ShortlistLink.form_key == form_key)) is not None


def find_by_token(session: Session, token: str) -> ShortlistLink | None:
    """The link that this token opens today, with its shortlist: whoever has the token may see it."""
    works = and_(
        ShortlistLink.token_hash == hash_token(token),
        ShortlistLink.revoked_at.is_(None),
        ShortlistLink.ends_on >= utc_now().date(),
        or_(~ShortlistLink.by_hub, Shortlist.state == "shared"),
    )
    whole = joinedload(ShortlistLink.shortlist)
    unread = (defer(Run.matches), defer(Run.asked), defer(Run.excluded))
    chosen = select(ShortlistLink).join(ShortlistLink.shortlist).where(works)
    return session.scalars(
        chosen.options(
            joinedload(ShortlistLink.made_by),
            whole.joinedload(Shortlist.requirement),
            whole.joinedload(Shortlist.organisation),
            whole.joinedload(Shortlist.run).options(*unread),
            whole.selectinload(Shortlist.entries)
            .joinedload(ShortlistEntry.supplier)
            .joinedload(Supplier.place),
        )
    ).one_or_none()
