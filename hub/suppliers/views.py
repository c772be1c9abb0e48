"""What everybody sees of a supplier: its page, finding it by name, asking for its removal."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ANYONE, allow
from hub.audit.looking import note_look
from hub.clients.queries import standings_of
from hub.database import session
from hub.duplicates.queries import find_kept
from hub.facts.queries import documents_of
from hub.facts.told_size import told_size
from hub.facts.wording import facts_in_groups
from hub.matches.flagging import list_flags
from hub.paging import asked_page
from hub.suppliers import (
    business_views,
    capability_views,
    claim_views,
    contract_views,
    leave_views,
)
from hub.suppliers.blueprint import blueprint
from hub.suppliers.finding_by_name import find_firms
from hub.suppliers.forms import FindForm, RemovalForm
from hub.suppliers.models import SHOWN_STATES
from hub.suppliers.queries import (
    find_open_removal,
    find_supplier,
    find_unclaimed_supplier,
    page_contracts,
)
from hub.suppliers.removing import ask_removal as ask
from hub.upkeep.queries import notice_one

VIEWS = (business_views, capability_views, claim_views, contract_views, leave_views)
"""The rest of the area's routes; importing them puts them on the blueprint."""

blueprints = (blueprint,)


@blueprint.get("/suppliers/<public_id>")
@allow(ANYONE)
def show(public_id: str) -> str | Response:
    """A supplier’s page. The address of a record that was merged leads to the one that was kept."""
    actor = current_actor()
    supplier = find_supplier(session, actor, public_id)
    if supplier is None or supplier.state == "withdrawn":
        kept = find_kept(session, actor, public_id)
        if kept is not None:
            return redirect(url_for("suppliers.show", public_id=kept.public_id), 303)
    if supplier is None:
        abort(404)
    member = supplier.organisation_id in actor.organisations("supplier")
    sees_contacts = member or actor.sees_contacts
    if supplier.state not in SHOWN_STATES:
        note_look("supplier", public_id, supplier.organisation_id)
    if sees_contacts and (supplier.state != "unclaimed" or supplier.entered_on):
        note_look("contact", public_id, supplier.organisation_id)
    return render_template(
        "suppliers/show.html",
        supplier=supplier,
        facts=facts_in_groups(supplier.facts),
        documents=documents_of(session, supplier),
        checks=standings_of(session, supplier, date.today()),
        size=told_size(session, supplier),
        capabilities=[each for each in supplier.capabilities if each.state == "published"],
        contracts=page_contracts(session, supplier, asked_page(request.args)),
        member=member,
        sees_contacts=sees_contacts,
        flags=list_flags(session, public_id) if actor.is_adviser else (),
        today=date.today(),
        marks=notice_one(session, supplier, date.today()),
    )


@blueprint.get("/suppliers/find")
@allow(ANYONE)
def find() -> str:
    form = FindForm(request.args)
    asked = "name" in request.args and form.validate()
    firms = find_firms(session, form.name.data, asked_page(request.args)) if asked else None
    return render_template("suppliers/find.html", form=form, name=form.name.data, firms=firms)


@blueprint.route("/suppliers/<public_id>/ask-for-removal", methods=["GET", "POST"])
@allow(ANYONE)
def ask_removal(public_id: str) -> str | Response:
    supplier = find_unclaimed_supplier(session, public_id) or abort(404)
    form = RemovalForm()
    if not form.validate_on_submit():
        asked = find_open_removal(session, supplier) is not None
        return render_template("suppliers/ask_for_removal.html", supplier=supplier, form=form, asked=asked)

    _removal, new = ask(session, supplier, reason=form.reason.data, email=form.email.data)
    session.commit()
    if new:
        flash("Your request was sent. An adviser of the hub will decide and write to you.")
    else:
        flash("Somebody has already asked for this record to be removed. An adviser of the hub will decide.")
    return redirect(url_for("suppliers.show", public_id=public_id), 303)
