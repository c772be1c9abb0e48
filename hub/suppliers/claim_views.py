"""Claiming a record, and the claims a person has made."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import SIGNED_IN, allow
from hub.database import session
from hub.suppliers.blueprint import blueprint
from hub.suppliers.claim_forms import PROOF_LENGTH, ClaimForm
from hub.suppliers.claim_queries import find_open_claim, find_own_claim, list_own_claims
from hub.suppliers.claiming import ClaimError, ask_claim
from hub.suppliers.claiming import withdraw_claim as withdraw
from hub.suppliers.models import Supplier
from hub.suppliers.queries import find_supplier


@blueprint.route("/suppliers/<public_id>/claim", methods=["GET", "POST"])
@allow(SIGNED_IN)
def claim(public_id: str) -> str | Response | tuple[str, int]:
    """Anybody with an account may ask, an adviser decides; a record that is taken says so."""
    actor = current_actor()
    supplier = find_supplier(session, actor, public_id) or abort(404)
    form = ClaimForm()
    if supplier.state != "unclaimed":
        return _taken(supplier), 409 if form.is_submitted() else 200
    if not form.validate_on_submit():
        return render_template(
            "suppliers/claim.html",
            supplier=supplier,
            form=form,
            waiting=find_open_claim(session, supplier, actor.user_id),
            proof_length=PROOF_LENGTH,
        )

    try:
        _claim, new = ask_claim(
            session, actor, supplier, company_number=form.company_number.data, proof=form.proof.data
        )
    except ClaimError:
        session.rollback()
        return _taken(supplier), 409
    session.commit()
    flash(
        "Your claim was sent. An adviser of the hub will decide and write to you."
        if new
        else "You have claimed this record already. An adviser of the hub will decide and write to you."
    )
    return redirect(url_for("suppliers.claims"), 303)


@blueprint.get("/business/claims")
@allow(SIGNED_IN)
def claims() -> str:
    return render_template("suppliers/claims.html", claims=list_own_claims(session, current_actor()))


@blueprint.post("/business/claims/<public_id>/withdraw")
@allow(SIGNED_IN)
def withdraw_claim(public_id: str) -> Response:
    found = find_own_claim(session, current_actor(), public_id) or abort(404)
    try:
        withdraw(session, found)
    except ClaimError as error:
        session.rollback()
        flash(str(error))
        return redirect(url_for("suppliers.claims"), 303)
    session.commit()
    flash(f"Your claim on {found.supplier_name} is withdrawn.")
    return redirect(url_for("suppliers.claims"), 303)


def _taken(supplier: Supplier) -> str:
    return render_template("suppliers/claimed_already.html", supplier=supplier)
