"""The capabilities of one's own supplier."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import SUPPLIERS, allow
from hub.categories.models import Category
from hub.categories.queries import categories_by_slug, category_choices, find_category
from hub.database import session
from hub.formatters import quote_start
from hub.suppliers import offering
from hub.suppliers.blueprint import blueprint
from hub.suppliers.capability_forms import CapabilityForm, proof_of
from hub.suppliers.fields import NO_CATEGORY, PROFILE_LENGTH
from hub.suppliers.forms import data_of
from hub.suppliers.models import Capability, Supplier
from hub.suppliers.own_views import fetch_capability, fetch_supplier, fetch_supplier_to_edit
from hub.suppliers.queries import count_own_text, count_text, page_contracts
from hub.suppliers.rewording import compare_wordings, find_wording, offer_again

PROOFS_OFFERED = 200
"""Contracts that may be named as proof, the newest."""
MOVES = {"up": -1, "down": 1}
CHANGES = {"publish": offering.publish_capability, "withdraw": offering.withdraw_capability}
DONE = {
    "publish": "{} was published. Buyers see it.",
    "withdraw": "{} was withdrawn. Buyers no longer see it.",
}


@blueprint.route("/business/<public_id>/capabilities/add", methods=["GET", "POST"])
@allow(SUPPLIERS)
def add_capability(public_id: str) -> str | Response:
    supplier = fetch_supplier_to_edit(public_id)
    form = _build_form(supplier, None)
    if not form.validate_on_submit():
        return _show(supplier, form)

    draft = request.form.get("state") == "draft"
    try:
        offering.add_capability(session, supplier, _offer(form), draft=draft)
    except offering.OfferError as error:
        form.form_errors.append(str(error))
        return _show(supplier, form)
    session.commit()
    flash(f"{quote_start(form.title.data)} was {'saved as a draft' if draft else 'published'}.")
    return _to_desk(public_id)


@blueprint.route("/business/<public_id>/capabilities/<capability_id>", methods=["GET", "POST"])
@allow(SUPPLIERS)
def edit_capability(public_id: str, capability_id: str) -> str | Response:
    supplier = fetch_supplier_to_edit(public_id)
    capability = fetch_capability(supplier, capability_id)
    form = _build_form(supplier, capability)
    if not form.validate_on_submit():
        return _show(supplier, form, capability)

    offering.edit_capability(session, capability, _offer(form))
    session.commit()
    flash(f"{quote_start(capability.title)} was saved.")
    return _to_desk(public_id)


@blueprint.post("/business/<public_id>/capabilities/<capability_id>/copy")
@allow(SUPPLIERS)
def copy_capability(public_id: str, capability_id: str) -> Response:
    """A draft with the same words, open to be changed."""
    supplier = fetch_supplier_to_edit(public_id)
    capability = fetch_capability(supplier, capability_id)
    try:
        copy = offering.copy_capability(session, supplier, capability)
    except offering.OfferError as error:
        session.rollback()
        flash(str(error))
        return _to_desk(public_id)
    session.commit()
    flash("This is a copy. Change what differs, and publish it from your desk.")
    return redirect(
        url_for("suppliers.edit_capability", public_id=public_id, capability_id=copy.public_id), 303
    )


@blueprint.get("/business/<public_id>/capabilities/<capability_id>/wordings")
@allow(SUPPLIERS)
def list_wordings(public_id: str, capability_id: str) -> str:
    """How it was worded before, the newest first, each with what the next one changed."""
    supplier = fetch_supplier(public_id)
    capability = fetch_capability(supplier, capability_id)
    return render_template(
        "suppliers/wordings.html",
        supplier=supplier,
        capability=capability,
        wordings=compare_wordings(capability, categories_by_slug(session)),
        edits=current_actor().edits(supplier.organisation_id),
    )


@blueprint.post("/business/<public_id>/capabilities/<capability_id>/wordings/<wording_id>/use")
@allow(SUPPLIERS)
def use_wording(public_id: str, capability_id: str, wording_id: str) -> Response:
    """An earlier wording again, in place of the one that counts now."""
    supplier = fetch_supplier_to_edit(public_id)
    capability = fetch_capability(supplier, capability_id)
    wording = find_wording(capability, wording_id) or abort(404)

    offer = offer_again(capability, wording, categories_by_slug(session))
    offering.edit_capability(session, capability, offer)
    session.commit()
    flash(f"{quote_start(capability.title)} is worded again as it was.")
    return _to_desk(public_id)


@blueprint.post("/business/<public_id>/capabilities/<capability_id>/<change>")
@allow(SUPPLIERS)
def change_capability(public_id: str, capability_id: str, change: str) -> Response:
    """Publish it or withdraw it."""
    supplier = fetch_supplier_to_edit(public_id)
    capability = fetch_capability(supplier, capability_id)
    act = CHANGES.get(change) or abort(404)

    act(capability)
    session.commit()
    flash(DONE[change].format(quote_start(capability.title)))
    return _to_desk(public_id)


@blueprint.post("/business/<public_id>/capabilities/<capability_id>/move/<direction>")
@allow(SUPPLIERS)
def move_capability(public_id: str, capability_id: str, direction: str) -> Response:
    supplier = fetch_supplier_to_edit(public_id)
    capability = fetch_capability(supplier, capability_id)
    places = MOVES.get(direction) or abort(404)

    offering.move_capability(supplier, capability, places)
    session.commit()
    return _to_desk(public_id)


def _show(supplier: Supplier, form: CapabilityForm, capability: Capability | None = None) -> str:
    return render_template("suppliers/capability.html", supplier=supplier, form=form, capability=capability)


def _build_form(supplier: Supplier, capability: Capability | None) -> CapabilityForm:
    held = count_text(capability) if capability else 0
    proof = {"proof": proof_of(capability)} if capability else {}
    return CapabilityForm(
        data=data_of(capability) | proof,
        choices=category_choices(session),
        room=PROFILE_LENGTH - count_own_text(session, supplier) + held,
        contracts=page_contracts(session, supplier, size=PROOFS_OFFERED).rows,
        facts=supplier.facts,
    )


def _offer(form: CapabilityForm) -> offering.Offer:
    return offering.Offer(
        title=form.title.data,
        description=form.description.data,
        category=chosen_category(form.category.data),
        features=form.features.data,
        benefits=form.benefits.data,
        **form.proved_by,
    )


def chosen_category(slug: str) -> Category | None:
    return find_category(session, slug) if slug and slug != NO_CATEGORY else None


def _to_desk(public_id: str) -> Response:
    return redirect(url_for("suppliers.desk", public_id=public_id, _anchor="capabilities"), 303)
