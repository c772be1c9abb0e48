"""Versions of a requirement: kept as they stood, told by their differences, used again; and copies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.audit.models import Event
from hub.database import open_session
from hub.requirements.comparing import AROUND, Difference, Part, compare, compare_texts
from hub.requirements.contents import content_of
from hub.requirements.keeping import keeping
from hub.requirements.models import Criterion, Requirement, RequirementVersion
from tests.hub.matches.catalogue_made import make_categories
from tests.hub.requirements.requirements_made import edit_values, make_places, make_requirement, see_again
from tests.hub.runs.runs_made import newest_run, rank
from tests.hub.shortlists.shortlists_made import Desk
from tests.hub.shortlists.test_statements import counted
from tests.page_client import PageClient
from tests.people import make_member

Edited = tuple[Requirement, str, dict[str, Any]]
WORDS = st.text(st.sampled_from("ab \n.,é"), max_size=30)


@pytest.fixture
def edited(session: Session, page_client: PageClient) -> Edited:
    """A draft, its address, and what its form would send."""
    make_categories(session)
    make_places(session)
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, state="draft", title="Drain clearance")
    page_client.sign_in(buyer)
    return requirement, f"/requirements/{requirement.public_id}", edit_values(page_client, requirement)


def save(client: PageClient, edited: Edited, **answers: str) -> None:
    """Change and save what the form shows now."""
    client.submit(f"{edited[1]}/edit", edit_values(client, edited[0]) | answers)


def kept(requirement: Requirement) -> list[RequirementVersion]:
    with open_session(writes=False) as reading:
        mine = select(RequirementVersion).where(RequirementVersion.requirement_id == requirement.id)
        return list(reading.scalars(mine.order_by(RequirementVersion.number)))


def told(answer: str | list[str] | None) -> list[str]:
    return [answer] if isinstance(answer, str) else answer or []


@settings(deadline=None)
@given(WORDS, WORDS)
@example("by night", "by day")
@example("a b c", "x y z")
def test_the_parts_of_a_comparison_are_the_words_of_both(before: str, after: str) -> None:
    parts = compare_texts(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after
    assert all(part.text for part in parts)
    if before == after:
        assert {part.kind for part in parts} <= {"same"}


def test_words_replaced_in_a_row_are_one_change() -> None:
    assert compare_texts("mend two pumps now", "mend three drains now") == [
        Part("same", "mend "),
        Part("removed", "two pumps"),
        Part("added", "three drains"),
        Part("same", " now"),
    ]


def test_a_specification_of_many_words_is_compared_by_its_lines() -> None:
    lines = [f"Line {at} of the work, with words of its own.\n" for at in range(700)]
    other = [*lines[:300], "Another line.\n", *lines[301:]]
    changed = [part for part in compare_texts("".join(lines), "".join(other)) if part.kind != "same"]
    assert changed == [Part("removed", lines[300].rstrip("\n")), Part("added", "Another line.")]


def made(**changed: Any) -> Requirement:
    values: dict[str, Any] = {
        "title": "Drains",
        "description": "Clear them by night",
        "postcode": "",
        "visibility": "private",
        "buying": "goods_services",
        "own_area": False,
        "reservation_told": "",
        "reservation_checked": "",
        "keep_words": [],
        "criteria": [line("a", "Jetting"), line("b", "CCTV")],
    }
    return Requirement(**(values | changed))


def line(key: str, text: str, **changed: Any) -> Criterion:
    values: dict[str, Any] = {"importance": "should", "weight": 1.0, "reason": "", "position": 0}
    return Criterion(public_id=key, text=text, **(values | changed))


def test_each_answer_and_line_that_is_not_the_same_is_told_and_nothing_else() -> None:
    after = made(
        estimated_value=Decimal(1200),
        needed_on=date(2031, 4, 1),
        keep_words=["drains"],
        criteria=[line("a", "Jetting", importance="must", weight=2.0), line("c", "Tanker", position=1)],
    )
    told = compare(content_of(made()), content_of(after))
    assert {each.label: each.parts for each in told if each.label != "Line"} == {
        "Estimated value": (Part("added", "£1,200"),),
        "Day the work starts": (Part("added", "1 April 2031"),),
        "Words taken as written": (Part("added", "drains"),),
    }
    assert [each.parts for each in told if each.label == "Line"] == [
        (
            Part("removed", "Should"),
            Part("added", "Must"),
            Part("same", ": Jetting"),
            Part("added", " (weight 2)"),
        ),
        (Part("added", "Should: Tanker"),),
        (Part("removed", "Should: CCTV"),),
    ]
    assert compare(content_of(made()), content_of(made())) == []


def test_another_order_of_the_lines_is_told() -> None:
    turned = made(criteria=[line("b", "CCTV"), line("a", "Jetting", position=1)])
    order = Difference("Lines", (Part("same", "They stand in another order."),))
    assert compare(content_of(made()), content_of(turned)) == [order]


def test_long_stretches_that_stayed_are_told_by_their_ends() -> None:
    long = "word " * 200
    (told,) = compare(content_of(made(description=f"{long}old")), content_of(made(description=f"{long}new")))
    assert [part.kind for part in told.parts] == ["same", "removed", "added"]
    assert len(told.parts[0].text) <= AROUND + 3


def test_each_saving_is_kept_with_who_saved_it(page_client: PageClient, edited: Edited) -> None:
    requirement, address, _values = edited
    save(page_client, edited, title="Drain clearance by night")
    save(page_client, edited, **{"lines-0-text": "Jetting with low pressure"})
    page = page_client.get(f"{address}/versions")
    assert page.texts("h2")[:3] == ["Version 3", "Version 2", "Version 1"]
    (by,) = {each.saved_by_id for each in kept(requirement)[1:]}
    assert by is not None
    assert page.texts("ins") == ["words that were put in", "Put in: low.", "Put in: by night."]
    assert page.texts("del") == ["Words that were taken out", "Taken out: high."]
    assert "The first version that is kept." in page.text


def test_saving_the_same_again_keeps_no_version(page_client: PageClient, edited: Edited) -> None:
    save(page_client, edited)
    save(page_client, edited)
    assert [each.number for each in kept(edited[0])] == [1]


def test_two_versions_are_compared_by_their_address(page_client: PageClient, edited: Edited) -> None:
    _requirement, address, _values = edited
    for title in ("Two", "Three", "Four"):
        save(page_client, edited, title=title)
    page = page_client.get(f"{address}/versions?from=2&to=4")
    assert page.texts("dd del, dd ins") == ["Taken out: Two.", "Put in: Four."]
    assert "No words are different." in page_client.get(f"{address}/versions?from=3&to=3").text
    for wrong in (
        "from=9&to=1",
        "from=x&to=1",
        "from=-1&to=1",
        "from=1&to=",
        "from=0&to=99999999999",
    ):
        page_client.get(f"{address}/versions?{wrong}", status=404)
    for wrong in ("9", "x", "0", "²"):
        page_client.get(f"{address}/versions/{wrong}", status=404)


def test_a_version_is_used_again_as_a_new_one(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, _values = edited
    place = {"postcode": "de1 2fs", "categories": "drain-clearance", "visibility": "public"}
    page_client.submit(f"{address}/edit", edit_values(page_client, requirement) | place)
    save(page_client, edited, title="Other", postcode="", **{"lines-0-text": "Other line"})
    whole = page_client.get(f"{address}/versions/2")
    assert "DE1 2FS" in whole.text
    assert "Other" not in " ".join(whole.texts(".govuk-summary-list, li.hub-own-words"))
    form = page_client.get(f"{address}/edit?version=2")
    assert "Nothing is changed until you save them" in form.text
    see_again(session, requirement)
    assert (requirement.title, requirement.version) == ("Other", 3)
    page_client.submit(f"{address}/edit", form.values())
    see_again(session, requirement)
    assert (requirement.title, requirement.postcode, requirement.version) == ("Drain clearance", "DE1 2FS", 4)
    assert [each.text for each in requirement.criteria] == ["Jetting with high pressure"]
    first, *_, last = [each for each in kept(requirement) if each.number != 1]
    assert last.content == first.content
    page_client.get(f"{address}/edit?version=9", status=404)


def test_a_word_taken_as_written_is_a_version_too(page_client: PageClient, edited: Edited) -> None:
    save(page_client, edited)
    page_client.submit(f"{edited[1]}/keep-word", {"word": "jetting", "kept": "yes"})
    assert kept(edited[0])[-1].content["keep_words"] == ["jetting"]


def test_a_requirement_of_before_versions_were_kept_has_its_present_one(
    page_client: PageClient, edited: Edited
) -> None:
    requirement, address, _values = edited
    page = page_client.get(f"{address}/versions")
    assert page.texts("h2")[:1] == ["Version 1"]
    page_client.get(f"{address}/versions/1")
    assert kept(requirement) == []


def test_the_same_form_sent_twice_is_one_saving(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, values = edited
    answers = values | {"title": "Once", "lines-0-text": "Once", "estimated_value": "1200", "postcode": "de1"}
    sent = [page_client.submit(f"{address}/edit", answers) for _ in range(2)]
    assert sent == [f"{address}/matches"] * 2
    see_again(session, requirement)
    assert requirement.version == 2
    assert [each.number for each in kept(requirement)] == [1, 2]


def test_nothing_that_the_second_of_two_people_wrote_is_lost(page_client: PageClient, edited: Edited) -> None:
    requirement, address, values = edited
    save(page_client, edited, title="Theirs")
    mine = values | {
        "title": "Mine",
        "description": "My own words\nin two lines",
        "lines-0-text": "My line",
        "lines-0-importance": "must",
        "lines-0-weight": "3",
        "lines-1-text": "My other line",
        "categories": "office-cleaning",
        "postcode": "DE1 2FS",
        "within_km": "30",
        "estimated_value": "5000",
        "visibility": "public",
        "needed_on-day": "1",
        "needed_on-month": "4",
        "needed_on-year": "2031",
    }
    page = page_client.post(f"{address}/edit", mine, 409)
    again = page.values()
    changed = {name for name in mine if told(again.get(name)) != told(mine[name])}
    assert changed - {"csrf_token"} == {"version"}
    page_client.submit(f"{address}/edit", again)
    assert [each.content["title"] for each in kept(requirement)] == ["Drain clearance", "Theirs", "Mine"]


def test_a_run_leads_to_the_version_that_it_was_made_of(page_client: PageClient, session: Session) -> None:
    desk = Desk(page_client, session)
    address = rank(desk)
    number = newest_run().requirement_version
    requirement = f"/requirements/{desk.requirement.public_id}"
    page_client.submit(f"{requirement}/edit", edit_values(page_client, desk.requirement) | {"title": "New"})
    (link,) = page_client.get(address).select(f"a[href$='/versions/{number}']")
    page = page_client.get(link.get("href"))
    assert "Web hosting for a council" in page.texts(".govuk-summary-list__value")
    assert "The requirement is called “New” now." in page.text


def test_closing_and_opening_leave_the_version_that_stood(page_client: PageClient, edited: Edited) -> None:
    _requirement, address, _values = edited
    save(page_client, edited, title="Two")
    page_client.submit(f"{address}/close")
    page_client.submit(f"{address}/open")
    assert "Version 2 of" in page_client.get(f"{address}/versions/4").text
    assert len(kept(edited[0])) == 2


def test_another_organisation_an_adviser_and_viewers(
    app: Flask, session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, _values = edited
    viewer = make_member(session, "buyer", organisation=requirement.organisation, role="viewer")
    other, adviser = make_member(session, "buyer"), make_member(session, "hub")
    session.commit()
    for person, status in ((other, 404), (adviser, 403), (viewer, 200)):
        client = PageClient(app)
        client.sign_in(person)
        for page in ("versions", "versions/1", "versions?from=1&to=1"):
            client.get(f"{address}/{page}", status=status)
    assert not client.get(f"{address}/versions/1").select("a[href*='edit']")
    client.post(f"{address}/copy", {"form_key": "0" * 32}, 403)


def test_versions_cost_as_many_statements_however_many_there_are(
    app: Flask, page_client: PageClient, edited: Edited
) -> None:
    sent = []
    for number in range(6):
        save(page_client, edited, title=f"Title {number}")
        with counted(app) as statements:
            page_client.get(f"{edited[1]}/versions")
        sent.append(len(statements))
    assert sent[1] == sent[-1]


def test_a_copy_is_a_private_draft_with_the_same_lines(
    session: Session, page_client: PageClient, edited: Edited
) -> None:
    requirement, address, _values = edited
    answers = {"visibility": "public", "categories": "drain-clearance", "postcode": "DE1 2FS"}
    save(page_client, edited, estimated_value="5000", **answers)
    see_again(session, requirement)
    requirement.reservation_told = "Allowed then"
    requirement.own_area = True
    session.commit()
    page_client.submit(f"{address}/close")
    page = page_client.get(address)
    form = page.one(f"form[action='{address}/copy']")
    values = {name: told for name, told in form.form_values() if name != "csrf_token"}
    places = [page_client.submit(f"{address}/copy", values) for _ in range(2)]
    assert places[0] == places[1]
    made_id = places[0].split("/")[2]
    session.expire_all()
    copy = session.scalars(select(Requirement).where(Requirement.public_id == made_id)).one()
    assert (copy.title, copy.state, copy.visibility) == ("Copy of Drain clearance", "draft", "private")
    assert [each.text for each in copy.criteria] == ["Jetting with high pressure"]
    assert {each.public_id for each in copy.criteria}.isdisjoint(
        each.public_id for each in requirement.criteria
    )
    assert [each.slug for each in copy.categories] == ["drain-clearance"]
    assert (copy.postcode, copy.estimated_value) == ("DE1 2FS", Decimal(5000))
    assert (copy.reservation_told, copy.own_area, copy.closed_at) == ("", False, None)
    assert copy.created_by_id == requirement.created_by_id
    assert session.scalar(select(func.count(Requirement.id))) == 2
    routes = session.scalars(select(Event.action).order_by(Event.number.desc()).limit(1)).all()
    assert routes == ["requirements.copy"]


def test_a_copy_of_a_long_title_fits(session: Session, page_client: PageClient, edited: Edited) -> None:
    save(page_client, edited, title="x" * 200)
    place = page_client.submit(f"{edited[1]}/copy", {"form_key": "1" * 32})
    assert page_client.get(place).one("#title").get("value") == f"Copy of {'x' * 192}"


def test_what_was_never_kept_is_kept_before_the_first_change(session: Session, edited: Edited) -> None:
    requirement = session.get_one(Requirement, edited[0].id)
    with keeping(session, requirement, None):
        requirement.title = "After"
    session.commit()
    assert [(each.number, each.content["title"]) for each in kept(requirement)] == [
        (1, "Drain clearance"),
        (2, "After"),
    ]
