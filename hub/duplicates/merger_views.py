"""Records that were merged, and taking a merger back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, allow
from hub.administration.queries import names_of
from hub.database import session
from hub.duplicates.blueprint import blueprint
from hub.duplicates.forms import UndoForm
from hub.duplicates.merging import decide_pair
from hub.duplicates.models import SupplierMerger
from hub.duplicates.planning import NotMergeableError, hold_records
from hub.duplicates.queries import find_merger, find_pair_of, page_mergers
from hub.duplicates.undoing import Undoing, plan_undoing, undo_merger
from hub.paging import asked_page

CHANGED_MEANWHILE = "Something changed after you opened this page. Check again what will go back."


@blueprint.get("/merged")
@allow(ADVISERS)
def merged() -> str:
    page = page_mergers(session, current_actor(), asked_page(request.args))
    people = {each.done_by_id for each in page.rows} | {each.undone_by_id for each in page.rows}
    return render_template("duplicates/merged.html", page=page, names=names_of(session, people))


@blueprint.route("/merged/<public_id>/undo", methods=["GET", "POST"])
@allow(ADVISERS)
def undo(public_id: str) -> Response | str | tuple[str, int]:
    writes = request.method == "POST"
    merger = find_merger(session, current_actor(), public_id, hold=writes) or abort(404)
    if writes:
        hold_records(session, merger.kept_id, merger.merged_id)
    form = UndoForm()
    try:
        undoing = plan_undoing(session, merger)
    except NotMergeableError as error:
        session.rollback()
        return _to_list(str(error))
    agreed = form.validate_on_submit()
    if not agreed or form.seen.data != undoing.digest:
        return _ask(merger, undoing, form, CHANGED_MEANWHILE if agreed else "")

    told = undo_merger(session, undoing, current_actor())
    pair = find_pair_of(session, merger.kept_id, merger.merged_id)
    if pair is not None:
        decide_pair(pair, "found", None)
    session.commit()
    return _to_list(" ".join(["The merger is undone.", *told]))


def _ask(merger: SupplierMerger, undoing: Undoing, form: UndoForm, problem: str) -> str | tuple[str, int]:
    form.seen.data = undoing.digest
    form.seen.raw_data = None
    if problem:
        form.form_errors.append(problem)
    page = render_template("duplicates/undo.html", merger=merger, undoing=undoing, form=form)
    return (page, 409) if problem else page


def _to_list(message: str) -> Response:
    flash(message)
    return redirect(url_for("duplicates.merged"), 303)
