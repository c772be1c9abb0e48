"""A firm's contact log: the list with its form, correcting an entry, striking one out."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, allow
from hub.contacts.forms import ContactForm, CorrectForm, StrikeForm, data_of
from hub.contacts.models import FirmContact
from hub.contacts.noting import StruckError, correct_contact, note_contact, strike_contact
from hub.contacts.queries import (
    add_up,
    find_contact,
    has_form,
    list_replaced,
    page_contacts,
    total_contacts,
)
from hub.contacts.wording import CHANNEL_WORDS, INTENSITY_WORDS, MEANINGS, name_person, tell_hours
from hub.database import session
from hub.paging import asked_page
from hub.suppliers.models import Supplier
from hub.suppliers.queries import find_supplier

blueprint = Blueprint("contacts", __name__, url_prefix="/advice/firms/<public_id>/contacts")
Answer = Response | str | tuple[str, int]


@blueprint.app_context_processor
def words_for_pages() -> dict[str, Any]:
    """For every page: that of a firm shows its last contacts as well."""
    return {
        "contact_channels": CHANNEL_WORDS,
        "contact_intensities": INTENSITY_WORDS,
        "contact_meanings": MEANINGS,
        "tell_hours": tell_hours,
        "name_person": name_person,
    }


@blueprint.route("", methods=["GET", "POST"])
@allow(ADVISERS)
def show(public_id: str) -> Answer:
    supplier = _find(public_id)
    form = ContactForm(data={"day": date.today(), "form_key": uuid4().hex})
    if not form.validate_on_submit():
        return _list_page(supplier, form)
    _once(form, lambda: note_contact(session, supplier.id, current_actor(), form.told))
    flash("The contact is in the log.")
    return _to_log(public_id)


@blueprint.route("/<contact_id>/correct", methods=["GET", "POST"])
@allow(ADVISERS)
def correct(public_id: str, contact_id: str) -> Answer:
    supplier = _find(public_id)
    contact = _find_contact(supplier, contact_id)
    form = CorrectForm(data=data_of(contact) | {"form_key": uuid4().hex})
    if not form.validate_on_submit():
        return _page("contacts/correct.html", supplier, contact, form)
    reason = form.reason.data or ""
    try:
        _once(form, lambda: correct_contact(session, contact, current_actor(), form.told, reason))
    except StruckError as error:
        return _refuse("contacts/correct.html", supplier, contact_id, form, error)
    flash("The entry is corrected. What it said before stands struck out beneath it.")
    return _to_log(public_id)


@blueprint.route("/<contact_id>/strike", methods=["GET", "POST"])
@allow(ADVISERS)
def strike(public_id: str, contact_id: str) -> Answer:
    supplier = _find(public_id)
    contact = _find_contact(supplier, contact_id)
    form = StrikeForm()
    if not form.validate_on_submit():
        return _page("contacts/strike.html", supplier, contact, form)
    try:
        strike_contact(contact, current_actor(), form.reason.data or "")
    except StruckError as error:
        return _refuse("contacts/strike.html", supplier, contact_id, form, error)
    session.commit()
    flash("The entry is struck out and counts no more.")
    return _to_log(public_id)


def _find(public_id: str) -> Supplier:
    return find_supplier(session, current_actor(), public_id) or abort(404)


def _find_contact(supplier: Supplier, public_id: str) -> FirmContact:
    hold = request.method == "POST"
    return find_contact(session, current_actor(), supplier, public_id, hold=hold) or abort(404)


def _once(form: ContactForm, act: Any) -> None:
    """The same form sent twice is one entry."""
    if has_form(session, form.form_key.data or ""):
        return
    try:
        act()
        session.commit()
    except IntegrityError:
        session.rollback()  # the same form was sent a moment ago: its entry stands


def _refuse(
    template: str, supplier: Supplier, contact_id: str, form: StrikeForm | CorrectForm, error: StruckError
) -> Answer:
    session.rollback()
    form.form_errors = [str(error)]
    return _page(template, supplier, _find_contact(supplier, contact_id), form), 409


def _page(template: str, supplier: Supplier, contact: FirmContact, form: StrikeForm | CorrectForm) -> str:
    return render_template(template, supplier=supplier, contact=contact, form=form)


def _list_page(supplier: Supplier, form: ContactForm) -> str:
    actor = current_actor()
    page = page_contacts(session, actor, supplier, asked_page(request.args))
    totals = total_contacts(session, actor, supplier)
    return render_template(
        "contacts/show.html",
        supplier=supplier,
        page=page,
        replaced=list_replaced(session, actor, page.rows),
        totals=totals,
        total=add_up(totals),
        form=form,
    )


def _to_log(public_id: str) -> Response:
    return redirect(url_for("contacts.show", public_id=public_id, _anchor="log"), 303)
