"""Checking and changing a requirement: what is saved, what is refused, and two people at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from hub.places.models import Place
from hub.requirements.models import Criterion, Requirement
from tests.hub.matches.catalogue_made import make_catalogue, make_categories
from tests.hub.requirements.requirements_made import edit_values, make_places, make_requirement, see_again
from tests.page_client import Page, PageClient
from tests.people import make_member

Edited = tuple[Requirement, str, dict[str, Any]]


@pytest.fixture
def edited(session: Session, page_client: PageClient) -> Edited:
    """A draft, the address that changes it, and what its page would send."""
    make_categories(session)
    make_places(session)
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, state="draft", title="Drain clearance")
    page_client.sign_in(buyer)
    return requirement, f"/requirements/{requirement.public_id}/edit", edit_values(page_client, requirement)


def lines_shown(page: Page) -> list[str]:
    return [(box.text or "").strip() for box in page.select(".hub-line textarea")]


def test_saving_opens_the_draft_and_leads_to_its_ranking(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, values = edited
    assert page_client.submit(address, values) == f"/requirements/{requirement.public_id}/matches"
    see_again(session, requirement)
    assert requirement.state == "open"


def test_categories_are_proposed_and_never_ticked_for_the_buyer(
    page_client: PageClient, edited: Edited
) -> None:
    page = page_client.get(edited[1])
    assert "Drain clearance" in page.texts("label[for=categories]")
    assert page.select("input[name=categories][checked]") == []
    assert "% sure" in page.text
    assert "In Facilities and cleaning" in page.text


def test_chosen_categories_are_saved(session: Session, page_client: PageClient, edited: Edited) -> None:
    requirement, address, values = edited
    page_client.submit(
        address, values | {"categories": ["drain-clearance"], "other_category": "office-cleaning"}
    )
    see_again(session, requirement)
    assert [category.slug for category in requirement.categories] == ["drain-clearance", "office-cleaning"]


def test_another_category_can_be_added_before_saving(page_client: PageClient, edited: Edited) -> None:
    _, address, values = edited
    page = page_client.post(address, values | {"other_category": "office-cleaning", "choose": "category"})
    assert [box.get("value") for box in page.select("input[name=categories][checked]")] == ["office-cleaning"]


def test_a_line_can_be_added_filled_and_removed_without_saving(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, values = edited
    assert len(page_client.get(address).select(".hub-line")) == 2
    page = page_client.post(address, values | {"lines-1-text": "Polite people", "add": "line"})
    assert lines_shown(page) == ["Jetting with high pressure", "Polite people", ""]
    page = page_client.post(address, values | {"lines-1-text": "Polite people", "remove": "lines-0"})
    assert lines_shown(page) == ["Polite people"]
    see_again(session, requirement)
    assert len(requirement.criteria) == 1


def test_lines_are_saved_in_order_and_those_that_stay_keep_their_ids(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, values = edited
    (before,) = requirement.criteria
    more = {
        "lines-0-text": "Jetting at high pressure",
        "lines-0-importance": "should",
        "lines-0-weight": "3",
        "lines-1-text": "Polite people",
        "lines-1-importance": "must",
    }
    page_client.submit(address, values | more)
    see_again(session, requirement)
    lines = [(line.text, line.importance, line.weight) for line in requirement.criteria]
    assert lines == [("Jetting at high pressure", "should", 3.0), ("Polite people", "must", 1.0)]
    assert requirement.criteria[0].public_id == before.public_id


def test_a_line_without_text_is_no_line(session: Session, page_client: PageClient, edited: Edited) -> None:
    requirement, address, values = edited
    page_client.submit(address, values | {"lines-0-text": "  "})
    see_again(session, requirement)
    assert requirement.criteria == []


def test_facts_and_place_become_typed_lines(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, values = edited
    answers = {
        "lines-0-text": "",
        "facts-iso_9001-importance": "must",
        "facts-cyber_essentials-importance": "should",
        "facts-cyber_essentials-value": "cyber_essentials_plus",
        "facts-public_liability-importance": "must",
        "facts-public_liability-value": "£5,000,000",
        "postcode": "de1 2fs",
        "within_km": "60",
        "area_importance": "must",
        "needed_on-day": "1",
        "needed_on-month": "4",
        "needed_on-year": "2027",
        "visibility": "public",
    }
    page_client.submit(address, values | answers)
    see_again(session, requirement)
    assert [(line.fact, line.value, line.importance, line.text) for line in requirement.criteria] == [
        ("iso_9001", True, "must", "ISO 9001 certificate, in date"),
        ("cyber_essentials", "cyber_essentials_plus", "should", "Cyber Essentials Plus"),
        ("public_liability", 5_000_000.0, "must", "Public liability insurance of at least £5,000,000"),
        ("area", 60.0, "must", "Within 60 km of DE1 2FS"),
    ]
    assert (requirement.postcode, requirement.place.name) == ("DE1 2FS", "Derby")
    assert (requirement.needed_on, requirement.visibility) == (date(2027, 4, 1), "public")

    ids = [line.public_id for line in requirement.criteria]
    page_client.submit(address, edit_values(page_client, requirement))
    see_again(session, requirement)
    assert [line.public_id for line in requirement.criteria] == ids


def test_who_may_supply_becomes_musts_without_points_and_keeps_its_reason(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, values = edited
    session.query(Place).filter_by(code="DE1").one().region = "East Midlands"
    session.commit()
    answers = {
        "lines-0-text": "",
        "postcode": "de1 2fs",
        "filters": ["size", "region"],
        "filter_reason": "Below the threshold, and forty firms are left",
        "checked": "y",
        "checked_reason": "Our lawyers, on 3 March",
    }
    page_client.submit(address, values | answers)
    see_again(session, requirement)
    assert [(line.fact, line.value, line.importance, line.text) for line in requirement.criteria] == [
        (
            "size",
            ["micro", "small", "medium"],
            "must",
            "Only micro, small and medium-sized businesses",
        ),
        ("region", ["East Midlands"], "must", "Only suppliers in East Midlands"),
    ]
    assert {line.reason for line in requirement.criteria} == {answers["filter_reason"]}
    shown = page_client.get(f"/requirements/{requirement.public_id}")
    assert f"Because: {answers['filter_reason']}" in shown.text
    assert "No points" in shown.text

    kept = edit_values(page_client, requirement)
    assert kept["filters"] == ["size", "region"]
    page_client.submit(address, kept | {"filters": [], "filter_reason": ""})
    see_again(session, requirement)
    assert requirement.criteria == []


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"title": ""}, "Enter what you need"),
        ({"categories": ["no-such-thing"]}, "The hub has no category “no-such-thing”"),
        ({"other_category": "no-such-thing"}, "The hub has no category “no-such-thing”"),
        ({"lines-0-text": "x" * 2001}, "A line must be 2,000 characters or fewer"),
        ({"lines-0-importance": "vital"}, "Select one of the listed answers"),
        (
            {"facts-public_liability-importance": "must"},
            "Enter how much public liability insurance is needed",
        ),
        (
            {"facts-public_liability-importance": "must", "facts-public_liability-value": "lots"},
            "Public liability insurance must be a whole number from 1",
        ),
        ({"within_km": "60"}, "Enter the postcode to measure the distance from"),
        ({"postcode": "DE1", "within_km": "far"}, "The distance must be a whole number from 1 to 1,500"),
        ({"postcode": "nowhere"}, "Enter a full postcode, or its first half"),
        ({"postcode": "ZZ9 9ZZ"}, "the hub knows no place for this one"),
        ({"needed_on-day": "31", "needed_on-month": "2", "needed_on-year": "2027"}, "must be a real day"),
        ({"filters": ["size"]}, "Enter why the requirement is kept for them"),
        ({"filters": ["size"]}, "say below that you have checked it yourselves"),
        ({"filters": ["size"], "checked": "y"}, "Enter what you checked, and with whom"),
        (
            {"filters": ["size"], "bordering": ["Atlantis"]},
            "Choose the counties that border it from the list",
        ),
        ({"bordering": ["Stafford"]}, "Tick “Only suppliers in the county of the postcode” as well"),
        ({"estimated_value": "lots"}, "The estimated value must be a whole number from 1"),
        ({"buying": "everything"}, "Select one of the listed answers"),
        ({"filters": ["age"], "filter_reason": "We like it"}, "Choose who may supply from the list"),
        (
            {"filters": ["county"], "filter_reason": "Below the threshold", "postcode": ""},
            "Enter a postcode whose county the hub knows",
        ),
        ({"visibility": "everybody"}, "Select one of the listed answers"),
        ({"description": "lost \ufffd letters"}, "This text is not readable as UTF-8"),
    ],
)
def test_an_answer_that_cannot_be_used_changes_nothing(
    session: Session, page_client: PageClient, edited: Edited, answers: dict[str, Any], message: str
) -> None:
    requirement, address, values = edited
    page = page_client.post(address, values | answers, 400)
    assert any(message in error for error in page.errors), page.errors
    see_again(session, requirement)
    assert (requirement.state, requirement.version) == ("draft", 1)
    assert [line.text for line in requirement.criteria] == ["Jetting with high pressure"]


def test_the_second_of_two_people_sees_both_versions(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, values = edited
    place = {"postcode": "de1 2fs", "categories": ["drain-clearance"], "visibility": "public"}
    day = {"needed_on-day": "1", "needed_on-month": "4", "needed_on-year": "2027"}
    page_client.submit(address, values | {"title": "Theirs", "lines-0-text": "Their line"} | place | day)

    page = page_client.post(address, values | {"title": "Mine"}, 409)
    assert "Somebody else saved this requirement after you opened it" in page.errors[0]
    assert page.one("#title").get("value") == "Mine"
    assert "Theirs" in page.texts(".hub-theirs")[0]
    theirs = page.texts(".hub-theirs")[0]
    assert "Their line" in theirs
    assert "Categories: Drain clearance" in theirs
    assert "Postcode: DE1 2FS" in theirs
    assert "Day the work starts: 1 April 2027" in theirs
    assert "the businesses in its categories see it" in theirs
    see_again(session, requirement)
    assert requirement.title == "Theirs"

    page_client.submit(address, page.values() | {"title": "Mine"})
    see_again(session, requirement)
    assert requirement.title == "Mine"


def test_a_change_of_lines_alone_raises_the_version(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, values = edited
    page_client.submit(address, values)
    see_again(session, requirement)
    version = requirement.version
    again = edit_values(page_client, requirement)
    page_client.submit(address, again | {"lines-0-weight": "2"})
    see_again(session, requirement)
    assert requirement.version > version


def test_a_requirement_is_closed_and_opened_again(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, values = edited
    page_client.submit(address, values)
    shown = f"/requirements/{requirement.public_id}"
    for verb, state in (("close", "closed"), ("open", "open")):
        assert page_client.submit(f"{shown}/{verb}") == shown
        see_again(session, requirement)
        assert requirement.state == state
        assert state.capitalize() in page_client.get(shown).texts(".govuk-tag")


def test_a_draft_is_not_opened_by_opening(session: Session, page_client: PageClient, edited: Edited) -> None:
    requirement, *_ = edited
    page_client.submit(f"/requirements/{requirement.public_id}/open")
    see_again(session, requirement)
    assert requirement.state == "draft"


def test_a_word_is_kept_as_written_and_read_as_usual_again(session: Session, page_client: PageClient) -> None:
    make_catalogue(session)
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, title="Blocked drians", criteria=[])
    page_client.sign_in(buyer)
    ranked, keep = (f"/requirements/{requirement.public_id}/{last}" for last in ("matches", "keep-word"))

    assert "read as “drains”" in page_client.get(ranked).text
    assert page_client.submit(keep, {"word": "drians", "kept": "yes"}) == ranked
    page = page_client.get(ranked)
    assert "read as" not in page.text
    assert "“drians” taken as you wrote it" in page.text

    page_client.submit(keep, {"word": "drians", "kept": "no"})
    assert "read as “drains”" in page_client.get(ranked).text


def test_odd_words_to_keep_do_no_harm(session: Session, page_client: PageClient, edited: Edited) -> None:
    requirement, *_ = edited
    for word in ("", "x" * 5000, "\x00"):
        page_client.submit(f"/requirements/{requirement.public_id}/keep-word", {"word": word, "kept": "yes"})
    see_again(session, requirement)
    assert [len(word) for word in requirement.keep_words] == [100]


def test_a_line_that_was_removed_elsewhere_is_saved_as_new(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, values = edited
    page_client.submit(address, values | {"lines-0-key": "nosuchline22"})
    see_again(session, requirement)
    assert [line.text for line in requirement.criteria] == ["Jetting with high pressure"]
    assert session.query(Criterion).count() == 1
