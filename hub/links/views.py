"""Links to a shortlist: made for a named reader, taken back, and the page that one opens."""

from __future__ import annotations

import logging
from uuid import uuid4

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import Engine, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ANYONE, BUYERS_AND_ADVISERS, allow
from hub.addresses import supplier_page
from hub.audit.looking import note_look
from hub.database import get_engine, session, utc_now
from hub.exports.writing import told_on_paper
from hub.links.forms import USUAL, LinkForm
from hub.links.making import MOST_OPEN, TooManyLinksError, make_link, revoke_link
from hub.links.models import ShortlistLink
from hub.links.queries import find_by_token, find_link, has_form, page_links
from hub.mail.addresses import site_url
from hub.paging import asked_page
from hub.shortlists.exporting import table
from hub.shortlists.models import Shortlist
from hub.shortlists.queries import find_shortlist
from hub.shortlists.reading import origin_of, row_of

logger = logging.getLogger(__name__)
blueprint = Blueprint("links", __name__)
UNKNOWN = "somebody who has left"


@blueprint.get("/shortlists/<public_id>/links")
@allow(BUYERS_AND_ADVISERS)
def show(public_id: str) -> str:
    shortlist = _find(public_id)
    start = {"ends_on": utc_now().date() + USUAL, "form_key": uuid4().hex}
    return _page(shortlist, LinkForm(formdata=None, data=start))


@blueprint.post("/shortlists/<public_id>/links")
@allow(BUYERS_AND_ADVISERS)
def make(public_id: str) -> str | Response | tuple[str, int]:
    shortlist = _find_to_change(public_id)
    form = LinkForm()
    if not form.validate_on_submit():
        return _page(shortlist, form)
    form_key, ends_on = form.form_key.data or "", form.ends_on.data
    if has_form(session, form_key):
        return _made_before(public_id)
    try:
        link, token = make_link(
            session,
            shortlist,
            current_actor(),
            recipient=form.recipient.data or "",
            ends_on=ends_on or utc_now().date(),
            form_key=form_key,
        )
        session.commit()
    except TooManyLinksError:
        session.rollback()
        form.form_errors = [f"This shortlist has {MOST_OPEN} links that work. Take one back first"]
        return _page(_find_to_change(public_id), form), 409
    except IntegrityError:
        session.rollback()
        return _made_before(public_id)
    address = site_url("links.open_link", token=token)
    return render_template("links/made.html", shortlist=shortlist, link=link, address=address)


@blueprint.post("/shortlists/<public_id>/links/<link_id>/revoke")
@allow(BUYERS_AND_ADVISERS)
def revoke(public_id: str, link_id: str) -> Response:
    shortlist = _find_to_change(public_id)
    link = find_link(session, shortlist, link_id) or abort(404)
    revoke_link(link)
    session.commit()
    flash("The link opens nothing any more.")
    return redirect(url_for("links.show", public_id=public_id), 303)


@blueprint.get("/shared/<token>")
@allow(ANYONE)
def open_link(token: str) -> Response:
    link = find_by_token(session, token)
    if link is None:
        return _kept_out_of_searches(make_response(render_template("links/unusable.html"), 404))
    origin = origin_of(link.shortlist, downloaded_at=utc_now(), downloaded_by=link.recipient)
    page = render_template(
        "links/open.html",
        link=link,
        maker=link.made_by.name if link.made_by else UNKNOWN,
        origin=origin,
        rows=list(table(origin, [row_of(entry, supplier_page) for entry in link.shortlist.entries])),
        told=told_on_paper,
    )
    response = _kept_out_of_searches(make_response(page))
    number, engine = link.id, get_engine()
    response.call_on_close(lambda: _count(engine, number))
    return response


def _count(engine: Engine, number: int) -> None:
    """In a short transaction of its own, when the page is on its way: nobody who reads waits for it."""
    opened = update(ShortlistLink).where(ShortlistLink.id == number)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            connection.execute(opened.values(opened=ShortlistLink.opened + 1))
    except SQLAlchemyError as error:
        logger.error("An opened link was not counted: %s", type(error).__name__)


def _kept_out_of_searches(response: Response) -> Response:
    """The address holds a secret: what has `token` in it is neither kept nor told on (`hub/headers.py`)."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _find(public_id: str) -> Shortlist:
    shortlist = find_shortlist(session, current_actor(), public_id) or abort(404)
    note_look("shortlist", public_id, shortlist.organisation_id)
    return shortlist


def _find_to_change(public_id: str) -> Shortlist:
    """Those who may edit it, and advisers of the hub where it is shared with them."""
    shortlist, actor = _find(public_id), current_actor()
    if actor.role_in(shortlist.organisation_id) is None:
        return shortlist
    return shortlist if actor.edits(shortlist.organisation_id) else abort(403)


def _page(shortlist: Shortlist, form: LinkForm) -> str:
    actor = current_actor()
    return render_template(
        "links/show.html",
        shortlist=shortlist,
        form=form,
        page=page_links(session, shortlist, asked_page(request.args)),
        may_make=actor.role_in(shortlist.organisation_id) is None or actor.edits(shortlist.organisation_id),
        today=utc_now().date(),
    )


def _made_before(public_id: str) -> Response:
    flash("This link was made already. Its address was shown once: if you do not have it, make another.")
    return redirect(url_for("links.show", public_id=public_id), 303)
