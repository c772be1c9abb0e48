"""Sorting and filtering the ranked suppliers: the order by hand, then the page and its address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.matches.sorting import Ranked, Wish, sort_ranked, to_ranked
from hub.places.models import Place
from hub.requirements.models import Requirement
from hub.suppliers.models import Fact, Supplier
from matching import Match
from tests.hub.matches.catalogue_made import counted_statements, make_firm, make_many
from tests.hub.requirements.requirements_made import make_places, make_requirement
from tests.page_client import Page, PageClient
from tests.people import make_member


def ranked(rank: int, **known: Any) -> Ranked:
    name = "abcdefgh"[rank - 1]
    return Ranked(rank, Match(name, 1 / rank, rank), Supplier(public_id=name, name=name), **known)


FIVE = [
    ranked(1, km=45.0, size="large", price={"from": 50, "to": 60, "per": "hour"}),
    ranked(2),
    ranked(3, km=3.2, size="micro", price={"from": 400, "to": None, "per": "day"}, certificates={"iso_9001"}),
    ranked(4, km=45.0, size="small", price={"from": None, "to": 40, "per": "hour"}),
    ranked(5, km=12.0, size="micro", certificates={"iso_9001", "iso_27001"}),
]


@pytest.mark.parametrize(
    ("wish", "ranks"),
    [
        (Wish(), [1, 2, 3, 4, 5]),
        (Wish("distance"), [3, 5, 1, 4, 2]),
        (Wish("size"), [3, 5, 4, 1, 2]),
        # £40 an hour, £50 an hour, £400 a day, and those without by rank.
        (Wish("price"), [4, 1, 3, 2, 5]),
        (Wish(certificate="iso_9001"), [3, 5]),
        (Wish(size="micro"), [3, 5]),
        (Wish(within=12), [3, 5]),
        (Wish(within=11), [3]),
        (Wish(priced=True), [1, 3, 4]),
        (Wish("distance", size="micro", certificate="iso_27001"), [5]),
    ],
)
def test_each_order_and_filter(wish: Wish, ranks: list[int]) -> None:
    assert [each.rank for each in sort_ranked(FIVE, wish)] == ranks


def test_who_is_ticked_is_never_hidden() -> None:
    assert [each.rank for each in sort_ranked(FIVE, Wish(certificate="iso_9001"), ["b"])] == [2, 3, 5]


def test_a_card_tells_what_the_page_goes_by() -> None:
    assert FIVE[0].told(Wish()) == []
    assert FIVE[0].told(Wish("distance", size="large")) == ["45 km away", "Large"]
    assert FIVE[2].told(Wish("price", certificate="iso_9001")) == ["From £400 a day", "ISO 9001"]
    assert FIVE[1].told(Wish("distance")) == []


def test_a_certificate_counts_while_it_is_in_date() -> None:
    on = date(2026, 12, 1)
    facts = {
        "a": [Fact(name="iso_9001", value=True, expires_on=on), Fact(name="iso_27001", value=False)],
        "b": [Fact(name="iso_9001", value=True, expires_on=on - timedelta(days=1))],
        "c": [Fact(name="cyber_essentials", value="none")],
    }
    matches = [Match(name, 0.5, 1) for name in "abc"]
    suppliers = {name: Supplier(public_id=name, name=name) for name in "abc"}
    held = [each.certificates for each in to_ranked(matches, suppliers, facts, None, on)]
    assert held == [{"iso_9001"}, set(), set()]


def made(session: Session) -> Requirement:
    """Near is in Derby and ranks second; Far is in Stafford and says more of drains."""
    make_places(session)
    places = {place.name: place for place in session.scalars(select(Place))}
    make_firm(session, "Far Drains", "Blocked drains", place=places["Stafford"], size="small")
    near = make_firm(session, "Near Drains", "Blocked drains and much other work", place=places["Derby"])
    near.facts = [Fact(name="price_guide", value={"from": 40, "to": 60, "per": "hour", "covers": ""})]
    make_firm(session, "Lost Drains", "Blocked drains and other things besides, here and there")
    return make_requirement(
        session, make_member(session, "buyer"), criteria=[], postcode="DE1", place=places["Derby"]
    )


def address(requirement: Requirement) -> str:
    return f"/requirements/{requirement.public_id}/matches"


def names(page: Page) -> list[str]:
    return [" ".join(name.split()) for name in page.texts(".hub-match__name")]


def test_the_page_keeps_the_ranks_and_says_what_it_does(session: Session, page_client: PageClient) -> None:
    requirement = made(session)
    page_client.sign_in(requirement.organisation.memberships[0].user)
    by_rank = names(page_client.get(address(requirement)))
    assert [name[:2] for name in by_rank] == ["1.", "2.", "3."]
    assert by_rank[0] == "1. Far Drains"
    page = page_client.get(f"{address(requirement)}?sort=distance")
    assert names(page) == [next(n for n in by_rank if word in n) for word in ("Near", "Far", "Lost")]
    assert "the rank is beside each" in page.one("#sorted").text_content()
    assert "45 km away" in page.text
    page = page_client.get(f"{address(requirement)}?priced=yes")
    assert len(names(page)) == 1
    assert "2 suppliers of the 3 ranked are hidden" in " ".join(page.one("#sorted").text_content().split())
    assert "£40 to £60 an hour" in page.text
    assert page.one("#choose input[name=digest]").get("value")


def test_sorting_keeps_the_ticks_and_stands_in_the_address(session: Session, page_client: PageClient) -> None:
    make_many(session, 45)
    requirement = make_requirement(session, make_member(session, "buyer"), criteria=[])
    page_client.sign_in(requirement.organisation.memberships[0].user)
    page = page_client.get(address(requirement))
    ticked = [box.get("value") for box in page.select("input[name=supplier]")][3]
    button = page.one("button[name=arrange]")
    sent = {"arrange": "yes", "certificate": "iso_9001", "sort": "size", "supplier": ticked}
    there = page_client.submit(button.get("formaction"), sent)
    assert "sort=size&certificate=iso_9001" in there
    page = page_client.get(there)
    assert [box.get("value") for box in page.select("input[name=supplier][checked]")] == [ticked]
    shown = page.select("input[name=supplier]")
    assert len(shown) == 20
    # 23 of 45 have the certificate: showing more keeps the order and the ticks.
    more = page.one("button[formaction*=page]")
    there = page_client.submit(more.get("formaction"), {"show": more.get("value"), "supplier": ticked})
    assert "sort=size&certificate=iso_9001" in there
    page = page_client.get(there)
    assert 23 <= len(page.select("input[name=supplier]")) <= 24
    assert page.select(f"#{there.rpartition('#')[2]}")
    assert [box.get("value") for box in page.select("input[name=supplier][checked]")] == [ticked]


def test_a_viewer_sorts_without_ticks(session: Session, page_client: PageClient) -> None:
    requirement = made(session)
    organisation = requirement.organisation
    page_client.sign_in(make_member(session, "buyer", role="viewer", organisation=organisation))
    page = page_client.get(f"{address(requirement)}?sort=size")
    assert page.one("form[method=get] select[name=sort] option[selected]").get("value") == "size"
    assert names(page)[0].endswith("Far Drains")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("within=near", "The distance must be a whole number from 1 to 1,500"),
        ("sort=luck", "Select one of the listed answers"),
        ("certificate=iso_1", "Select one of the listed answers"),
    ],
)
def test_what_cannot_be_sorted_by_is_told(
    session: Session, page_client: PageClient, query: str, message: str
) -> None:
    requirement = made(session)
    page_client.sign_in(requirement.organisation.memberships[0].user)
    page = page_client.get(f"{address(requirement)}?{query}", 400)
    assert page.errors == [message]
    assert len(names(page)) == 3


def test_without_a_place_nobody_is_near(session: Session, page_client: PageClient) -> None:
    requirement = make_requirement(session, make_member(session, "buyer"))
    make_many(session, 2)
    page_client.sign_in(requirement.organisation.memberships[0].user)
    page = page_client.get(address(requirement))
    assert page.select("input[name=within], option[value=distance]") == []
    assert "For distances the requirement needs a postcode" in page.text


def test_sorting_sends_as_many_statements_for_fifty_suppliers_as_for_five(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    requirement = make_requirement(session, make_member(session, "buyer"), criteria=[])
    page_client.sign_in(requirement.organisation.memberships[0].user)
    make_many(session, 5)
    counts = []
    for more in (0, 45):
        for at in range(more):
            make_firm(session, f"Late {at}", "Drains: Blocked drains cleared")
        session.commit()
        page_client.get(address(requirement))
        with counted_statements() as sent:
            page_client.get(f"{address(requirement)}?sort=price&page=3")
        counts.append(len(sent))
    assert counts[0] == counts[1]
