"""Colleagues evaluate a shortlist: declarations and scores, and notes."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import BUYERS, allow
from hub.database import session
from hub.evaluations.evaluating import evaluate
from hub.evaluations.forms import EvaluationForm, NoteForm, evaluation_form
from hub.evaluations.noting import add_note, remove_note
from hub.evaluations.queries import find_note, has_note, list_evaluations, list_notes
from hub.evaluations.scoring import lines_to_score
from hub.evaluations.showing import show_scores
from hub.requirements.filters import FILTERS
from hub.shortlists.models import Shortlist
from hub.shortlists.queries import find_own_shortlist
from hub.shortlists.reading import called

blueprint = Blueprint("evaluations", __name__)


@blueprint.get("/shortlists/<public_id>/scores")
@allow(BUYERS)
def show(public_id: str) -> str:
    shortlist = _find(public_id)
    return _page(shortlist, None)


@blueprint.post("/shortlists/<public_id>/scores")
@allow(BUYERS)
def save(public_id: str) -> Response | str | tuple[str, int]:
    shortlist = _find_to_edit(public_id)
    form = evaluation_form(shortlist, lines_to_score(shortlist.run.asked, FILTERS), None)
    if not form.validate_on_submit():
        return _page(shortlist, form)
    evaluate(session, shortlist, current_actor(), form.declared(), form.points())
    session.commit()
    flash("Your declaration and your scores are saved.")
    return redirect(url_for("evaluations.show", public_id=public_id), 303)


@blueprint.get("/shortlists/<public_id>/notes")
@allow(BUYERS)
def notes(public_id: str) -> str:
    shortlist = _find(public_id)
    return _notes_page(shortlist, NoteForm(shortlist, formdata=None, data={"form_key": uuid4().hex}))


@blueprint.post("/shortlists/<public_id>/notes")
@allow(BUYERS)
def note(public_id: str) -> Response | str | tuple[str, int]:
    shortlist = _find_to_edit(public_id)
    form = NoteForm(shortlist)
    if not form.validate_on_submit():
        return _notes_page(shortlist, form)
    actor, form_key = current_actor(), form.form_key.data or ""
    try:
        if not has_note(session, actor, form_key):
            rank, text = int(form.rank.data), form.text.data or ""
            add_note(session, shortlist, actor, rank=rank, text=text, form_key=form_key)
            session.commit()
    except IntegrityError:
        session.rollback()  # the same form was sent a moment ago: its note stands
        if not has_note(session, actor, form_key):
            abort(409)
    flash("Your note is kept.")
    return redirect(url_for("evaluations.notes", public_id=public_id), 303)


@blueprint.post("/shortlists/<public_id>/notes/<note_id>/remove")
@allow(BUYERS)
def remove(public_id: str, note_id: str) -> Response | tuple[str, int]:
    shortlist = _find_to_edit(public_id)
    found = find_note(session, current_actor(), shortlist, note_id) or abort(404)
    remove_note(session, shortlist, found)
    session.commit()
    flash("Your note is gone.")
    return redirect(url_for("evaluations.notes", public_id=public_id), 303)


def _find(public_id: str) -> Shortlist:
    return find_own_shortlist(session, current_actor(), public_id) or abort(404)


def _find_to_edit(public_id: str) -> Shortlist:
    shortlist = _find(public_id)
    return shortlist if current_actor().edits(shortlist.organisation_id) else abort(403)


def _page(shortlist: Shortlist, form: EvaluationForm | None) -> str:
    """Colleagues' scores are shown to who has given all of their own, so that each judges alone first."""
    actor, lines = current_actor(), lines_to_score(shortlist.run.asked, FILTERS)
    evaluations = list_evaluations(session, actor, shortlist)
    mine = next((each for each in evaluations if each.user_id == actor.user_id), None)
    scores = show_scores(shortlist, evaluations, lines)
    may_edit = actor.edits(shortlist.organisation_id) and not shortlist.frozen_at
    return render_template(
        "evaluations/show.html",
        shortlist=shortlist,
        lines=lines,
        form=(form or evaluation_form(shortlist, lines, mine, formdata=None)) if may_edit else None,
        mine=mine,
        scores=scores,
        shown=not may_edit
        or any(each.complete and each.user_id == actor.user_id for each in scores.evaluators),
        others=len([each for each in evaluations if each is not mine]),
    )


def _notes_page(shortlist: Shortlist, form: NoteForm) -> str:
    actor = current_actor()
    return render_template(
        "evaluations/notes.html",
        shortlist=shortlist,
        notes=list_notes(session, actor, shortlist),
        form=form if actor.edits(shortlist.organisation_id) and not shortlist.frozen_at else None,
        names={entry.rank: called(entry) for entry in shortlist.entries},
    )
