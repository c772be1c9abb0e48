"""Reads of places."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub.places.models import County, Place
from hub.places.postcodes import parse_postcode
from matching import records


def find_place(session: Session, postcode: str) -> Place | None:
    """The place of a postcode: its outward code where the hub holds it, else its area. One statement."""
    parts = parse_postcode(postcode)
    if parts is None:
        return None
    either = select(Place).where(Place.code.in_({parts.outcode, parts.area}))
    found = {place.code: place for place in session.scalars(either.options(joinedload(Place.county)))}
    return found.get(parts.outcode) or found.get(parts.area)


def places_by_code(session: Session) -> dict[str, Place]:
    """Every place by its code, counties at hand: for loading many suppliers at once."""
    return {place.code: place for place in session.scalars(select(Place).options(joinedload(Place.county)))}


def list_counties(session: Session) -> list[County]:
    return list(session.scalars(select(County).order_by(County.name)))


def matching_place(place: Place | None) -> records.Place | None:
    """A place as the matcher reads it: county and region by name, None where the hub does not know."""
    if place is None:
        return None
    county = place.county.name if place.county else None
    return records.Place(place.name, place.latitude, place.longitude, county, place.region or None)
