"""What a firm agreed to and what was shared of it, as advisers keep it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, allow
from hub.audit.looking import note_look
from hub.clients.blueprint import blueprint
from hub.clients.consenting import record_consent as add_consent
from hub.clients.consenting import record_sharing as add_sharing
from hub.clients.consenting import what_holds
from hub.clients.forms import ConsentForm, SharingForm
from hub.clients.queries import list_consent, name_people, page_consent, page_sharing
from hub.database import session
from hub.paging import asked_page
from hub.suppliers.queries import find_supplier


@blueprint.get("/advice/firms/<public_id>/consent")
@allow(ADVISERS)
def consent(public_id: str) -> str:
    supplier = find_supplier(session, current_actor(), public_id) or abort(404)
    actor = current_actor()
    note_look("consent", public_id, supplier.organisation_id)
    entries = page_consent(session, actor, supplier, request.args.get("said", 1, type=int))
    shared = page_sharing(session, actor, supplier, asked_page(request.args))
    ids = [each.recorded_by_id for each in entries.rows] + [each.recorded_by_id for each in shared.rows]
    return render_template(
        "clients/consent.html",
        supplier=supplier,
        held=what_holds(list_consent(session, actor, supplier)),
        entries=entries,
        shared=shared,
        people=name_people(session, ids),
    )


@blueprint.route("/advice/firms/<public_id>/consent/record", methods=["GET", "POST"])
@allow(ADVISERS)
def record_consent(public_id: str) -> str | Response:
    supplier = find_supplier(session, current_actor(), public_id) or abort(404)
    form = ConsentForm(data={"form_key": uuid4().hex, "on_day": date.today()})
    if not form.validate_on_submit():
        return render_template("clients/record_consent.html", supplier=supplier, form=form)
    key = form.form_key.data or ""
    _once(lambda: add_consent(session, supplier, current_actor(), key, **form.said))
    return _to_record(public_id, "What the firm said is on record.")


@blueprint.route("/advice/firms/<public_id>/sharing/record", methods=["GET", "POST"])
@allow(ADVISERS)
def record_sharing(public_id: str) -> str | Response:
    supplier = find_supplier(session, current_actor(), public_id) or abort(404)
    form = SharingForm(data={"form_key": uuid4().hex, "on_day": date.today()})
    if not form.validate_on_submit():
        note_look("consent", public_id, supplier.organisation_id)
        held = what_holds(list_consent(session, current_actor(), supplier))
        return render_template("clients/record_sharing.html", supplier=supplier, form=form, held=held)
    key = form.form_key.data or ""
    _once(lambda: add_sharing(session, supplier, current_actor(), key, **form.said))
    return _to_record(public_id, "What was shared is on record. The firm’s members can read it.")


def _once(add: Callable[[], None]) -> None:
    """The same form sent twice is one row."""
    try:
        add()
        session.commit()
    except IntegrityError:
        session.rollback()


def _to_record(public_id: str, message: str) -> Response:
    flash(message)
    return redirect(url_for("clients.consent", public_id=public_id), 303)
