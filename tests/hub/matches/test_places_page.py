"""Who is near the place of a requirement: four meanings of local, the drawing, and the page."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.matches.drawing import SIZE, direction, draw, offset_km
from hub.matches.nearness import Near, count_held, crossings_of, hold_near, meanings_of
from hub.places.models import Place
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Fact, Supplier
from matching import Match, records
from tests.hub.matches.catalogue_made import counted_statements, make_firm
from tests.hub.requirements.requirements_made import make_places, make_requirement
from tests.page_client import PageClient
from tests.people import make_member

DERBY = records.Place("Derby", 52.92, -1.47, "Derbyshire", "East Midlands")


def make_place(
    name: str, north: float, east: float, *, county: int = 1, region: str = "East Midlands"
) -> Place:
    """A place so many degrees from Derby."""
    return Place(
        code=name, level="outcode", name=name, county_id=county, region=region,
        latitude=52.92 + north, longitude=-1.47 + east,
    )  # fmt: skip


def near(name: str, km: float | None, place: Place | None, **verdicts: Any) -> Near:
    return Near(1, Supplier(public_id=name, name=name, place=place), km, verdicts)


def test_derby_and_stafford_are_45_km_apart_in_two_counties(session: Session) -> None:
    """Far, in Stafford, says that it works within 50 km; Near, in Derby, that it works in Wales only."""
    make_places(session)
    places = {place.name: place for place in session.scalars(select(Place))}
    places["Derby"].region, places["Stafford"].region = "East Midlands", "West Midlands"
    suppliers = {
        "far": make_firm(session, "Far", place=places["Stafford"]),
        "near": make_firm(session, "Near", place=places["Derby"]),
        "lost": make_firm(session, "Lost"),
    }
    facts = {
        "far": [Fact(name="serves", value={"within_km": 50})],
        "near": [Fact(name="serves", value={"regions": ["Wales"]})],
    }
    centre = records.Place("Derby", 52.92, -1.47, "Derby", "East Midlands")
    meanings = meanings_of(centre, 50)
    found = hold_near(centre, meanings, [Match(name, 0.5, 1) for name in suppliers], suppliers, facts)
    assert [(each.supplier.name, each.rank, each.km and round(each.km)) for each in found] == [
        ("Near", 2, 0),
        ("Far", 1, 45),
        ("Lost", 3, None),
    ]
    assert [list(each.verdicts.values()) for each in found] == [
        ["met", "met", "met", "not met"],
        ["met", "not met", "not met", "met"],
        ["not stated"] * 4,
    ]
    assert [(each.inside, each.outside, each.unknown) for each in count_held(meanings, found)] == [
        (2, 0, 1),
        (1, 1, 1),
        (1, 1, 1),
        (1, 1, 1),
    ]
    crossed = {
        (each.one.name, each.other.name): [one.supplier.name for one in each.those]
        for each in crossings_of(meanings, found)
    }
    assert crossed == {
        ("area", "county"): ["Far"],
        ("area", "region"): ["Far"],
        ("area", "serves"): ["Near"],
        ("county", "serves"): ["Near"],
        ("region", "serves"): ["Near"],
        ("serves", "county"): ["Far"],
        ("serves", "region"): ["Far"],
    }
    # Five kilometres less, and Far is near by its own word alone.
    meanings = meanings_of(centre, 40)
    found = hold_near(centre, meanings, [Match("far", 0.5, 1)], suppliers, facts)
    assert list(found[0].verdicts.values()) == ["not met", "not met", "not met", "met"]


def test_in_london_the_borough_counts() -> None:
    labels = [each.label for each in meanings_of(records.Place("Camden", 51.5, -0.1, "Camden", "London"), 5)]
    assert labels == [
        "Within 5 km",
        "In the same London borough, Camden",
        "In the same region, London",
        "Says it works here",
    ]


def test_what_the_hub_does_not_know_of_the_place_holds_nobody() -> None:
    meanings = meanings_of(records.Place("Nowhere", 51.5, -0.1), 5)
    supplier = Supplier(public_id="a", name="A", place=make_place("A", 0, 0))
    supplier.place.county = None
    (found,) = hold_near(
        records.Place("Nowhere", 51.5, -0.1), meanings, [Match("a", 1.0, 1)], {"a": supplier}, {}
    )
    assert [found.verdicts[name] for name in ("county", "region", "serves")] == ["not stated"] * 3


@pytest.mark.parametrize(
    ("north", "east", "told"),
    [
        (0.1, 0, "north"),
        (0.1, 0.166, "north-east"),
        (0, 0.2, "east"),
        (-0.1, 0.166, "south-east"),
        (-0.1, 0.01, "south"),
        (-0.1, -0.166, "south-west"),
        (0, -0.2, "west"),
        (0.1, -0.166, "north-west"),
        (0, 0, ""),
    ],
)
def test_eight_directions(north: float, east: float, told: str) -> None:
    assert direction(make_place("Derby", 0, 0), make_place("There", north, east)) == told


def test_a_degree_north_is_111_km_and_one_east_67() -> None:
    """6371 km · π / 180 = 111.19 km; at 52.92 degrees times cos 52.92° = 0.603: 67.1 km."""
    derby = make_place("Derby", 0, 0)
    east, north = offset_km(derby, make_place("North", 1, 0))
    assert (east, round(north, 1)) == (0, 111.2)
    east, north = offset_km(derby, make_place("East", 0, 1))
    assert (round(east, 1), north) == (67.0, 0)


def test_the_drawing_puts_each_place_where_it_is() -> None:
    """The farthest inside is 55.6 km away, so that the picture goes out to 61.2 km: 300 units."""
    derby = make_place("Derby", 0, 0)
    north = make_place("North", 0.5, 0, region="Yorkshire and the Humber", county=2)
    other = make_place("Other", -0.2, 0, county=3)
    drawing = draw(
        derby,
        50,
        [
            near("a", 0.0, derby),
            near("b", 55.6, north),
            near("c", 55.6, north),
            near("d", 22.2, other),
            near("e", None, None),
            near("f", 300.0, make_place("Far", 2.7, 0)),
        ],
    )
    # With one at 300 km the picture goes out to twice the radius.
    assert (drawing.edge_km, drawing.ring, drawing.farther, drawing.placeless) == (100, SIZE / 4, 1, 1)
    dots = {dot.name: dot for dot in drawing.dots}
    assert [(dots[name].suppliers, dots[name].kind) for name in ("Derby", "North", "Other")] == [
        (1, "county"),
        (2, "elsewhere"),
        (1, "region"),
    ]
    assert (dots["North"].x, round(dots["North"].y)) == (300, 300 - round(55.6 * 3))
    assert (dots["North"].label, dots["Derby"].label) == ("North (2)", "")


def test_labels_do_not_cover_one_another() -> None:
    derby = make_place("Derby", 0, 0)
    crowd = [make_place(f"Place {at:02}", 0.1 + at / 1000, 0.1) for at in range(20)]
    drawing = draw(derby, 50, [near(f"s{at}", 13.0, place) for at, place in enumerate(crowd)])
    assert len(drawing.dots) == 20
    assert sum(bool(dot.label) for dot in drawing.dots) <= 2


def made(session: Session) -> Requirement:
    make_places(session)
    places = {place.name: place for place in session.scalars(select(Place))}
    far = make_firm(session, "Far Drains", "Blocked drains", place=places["Stafford"])
    far.facts = [Fact(name="serves", value={"within_km": 50})]
    make_firm(session, "Near Drains", "Blocked drains and much other work", place=places["Derby"])
    make_firm(session, "Lost Drains", "Blocked drains and other things besides, here and there")
    return make_requirement(
        session, make_member(session, "buyer"), criteria=[], postcode="DE1", place=places["Derby"]
    )


def address(requirement: Requirement) -> str:
    return f"/requirements/{requirement.public_id}/places"


def test_the_page_tells_what_the_drawing_shows(session: Session, page_client: PageClient) -> None:
    requirement = made(session)
    page_client.sign_in(requirement.organisation.memberships[0].user)
    page = page_client.get(address(requirement))
    assert page.heading == "Who is near Derby"
    assert page.one("#map-title").text_content() == "Suppliers around Derby, drawn out to 55 km"
    assert "1 supplier in Stafford" in page.one("#map-desc").text_content()
    assert page.one("svg.hub-map__picture").get("aria-labelledby") == "map-title map-desc"
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.cssselect("th, td")]
        for row in page.select("#list + table tbody tr")
    ]
    assert [[name, *told] for name, _rank, *told in rows] == [
        ["Near Drains", "Derby: 0 km", "Yes", "Yes", "Not known", "Not known"],
        ["Far Drains", "Stafford: 45 km west", "Yes", "No", "Not known", "Yes"],
        ["Lost Drains", "It names no place", "Not known", "Not known", "Not known", "Not known"],
    ]
    assert sorted(rank for _name, rank, *_told in rows) == ["1", "2", "3"]
    assert rows[1][1] == "1"
    assert (
        "1 supplier within 50 km of Derby, but outside the county, Derby: Far Drains (Stafford, 45 km)"
        in (" ".join(page.text.split()))
    )


def test_the_distance_is_changed_in_the_address(session: Session, page_client: PageClient) -> None:
    requirement = made(session)
    page_client.sign_in(requirement.organisation.memberships[0].user)
    page = page_client.get(f"{address(requirement)}?km=40")
    assert page.texts("#meanings + table td")[:3] == ["1", "1", "1"]
    assert page.values()["km"] == "40"
    page = page_client.get(f"{address(requirement)}?km=far", 400)
    assert page.errors == ["The distance must be a whole number from 1 to 1,500"]
    assert page_client.get(f"{address(requirement)}?km=", 400).errors == ["Enter how many kilometres"]


def test_the_distance_is_that_of_the_requirement(session: Session, page_client: PageClient) -> None:
    requirement = made(session)
    requirement.criteria = [Criterion(text="Within 30 km", fact="area", value=30)]
    session.commit()
    page_client.sign_in(requirement.organisation.memberships[0].user)
    assert page_client.get(address(requirement)).values()["km"] == "30"


def test_without_a_place_the_page_says_so(session: Session, page_client: PageClient) -> None:
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer)
    page_client.sign_in(buyer)
    assert "names no place to be near to" in page_client.get(address(requirement)).text
    assert page_client.get(f"/requirements/{requirement.public_id}/matches").select("a[href$=places]") == []


def test_nobody_ranked_is_nobody_near(session: Session, page_client: PageClient) -> None:
    requirement = made(session)
    requirement.title = "Zzzz"
    session.commit()
    page_client.sign_in(requirement.organisation.memberships[0].user)
    assert "near or far" in page_client.get(address(requirement)).text


def test_the_page_sends_as_many_statements_for_fifty_suppliers_as_for_five(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    requirement = made(session)
    derby = requirement.place
    page_client.sign_in(requirement.organisation.memberships[0].user)
    counts = []
    for more in (2, 45):
        for at in range(more):
            firm = make_firm(session, f"Late {more} {at}", "Blocked drains cleared", place=derby)
            firm.facts = [Fact(name="serves", value={"within_km": 20})]
        session.commit()
        page_client.get(address(requirement))
        with counted_statements() as sent:
            page_client.get(address(requirement))
        counts.append(len(sent))
    assert counts[0] == counts[1]
