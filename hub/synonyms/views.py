"""The hub's own synonyms: what else is looked for when a buyer writes a phrase."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from hub.accounts.policies import ADMINISTRATORS, allow
from hub.database import session
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
