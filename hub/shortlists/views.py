"""Shortlists: made from a ranked page, arranged, shared with the hub's advisers, downloaded."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response as Answer

from hub.accounts.actors import current_actor
from hub.accounts.policies import BUYERS, BUYERS_AND_ADVISERS, allow
from hub.addresses import supplier_page
from hub.audit.looking import note_look
from hub.database import session, utc_now
from hub.exports.forms import FORMAT_NAMES
from hub.exports.queries import list_exports_of
from hub.matches.recording import RankingChangedError
from hub.paging import asked_page
from hub.privacy.erased_texts import firm_name
from hub.proposals.queries import find_origin
from hub.requirements.models import Requirement
from hub.requirements.queries import find_requirement
from hub.runs.queries import find_run
from hub.shortlists.arranging import LastEntryError
from hub.shortlists.arranging import arrange as arrange_entries
from hub.shortlists.choosing import (
    NotRankedError,
    add_supplier,
    choose_from_run,
    choose_suppliers,
    copy_shortlist,
)
from hub.shortlists.exporting import book_of, file_name
from hub.shortlists.forms import AddForm, ArrangementForm, ChooseForm, KeyForm, TickForm, arrangement_form
from hub.shortlists.holding import FrozenError
from hub.shortlists.models import Shortlist
from hub.shortlists.nudging import nudge_for
from hub.shortlists.queries import (
    find_own_shortlist,
    find_shortlist,
    find_shortlist_by_key,
    page_own_shortlists,
)
from hub.shortlists.reading import (
    called,
    contracts_of,
    departure,
    origin_of,
    present_supplier,
    row_of,
    ties_of,
)
from hub.shortlists.sharing import share as share_shortlist
from hub.shortlists.sharing import stop_sharing as unshare
from hub.tables.sending import ENDINGS, send

blueprint = Blueprint("shortlists", __name__)
KEPT = "Your shortlist is kept. Say why you chose each supplier, so that you can defend it later."
ENTRY_FIELD = re.compile(r"reason-(\d{1,6})\Z")


@blueprint.post("/requirements/<public_id>/shortlists")
@allow(BUYERS)
def choose(public_id: str) -> Answer | tuple[str, int]:
    actor = current_actor()
    requirement = find_requirement(session, actor, public_id) or abort(404)
    if not actor.edits(requirement.organisation_id):
        abort(403)
    form = ChooseForm()
    if not form.validate_on_submit():
        abort(400)
    if not form.supplier.data:
        return render_template("shortlists/nothing_ticked.html", requirement=requirement), 400
    made = find_shortlist_by_key(session, actor, form.form_key.data)
    return _to(made) if made else _choose(requirement, form)


def _choose(requirement: Requirement, form: ChooseForm) -> Answer | tuple[str, int]:
    actor, ticked, form_key = current_actor(), form.supplier.data or [], form.form_key.data
    digest = form.digest.data or ""
    try:
        shortlist = choose_suppliers(session, requirement, digest, ticked, actor, form_key=form_key)
        session.commit()
    except NotRankedError:
        abort(400)
    except RankingChangedError:
        return _changed(requirement, ticked)
    except IntegrityError:
        session.rollback()  # the same form was sent a moment ago: its shortlist is the answer to both
        return _to(find_shortlist_by_key(session, actor, form_key) or abort(409))
    flash(KEPT)
    return _to(shortlist)


def _changed(requirement: Requirement, ticked: list[str]) -> tuple[str, int]:
    session.rollback()
    page = render_template("shortlists/register_changed.html", requirement=requirement, ticked=ticked[:100])
    return page, 409


@blueprint.post("/runs/<public_id>/shortlists")
@allow(BUYERS)
def choose_recorded(public_id: str) -> Answer | tuple[str, int]:
    """From a recorded ranking: nothing about it can have changed."""
    actor = current_actor()
    run = find_run(session, actor, public_id) or abort(404)
    if not actor.edits(run.requirement.organisation_id):
        abort(403)
    form = TickForm()
    if not form.validate_on_submit():
        abort(400)
    ticked, form_key = form.supplier.data or [], form.form_key.data or ""
    if not ticked:
        return render_template("shortlists/nothing_ticked.html", requirement=run.requirement, run=run), 400
    made = find_shortlist_by_key(session, actor, form_key)
    if made:
        return _to(made)
    try:
        shortlist = choose_from_run(session, run, ticked, actor, form_key=form_key)
        session.commit()
    except NotRankedError:
        abort(400)
    except IntegrityError:
        session.rollback()
        return _to(find_shortlist_by_key(session, actor, form_key) or abort(409))
    flash(KEPT)
    return _to(shortlist)


@blueprint.get("/shortlists")
@allow(BUYERS)
def list_own() -> str:
    page = page_own_shortlists(session, current_actor(), asked_page(request.args))
    return render_template("shortlists/list_own.html", page=page)


@blueprint.get("/shortlists/<public_id>")
@allow(BUYERS_AND_ADVISERS)
def show(public_id: str) -> str:
    shortlist = _find(public_id)
    note_look("shortlist", public_id, shortlist.organisation_id)
    return _page(shortlist, arrangement_form(shortlist, formdata=None))


@blueprint.post("/shortlists/<public_id>")
@allow(BUYERS)
def arrange(public_id: str) -> Answer | str | tuple[str, int]:
    shortlist = _find_own(public_id)
    if shortlist.frozen_at:
        raise FrozenError(shortlist)
    form = arrangement_form(shortlist)
    if form.is_stale(shortlist):
        return _conflict(shortlist, form)
    if not form.validate_on_submit():
        return _page(shortlist, form)
    try:
        arrange_entries(shortlist, form.wanted())
        session.commit()
    except LastEntryError:
        form.form_errors = ["A shortlist holds at least one supplier, so this one cannot be taken off"]
        return _page(shortlist, form)
    except StaleDataError:
        session.rollback()
        shortlist = _find_own(public_id)
        if shortlist.frozen_at:
            raise FrozenError(shortlist) from None
        return _conflict(shortlist, arrangement_form(shortlist))
    flash("Your shortlist was saved.")
    return _to(shortlist)


@blueprint.post("/shortlists/<public_id>/add")
@allow(BUYERS)
def add(public_id: str) -> Answer | tuple[str, int]:
    shortlist = _find_own(public_id)
    form = AddForm()
    if not form.validate_on_submit():
        abort(400)
    try:
        added = add_supplier(session, shortlist, form.supplier.data or "")
        session.commit()
    except NotRankedError:
        abort(400)
    flash(f"{called(added)} is on your shortlist now." if added else "It is on your shortlist already.")
    return _to(shortlist)


@blueprint.post("/shortlists/<public_id>/copy")
@allow(BUYERS)
def copy(public_id: str) -> Answer:
    shortlist = _find_own(public_id)
    form = KeyForm()
    if not form.validate_on_submit():
        abort(400)
    actor, form_key = current_actor(), form.form_key.data or ""
    made = find_shortlist_by_key(session, actor, form_key)
    if made:
        return _to(made)
    try:
        made = copy_shortlist(session, shortlist, actor, form_key=form_key)
        session.commit()
    except IntegrityError:
        session.rollback()
        made = find_shortlist_by_key(session, actor, form_key) or abort(409)
    flash("This is a copy: the same suppliers and reasons, for you to change.")
    return _to(made)


@blueprint.post("/shortlists/<public_id>/share")
@allow(BUYERS)
def share(public_id: str) -> Answer:
    shortlist = _find_own(public_id)
    share_shortlist(shortlist)
    session.commit()
    flash("The hub’s advisers can see this shortlist now.")
    return _to(shortlist)


@blueprint.post("/shortlists/<public_id>/stop-sharing")
@allow(BUYERS)
def stop_sharing(public_id: str) -> Answer:
    shortlist = _find_own(public_id)
    unshare(shortlist)
    session.commit()
    flash("The hub’s advisers can no longer see this shortlist.")
    return _to(shortlist)


@blueprint.get(f"/shortlists/<public_id>.{ENDINGS}")
@allow(BUYERS)
def download(public_id: str, ending: str) -> Response:
    """A buyer's own. People of the hub take it as an export, on record: see `hub/exports/views.py`."""
    shortlist = find_own_shortlist(session, current_actor(), public_id) or abort(404)
    origin = origin_of(shortlist, downloaded_at=utc_now(), downloaded_by=current_actor().name)
    book = book_of(origin, [row_of(entry, supplier_page) for entry in shortlist.entries])
    return send(book, ending, file_name(shortlist.requirement.title, shortlist.public_id, ending))


def _find(public_id: str) -> Shortlist:
    return find_shortlist(session, current_actor(), public_id) or abort(404)


def _find_own(public_id: str) -> Shortlist:
    shortlist = _find(public_id)
    return shortlist if current_actor().edits(shortlist.organisation_id) else abort(403)


@blueprint.app_errorhandler(FrozenError)
def answer_frozen(error: FrozenError) -> tuple[str, int]:
    """Wherever on the site somebody would change a frozen shortlist: nothing is kept, and they are told."""
    session.rollback()
    shortlist = _find(error.public_id)
    return render_template("shortlists/frozen.html", shortlist=shortlist, form_key=uuid4().hex), 409


def _to(shortlist: Shortlist) -> Answer:
    return redirect(url_for("shortlists.show", public_id=shortlist.public_id), 303)


def _page(shortlist: Shortlist, form: ArrangementForm) -> str:
    may_edit = current_actor().edits(shortlist.organisation_id)
    return render_template(
        "shortlists/show.html",
        shortlist=shortlist,
        form=form,
        may_edit=may_edit and not shortlist.frozen_at,
        may_share=may_edit,
        belongs=current_actor().role_in(shortlist.organisation_id) is not None,
        nudge=nudge_for(session, shortlist) if may_edit and not shortlist.frozen_at else None,
        form_key=uuid4().hex,
        ties=ties_of(shortlist),
        exports=list_exports_of(session, shortlist),
        origin=find_origin(session, shortlist),
        formats=FORMAT_NAMES,
        **ENTRY_READS,
    )


ENTRY_READS: dict[str, Any] = {
    "contracts_of": contracts_of,
    "supplier_of": present_supplier,
    "departure": departure,
    "called": called,
}


def _conflict(shortlist: Shortlist, form: ArrangementForm) -> tuple[str, int]:
    """Both versions beside each other. The form holds what the reader changed, ready to be saved again."""
    form.take_over(shortlist)
    page = render_template(
        "shortlists/conflict.html", shortlist=shortlist, mine=form, gone=_gone(shortlist), called=called
    )
    return page, 409


def _gone(shortlist: Shortlist) -> list[tuple[str, str]]:
    """Names and sent reasons of entries that somebody has taken off meanwhile."""
    here = {entry.rank for entry in shortlist.entries}
    sent = {int(m[1]): text for name, text in request.form.items() if (m := ENTRY_FIELD.match(name))}
    ranked = shortlist.run.matches
    return [
        (firm_name(ranked[rank - 1]["name"]), text)
        for rank, text in sorted(sent.items())
        if rank not in here and 0 < rank <= len(ranked)
    ]
