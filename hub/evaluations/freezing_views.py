"""The last look at a shortlist: where it cuts the ranking, why others were passed over, and freezing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import BUYERS, allow
from hub.database import session
from hub.evaluations.models import Evaluation, ShortlistNote
from hub.evaluations.queries import frozen_by, list_evaluations, list_notes
from hub.evaluations.recording import find_changed, freeze_whole, told_decision
from hub.evaluations.scoring import lines_to_score
from hub.evaluations.showing import show_scores
from hub.matches.snapshots import load_snapshots
from hub.privacy.erased_texts import firm_name
from hub.requirements.filters import FILTERS
from hub.runs.choices import list_choices
from hub.runs.packing import DECISION, DECISION_PAGE, pack_run, to_json
from hub.runs.showing import told_in_pack
from hub.shortlists.cutting import Cut, cut_of
from hub.shortlists.exporting import file_name
from hub.shortlists.forms import FreezeForm, freeze_form
from hub.shortlists.freezing import put_reasons
from hub.shortlists.holding import FrozenError, hold_open
from hub.shortlists.models import QUICK_REASONS, Shortlist
from hub.shortlists.nudging import nudge_for
from hub.shortlists.queries import find_own_shortlist
from hub.shortlists.reading import called

blueprint = Blueprint("freezing", __name__)


@blueprint.get("/shortlists/<public_id>/freeze")
@allow(BUYERS)
def show(public_id: str) -> str | tuple[str, int]:
    shortlist = _find(public_id)
    if shortlist.frozen_at:
        raise FrozenError(shortlist)
    cut = _cut(shortlist)
    return _page(shortlist, cut, freeze_form(shortlist, cut, formdata=None))


@blueprint.post("/shortlists/<public_id>/freeze")
@allow(BUYERS)
def freeze(public_id: str) -> Response | str | tuple[str, int]:
    shortlist = _find(public_id)
    hold_open(session, shortlist)
    cut = _cut(shortlist)
    form = freeze_form(shortlist, cut)
    if not form.validate_on_submit():
        return _page(shortlist, cut, form)
    if form.version.data != str(shortlist.version):
        return _changed(shortlist, cut, form)
    put_reasons(shortlist, cut, form.reasons(), form.few_reason.data or "")
    wanted = form.act.data == "freeze"
    lacking = wanted and form.lacks(shortlist, cut)
    if wanted and not lacking:
        freeze_whole(session, shortlist, current_actor())
    session.commit()
    if lacking:
        form.version.data = str(shortlist.version)
        return _page(shortlist, cut, form)
    flash("Your shortlist is frozen. It stays as it stands now." if wanted else "Your reasons are saved.")
    address = "shortlists.show" if wanted else "freezing.show"
    return redirect(url_for(address, public_id=public_id), 303)


@blueprint.get("/shortlists/<public_id>/record")
@allow(BUYERS)
def record(public_id: str) -> str:
    shortlist = _find_frozen(public_id)
    evaluations, notes = _said(shortlist)
    return render_template(
        "evaluations/record.html",
        by=frozen_by(session, shortlist),
        changed=find_changed(shortlist, evaluations, notes),
        **_decision(shortlist, evaluations, notes),
    )


@blueprint.get("/shortlists/<public_id>.zip")
@allow(BUYERS)
def download(public_id: str) -> Response:
    """The audit pack: the run's own, with the record of the decision."""
    shortlist = _find_frozen(public_id)
    run = shortlist.run
    if run.made_with is None:
        abort(404)
    evaluations, notes = _said(shortlist)
    near = sum(len(row["gates"]) == 1 for row in run.excluded)
    told = _decision(shortlist, evaluations, notes, named=False)
    choices = list_choices(session, current_actor(), run, shortlist)
    decision = {
        DECISION: to_json(told_decision(shortlist, evaluations, notes)),
        DECISION_PAGE: render_template("evaluations/_pack.html", near=near, **told).encode(),
    }
    page = render_template("runs/_pack.html", **told_in_pack(session, run, choices))
    content = pack_run(run, load_snapshots(session, run.id), page, choices, decision)
    response = make_response(content)
    response.headers["Content-Type"] = "application/zip"
    name = file_name(run.asked["title"], public_id, "zip", "decision")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _find_frozen(public_id: str) -> Shortlist:
    shortlist = find_own_shortlist(session, current_actor(), public_id) or abort(404)
    return shortlist if shortlist.frozen_at else abort(404)


def _said(shortlist: Shortlist) -> tuple[Sequence[Evaluation], Sequence[ShortlistNote]]:
    actor = current_actor()
    return list_evaluations(session, actor, shortlist), list_notes(session, actor, shortlist)


def _decision(
    shortlist: Shortlist, evaluations: Sequence[Evaluation], notes: Sequence[ShortlistNote], **options: Any
) -> dict[str, Any]:
    lines = lines_to_score(shortlist.run.asked, FILTERS)
    return {
        "shortlist": shortlist,
        "cut": _cut(shortlist),
        "lines": lines,
        "scores": show_scores(shortlist, evaluations, lines, **options),
        "notes": notes,
        "usual": QUICK_REASONS,
        "called": called,
        "firm_name": firm_name,
    }


def _find(public_id: str) -> Shortlist:
    shortlist = find_own_shortlist(session, current_actor(), public_id) or abort(404)
    return shortlist if current_actor().edits(shortlist.organisation_id) else abort(403)


def _cut(shortlist: Shortlist) -> Cut:
    return cut_of(shortlist.run.matches, {entry.rank for entry in shortlist.entries})


def _changed(shortlist: Shortlist, cut: Cut, form: FreezeForm) -> tuple[str, int]:
    """Somebody saved it meanwhile: what was typed stands in the form, beside it what is stored now."""
    form.version.data = str(shortlist.version)
    form.form_errors = ["Somebody changed this shortlist while you wrote. Look at it, and save again"]
    stored = {each.rank: each for each in shortlist.passed_over}
    theirs = {
        rank: each
        for rank, each in stored.items()
        if f"words-{rank}" in form
        and (each.quick, each.words) != (form[f"quick-{rank}"].data or "", form[f"words-{rank}"].data or "")
    }
    return _page(shortlist, cut, form, theirs), 409


def _page(shortlist: Shortlist, cut: Cut, form: FreezeForm, theirs: object = None) -> str:
    return render_template(
        "evaluations/freeze.html",
        shortlist=shortlist,
        cut=cut,
        form=form,
        theirs=theirs or {},
        usual=QUICK_REASONS,
        nudge=nudge_for(session, shortlist),
        firm_name=firm_name,
    )
