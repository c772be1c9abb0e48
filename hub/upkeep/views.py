"""Profiles kept alive: the adviser's list and check, the firm's “still right” and its mails."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, SUPPLIERS, allow
from hub.database import session
from hub.formatters import format_count, format_day
from hub.paging import asked_page
from hub.suppliers.models import Supplier
from hub.suppliers.queries import find_own_supplier, find_supplier
from hub.upkeep.answering import NewerAnswerError, confirm_profile, record_check
from hub.upkeep.forms import CompanyCheckForm
from hub.upkeep.models import CONCERN_KINDS
from hub.upkeep.noticing import tell
from hub.upkeep.queries import count_concerns, page_concerns
from hub.upkeep.statuses import STATUSES

blueprint = Blueprint("upkeep", __name__)
NUDGES = {"on": True, "off": False}
KIND_WORDS = {
    "gone": "Gone from Companies House",
    "trouble": "In difficulty at Companies House",
    "renamed": "Renamed",
    "another name": "Another name at Companies House",
    "lapsed": "Certificate or insurance lapsed",
    "lapsing": "Certificate or insurance about to lapse",
    "untouched": "Not touched for a year",
}


@blueprint.app_context_processor
def words_for_pages() -> dict[str, Any]:
    """How the company register's answer reads, on any page of a supplier."""
    return {"register_statuses": STATUSES}


@blueprint.get("/advice/profiles")
@allow(ADVISERS)
def list_concerns() -> str:
    kind = request.args.get("kind", "")
    if kind and kind not in CONCERN_KINDS:
        abort(404)
    return render_template(
        "upkeep/list.html",
        page=page_concerns(session, kind, asked_page(request.args)),
        kind=kind,
        counts=count_concerns(session),
        kind_words=KIND_WORDS,
        tell=tell,
    )


@blueprint.route("/advice/suppliers/<public_id>/company-check", methods=["GET", "POST"])
@allow(ADVISERS)
def check_company(public_id: str) -> str | tuple[str, int] | Response:
    supplier = find_supplier(session, current_actor(), public_id) or abort(404)
    form = CompanyCheckForm(data={"checked_on": date.today(), "name": supplier.register_name})
    if not form.validate_on_submit():
        return render_template("upkeep/check.html", supplier=supplier, form=form)

    try:
        others = record_check(session, supplier, form.check, date.today())
    except NewerAnswerError:
        held = format_day(supplier.register_checked_on)
        form.checked_on.errors = [f"Day you looked must be {held}, the day of the answer held, or later"]
        return render_template("upkeep/check.html", supplier=supplier, form=form)
    session.commit()
    beside = f" and of {format_count(others, 'other record')} with its number" if others else ""
    flash(f"The check of {supplier.name}{beside} was saved.")
    return redirect(url_for("suppliers.show", public_id=public_id), 303)


@blueprint.post("/business/<public_id>/still-right")
@allow(SUPPLIERS)
def confirm(public_id: str) -> Response:
    supplier = _fetch_to_edit(public_id)
    confirm_profile(session, supplier, date.today())
    session.commit()
    flash("Your profile is marked as still right today.")
    return _to_desk(public_id)


@blueprint.post("/business/<public_id>/nudges/<wanted>")
@allow(SUPPLIERS)
def switch_nudges(public_id: str, wanted: str) -> Response:
    supplier = _fetch_to_edit(public_id)
    if wanted not in NUDGES:
        abort(404)
    supplier.nudges = NUDGES[wanted]
    session.commit()
    flash("Owners get mails about this profile." if supplier.nudges else "No more mails about this profile.")
    return _to_desk(public_id)


def _fetch_to_edit(public_id: str) -> Supplier:
    """The actor's own supplier, its row held; 403 for a viewer."""
    supplier = find_own_supplier(session, current_actor(), public_id, hold=True) or abort(404)
    if not current_actor().edits(supplier.organisation_id):
        abort(403)
    return supplier


def _to_desk(public_id: str) -> Response:
    return redirect(url_for("suppliers.desk", public_id=public_id, _anchor="upkeep"), 303)
