"""The supplier that a page of the desk is about, for those who belong to it."""

from __future__ import annotations

from flask import abort, request

from hub.accounts.actors import current_actor
from hub.database import session
from hub.suppliers.models import Capability, Contract, Supplier
from hub.suppliers.queries import find_own_contract, find_own_supplier


def fetch_supplier(public_id: str) -> Supplier:
    """A supplier of the actor's own, or 404."""
    return find_own_supplier(session, current_actor(), public_id) or abort(404)


def fetch_supplier_to_edit(public_id: str) -> Supplier:
    """The same for a page that changes it: 403 for a viewer. A request that writes holds the row."""
    hold = request.method == "POST"
    supplier = find_own_supplier(session, current_actor(), public_id, hold=hold) or abort(404)
    if not current_actor().edits(supplier.organisation_id):
        abort(403)
    return supplier


def fetch_supplier_to_lead(public_id: str) -> Supplier:
    """The same for what only its owner does: 403 for everybody else who belongs to it."""
    hold = request.method == "POST"
    supplier = find_own_supplier(session, current_actor(), public_id, hold=hold) or abort(404)
    if not current_actor().owns(supplier.organisation_id):
        abort(403)
    return supplier


def fetch_capability(supplier: Supplier, public_id: str) -> Capability:
    return next((each for each in supplier.capabilities if each.public_id == public_id), None) or abort(404)


def fetch_contract(supplier: Supplier, public_id: str) -> Contract:
    return find_own_contract(session, supplier, public_id) or abort(404)
