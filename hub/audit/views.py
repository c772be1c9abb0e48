"""Histories: what happened to a supplier or a requirement, and who of the hub looked at it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from hub.accounts.actors import current_actor
from hub.accounts.policies import BUYERS, SUPPLIERS_AND_ADVISERS, allow
from hub.audit.looking import note_look
from hub.audit.queries import (
    Looked,
    list_looks_at_requirement,
    list_looks_at_supplier,
    page_events,
)
from hub.audit.wording import tell_event, tell_look
from hub.database import session
from hub.paging import asked_page
from hub.requirements.queries import find_own_requirement
from hub.suppliers.queries import find_own_supplier, find_supplier

blueprint = Blueprint("audit", __name__)


@blueprint.get("/suppliers/<public_id>/history")
@allow(SUPPLIERS_AND_ADVISERS)
def supplier_history(public_id: str) -> str:
    """For advisers, and for the supplier's own members; who of the hub looked is for the members alone."""
    actor = current_actor()
    find = find_supplier if actor.is_adviser else find_own_supplier
    supplier = find(session, actor, public_id) or abort(404)
    note_look("history", public_id, supplier.organisation_id)
    member = actor.role_in(supplier.organisation_id) is not None
    return render_template(
        "audit/supplier.html",
        supplier=supplier,
        member=member,
        **_told("supplier", public_id),
        **_looked(list_looks_at_supplier(session, supplier) if member else None),
    )


@blueprint.get("/requirements/<public_id>/history")
@allow(BUYERS)
def requirement_history(public_id: str) -> str:
    requirement = find_own_requirement(session, current_actor(), public_id) or abort(404)
    return render_template(
        "audit/requirement.html",
        requirement=requirement,
        **_told("requirement", public_id),
        **_looked(list_looks_at_requirement(session, requirement)),
    )


def _told(kind: str, public_id: str) -> dict[str, object]:
    page = page_events(session, kind, public_id, asked_page(request.args))
    return {"page": page, "events": [tell_event(event, kind, public_id) for event in page.rows]}


def _looked(found: Looked | None) -> dict[str, object]:
    if found is None:
        return {"looks": None}
    return {"looks": [(look.at, tell_look(look)) for look in found.looks], "looks_total": found.total}
