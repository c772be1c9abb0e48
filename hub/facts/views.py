"""The facts of one's own supplier: certificates, choices and amounts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub.accounts.policies import SUPPLIERS, allow
from hub.database import session
from hub.facts.forms import fact_form
from hub.facts.kinds import FACT_KINDS, FactKind
from hub.facts.stating import find_fact, state_fact
from hub.facts.stating import remove_fact as remove
from hub.facts.wording import describe_fact
from hub.forms import HubForm
from hub.suppliers.blueprint import blueprint
from hub.suppliers.forms import ButtonForm
from hub.suppliers.own_views import fetch_supplier_to_edit


@blueprint.get("/business/<public_id>/facts")
@allow(SUPPLIERS)
def list_facts(public_id: str) -> str:
    """Every fact the hub asks for, stated or not yet."""
    supplier = fetch_supplier_to_edit(public_id)
    stated = {fact.name: fact for fact in supplier.facts}
    return render_template(
        "facts/list.html",
        supplier=supplier,
        kinds=FACT_KINDS.values(),
        stated=stated,
        today=date.today(),
    )


@blueprint.route("/business/<public_id>/facts/<name>", methods=["GET", "POST"])
@allow(SUPPLIERS)
def edit_fact(public_id: str, name: str) -> str | Response:
    supplier = fetch_supplier_to_edit(public_id)
    kind = FACT_KINDS.get(name) or abort(404)
    fact = find_fact(supplier, name)
    form = fact_form(kind, fact)
    if not form.validate_on_submit():
        return render_template("facts/fact.html", supplier=supplier, form=form, kind=kind, fact=fact)

    state_fact(session, supplier, name, **_values(kind, form))
    session.commit()
    flash(f"{kind.label} was saved.")
    return _to_desk(public_id)


@blueprint.route("/business/<public_id>/facts/<name>/remove", methods=["GET", "POST"])
@allow(SUPPLIERS)
def remove_fact(public_id: str, name: str) -> str | Response:
    supplier = fetch_supplier_to_edit(public_id)
    fact = find_fact(supplier, name) or abort(404)
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template("facts/remove.html", supplier=supplier, form=form, fact=fact)

    remove(supplier, fact)
    session.commit()
    flash(f"{describe_fact(fact)} was removed from your profile.")
    return _to_desk(public_id)


def _values(kind: FactKind, form: HubForm) -> dict[str, Any]:
    """What to store: pounds as a number, and no proof for an answer that there is nothing."""
    value = form["value"].data if "value" in form else True
    values: dict[str, Any] = {"value": float(value) if isinstance(value, Decimal) else value}
    if kind.proved and value != "none":
        values |= {name: form[name].data for name in ("body", "number", "expires_on")}
    return values


def _to_desk(public_id: str) -> Response:
    return redirect(url_for("suppliers.desk", public_id=public_id, _anchor="facts"), 303)
