"""One firm, one record: pairs that wait for an adviser, side by side, merged, and mergers taken back."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, allow
from hub.audit.looking import note_look
from hub.database import session
from hub.duplicates import merger_views
from hub.duplicates.blueprint import blueprint
from hub.duplicates.comparing import LIKELY
from hub.duplicates.forms import MergeForm
from hub.duplicates.merging import decide_pair, merge_records
from hub.duplicates.models import DuplicatePair
from hub.duplicates.planning import hold_records
from hub.duplicates.queries import find_pair, page_pairs
from hub.duplicates.showing import (
    choices_of,
    compare_rows,
    count_members,
    explain_pairs,
    seen_of,
)
from hub.facts.wording import describe_fact
from hub.paging import asked_page
from hub.suppliers.models import SHOWN_STATES
from hub.suppliers.queries import page_contracts

VIEWS = (merger_views,)
"""The rest of the area's routes; importing them puts them on the blueprint."""

blueprints = (blueprint,)

CONTRACTS_SHOWN = 8
DECIDED = {
    "different": "It was decided already: they are two firms.",
    "merged": "It was decided already: the two records are one now.",
}
CHANGED_MEANWHILE = "One of the records was changed after you opened this page. Check again what will move."


@blueprint.get("")
@allow(ADVISERS)
def waiting() -> str:
    page = page_pairs(session, current_actor(), asked_page(request.args))
    verdicts = explain_pairs(session, page.rows)
    return render_template(
        "duplicates/waiting.html", page=page, pairs=list(zip(page.rows, verdicts, strict=True))
    )


@blueprint.get("/<public_id>")
@allow(ADVISERS)
def show(public_id: str) -> str:
    pair = find_pair(session, current_actor(), public_id) or abort(404)
    return _show(pair)


@blueprint.post("/<public_id>/different")
@allow(ADVISERS)
def tell_apart(public_id: str) -> Response:
    pair = find_pair(session, current_actor(), public_id, hold=True) or abort(404)
    if pair.state != "found":
        session.rollback()
        return _to_list(DECIDED[pair.state])
    decide_pair(pair, "different", current_actor())
    session.commit()
    return _to_list(f"{pair.first.name} and {pair.second.name} stay two records. You are not asked again.")


@blueprint.post("/<public_id>/merge")
@allow(ADVISERS)
def merge(public_id: str) -> Response | str | tuple[str, int]:
    pair = find_pair(session, current_actor(), public_id, hold=True) or abort(404)
    if pair.state != "found":
        session.rollback()
        return _to_list(DECIDED[pair.state])
    hold_records(session, pair.first_id, pair.second_id)
    choices = choices_of(session, pair)
    form = _form(choices)
    if not form.validate_on_submit():
        return _show(pair, form)
    chosen = next(choice for choice in choices if choice.side == form.keep.data)
    if chosen.plan is None or form.seen.data != seen_of(choices):
        return _refuse(public_id, chosen.problem or CHANGED_MEANWHILE)

    merger = merge_records(session, chosen.plan, current_actor())
    decide_pair(pair, "merged", current_actor())
    session.commit()
    flash(f"{merger.merged.name} is merged into {merger.kept.name}. You can undo it under “Merged records”.")
    return redirect(url_for("suppliers.show", public_id=merger.kept.public_id), 303)


def _form(choices: list[Any], **options: Any) -> MergeForm:
    names = {choice.side: f"{choice.kept.name}" for choice in choices if choice.plan is not None}
    return MergeForm(names, **options)


def _refuse(public_id: str, problem: str) -> tuple[str, int]:
    """Nothing was done: the pair as it is now, and why."""
    session.rollback()
    pair = find_pair(session, current_actor(), public_id) or abort(404)
    return _show(pair, problem=problem), 409


def _show(pair: DuplicatePair, form: MergeForm | None = None, problem: str = "") -> str:
    both = (pair.first, pair.second)
    open_still = pair.state == "found" and all(each.state in SHOWN_STATES for each in both)
    choices = choices_of(session, pair) if open_still else []
    form = form or _form(choices, formdata=None)
    if choices:
        form.seen.data = seen_of(choices)
        form.seen.raw_data = None
        form.keep.data = form.keep.data or choices[0].side
    if problem:
        form.form_errors.append(problem)
    for each in both:
        if each.organisation_id is not None:
            note_look("contact", each.public_id, each.organisation_id)
    return render_template(
        "duplicates/show.html",
        pair=pair,
        verdict=explain_pairs(session, [pair])[0],
        rows=compare_rows(*both),
        contracts=[page_contracts(session, each, size=CONTRACTS_SHOWN) for each in both],
        members=count_members(session, both),
        choices=choices,
        form=form,
        open_still=open_still,
        likely=LIKELY,
        describe_fact=describe_fact,
    )


def _to_list(message: str) -> Response:
    flash(message)
    return redirect(url_for("duplicates.waiting"), 303)
