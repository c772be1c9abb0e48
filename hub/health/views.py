"""How a supplier is doing: what is missing for requirements that exist, and trying one of its own."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request

from hub.accounts.actors import current_actor
from hub.accounts.policies import SUPPLIERS, allow
from hub.database import session
from hub.health.forms import TryForm
from hub.health.missing import list_missing
from hub.health.queries import NEWEST
from hub.health.trying import try_words
from hub.requirements.reading import tell_unreadable, unreadable_names
from hub.suppliers.own_views import fetch_supplier

blueprint = Blueprint("health", __name__)


@blueprint.get("/business/<public_id>/health")
@allow(SUPPLIERS)
def show(public_id: str) -> str:
    supplier = fetch_supplier(public_id)
    return render_template(
        "health/show.html",
        supplier=supplier,
        missing=list_missing(session, supplier, date.today()),
        newest=NEWEST,
        edits=current_actor().edits(supplier.organisation_id),
    )


@blueprint.get("/business/<public_id>/try")
@allow(SUPPLIERS)
def try_requirement(public_id: str) -> str | tuple[str, int]:
    supplier = fetch_supplier(public_id)
    form = TryForm(request.args if "q" in request.args else None)
    page = {"supplier": supplier, "form": form, "lines": None, "tried": False}
    if "q" not in request.args:
        return render_template("health/try.html", **page)
    valid = form.validate()
    if tell_unreadable(form, unreadable_names(request.query_string)) or not valid:
        return render_template("health/try.html", **page), 400
    lines = try_words(session, supplier, form.q.data, date.today())
    return render_template("health/try.html", **page | {"lines": lines, "tried": True})
