"""Reading a hub's full files of places, as their publishers shape them. Pure: bytes in, rows or an error out.

Outward codes have the columns `outcode`, `latitude`, `longitude`, `town`, `region` (the local authority) and
`uk_region`. Local authorities have mySociety's columns. Both are mended where they are known to be wrong:

- The authorities file gives two counties the region next door: Derbyshire the West Midlands, and Lincolnshire
  Yorkshire and The Humber, though every district of both has the East Midlands. A county takes the region of
  most of its districts. Its middles for counties are shuffled (Lancashire's lies in Northamptonshire),
  so none are read.
- The outward codes file puts Lincolnshire in Yorkshire too: a county that the hub knows brings its region.
- Both name metropolitan districts. They stand for their metropolitan county, which is what borders others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from hub.places.loading import own_places
from hub.places.postcodes import parse_postcode
from hub.text_files import TextFileError, read_lines

OUTCODE_COLUMNS = ("outcode", "latitude", "longitude", "town", "region", "uk_region")
AUTHORITY_COLUMNS = (
    "local-authority-code",
    "nice-name",
    "region",
    "local-authority-type",
    "county-la",
    "current-authority",
)
METROPOLITAN = "MD"
COUNTY_TYPES = {"CTY", "UA", "LBO", "CC", "SCO", "WPA", "NID", METROPOLITAN}
"""County, unitary area, London borough, City corporation; Scottish, Welsh and Northern Irish areas."""
BOUNDS = {"latitude": (49.0, 61.5), "longitude": (-9.0, 2.5)}
"""Degrees within which the United Kingdom and the Crown Dependencies lie."""

Row = dict[str, Any]


def read_outcodes(content: bytes, source: str, counties: Mapping[str, str]) -> list[Row]:
    """Places as `hub.places.loading.lay_places` takes them. `counties` maps a slug to its region.

    Raises TextFileError.
    """
    rows: dict[str, Row] = {}
    for place, cells in read_lines(content, OUTCODE_COLUMNS):
        row = _outcode_row(place, cells, counties)
        if row["code"] in rows:
            raise TextFileError(f"{place}: the outward code {row['code']} stands twice")
        rows[row["code"]] = row | {"source": source}
    return _some(rows.values())


def _outcode_row(place: str, cells: Mapping[str, str], counties: Mapping[str, str]) -> Row:
    postcode = parse_postcode(cells["outcode"])
    if postcode is None or postcode.incode:
        raise TextFileError(f"{place}: {cells['outcode']!r} is not an outward code such as DE1")
    county = county_slug(cells["region"])
    return {
        "code": postcode.outcode,
        "level": "outcode",
        "name": cells["town"] or cells["region"] or postcode.outcode,
        "county": county if county in counties else None,
        "region": counties.get(county) or region_name(cells["uk_region"]),
        "latitude": _degrees(place, cells, "latitude"),
        "longitude": _degrees(place, cells, "longitude"),
        "approximate": False,
    }


def _degrees(place: str, cells: Mapping[str, str], name: str) -> float:
    low, high = BOUNDS[name]
    try:
        value = float(cells[name])
    except ValueError:
        raise TextFileError(f"{place}: {name} {cells[name]!r} must be a number of degrees") from None
    if not low <= value <= high:
        raise TextFileError(f"{place}: {name} {cells[name]} must be between {low:g} and {high:g}")
    return value


def read_authorities(content: bytes) -> list[Row]:
    """Counties, unitary areas and London boroughs in being, as `lay_counties` takes them.

    Districts are read for their county's region alone. Raises TextFileError.
    """
    current = [
        (place, cells)
        for place, cells in read_lines(content, AUTHORITY_COLUMNS)
        if cells["current-authority"].lower() == "true"
    ]
    regions = _regions_by_districts(cells for _place, cells in current)
    rows: dict[str, Row] = {}
    for place, cells in current:
        if cells["local-authority-type"] in COUNTY_TYPES:
            row = _county_row(place, cells, regions)
            if row["slug"] in rows and cells["local-authority-type"] != METROPOLITAN:
                raise TextFileError(f"{place}: {row['name']} stands twice")
            rows[row["slug"]] = row
    return _some(rows.values())


def _regions_by_districts(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    counted: dict[str, Counter[str]] = {}
    for cells in rows:
        if cells["county-la"] and cells["region"]:
            counted.setdefault(cells["county-la"], Counter())[cells["region"]] += 1
    return {county: regions.most_common(1)[0][0] for county, regions in counted.items()}


def _county_row(place: str, cells: Mapping[str, str], regions: Mapping[str, str]) -> Row:
    name = _plain_name(cells["nice-name"])
    if not name:
        raise TextFileError(f"{place}: nice-name is empty")
    if _slug(name) in _metropolitan():
        county = _metropolitan()[_slug(name)]
        return {key: county[key] for key in ("slug", "name", "region")}
    region = regions.get(cells["local-authority-code"], cells["region"])
    return {"slug": _slug(name), "name": name, "region": region_name(region)}


def _plain_name(name: str) -> str:
    """`City of Bristol` as Bristol, `Dorset Council` as Dorset; the City of London keeps its name."""
    plain = re.sub(r" (?:Council|Borough)$", "", name.strip())
    return plain if plain == "City of London" else plain.removeprefix("City of ")


def county_slug(name: str) -> str:
    """The slug of a county's name; a metropolitan district's is its county's."""
    slug = _slug(_plain_name(name))
    return _metropolitan()[slug]["slug"] if slug in _metropolitan() else slug


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@cache
def _metropolitan() -> dict[str, Mapping[str, str]]:
    """The metropolitan county of each of its districts, by the district's slug."""
    counties = own_places()["metropolitan"]
    return {_slug(district): county for county in counties for district in county["districts"]}


def region_name(name: str) -> str:
    """`South East England` as South East, `Yorkshire and The Humber` with a small the."""
    short = name.removesuffix(" England") if name.startswith(("North ", "South ")) else name
    return short.replace(" The ", " the ")


def _some(rows: Iterable[Row]) -> list[Row]:
    held = list(rows)
    if not held:
        raise TextFileError("line 1: the file holds no places")
    return held
