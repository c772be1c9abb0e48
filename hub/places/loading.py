"""Loading the places that come with the hub: every postcode area, the Midlands' outward codes, counties."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hub.places.models import County, Place


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were added and changed."""

    added: int = 0
    changed: int = 0


@cache
def own_places() -> Mapping[str, Any]:
    """The hub's own table: `areas`, `outcodes`, `counties`, `metropolitan`, and the `source`."""
    table: dict[str, Any] = json.loads(resources.files(__package__).joinpath("places.json").read_bytes())
    return table


def load_own_places(session: Session) -> Loaded:
    """Add the hub's own places. Running twice changes nothing, and an imported place is never overwritten."""
    table = own_places()
    counties = lay_counties(session, table["counties"])
    _join_neighbours(session, table["counties"])
    rows = [_place_values(row, table["source"], "area") for row in table["areas"]]
    rows += [_place_values(row, table["source"], "outcode") for row in table["outcodes"]]
    imported = set(session.scalars(select(Place.code).where(Place.approximate.is_(False))))
    places = lay_places(session, (row for row in rows if row["code"] not in imported))
    return Loaded(counties.added + places.added, counties.changed + places.changed)


def _place_values(row: Mapping[str, Any], source: str, level: str) -> dict[str, Any]:
    regions = {county["slug"]: county["region"] for county in own_places()["counties"]}
    county = row.get("county")
    return {
        "code": row["code"],
        "level": level,
        "name": row["name"],
        "county": county,
        "region": regions[county] if county else row["region"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "approximate": True,
        "source": source,
    }


def lay_counties(session: Session, rows: Iterable[Mapping[str, Any]]) -> Loaded:
    """Add or correct counties by slug; `rows` have `slug`, `name` and `region`."""
    held = {county.slug: county for county in session.scalars(select(County))}
    added = changed = 0
    for row in rows:
        county = held.get(row["slug"])
        if county is None:
            held[row["slug"]] = County(slug=row["slug"], name=row["name"], region=row["region"])
            session.add(held[row["slug"]])
            added += 1
        elif (county.name, county.region) != (row["name"], row["region"]):
            county.name, county.region = row["name"], row["region"]
            changed += 1
    session.flush()
    return Loaded(added, changed)


def _join_neighbours(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    held = {
        each.slug: each for each in session.scalars(select(County).options(selectinload(County.neighbours)))
    }
    for row in rows:
        county = held[row["slug"]]
        present = {neighbour.slug for neighbour in county.neighbours}
        county.neighbours.extend(held[slug] for slug in row["neighbours"] if slug not in present)
    session.flush()


def lay_places(session: Session, rows: Iterable[Mapping[str, Any]]) -> Loaded:
    """Add or correct places by code. `county` in a row is a slug the hub holds, None where unknown: then a
    county that already stands is kept."""
    held = {place.code: place for place in session.scalars(select(Place))}
    counties = {county.slug: county.id for county in session.scalars(select(County))}
    added = changed = 0
    for row in rows:
        values = {name: value for name, value in row.items() if name != "county"}
        place = held.get(row["code"])
        county_id = counties.get(row["county"] or "") or (place.county_id if place else None)
        if place is None:
            session.add(Place(county_id=county_id, **values))
            added += 1
        elif _apply(place, values | {"county_id": county_id}):
            changed += 1
    session.flush()
    return Loaded(added, changed)


def _apply(place: Place, values: Mapping[str, Any]) -> bool:
    """Whether anything was different."""
    different = {name: value for name, value in values.items() if getattr(place, name) != value}
    for name, value in different.items():
        setattr(place, name, value)
    return bool(different)
