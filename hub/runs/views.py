"""Rank and record; the page of a recorded ranking."""

from __future__ import annotations

from datetime import date
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
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import BUYERS, BUYERS_AND_ADVISERS, allow
from hub.audit.looking import note_look
from hub.database import session
from hub.matches.models import Run
from hub.matches.pages import PAGE, PAGES, depth_of
from hub.matches.recording import RankingChangedError
from hub.matches.snapshots import load_snapshots
from hub.paging import asked_page
from hub.requirements.queries import find_requirement
from hub.requirements.version_queries import find_version
from hub.runs.choices import list_choices
from hub.runs.forms import RankForm
from hub.runs.packing import pack_run
from hub.runs.queries import count_profiles, find_run, find_run_by_key, recorder_of
from hub.runs.ranking import NotOpenError, RequirementChangedError
from hub.runs.ranking import rank as rank_requirement
from hub.runs.showing import EXCLUDED_SHOWN, bands_of, left_out_of, page_of_order, told_in_pack
from hub.runs.tables import book_of
from hub.shortlists.exporting import file_name
from hub.tables.sending import ENDINGS, send
from hub.upkeep.queries import notice_now

blueprint = Blueprint("runs", __name__)


@blueprint.post("/requirements/<public_id>/runs")
@allow(BUYERS)
def rank(public_id: str) -> Response | tuple[str, int]:
    actor = current_actor()
    requirement = find_requirement(session, actor, public_id) or abort(404)
    if not actor.edits(requirement.organisation_id):
        abort(403)
    form = RankForm()
    if not form.validate_on_submit():
        abort(400)
    version, form_key = int(form.version.data or 0), form.form_key.data or ""
    made = find_run_by_key(session, actor, form_key)
    if made:
        return _to(made)
    try:
        run = rank_requirement(session, requirement, actor, version=version, form_key=form_key)
        session.commit()
    except (NotOpenError, RequirementChangedError, RankingChangedError) as error:
        session.rollback()
        page = render_template("runs/not_recorded.html", requirement=requirement, why=type(error).__name__)
        return page, 409
    except IntegrityError:
        session.rollback()  # the same form was sent a moment ago: its run is the answer to both
        return _to(find_run_by_key(session, actor, form_key) or abort(409))
    flash("The ranking is recorded. Nothing on it changes any more.")
    return _to(run.public_id)


@blueprint.get("/runs/<public_id>")
@allow(BUYERS_AND_ADVISERS)
def show(public_id: str) -> str:
    run = _find(public_id)
    shown = depth_of(request.args.get("page"))
    bands = bands_of(session, run, shown)
    suppliers = [each.supplier for band in bands for each in band.placed if each.supplier]
    return render_template(
        "runs/show.html",
        run=run,
        requirement=run.requirement,
        bands=bands,
        marks=notice_now(session, suppliers, date.today()),
        more=shown // PAGE + 1 if len(run.matches) > shown and shown < PAGE * PAGES else None,
        shown=shown,
        left_out=left_out_of(run, EXCLUDED_SHOWN),
        every=request.args.get("excluded") == "all",
        by=recorder_of(session, run),
        profiles=count_profiles(session, run),
        choices=list_choices(session, current_actor(), run),
        may_choose=current_actor().edits(run.requirement.organisation_id),
        ticked=request.args.getlist("supplier")[: PAGE * PAGES],
        form_key=uuid4().hex,
        has_version=_has_version(run),
    )


def _has_version(run: Run) -> bool:
    """Whether the reader may see the requirement as it stood, and it is known."""
    mine = current_actor().role_in(run.requirement.organisation_id) is not None
    return mine and find_version(session, run.requirement, run.requirement_version) is not None


@blueprint.post("/runs/<public_id>")
@allow(BUYERS_AND_ADVISERS)
def show_more(public_id: str) -> Response:
    """The same page with more on it. Nothing is kept here: the ticks of its form go into the address."""
    run = _find(public_id)
    known = {row["supplier"] for row in run.matches[: PAGE * PAGES]}
    ticked = [each for each in dict.fromkeys(request.form.getlist("supplier")) if each in known]
    page = depth_of(request.args.get("page")) // PAGE
    every = "all" if request.args.get("excluded") == "all" else None
    landing = "left-out" if request.form.get("show") == "left-out" else f"match-{(page - 1) * PAGE + 1}"
    address = url_for(
        "runs.show", public_id=public_id, page=page, excluded=every, supplier=ticked, _anchor=landing
    )
    return redirect(address, 303)


@blueprint.get("/runs/<public_id>/order")
@allow(BUYERS_AND_ADVISERS)
def order(public_id: str) -> str:
    run = _find(public_id)
    page = page_of_order(run, asked_page(request.args))
    return render_template("runs/order.html", run=run, requirement=run.requirement, page=page)


@blueprint.get("/runs/<public_id>.zip")
@allow(BUYERS)
def download(public_id: str) -> Response:
    run = _find(public_id)
    if run.made_with is None:
        abort(404)
    choices = list_choices(session, current_actor(), run)
    page = render_template("runs/_pack.html", **told_in_pack(session, run, choices))
    response = make_response(pack_run(run, load_snapshots(session, run.id), page, choices))
    response.headers["Content-Type"] = "application/zip"
    name = file_name(run.asked["title"], public_id, "zip", "ranking")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get(f"/runs/<public_id>.{ENDINGS}")
@allow(BUYERS)
def download_table(public_id: str, ending: str) -> Response:
    run = _find(public_id)
    book = book_of(run, list_choices(session, current_actor(), run))
    return send(book, ending, file_name(run.asked["title"], public_id, ending, "ranking"))


def _find(public_id: str) -> Run:
    run = find_run(session, current_actor(), public_id) or abort(404)
    note_look("run", public_id, run.requirement.organisation_id)
    return run


def _to(public_id: str) -> Response:
    return redirect(url_for("runs.show", public_id=public_id), 303)
