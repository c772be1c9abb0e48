"""Documents that prove facts: a supplier adds and removes its own, and who may see them downloads them."""

from __future__ import annotations

from flask import abort, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import SIGNED_IN, SUPPLIERS, allow
from hub.audit.looking import note_look
from hub.database import session
from hub.facts.document_forms import DocumentForm
from hub.facts.documents import keep_document
from hub.facts.documents import remove_document as remove
from hub.facts.kinds import FACT_KINDS, FactKind
from hub.facts.queries import document_of, find_document
from hub.facts.stating import find_fact
from hub.suppliers.blueprint import blueprint
from hub.suppliers.forms import ButtonForm
from hub.suppliers.models import Fact, Supplier
from hub.suppliers.own_views import fetch_supplier_to_edit
from hub.suppliers.queries import find_supplier
from matching.gates import states


@blueprint.get("/suppliers/<public_id>/facts/<name>.pdf")
@allow(SIGNED_IN)
def download_document(public_id: str, name: str) -> Response:
    """Only ever a file to save: a page of ours never shows what a supplier sent."""
    supplier = find_supplier(session, current_actor(), public_id) or abort(404)
    document = find_document(session, current_actor(), public_id, name) or abort(404)
    note_look("document", public_id, supplier.organisation_id)
    response = make_response(document.content)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{public_id}-{name}.pdf"'
    return response


@blueprint.route("/business/<public_id>/facts/<name>/document", methods=["GET", "POST"])
@allow(SUPPLIERS)
def add_document(public_id: str, name: str) -> str | Response:
    """A little more is let in than is kept (`LARGER_BODIES` of `hub/receiving.py`), so that a file just too
    large is told so beside its field."""
    supplier, kind, fact = _fetch(public_id, name)
    form = DocumentForm()
    if not form.validate_on_submit():
        held = document_of(session, fact)
        return render_template("facts/document.html", supplier=supplier, form=form, kind=kind, held=held)

    keep_document(session, fact, form.content)
    session.commit()
    flash(f"The document for {kind.label} was saved.")
    return _to_desk(public_id)


@blueprint.route("/business/<public_id>/facts/<name>/document/remove", methods=["GET", "POST"])
@allow(SUPPLIERS)
def remove_document(public_id: str, name: str) -> str | Response:
    supplier, kind, fact = _fetch(public_id, name)
    document = document_of(session, fact) or abort(404)
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template("facts/remove_document.html", supplier=supplier, form=form, kind=kind)

    remove(session, document)
    session.commit()
    flash(f"The document for {kind.label} was removed.")
    return _to_desk(public_id)


def _fetch(public_id: str, name: str) -> tuple[Supplier, FactKind, Fact]:
    """A stated fact of a kind that takes proof, where there is something to prove."""
    supplier = fetch_supplier_to_edit(public_id)
    kind, fact = FACT_KINDS.get(name), find_fact(supplier, name)
    if kind is None or fact is None or not kind.proved or not states(fact.value):
        abort(404)
    return supplier, kind, fact


def _to_desk(public_id: str) -> Response:
    return redirect(url_for("suppliers.desk", public_id=public_id, _anchor="facts"), 303)
