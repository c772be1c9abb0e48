"""Advice while a requirement is written: each rule by itself, then the pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.matches.sifting import SiftedLine, SiftedMusts
from hub.requirements.editing import Answers, Line
from hub.requirements.models import Criterion, Requirement
from hub.requirements.reviewing import MOST_MUSTS, review
from hub.suppliers.models import Fact
from tests.hub.matches.catalogue_made import (
    counted_statements,
    make_catalogue,
    make_categories,
    make_firm,
    make_many,
)
from tests.hub.requirements.requirements_made import edit_values, make_places, make_requirement
from tests.page_client import PageClient
from tests.people import make_member

NOBODY = SiftedMusts(0, 0, 0, (), in_categories=True)
GOOD = (
    "Our drains block most weeks because the pipes are old. Twelve hundred pupils at nine schools cannot "
    "use the toilets then, and lessons are lost. We want drains cleared within a day of a call, and looked "
    "into yearly."
)
DRAINS = Category(slug="drains", name="Drains", level="lot")


def answers(**changed: Any) -> Answers:
    """A requirement of which there is nothing to say, but for what is changed."""
    values: dict[str, Any] = {
        "title": "Clear blocked drains",
        "description": GOOD,
        "categories": [DRAINS],
        "lines": [must("Jetting with high pressure")],
        "postcode": "DE1",
        "needed_on": date(2027, 4, 1),
        "estimated_value": Decimal(20_000),
    }
    return Answers(**values | changed)


def must(text: str, **more: Any) -> Line:
    return Line(text, "must", **more)


def sifted(
    *lines: tuple[Line, int, int, int, int], among: int = 20, every: int, left_out: int
) -> SiftedMusts:
    """Each line with how many meet it, state otherwise, would meet the others, and it alone leaves out."""
    return SiftedMusts(
        among,
        every,
        left_out,
        tuple(
            SiftedLine(line, met, denied, among - met - denied, *more) for line, met, denied, *more in lines
        ),
        in_categories=True,
    )


def told(points: list[Any]) -> list[tuple[str, str]]:
    return [(point.seen, point.where) for point in points]


def test_of_a_good_requirement_there_is_nothing_to_say() -> None:
    assert review(answers(), NOBODY) == []


@pytest.mark.parametrize(
    ("changed", "seen", "where"),
    [
        ({"title": "Drains", "description": "Because pupils"}, "The text has 3 words.", "description"),
        (
            {
                "description": GOOD.replace("because", "and")
                .replace("cannot", "may not")
                .replace("We want", "With")
            },
            "The text says what you want and not why: none of “because”, “problem”, “so that” "
            "or the like was found.",
            "description",
        ),
        (
            {"description": GOOD.replace("pupils at nine schools", "of them at nine sites")},
            "The text does not say who it is for: none of “residents”, “pupils”, “staff” or "
            "the like was found.",
            "description",
        ),
        (
            {"title": "Clear [number] drains of [Number] sites"},
            "There is 1 blank still to be filled in: [Number].",
            "description",
        ),
        ({"categories": []}, "No category is ticked.", "other_category"),
        ({"postcode": ""}, "No place is given.", "postcode"),
        ({"estimated_value": None}, "No estimated value is given.", "estimated_value"),
        ({"needed_on": None}, "No day is given on which the work starts.", "needed_on"),
        (
            {"lines": [must("Drains are jetted at night"), Line("Jetted drains at night")]},
            "“Drains are jetted at night” and “Jetted drains at night” say nearly the same.",
            "lines",
        ),
        (
            {"lines": [must("Work at night"), must("Do not work at night")]},
            "“Work at night” and “Do not work at night” hold the same words, and only one of them says "
            "“not”.",
            "lines",
        ),
        (
            {"lines": [must("The supplier must have ISO 9001")]},
            "“The supplier must have ISO 9001” asks for ISO 9001 in words, which leaves nobody out.",
            "facts",
        ),
        ({"lines": [must("Vans must be Ford")]}, "“Vans must be Ford” names Ford.", "lines"),
    ],
)
def test_each_rule_sees_one_thing(changed: dict[str, Any], seen: str, where: str) -> None:
    assert told(review(answers(**changed), NOBODY)) == [(seen, where)]


@pytest.mark.parametrize(
    "lines",
    [
        [must(f"Thing {'abcdefghij'[at]}{at}") for at in range(MOST_MUSTS)],
        [must("Vans must be Ford or equivalent")],
        [must("ISO 9001"), must("ISO 9001 certificate, in date", fact="iso_9001", value=True)],
        [must("Work at night"), must("Work by day")],
        [Line("The supplier should have ISO 9001")],
    ],
)
def test_what_is_no_fault_is_not_told(lines: list[Line]) -> None:
    assert review(answers(lines=lines), NOBODY) == []


def test_more_than_ten_musts_are_too_many() -> None:
    lines = [must(f"Thing {'abcdefghijk'[at]}{at}") for at in range(MOST_MUSTS + 1)]
    assert told(review(answers(lines=lines), NOBODY)) == [("There are 11 musts.", "lines")]


COUNTY = must("Only suppliers in Derby", fact="county", value=["Derby"])
ISO = must("ISO 27001 certificate, in date", fact="iso_27001", value=True)


def test_a_must_that_nobody_meets_is_named_with_what_they_state() -> None:
    """20 suppliers: none meets ISO 27001, 3 state that they have none, 17 do not say."""
    points = review(answers(lines=[ISO]), sifted((ISO, 0, 3, 20, 3), every=0, left_out=3))
    assert told(points) == [
        (
            "No supplier in the categories ticked meets “ISO 27001 certificate, in date”: 3 state something "
            "else, 17 do not say.",
            "facts",
        )
    ]


def test_lines_in_words_that_nobody_meets_are_told_together() -> None:
    lines = [must("Gold taps"), must("Silver taps")]
    found = sifted(*((line, 0, 0, 0, 0) for line in lines), every=0, left_out=0)
    assert told(review(answers(lines=lines), found))[0] == (
        "What no supplier in the categories ticked says of itself: “Gold taps”; “Silver taps”.",
        "lines",
    )


def test_where_nobody_meets_all_the_must_is_named_that_stands_most_in_the_way() -> None:
    """Of 20 nobody meets both: without the county 4 would, without ISO 27001 only 1."""
    found = sifted((COUNTY, 1, 0, 4, 0), (ISO, 4, 0, 1, 0), every=0, left_out=0)
    (point,) = review(answers(lines=[COUNTY, ISO]), found)
    assert point.seen == "No supplier in the categories ticked meets every must by what it says."
    assert point.do.startswith("Without “Only suppliers in Derby” 4 suppliers would.")
    assert point.where == "who"


def test_too_few_that_are_left_do_not_compete() -> None:
    """20, of whom the county leaves out 18, 17 of them by itself: 2 are left."""
    found = sifted((COUNTY, 2, 18, 4, 17), (ISO, 4, 1, 2, 0), every=1, left_out=18)
    (point,) = review(answers(lines=[COUNTY, ISO]), found)
    assert point.seen == "The musts leave out 18 of 20 suppliers. Only 2 of them are left to compete."
    assert point.do == "“Only suppliers in Derby” leaves out 17 by itself: make it a should, or ask for less."


def made(session: Session) -> Requirement:
    """Three drain firms, one of another trade. Peak states that it has no ISO 9001, Elm says nothing."""
    categories = make_categories(session)
    firms = make_catalogue(session)
    firms["elm"] = make_firm(session, "Elm Drains", "Blocked drains cleared")
    for name in ("swift", "peak", "elm"):
        firms[name].capabilities[0].category = categories["drain-clearance"]
    firms["swift"].facts = [Fact(name="iso_9001", value=True)]
    firms["peak"].facts = [Fact(name="iso_9001", value=False)]
    buyer = make_member(session, "buyer")
    line = Criterion(text="ISO 9001 certificate, in date", importance="must", fact="iso_9001", value=True)
    return make_requirement(session, buyer, criteria=[line], categories=[categories["drain-clearance"]])


def owner(session: Session, requirement: Requirement) -> Any:
    return requirement.organisation.memberships[0].user


def test_the_pages_count_who_comes_through_the_musts(session: Session, page_client: PageClient) -> None:
    requirement = made(session)
    page_client.sign_in(owner(session, requirement))
    for page in ("", "/edit"):
        shown = page_client.get(f"/requirements/{requirement.public_id}{page}")
        assert " ".join(shown.one("#sifted").text_content().split()) == (
            "Of 3 suppliers in its categories, 2 would not be left out by a must; 3 without “ISO 9001 "
            "certificate, in date”. 1 meets every must by what it says; 3 without “ISO 9001 "
            "certificate, in date”."
        )
        assert [cell.text_content() for cell in shown.select("#review tbody td")] == ["1", "1", "1", "3", "1"]


def test_words_are_checked_without_saving_them(session: Session, page_client: PageClient) -> None:
    requirement = made(session)
    page_client.sign_in(owner(session, requirement))
    address = f"/requirements/{requirement.public_id}/edit"
    written = edit_values(page_client, requirement) | {
        "facts-iso_9001-importance": [""],
        "title": ["Pumps"],
        "check": ["words"],
    }
    page = page_client.post(address, written)
    assert "On the words as they stand in the form" in page.one("#review").text_content()
    assert "nobody is left out: there is no must" in page.one("#sifted").text_content()
    assert page.values()["title"] == "Pumps"
    session.expire_all()
    held = session.scalars(select(Requirement)).one()
    assert (held.title, held.version, len(held.criteria)) == ("Blocked drains", 1, 1)


def test_what_is_wrong_in_the_form_comes_before_advice(session: Session, page_client: PageClient) -> None:
    requirement = made(session)
    page_client.sign_in(owner(session, requirement))
    written = edit_values(page_client, requirement) | {"title": [""], "check": ["words"]}
    page = page_client.post(f"/requirements/{requirement.public_id}/edit", written, 400)
    assert page.errors == ["Enter what you need"]


def test_each_point_leads_to_a_place_on_the_edit_page(session: Session, page_client: PageClient) -> None:
    make_places(session)
    make_firm(session, "Elm Drains", "Blocked drains cleared")
    buyer = make_member(session, "buyer")
    lines = [
        Criterion(text="Vans must be Ford", importance="must"),
        Criterion(text="SME", importance="must", fact="size", value=["small"], reason="r"),
        Criterion(text="ISO 9001", importance="must", fact="iso_9001", value=True),
    ]
    requirement = make_requirement(session, buyer, criteria=lines)
    page_client.sign_in(buyer)
    page = page_client.get(f"/requirements/{requirement.public_id}/edit")
    targets = {link.get("href")[1:] for link in page.select("#review ol a")}
    assert targets == {
        "description",
        "other_category",
        "lines",
        "who",
        "facts",
        "postcode",
        "estimated_value",
        "needed_on",
    }
    for target in targets:
        assert page.select(f"#{target}"), target


def test_advice_is_for_the_buyers_own(session: Session, page_client: PageClient) -> None:
    requirement = make_requirement(session, make_member(session, "buyer"), visibility="public")
    page_client.sign_in(make_member(session, "hub"))
    assert page_client.get(f"/requirements/{requirement.public_id}").select("#review") == []


def test_advice_costs_as_many_statements_for_fifty_suppliers_as_for_five(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    buyer = make_member(session, "buyer")
    lines = [Criterion(text=f"Drains at a school {at}", importance="must") for at in range(5)]
    requirement = make_requirement(session, buyer, criteria=lines)
    page_client.sign_in(buyer)
    sent = []
    for number in (5, 45):
        make_many(session, number) if number == 5 else make_more(session, number)
        page_client.get(f"/requirements/{requirement.public_id}")
        with app.app_context(), counted_statements() as statements:
            page_client.get(f"/requirements/{requirement.public_id}")
        sent.append(len(statements))
    assert sent[0] == sent[1]


def make_more(session: Session, number: int) -> None:
    for at in range(number):
        make_firm(session, f"More {at}", "Drains: Blocked drains at a school")
    session.commit()


def test_a_source_stands_beside_each_line_that_was_read(session: Session, page_client: PageClient) -> None:
    """The second line was sharpened, and the third was never in the text."""
    buyer = make_member(session, "buyer")
    lines = ["Jet drains with water", "Report in writing after each visit", "Gold taps"]
    requirement = make_requirement(
        session,
        buyer,
        description="The supplier must jet drains with water. A report in writing should follow each visit.",
        criteria=[Criterion(text=text, position=at) for at, text in enumerate(lines)],
    )
    page_client.sign_in(buyer)
    page = page_client.get(f"/requirements/{requirement.public_id}/edit")
    hints = [
        " ".join(hint.text_content().split())
        for hint in page.select(".hub-line .govuk-hint")
        if "Read in" in hint.text_content()
    ]
    assert hints == [
        "Read in your text: “The supplier must jet drains with water”. By its word “must”.",
        "Read in your text: “A report in writing should follow each visit”. By its word “should”.",
    ]


def test_a_category_is_shown_with_the_words_that_it_shares(session: Session, page_client: PageClient) -> None:
    categories = make_categories(session)
    buyer = make_member(session, "buyer")
    requirement = make_requirement(
        session, buyer, title="Clearance of drains", categories=[categories["drain-clearance"]]
    )
    page_client.sign_in(buyer)
    page = page_client.get(f"/requirements/{requirement.public_id}/edit")
    hint = page.one("input[name=categories][value=drain-clearance] ~ .govuk-checkboxes__hint")
    assert "In your text: “drains”, “Clearance”" in hint.text_content()


def test_nothing_is_saved_by_an_example(session: Session, page_client: PageClient) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    page = page_client.get("/requirements/describe?template=drains")
    assert page.values()["title"] == "Clear blocked drains at [number] buildings"
    assert "The supplier must clear drains by high-pressure water jetting." in page.values()["description"]
    assert "Public liability insurance" in page.one("#example").text_content()
    assert session.scalar(select(func.count(Requirement.id))) == 0
    assert page_client.get("/requirements/describe?template=none").values().get("title", "") == ""
