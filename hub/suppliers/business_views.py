"""A supplier's own desk, and the profile it edits there."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import SUPPLIERS, allow
from hub.database import session
from hub.duplicates.queries import find_kept
from hub.facts.kinds import FACT_KINDS
from hub.facts.queries import documents_of, find_statement
from hub.facts.told_size import told_size
from hub.facts.wording import facts_in_groups
from hub.suppliers.blueprint import blueprint
from hub.suppliers.editing import edit_profile as edit
from hub.suppliers.fields import SIZE_HINTS
from hub.suppliers.forms import ProfileForm
from hub.suppliers.models import Supplier
from hub.suppliers.own_views import fetch_supplier, fetch_supplier_to_edit
from hub.suppliers.queries import find_own_supplier, list_own_suppliers, page_contracts
from hub.upkeep.queries import notice_one

AWARDS_ON_DESK = 10


@blueprint.get("/business")
@allow(SUPPLIERS)
def manage() -> str:
    """The desk of the one supplier that a person belongs to, or the list of several to choose from."""
    suppliers = list_own_suppliers(session, current_actor())
    if len(suppliers) != 1:
        return render_template("suppliers/choose.html", suppliers=suppliers)
    return _show_desk(fetch_supplier(suppliers[0].public_id))


@blueprint.get("/business/<public_id>")
@allow(SUPPLIERS)
def desk(public_id: str) -> str | Response:
    """The desk of one supplier. An old address of a record that was merged leads to the one that was kept."""
    supplier = find_own_supplier(session, current_actor(), public_id)
    if supplier is None:
        kept = find_kept(session, current_actor(), public_id) or abort(404)
        fetch_supplier(kept.public_id)
        return redirect(url_for("suppliers.desk", public_id=kept.public_id), 303)
    return _show_desk(supplier)


@blueprint.route("/business/<public_id>/profile", methods=["GET", "POST"])
@allow(SUPPLIERS)
def edit_profile(public_id: str) -> str | tuple[str, int] | Response:
    supplier = fetch_supplier_to_edit(public_id)
    form = ProfileForm(obj=supplier)
    if find_statement(session, supplier) is not None:
        del form.size
    valid = form.validate_on_submit()
    if valid and form.version.data != str(supplier.version):
        return _show_changes(supplier, form)
    if not valid:
        return render_template("suppliers/profile.html", supplier=supplier, form=form, size_hints=SIZE_HINTS)

    edit(session, supplier, form.values)
    session.commit()
    flash("Your profile was saved.")
    return redirect(url_for("suppliers.desk", public_id=public_id), 303)


def _show_desk(supplier: Supplier) -> str:
    return render_template(
        "suppliers/desk.html",
        supplier=supplier,
        edits=current_actor().edits(supplier.organisation_id),
        own=page_contracts(session, supplier, own=True, size=200),
        awards=page_contracts(session, supplier, own=False, size=AWARDS_ON_DESK),
        fact_kinds=FACT_KINDS,
        facts=facts_in_groups(supplier.facts),
        documents=documents_of(session, supplier),
        size=told_size(session, supplier),
        today=date.today(),
        concerns=notice_one(session, supplier, date.today()),
    )


def _show_changes(supplier: Supplier, form: ProfileForm) -> tuple[str, int]:
    """The form was opened before somebody else saved: show both, save nothing, let the person decide."""
    changes = form.differs_from(supplier)
    form.version.data = str(supplier.version)
    form.version.raw_data = None
    form.form_errors.append(
        "Somebody else changed this profile after you opened it. Nothing was saved: compare the answers below"
    )
    page = render_template(
        "suppliers/profile.html", supplier=supplier, form=form, size_hints=SIZE_HINTS, changes=changes
    )
    return page, 409
