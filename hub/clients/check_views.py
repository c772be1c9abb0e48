"""An adviser records that a fact was checked, and takes a check back."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from flask import abort, flash, redirect, render_template, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, allow
from hub.audit.looking import note_look
from hub.clients.blueprint import blueprint
from hub.clients.checking import Checked, record_check
from hub.clients.checking import take_back as take
from hub.clients.forms import CheckForm, TakeBackForm
from hub.clients.queries import document_digest, find_check, list_checks, name_people
from hub.clients.standing import fingerprint
from hub.database import session
from hub.facts.queries import documents_of
from hub.facts.stating import find_fact
from hub.facts.wording import state_fact
from hub.suppliers.models import Fact, Supplier
from hub.suppliers.queries import find_supplier

CHANGED = "The fact was changed while you looked at it. Read it again below, and check it as it stands now"


@blueprint.route("/advice/firms/<public_id>/facts/<name>/check", methods=["GET", "POST"])
@allow(ADVISERS)
def check_fact(public_id: str, name: str) -> str | tuple[str, int] | Response:
    supplier, fact = _find(public_id, name)
    note_look("firm", public_id, supplier.organisation_id)
    stood = fingerprint(fact, document_digest(session, fact))
    form = CheckForm(data={"form_key": uuid4().hex, "stood": stood, "on_day": date.today()})
    if not form.validate_on_submit():
        return _page(supplier, fact, form)
    if form.stood.data != stood:
        form.form_errors = [CHANGED]
        form.stood.data = stood
        return _page(supplier, fact, form), 409
    _record_once(fact, form)
    flash(f"{state_fact(fact)}: the check is recorded. Buyers see the day, and not who checked.")
    return _to_firm(public_id)


@blueprint.route("/advice/firms/<public_id>/checks/<check_id>/take-back", methods=["GET", "POST"])
@allow(ADVISERS)
def take_back(public_id: str, check_id: str) -> str | Response:
    supplier = find_supplier(session, current_actor(), public_id) or abort(404)
    check = find_check(session, current_actor(), supplier, check_id) or abort(404)
    note_look("firm", public_id, supplier.organisation_id)
    form = TakeBackForm()
    if not form.validate_on_submit():
        fact = find_fact(supplier, check.fact)
        return render_template("clients/take_back.html", supplier=supplier, check=check, fact=fact, form=form)
    take(check, current_actor(), form.reason.data or "")
    session.commit()
    flash("The check was taken back. Buyers see it no more.")
    return _to_firm(public_id)


def _find(public_id: str, name: str) -> tuple[Supplier, Fact]:
    supplier = find_supplier(session, current_actor(), public_id) or abort(404)
    return supplier, find_fact(supplier, name) or abort(404)


def _page(supplier: Supplier, fact: Fact, form: CheckForm) -> str:
    checks = list_checks(session, current_actor(), supplier, fact.name)
    ids = [number for each in checks for number in (each.checked_by_id, each.taken_back_by_id)]
    return render_template(
        "clients/check.html",
        supplier=supplier,
        fact=fact,
        form=form,
        checks=checks,
        people=name_people(session, ids),
        document=documents_of(session, supplier).get(fact.name),
    )


def _record_once(fact: Fact, form: CheckForm) -> None:
    """The same form sent twice is one check."""
    day = form.on_day.data or date.today()
    stood, form_key = form.stood.data or "", form.form_key.data or ""
    said = Checked(form.how.data, day, form.note.data or "", stood, form_key)
    try:
        record_check(session, fact, current_actor(), said)
        session.commit()
    except IntegrityError:
        session.rollback()


def _to_firm(public_id: str) -> Response:
    return redirect(url_for("clients.show", public_id=public_id, _anchor="facts"), 303)
