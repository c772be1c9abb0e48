"""Firms as advisers find them and look at them."""

from __future__ import annotations

from datetime import date

from flask import abort, render_template, request

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, allow
from hub.audit.looking import note_look
from hub.audit.queries import page_events
from hub.audit.wording import tell_event
from hub.clients import check_views, consent_views, own_views
from hub.clients.blueprint import blueprint
from hub.clients.consenting import what_holds
from hub.clients.finding import Asked, page_firms
from hub.clients.forms import FindForm
from hub.clients.queries import (
    list_consent,
    name_people,
    page_matches,
    page_near_misses,
    page_sharing,
    standings_of,
)
from hub.contacts.queries import summarise
from hub.database import session
from hub.facts.queries import documents_of
from hub.facts.wording import facts_in_groups
from hub.health.missing import list_missing
from hub.paging import asked_page
from hub.suppliers.queries import find_supplier
from hub.unlocking.queries import list_plan
from hub.upkeep.queries import notice_one

VIEWS = (check_views, consent_views, own_views)
"""The rest of the area's routes; importing them puts them on the blueprint."""
blueprints = (blueprint,)
FEW = 5
"""Matches, near misses, and events that stand on the firm's page itself."""


@blueprint.get("/advice/firms")
@allow(ADVISERS)
def find() -> str:
    form = FindForm(request.args)
    form.validate()
    asked = Asked(*(form[name].data or "" for name in ("name", "place", "state", "whose")))
    if form.errors:
        abort(404)
    firms = page_firms(session, current_actor(), asked, asked_page(request.args))
    return render_template("clients/find.html", form=form, firms=firms, asked=asked)


@blueprint.get("/advice/firms/<public_id>")
@allow(ADVISERS)
def show(public_id: str) -> str:
    actor, today = current_actor(), date.today()
    supplier = find_supplier(session, actor, public_id) or abort(404)
    for kind in ("firm", "contact"):
        note_look(kind, public_id, supplier.organisation_id)
    checks = standings_of(session, supplier, today)
    events = page_events(session, "supplier", public_id)
    return render_template(
        "clients/show.html",
        supplier=supplier,
        facts=facts_in_groups(supplier.facts),
        documents=documents_of(session, supplier),
        checks=checks,
        people=name_people(session, [each.check.checked_by_id for each in checks.values()]),
        marks=notice_one(session, supplier, today),
        missing=list_missing(session, supplier, today),
        matches=page_matches(session, actor, supplier, 1),
        near=page_near_misses(session, actor, supplier, 1),
        few=FEW,
        plan=list_plan(session, supplier),
        consent=what_holds(list_consent(session, actor, supplier)),
        shared=page_sharing(session, actor, supplier, 1),
        contacts=summarise(session, actor, supplier),
        events=[tell_event(event, "supplier", public_id) for event in events.rows[:FEW]],
        events_total=events.total,
    )


@blueprint.get("/advice/firms/<public_id>/matches")
@allow(ADVISERS)
def matches(public_id: str) -> str:
    supplier = find_supplier(session, current_actor(), public_id) or abort(404)
    note_look("firm", public_id, supplier.organisation_id)
    found = page_matches(session, current_actor(), supplier, asked_page(request.args))
    return render_template("clients/matches.html", supplier=supplier, found=found, near=False)


@blueprint.get("/advice/firms/<public_id>/near-misses")
@allow(ADVISERS)
def near_misses(public_id: str) -> str:
    supplier = find_supplier(session, current_actor(), public_id) or abort(404)
    note_look("firm", public_id, supplier.organisation_id)
    found = page_near_misses(session, current_actor(), supplier, asked_page(request.args))
    return render_template("clients/matches.html", supplier=supplier, found=found, near=True)
