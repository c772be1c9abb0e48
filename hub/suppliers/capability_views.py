"""The capabilities of one's own supplier."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.policies import SUPPLIERS, allow
from hub.categories.models import Category
from hub.categories.queries import category_choices, find_category
from hub.database import session
from hub.formatters import quote_start
from hub.suppliers import offering
from hub.suppliers.blueprint import blueprint
from hub.suppliers.fields import NO_CATEGORY, PROFILE_LENGTH
from hub.suppliers.forms import CapabilityForm, data_of
from hub.suppliers.models import Capability, Supplier
from hub.suppliers.own_views import fetch_capability, fetch_supplier_to_edit
from hub.suppliers.queries import count_own_text

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
        return render_template("suppliers/capability.html", supplier=supplier, form=form, capability=None)

    draft = request.form.get("state") == "draft"
    try:
        offering.add_capability(session, supplier, draft=draft, **_values(form))
    except offering.OfferError as error:
        form.form_errors.append(str(error))
        return render_template("suppliers/capability.html", supplier=supplier, form=form, capability=None)
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
        return render_template(
            "suppliers/capability.html", supplier=supplier, form=form, capability=capability
        )

    offering.edit_capability(capability, **_values(form))
    session.commit()
    flash(f"{quote_start(capability.title)} was saved.")
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


def _build_form(supplier: Supplier, capability: Capability | None) -> CapabilityForm:
    held = len(capability.title) + len(capability.description) if capability else 0
    room = PROFILE_LENGTH - count_own_text(session, supplier) + held
    return CapabilityForm(data=data_of(capability), choices=category_choices(session), room=room)


def _values(form: CapabilityForm) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "description": form.description.data,
        "category": chosen_category(form.category.data),
    }


def chosen_category(slug: str) -> Category | None:
    return find_category(session, slug) if slug and slug != NO_CATEGORY else None


def _to_desk(public_id: str) -> Response:
    return redirect(url_for("suppliers.desk", public_id=public_id, _anchor="capabilities"), 303)
