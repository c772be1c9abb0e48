"""The facts of one's own supplier: certificates, choices and amounts."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub.accounts.policies import SUPPLIERS, allow
from hub.clients.queries import standings_of
from hub.database import session
from hub.facts import document_views, size_views
from hub.facts.forms import fact_form
from hub.facts.kinds import FACT_KINDS, SERVES, in_groups
from hub.facts.queries import documents_of, find_statement, kinds_for
from hub.facts.stating import find_fact, state_fact
from hub.facts.stating import remove_fact as remove
from hub.facts.wording import describe_fact
from hub.places.queries import list_counties
from hub.suppliers.blueprint import blueprint
from hub.suppliers.forms import ButtonForm
from hub.suppliers.own_views import fetch_supplier_to_edit

VIEWS = (document_views, size_views)
"""The rest of the area's routes; importing them puts them on the blueprint."""


@blueprint.get("/business/<public_id>/facts")
@allow(SUPPLIERS)
def list_facts(public_id: str) -> str:
    """The facts that matter to what the supplier does, stated or not yet, and then all others."""
    supplier = fetch_supplier_to_edit(public_id)
    matter, others = kinds_for(session, supplier)
    return render_template(
        "facts/list.html",
        supplier=supplier,
        matter=in_groups(matter),
        others=in_groups(others),
        stated={fact.name: fact for fact in supplier.facts},
        documents=documents_of(session, supplier),
        checks=standings_of(session, supplier, date.today()),
        statement=find_statement(session, supplier),
        today=date.today(),
    )


@blueprint.route("/business/<public_id>/facts/<name>", methods=["GET", "POST"])
@allow(SUPPLIERS)
def edit_fact(public_id: str, name: str) -> str | Response:
    supplier = fetch_supplier_to_edit(public_id)
    kind = FACT_KINDS.get(name) or abort(404)
    fact = find_fact(supplier, name)
    counties = [county.name for county in list_counties(session)] if name == SERVES else ()
    form = fact_form(kind, fact, today=date.today(), counties=counties)
    if not form.validate_on_submit():
        return render_template("facts/fact.html", supplier=supplier, form=form, kind=kind, fact=fact)

    state_fact(session, supplier, name, form.fact_value, **form.proof)
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


def _to_desk(public_id: str) -> Response:
    return redirect(url_for("suppliers.desk", public_id=public_id, _anchor="facts"), 303)
