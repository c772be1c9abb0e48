"""What the hub holds on a firm's consent, for the firm itself; its owner withdraws here."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import SUPPLIERS, allow
from hub.clients.blueprint import blueprint
from hub.clients.consenting import what_holds, withdraw
from hub.clients.queries import list_consent, page_consent, page_sharing
from hub.clients.wording import PURPOSES, purpose_words
from hub.database import session
from hub.paging import asked_page
from hub.suppliers.forms import ButtonForm
from hub.suppliers.own_views import fetch_supplier, fetch_supplier_to_lead


@blueprint.get("/business/<public_id>/consent")
@allow(SUPPLIERS)
def own_consent(public_id: str) -> str:
    supplier = fetch_supplier(public_id)
    actor = current_actor()
    return render_template(
        "clients/own_consent.html",
        supplier=supplier,
        held=what_holds(list_consent(session, actor, supplier)),
        entries=page_consent(session, actor, supplier, request.args.get("said", 1, type=int)),
        shared=page_sharing(session, actor, supplier, asked_page(request.args)),
        owns=actor.owns(supplier.organisation_id),
    )


@blueprint.route("/business/<public_id>/consent/<purpose>/withdraw", methods=["GET", "POST"])
@allow(SUPPLIERS)
def withdraw_consent(public_id: str, purpose: str) -> str | Response:
    """Of a partner body, whose name stands in the address, or of all else that has no name."""
    supplier = fetch_supplier_to_lead(public_id)
    partner = request.args.get("partner", "")
    held = what_holds(list_consent(session, current_actor(), supplier))
    found = next((each for each in held if (each.purpose, each.partner) == (purpose, partner)), None)
    if purpose not in PURPOSES or found is None or found.entry is None:
        abort(404)
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template("clients/withdraw.html", supplier=supplier, found=found, form=form)
    withdraw(session, supplier, current_actor(), found, date.today())
    session.commit()
    flash(f"Withdrawn: {purpose_words(purpose, partner)}.")
    return redirect(url_for("clients.own_consent", public_id=public_id), 303)
