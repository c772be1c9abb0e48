"""The adviser's desk: shortlists that buyers share, and what waits for a decision."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.forms import BODIES
from hub.accounts.joining import confirm
from hub.accounts.policies import ADVISERS, allow
from hub.accounts.queries import find_buyer, list_unconfirmed_buyers
from hub.advice.queries import find_removal, list_open_removals
from hub.database import session
from hub.shortlists.queries import page_shared_shortlists
from hub.suppliers.removing import RemovalError
from hub.suppliers.removing import decide_removal as decide

blueprint = Blueprint("advice", __name__, url_prefix="/advice")
DECISIONS = {"remove": True, "keep": False}


@blueprint.get("/shortlists")
@allow(ADVISERS)
def shortlists() -> str:
    page = page_shared_shortlists(session, current_actor(), request.args.get("page", 1, type=int))
    return render_template("advice/shortlists.html", page=page)


@blueprint.get("/decisions")
@allow(ADVISERS)
def decisions() -> str:
    return render_template(
        "advice/decisions.html",
        removals=list_open_removals(session),
        buyers=list_unconfirmed_buyers(session),
        bodies=BODIES,
    )


@blueprint.post("/removals/<public_id>")
@allow(ADVISERS)
def decide_removal(public_id: str) -> Response:
    removal = find_removal(session, public_id) or abort(404)
    decision = request.form.get("decision", "")
    if decision not in DECISIONS:
        abort(400)
    try:
        decide(session, removal, current_actor(), remove=DECISIONS[decision])
    except RemovalError as error:
        session.rollback()
        return _to_decisions(str(error))
    session.commit()
    done = "was removed and will not be imported again" if DECISIONS[decision] else "stays in the register"
    return _to_decisions(f"The record of {removal.supplier_name} {done}.")


@blueprint.post("/buying-organisations/<public_id>/confirm")
@allow(ADVISERS)
def confirm_buyer(public_id: str) -> Response:
    organisation = find_buyer(session, public_id) or abort(404)
    confirm(organisation)
    session.commit()
    return _to_decisions(f"{organisation.name} is confirmed. Its members see suppliers’ contact details now.")


def _to_decisions(message: str) -> Response:
    flash(message)
    return redirect(url_for("advice.decisions"), 303)
