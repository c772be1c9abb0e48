"""The contracts that a supplier states itself."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub.accounts.policies import SUPPLIERS, allow
from hub.categories.queries import category_choices
from hub.database import session
from hub.formatters import quote_start
from hub.suppliers import proving
from hub.suppliers.blueprint import blueprint
from hub.suppliers.capability_views import chosen_category
from hub.suppliers.fields import PROFILE_LENGTH
from hub.suppliers.forms import ButtonForm, ContractForm, data_of
from hub.suppliers.models import Contract, Supplier
from hub.suppliers.own_views import fetch_contract, fetch_supplier_to_edit
from hub.suppliers.queries import count_own_text


@blueprint.route("/business/<public_id>/contracts/add", methods=["GET", "POST"])
@allow(SUPPLIERS)
def add_contract(public_id: str) -> str | Response:
    supplier = fetch_supplier_to_edit(public_id)
    form = _build_form(supplier, None)
    if not form.validate_on_submit():
        return render_template("suppliers/contract.html", supplier=supplier, form=form, contract=None)

    try:
        proving.add_contract(session, supplier, category=chosen_category(form.category.data), **form.values)
    except proving.ProofError as error:
        form.form_errors.append(str(error))
        return render_template("suppliers/contract.html", supplier=supplier, form=form, contract=None)
    session.commit()
    flash(f"{quote_start(form.title.data)} was added to your contracts.")
    return _to_desk(public_id)


@blueprint.route("/business/<public_id>/contracts/<contract_id>", methods=["GET", "POST"])
@allow(SUPPLIERS)
def edit_contract(public_id: str, contract_id: str) -> str | Response:
    supplier = fetch_supplier_to_edit(public_id)
    contract = fetch_contract(supplier, contract_id)
    form = _build_form(supplier, contract)
    if not form.validate_on_submit():
        return render_template("suppliers/contract.html", supplier=supplier, form=form, contract=contract)

    proving.edit_contract(contract, category=chosen_category(form.category.data), **form.values)
    session.commit()
    flash(f"{quote_start(contract.title)} was saved.")
    return _to_desk(public_id)


@blueprint.route("/business/<public_id>/contracts/<contract_id>/remove", methods=["GET", "POST"])
@allow(SUPPLIERS)
def remove_contract(public_id: str, contract_id: str) -> str | Response:
    supplier = fetch_supplier_to_edit(public_id)
    contract = fetch_contract(supplier, contract_id)
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template(
            "suppliers/remove_contract.html", supplier=supplier, form=form, contract=contract
        )

    proving.remove_contract(session, contract)
    session.commit()
    flash(f"{quote_start(contract.title)} was removed from your contracts.")
    return _to_desk(public_id)


def _build_form(supplier: Supplier, contract: Contract | None) -> ContractForm:
    held = len(contract.title) + len(contract.description) if contract else 0
    room = PROFILE_LENGTH - count_own_text(session, supplier) + held
    return ContractForm(data=data_of(contract), choices=category_choices(session), room=room)


def _to_desk(public_id: str) -> Response:
    return redirect(url_for("suppliers.desk", public_id=public_id, _anchor="contracts"), 303)
