"""The adviser's desk: shortlists that buyers share, and what waits for a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.forms import BODIES
from hub.accounts.joining import confirm
from hub.accounts.policies import ADVISERS, allow
from hub.accounts.queries import find_buyer, list_unconfirmed_buyers
from hub.advice.desk import DESK
from hub.advice.queries import (
    SHOWN,
    find_removal,
    find_removal_of,
    group_open_claims,
    list_open_removals,
)
from hub.audit.looking import note_look
from hub.database import session
from hub.duplicates.queries import list_merged_into
from hub.exports.forms import TakeForm
from hub.paging import asked_page
from hub.shortlists.queries import page_shared_shortlists
from hub.suppliers.claim_forms import AnswerForm
from hub.suppliers.claim_queries import find_claim, list_others_numbered, list_owned_alike, list_rival_claims
from hub.suppliers.claiming import ClaimError, confirm_claim, decline_claim
from hub.suppliers.comparing import compare_claim
from hub.suppliers.models import Claim
from hub.suppliers.removing import RemovalError
from hub.suppliers.removing import decide_removal as decide

blueprint = Blueprint("advice", __name__, url_prefix="/advice")
DECISIONS = {"remove": True, "keep": False}
CLAIM_DECISIONS: dict[str, Callable[..., Any]] = {"confirm": confirm_claim, "decline": decline_claim}


@blueprint.get("")
@allow(ADVISERS)
def more() -> str:
    return render_template("advice/more.html", desk=DESK)


@blueprint.get("/shortlists")
@allow(ADVISERS)
def shortlists() -> str:
    page = page_shared_shortlists(session, current_actor(), asked_page(request.args))
    return render_template("advice/shortlists.html", page=page, form=TakeForm(formdata=None))


@blueprint.get("/decisions")
@allow(ADVISERS)
def decisions() -> str:
    records = group_open_claims(session, current_actor())
    return render_template(
        "advice/decisions.html",
        records=records,
        claimed={claim.supplier_id: claims for claims in records for claim in claims},
        compare_claim=compare_claim,
        removals=list_open_removals(session),
        buyers=list_unconfirmed_buyers(session, SHOWN),
        shown=SHOWN,
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
        merged = list_merged_into(session, removal.supplier_id) if removal.supplier_id else ()
        decide(session, removal, current_actor(), remove=DECISIONS[decision], merged=merged)
    except RemovalError as error:
        session.rollback()
        return _to_decisions(str(error))
    session.commit()
    done = "was removed and will not be imported again" if DECISIONS[decision] else "stays in the register"
    return _to_decisions(f"The record of {removal.supplier_name} {done}.")


@blueprint.get("/claims/<public_id>")
@allow(ADVISERS)
def claim(public_id: str) -> str:
    return _show_claim(_find_claim(public_id), AnswerForm(formdata=None))


@blueprint.post("/claims/<public_id>")
@allow(ADVISERS)
def decide_claim(public_id: str) -> Response | str | tuple[str, int]:
    found = _find_claim(public_id)
    form = AnswerForm()
    decision = request.form.get("decision", "")
    if decision not in CLAIM_DECISIONS:
        abort(400)
    if found.state == "asked" and not form.validate_on_submit():
        return _show_claim(found, form)
    try:
        CLAIM_DECISIONS[decision](session, found, current_actor(), answer=form.answer.data)
    except ClaimError as error:
        session.rollback()
        form.form_errors = [str(error)]
        return _show_claim(_find_claim(public_id), form), 409
    session.commit()
    done = "is confirmed, and everybody who claimed it was told" if decision == "confirm" else "is declined"
    return _to_decisions(f"The claim on {found.supplier_name} {done}.")


def _find_claim(public_id: str) -> Claim:
    return find_claim(session, current_actor(), public_id) or abort(404)


def _show_claim(found: Claim, form: AnswerForm) -> str:
    """The claim beside its rivals. Each of them is shown, and so each is looked at."""
    rivals = list_rival_claims(session, current_actor(), found)
    for each in (found, *rivals):
        note_look("claim", each.public_id, None)
    return render_template(
        "advice/claim.html",
        claim=found,
        rivals=rivals,
        compare_claim=compare_claim,
        owned=list_owned_alike(session, found),
        numbered=list_others_numbered(session, found),
        removal=find_removal_of(session, found.supplier_id),
        form=form,
    )


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
