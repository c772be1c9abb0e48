"""Changing what a profile says of the business itself."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from hub.places.queries import find_place
from hub.suppliers.models import Supplier
from hub.suppliers.naming import name_key


def edit_profile(session: Session, supplier: Supplier, values: Mapping[str, str]) -> Supplier:
    """Set the columns, and what follows from them: the name's key, the place, the organisation."""
    for name, value in values.items():
        setattr(supplier, name, value)
    supplier.company_number = values["company_number"] or None
    supplier.name_key = name_key(values["name"])
    supplier.place = find_place(session, values["postcode"])
    if supplier.organisation is not None:
        supplier.organisation.name = values["name"]
    return supplier
