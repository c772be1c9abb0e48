"""Who may supply: what the rules say beside the form, what the checker shows, and what is kept on record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.audit.models import Event
from hub.database import open_session
from hub.matches.finding import find_matches
from hub.matches.reserving import weigh_reservations
from hub.places.models import County, Place
from hub.places.regions import REGIONS
from hub.requirements.filters import SME
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Supplier
from tests.hub.matches.catalogue_made import counted_statements, make_firm, make_many
from tests.hub.requirements.requirements_made import edit_values, make_requirement, see_again
from tests.page_client import PageClient
from tests.people import make_member, make_organisation

DRAINS = "Blocked drains: Drains of schools cleared"
PLACES = (
    ("DE1", "Derby", "Derby", "East Midlands", 52.92, -1.47),
    ("DE4", "Matlock", "Derbyshire", "East Midlands", 53.13, -1.56),
    ("ST16", "Stafford", "Staffordshire", "West Midlands", 52.8067, -2.1168),
)


def make_firms(session: Session) -> dict[str, Supplier]:
    """Three firms for drains in Derby, one each in Matlock and Stafford, the last a large one."""
    places = {}
    counties = {name: County(slug=name.lower(), name=name) for _, _, name, *_ in PLACES}
    counties["Derby"].neighbours = [counties["Derbyshire"]]
    for code, name, county, region, latitude, longitude in PLACES:
        places[name] = Place(
            code=code,
            level="outcode",
            name=name,
            county=counties[county],
            region=region,
            latitude=latitude,
            longitude=longitude,
        )
    firms = {
        "stafford": make_firm(session, "Stone Drains", DRAINS, place=places["Stafford"], size="large"),
        "matlock": make_firm(session, "Dale Drains", DRAINS, place=places["Matlock"], size="small"),
        **{
            f"derby{at}": make_firm(session, f"Derwent Drains {at}", DRAINS, place=places["Derby"])
            for at in range(3)
        },
    }
    make_firm(session, "Stafford Office Plants", "Office plants", place=places["Stafford"])
    session.commit()
    return firms


def make_buyer(session: Session, kind: str = "council") -> User:
    organisation = make_organisation(session, "buyer")
    organisation.body = kind
    return make_member(session, "buyer", organisation=organisation)


def make_need(session: Session, buyer: User, **columns: Any) -> Requirement:
    """Blocked drains at Derby, within 60 km as a must."""
    radius = Criterion(text="Within 60 km of DE1 2FS", importance="must", fact="area", value=60.0)
    place = session.query(Place).filter_by(code="DE1").one()
    values = {"place": place, "postcode": "DE1 2FS", "criteria": [radius], "estimated_value": 50_000}
    return make_requirement(session, buyer, **values | columns)


def row_of(page: Any, label: str) -> str:
    """The words of the row of that way to keep a requirement."""
    rows = page.select(".hub-reservations tbody tr")
    (found,) = [row for row in rows if row.cssselect("th")[0].text_content() == label]
    return " ".join(found.text_content().split())


def reservations(requirement: Requirement) -> str:
    return f"/requirements/{requirement.public_id}/reservations"


def test_a_radius_finds_the_firm_that_the_county_would_drop_and_the_page_says_so_before(
    session: Session, page_client: PageClient
) -> None:
    """Derby and Stafford are 45 km apart, in two counties and two regions."""
    make_firms(session)
    buyer = make_buyer(session)
    requirement = make_need(session, buyer)
    page_client.sign_in(buyer)
    ranked = page_client.get(f"/requirements/{requirement.public_id}/matches")
    assert "Stone Drains" in ranked.text

    page = page_client.get(reservations(requirement))
    assert page.texts("#found")[0].startswith("5 suppliers found")
    row = row_of(page, "Suppliers in Derby")
    assert "Allowed £50,000 is below the threshold of £207,720 with VAT." in row
    assert "Rules: The 2026 Order, as at 4 February 2026; Thresholds of the Procurement Act" in row
    assert "Order 2026, and the government’s guidance on it, as at 4 February 2026" in page.text
    assert "Leaves out 2 suppliers, and 3 are left." in row
    assert "Stone Drains: Stafford is 45 km from Derby, inside your 60 km, but in Staffordshire" in row
    assert "Dale Drains: Matlock is 24 km from Derby, inside your 60 km, but in Derbyshire" in row
    assert "Too few" not in row

    edit = f"/requirements/{requirement.public_id}/edit"
    answers = {"filters": ["county"], "filter_reason": "Below the threshold", "own_area": "y"}
    page_client.submit(edit, edit_values(page_client, requirement) | answers)
    ranked = page_client.get(f"/requirements/{requirement.public_id}/matches")
    assert ranked.texts(".hub-excluded h3") == ["Near misses: one must not met (2)"]
    assert "Only suppliers in Derby. Stated instead: Staffordshire" in ranked.text


def test_a_county_with_those_that_border_it_takes_more_firms_in(
    session: Session, page_client: PageClient
) -> None:
    make_firms(session)
    buyer = make_buyer(session)
    requirement = make_need(session, buyer)
    page_client.sign_in(buyer)
    row = row_of(
        page_client.get(reservations(requirement)), "Suppliers in Derby and what borders it, Derbyshire"
    )
    assert "Leaves out 1 supplier, and 4 are left." in row
    edit = f"/requirements/{requirement.public_id}/edit"
    values = edit_values(page_client, requirement)
    assert "Borders Derby, as the hub holds it" in page_client.get(edit).text
    answers = {"filters": ["county"], "bordering": ["Derbyshire"], "filter_reason": "The Order of 2026"}
    page = page_client.post(edit, values | answers, 400)
    assert page.errors == ["Confirm that Derby is your own area, and that Derbyshire borders it"]

    page_client.submit(edit, values | answers | {"own_area": "y"})
    see_again(session, requirement)
    line = next(each for each in requirement.criteria if each.fact == "county")
    assert (line.value, line.text) == (["Derby", "Derbyshire"], "Only suppliers in Derby or Derbyshire")
    assert (requirement.own_area, requirement.reservation_checked) == (True, "")
    assert requirement.reservation_told.startswith(f"Allowed on {date.today().day} ")
    kept = edit_values(page_client, requirement)
    assert (kept["filters"], kept["bordering"], kept["own_area"]) == (["county"], ["Derbyshire"], ["y"])
    page_client.submit(edit, kept | {"filters": [], "bordering": [], "filter_reason": ""})
    see_again(session, requirement)
    assert (requirement.own_area, requirement.reservation_told) == (False, "")


def test_what_the_rules_do_not_allow_is_saved_only_with_the_buyers_own_check(
    session: Session, page_client: PageClient
) -> None:
    make_firms(session)
    buyer = make_buyer(session, "central")
    requirement = make_need(session, buyer)
    page_client.sign_in(buyer)
    edit = f"/requirements/{requirement.public_id}/edit"
    values = edit_values(page_client, requirement)
    answers = {"filters": ["size"], "filter_reason": "Small firms"}
    page = page_client.post(edit, values | answers, 400)
    (error,) = page.errors
    assert error.startswith(
        "For SMEs or VCSEs alone it may not be kept: that goes only together with an area."
    )
    assert page.one("#filters-error") is not None
    see_again(session, requirement)
    assert [each.fact for each in requirement.criteria] == ["area"]

    page_client.submit(edit, values | answers | {"checked": "y", "checked_reason": "Counsel, on 3 March"})
    see_again(session, requirement)
    assert requirement.reservation_checked == "Counsel, on 3 March"
    assert requirement.reservation_told.startswith("Not allowed on ")
    assert "Source: Cabinet Office, PPN 005" in requirement.reservation_told
    shown = page_client.get(f"/requirements/{requirement.public_id}").text
    assert "Counsel, on 3 March" in shown
    assert "Source: Cabinet Office, PPN 005" in shown

    page_client.submit(edit, edit_values(page_client, requirement) | {"filters": ["size", "uk"]})
    see_again(session, requirement)
    assert (requirement.reservation_checked, requirement.reservation_told[:11]) == ("", "Allowed on ")


@pytest.mark.parametrize(
    ("kind", "answers", "words"),
    [
        ("council", {"filters": ["county"], "estimated_value": ""}, "Enter the estimated value"),
        ("council", {"filters": ["county"], "estimated_value": "207720"}, "is not below the threshold"),
        ("council", {"filters": ["region"]}, "your own with the counties"),
        ("central", {"filters": ["county"], "bordering": ["Derbyshire"]}, "one county or London borough"),
        ("NHS", {"filters": ["county"]}, "holds no rule on reservations for an NHS body"),
        ("", {"filters": ["uk"]}, "whose kind is not stated"),
    ],
)
def test_the_form_says_beside_the_field_what_the_rules_do_not_allow(
    session: Session, page_client: PageClient, kind: str, answers: dict[str, Any], words: str
) -> None:
    make_firms(session)
    buyer = make_buyer(session, kind)
    requirement = make_need(session, buyer)
    page_client.sign_in(buyer)
    edit, values = f"/requirements/{requirement.public_id}/edit", edit_values(page_client, requirement)
    page = page_client.post(edit, values | answers | {"filter_reason": "A reason"}, 400)
    assert any(words in error and "checked it yourselves" in error for error in page.errors), page.errors


def test_the_checker_goes_by_another_value_and_another_day_and_saves_nothing(
    session: Session, page_client: PageClient
) -> None:
    make_firms(session)
    buyer = make_buyer(session)
    requirement = make_need(session, buyer)
    page_client.sign_in(buyer)
    before = session.scalar(select(func.count(Event.number)))
    session.commit()
    asked = "?value=50000&buying=goods_services&on-day=3&on-month=2&on-year=2026"
    page = page_client.get(reservations(requirement) + asked)
    row = row_of(page, "Suppliers in Derby")
    assert "Not allowed Where a supplier’s business is was a matter that must not count." in row
    assert "Rules: Section 17, as at 3 February 2026." in row
    assert "Source: Local Government Act 1988, section 17(5)(e), as at 3 February 2026" in page.text
    assert "No answer" in row_of(page, "SMEs, wherever they are")

    page = page_client.get(reservations(requirement) + asked.replace("on-day=3", "on-day=4"))
    assert "Allowed £50,000 is below" in row_of(page, "Suppliers in Derby")
    page = page_client.get(reservations(requirement) + asked.replace("50000", "214000"))
    assert "£214,000 is not below the threshold of £207,720" in page.text
    for wrong, message in (
        ("?value=lots&on-day=1&on-month=1&on-year=2026", "The estimated value must be a whole number"),
        ("?value=&on-day=31&on-month=2&on-year=2026", "Day the procurement begins must be a real day"),
    ):
        page = page_client.get(reservations(requirement) + wrong, 400)
        assert any(message in error for error in page.errors), page.errors
    session.expire_all()
    assert session.scalar(select(func.count(Event.number))) == before


def test_fewer_than_three_left_is_told(session: Session, page_client: PageClient) -> None:
    firms = make_firms(session)
    firms["derby0"].size, firms["derby1"].size, firms["derby2"].size = "large", "large", "micro"
    firms["derby2"].kind = "charity"
    session.commit()
    buyer = make_buyer(session)
    requirement = make_need(session, buyer)
    page_client.sign_in(buyer)
    page = page_client.get(reservations(requirement))
    row = row_of(page, "SMEs in Derby")
    assert "Leaves out 4 suppliers, and 1 is left." in row
    assert "Too few Fewer than three are left" in row
    assert "but in Staffordshire; it states that it is large" in row
    assert "Leaves out 3 suppliers, and 2 are left." in row_of(page, "SMEs, wherever they are")
    assert "4 of the first 20 do not say: ask." in row_of(page, "VCSEs, wherever they are")


def test_what_the_checker_counts_is_what_the_ranking_then_shows(session: Session) -> None:
    make_firms(session)
    buyer = make_buyer(session)
    requirement = make_need(session, buyer)
    wanted: list[dict[str, tuple[str, ...]]] = [
        {"county": ("Derby",)},
        {"county": ("Derby", "Derbyshire"), "size": SME},
        {"uk": REGIONS},
        {"region": ("East Midlands",)},
    ]
    effects = weigh_reservations(session, requirement, wanted)
    radius = requirement.criteria[0]
    for asked, effect in zip(wanted, effects.of_each, strict=True):
        lines = [
            Criterion(text=name, importance="must", fact=name, value=list(values))
            for name, values in asked.items()
        ]
        kept = make_need(
            session,
            buyer,
            criteria=[radius.__class__(text="x", fact="area", value=60.0, importance="must"), *lines],
        )
        ranking = find_matches(session, kept).ranking
        assert effect.left == ranking.considered - ranking.left_out
        assert effect.left_out == effects.found - effect.left
        assert len(effect.first) == effect.left_out


def test_a_distance_is_weighed_against_the_same_without_it(session: Session) -> None:
    make_firms(session)
    buyer = make_buyer(session)
    near = Criterion(text="Within 30 km of DE1 2FS", importance="should", fact="area", value=30.0)
    requirement = make_need(session, buyer, criteria=[near])
    (effect,) = weigh_reservations(session, requirement, [{}]).of_each
    assert (effect.left_out, effect.left) == (1, 4)
    assert [each.reason for each in effect.first] == ["Stafford is 45 km from Derby, and not within 30 km"]


def test_statements_do_not_grow_with_firms_or_reservations(session: Session, page_client: PageClient) -> None:
    make_many(session, 4)
    buyer = make_buyer(session)
    place = session.query(Place).one()
    requirement = make_requirement(session, buyer, place=place, postcode="DE1 2FS", estimated_value=5)
    page_client.sign_in(buyer)

    def count() -> int:
        page_client.get(reservations(requirement))
        with counted_statements() as sent:
            page_client.get(reservations(requirement))
        assert not any(each.startswith(("INSERT", "UPDATE", "DELETE")) for each in sent)
        return len(sent)

    few = count()
    for at in range(30):
        county = County(slug=f"county-{at}", name=f"County {at}")
        there = Place(
            code=f"ZA{at}", level="outcode", name=f"Town {at}", county=county, latitude=52.9, longitude=-1.4
        )
        make_firm(session, f"Another {at}", DRAINS, place=there)
    session.commit()
    assert count() == few


def test_only_the_buyers_organisation_sees_the_value_and_what_was_told(
    session: Session, page_client: PageClient
) -> None:
    make_firms(session)
    buyer, adviser = make_buyer(session), make_member(session, "hub")
    requirement = make_need(
        session,
        buyer,
        visibility="public",
        estimated_value=51_234,
        reservation_told="Told then",
        reservation_checked="Checked then",
    )
    address = f"/requirements/{requirement.public_id}"
    page_client.sign_in(buyer)
    mine = page_client.get(address)
    assert [each for each in ("£51,234", "Told then", "Checked then") if each not in mine.text] == []
    assert "Source: Procurement Act 2023, schedule 1" in mine.text
    assert "The hub must check these rules with its own advisers" in mine.text
    page_client.sign_out()
    page_client.sign_in(adviser)
    theirs = page_client.get(address)
    assert [each for each in ("51,234", "Told then", "Checked then") if each in theirs.text] == []
    page_client.get(reservations(requirement), 403)


def test_an_owner_says_what_kind_of_organisation_it_is(session: Session, page_client: PageClient) -> None:
    make_firms(session)
    buyer = make_buyer(session, "")
    requirement = make_need(session, buyer)
    organisation = buyer.memberships[0].organisation
    page_client.sign_in(buyer)
    assert "whose kind is not stated" in page_client.get(reservations(requirement)).text
    address = f"/organisations/{organisation.public_id}/kind"
    page = page_client.post(address, {"body": "kingdom"})
    assert page.errors == ["Select what kind of public body it is"]
    page_client.submit(address, {"body": "central"})
    page = page_client.get(reservations(requirement))
    assert "For a central government department, agency or other central body" in page.text
    assert "PPN 005" in row_of(page, "Suppliers in Derby")
    with open_session(writes=False) as reading:
        assert reading.get_one(type(organisation), organisation.id).body == "central"
