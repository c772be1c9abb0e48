"""Places, their distances and their counties, as they come with the hub."""

from __future__ import annotations

from math import pi
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.places.loading import Loaded, load_own_places, own_places
from hub.places.models import County, Place
from hub.places.queries import find_place, list_counties, matching_place
from matching import records
from matching.gates import EARTH_RADIUS_KM, distance_km

points = st.builds(records.Place, st.just(""), st.floats(49, 61), st.floats(-9, 2))


def test_a_quarter_of_a_great_circle_is_a_quarter_of_the_way_round() -> None:
    pole, equator = records.Place("", 90.0, 0.0), records.Place("", 0.0, 12.0)
    assert distance_km(pole, equator) == pytest.approx(pi / 2 * EARTH_RADIUS_KM)


def test_one_degree_of_latitude_is_111_km() -> None:
    assert distance_km(records.Place("", 52, -1), records.Place("", 53, -1)) == pytest.approx(
        111.19, abs=0.01
    )


@settings(deadline=None, max_examples=60)
@given(points, points)
def test_the_way_back_is_as_long(one: records.Place, other: records.Place) -> None:
    there = distance_km(one, other)
    assert there == pytest.approx(distance_km(other, one))
    assert distance_km(one, one) == 0


def found_place(session: Session, postcode: str) -> Any:
    place = find_place(session, postcode)
    assert place is not None
    return place


def test_derby_and_stafford_are_45_km_apart_in_two_counties_and_two_regions(session: Session) -> None:
    load_own_places(session)
    derby, stafford = (found_place(session, postcode) for postcode in ("DE1 2FS", "ST16 2LH"))
    assert distance_km(derby, stafford) == pytest.approx(45, abs=1.5)
    assert (derby.county.name, derby.region) == ("Derby", "East Midlands")
    assert (stafford.county.name, stafford.region) == ("Staffordshire", "West Midlands")
    assert derby.county not in stafford.county.neighbours


def test_an_outcode_the_hub_lacks_falls_back_on_its_area(session: Session) -> None:
    load_own_places(session)
    leith = find_place(session, "EH6 6JJ")
    assert leith
    assert (leith.code, leith.level, leith.name) == ("EH", "area", "Edinburgh")


@pytest.mark.parametrize("postcode", ["", "Derby", "QQ1 1AA", "DE"])
def test_what_is_no_postcode_has_no_place(session: Session, postcode: str) -> None:
    load_own_places(session)
    assert find_place(session, postcode) is None


def test_the_matcher_reads_county_and_region_by_name(session: Session) -> None:
    load_own_places(session)
    place = matching_place(find_place(session, "ST16"))
    assert place == records.Place("Stafford", 52.81, -2.12, "Staffordshire", "West Midlands")
    assert matching_place(None) is None
    edinburgh = matching_place(find_place(session, "EH1"))
    assert edinburgh is not None
    assert (edinburgh.county, edinburgh.region) == (None, "Scotland")


def test_every_postcode_area_is_held_and_every_outcode_lies_in_one() -> None:
    table = own_places()
    areas = {row["code"] for row in table["areas"]}
    assert len(areas) == 124
    assert {"AB", "ZE", "BT", "E", "W"} <= areas
    assert len(table["outcodes"]) >= 60
    for row in table["outcodes"]:
        assert row["code"].rstrip("0123456789") in areas


def test_middles_are_rounded_to_two_places_and_lie_in_the_kingdom() -> None:
    for row in (*own_places()["areas"], *own_places()["outcodes"]):
        assert row["latitude"] == round(row["latitude"], 2)
        assert row["longitude"] == round(row["longitude"], 2)
        assert 49 < row["latitude"] < 61
        assert -9 < row["longitude"] < 2


def test_outcodes_lie_near_the_middle_of_their_area() -> None:
    areas = {
        row["code"]: records.Place("", row["latitude"], row["longitude"]) for row in own_places()["areas"]
    }
    for row in own_places()["outcodes"]:
        point = records.Place("", row["latitude"], row["longitude"])
        assert distance_km(point, areas[row["code"].rstrip("0123456789")]) < 80, row["code"]


def test_neighbours_border_each_other_both_ways(session: Session) -> None:
    load_own_places(session)
    counties = {county.slug: county for county in list_counties(session)}
    pairs = {(one.slug, other.slug) for one in counties.values() for other in one.neighbours}
    assert pairs == {(other, one) for one, other in pairs}
    assert all(one != other for one, other in pairs)
    assert [each.name for each in counties["derby"].neighbours] == ["Derbyshire"]
    assert [each.name for each in counties["rutland"].neighbours] == [
        "Leicestershire",
        "Lincolnshire",
        "North Northamptonshire",
    ]


def test_loading_twice_changes_nothing(session: Session) -> None:
    assert load_own_places(session).added > 250
    assert load_own_places(session) == Loaded()


def test_an_imported_place_is_never_overwritten_by_the_hub_s_own(session: Session) -> None:
    load_own_places(session)
    place = session.scalars(select(Place).where(Place.code == "DE1")).one()
    place.latitude, place.approximate = 52.92277, False
    session.flush()
    assert load_own_places(session) == Loaded()
    assert place.latitude == 52.92277


def test_a_county_s_region_is_mended_by_loading_again(session: Session) -> None:
    load_own_places(session)
    derbyshire = session.scalars(select(County).where(County.slug == "derbyshire")).one()
    derbyshire.region = "West Midlands"
    session.flush()
    assert load_own_places(session) == Loaded(changed=1)
    assert derbyshire.region == "East Midlands"
