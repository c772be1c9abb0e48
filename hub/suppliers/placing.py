"""Putting suppliers where the hub's table of places now says that their postcodes are."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from hub.places.postcodes import parse_postcode
from hub.places.queries import places_by_code
from hub.suppliers.models import Supplier


def place_suppliers(session: Session) -> list[str]:
    """Find every supplier's place anew. Returns the public ids of all that have one.

    All of them, not only those that moved to another row: the row itself may have moved. A bulk statement:
    the caller notes the changes.
    """
    places = places_by_code(session)
    located, moved = [], []
    held = select(Supplier.id, Supplier.public_id, Supplier.postcode, Supplier.place_id)
    for row in session.execute(held.where(Supplier.postcode != "")):
        postcode = parse_postcode(row.postcode)
        found = places.get(postcode.outcode) or places.get(postcode.area) if postcode else None
        if found is None:
            continue
        located.append(row.public_id)
        if found.id != row.place_id:
            moved.append({"supplier": row.id, "place": found.id})
    if moved:
        table = cast(Table, Supplier.__table__)
        where = table.c.id == bindparam("supplier")
        session.connection().execute(update(table).where(where).values(place_id=bindparam("place")), moved)
    return located
