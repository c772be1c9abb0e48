"""The hub's own synonyms: what else is looked for when a buyer writes a phrase."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from hub.accounts.policies import ADMINISTRATORS, allow
from hub.audit.queries import page_events_about
from hub.audit.wording import tell_event
from hub.database import session
from hub.paging import asked_page
from hub.synonyms.forms import SynonymForm
from hub.synonyms.models import Synonym
from hub.synonyms.queries import find_synonym, list_synonyms
from matching.synonyms import shipped_entries

blueprint = Blueprint("synonyms", __name__, url_prefix="/administration/synonyms")

SAID_ALREADY = "The hub says something of this phrase already. Take that away first"


@blueprint.route("", methods=["GET", "POST"])
@allow(ADMINISTRATORS)
def show() -> Response | str:
    form = SynonymForm()
    if not form.validate_on_submit() or not _add(form):
        own = list_synonyms(session)
        return render_template("synonyms/show.html", form=form, own=own, shipped=shipped_entries())
    flash(f"From the next search on, “{form.phrase.data}” is read as you say.")
    return redirect(url_for("synonyms.show"), 303)


@blueprint.get("/history")
@allow(ADMINISTRATORS)
def history() -> str:
    page = page_events_about(session, "synonym", asked_page(request.args))
    events = [tell_event(event, "synonym", public_id) for event, public_id in page.rows]
    return render_template("synonyms/history.html", page=page, events=events)


@blueprint.post("/<public_id>/remove")
@allow(ADMINISTRATORS)
def remove(public_id: str) -> Response:
    synonym = find_synonym(session, public_id) or abort(404)
    session.delete(synonym)
    session.commit()
    flash(f"What the hub said of “{synonym.phrase}” is gone.")
    return redirect(url_for("synonyms.show"), 303)


def _add(form: SynonymForm) -> bool:
    """Commit what the form says. False, with that said beside the field, where the phrase has an entry."""
    session.add(Synonym(phrase=form.phrase.data, key=form.key, also=form.others, mutual=form.mutual.data))
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        form.phrase.errors = [SAID_ALREADY]
        return False
    return True
