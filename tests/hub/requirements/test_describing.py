"""From words to a draft: saved once, refused whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership
from hub.database import open_session, utc_now
from hub.requirements.describing import LONGEST_LINE, describe_requirement
from hub.requirements.models import Requirement
from tests.hub.requirements.requirements_made import BRIEF, count_requirements, make_places
from tests.page_client import PageClient
from tests.people import make_member, make_organisation

ADDRESS = "/requirements/describe"
TODAY = date(2026, 11, 28)


def test_words_become_a_draft_with_the_lines_that_stand_in_them(
    session: Session, page_client: PageClient
) -> None:
    buyer = make_member(session, "buyer")
    page_client.sign_in(buyer)
    form = page_client.get(ADDRESS).values() | {"title": " Blocked drains ", "description": BRIEF}
    address = page_client.submit(ADDRESS, form)

    requirement = session.scalars(select(Requirement)).one()
    assert address == f"/requirements/{requirement.public_id}/edit"
    assert (requirement.state, requirement.visibility, requirement.title) == (
        "draft",
        "private",
        "Blocked drains",
    )
    assert requirement.created_by_id == buyer.id
    assert [(line.importance, line.text) for line in requirement.criteria] == [
        ("must", "The supplier must jet drains with high pressure water"),
        ("must", "Suppliers must come within four hours"),
        ("should", "A written report should follow each visit"),
    ]


def test_the_day_and_the_place_that_the_words_say_are_read_shown_and_changed(
    session: Session, page_client: PageClient
) -> None:
    make_places(session)
    page_client.sign_in(make_member(session, "buyer"))
    said = "The drains are at ZZ1 1AA and DE1 2FS. Work starts on 1 April 2099. Tell us by 3 May 2098."
    form = page_client.get(ADDRESS).values() | {"title": "Blocked drains", "description": said}
    address = page_client.submit(ADDRESS, form)
    requirement = session.scalars(select(Requirement)).one()
    assert (requirement.needed_on, requirement.postcode) == (date(2099, 4, 1), "DE1 2FS")
    assert requirement.place is not None
    session.rollback()
    page = page_client.get(address)
    assert "Read in your text: “starts on 1 April 2099”." in page.text
    assert "Read in your text: “DE1 2FS”." in page.text
    answers = page.values() | {"postcode": "", "needed_on-day": "2"}
    page_client.submit(address, answers)
    assert (requirement.needed_on, requirement.postcode) == (date(2099, 4, 2), "")
    session.rollback()
    assert "Read in your text" not in page_client.get(address).text


def test_words_of_a_search_are_brought_along(session: Session, page_client: PageClient) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    assert page_client.get(f"{ADDRESS}?words=blocked+drains").values()["title"] == "blocked drains"
    long = page_client.get(ADDRESS, query_string={"words": "drains\n" + "at schools " * 40}).values()
    assert long["title"] == "drains"
    assert long["description"].startswith("drains\nat schools")


def test_the_same_form_sent_twice_is_one_requirement(session: Session, page_client: PageClient) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    form = page_client.get(ADDRESS).values() | {"title": "Blocked drains"}
    assert page_client.submit(ADDRESS, form) == page_client.submit(ADDRESS, form)
    assert count_requirements(session) == 1


def test_a_form_gone_back_to_and_sent_with_other_words_is_another(
    session: Session, page_client: PageClient
) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    form = page_client.get(ADDRESS).values() | {"title": "Blocked drains"}
    page_client.submit(ADDRESS, form)
    page_client.submit(ADDRESS, form | {"title": "Window cleaning"})
    assert count_requirements(session) == 2


def test_a_form_key_of_another_organisation_changes_nothing(session: Session) -> None:
    one, other = make_organisation(session, "buyer"), make_organisation(session, "buyer")
    session.commit()
    key = uuid4().hex
    made = [
        describe_requirement(
            session,
            organisation_id=each.id,
            user_id=None,
            title="Drains",
            description="",
            form_key=key,
            today=TODAY,
        )
        for each in (one, other)
    ]
    assert made[0] is not made[1]
    assert [each.organisation_id for each in made] == [one.id, other.id]


def test_a_form_sent_by_two_clicks_at_once_is_one_requirement(app: Flask, session: Session) -> None:
    organisation = make_organisation(session, "buyer")
    session.commit()
    organisation_id, key = organisation.id, uuid4().hex

    def send(_number: int) -> str:
        with app.app_context(), open_session(writes=True) as own:
            requirement = describe_requirement(
                own,
                organisation_id=organisation_id,
                user_id=None,
                title="Drains",
                description="",
                form_key=key,
                today=TODAY,
            )
            own.commit()
            return requirement.public_id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(send, range(8)))) == 1
    assert count_requirements(session) == 1


def test_a_line_too_long_for_its_box_loses_its_end_at_a_word(session: Session) -> None:
    organisation = make_organisation(session, "buyer")
    session.commit()
    text = "The supplier must " + "clean " * 1000
    made = describe_requirement(
        session,
        organisation_id=organisation.id,
        user_id=None,
        title="Drains",
        description=text,
        form_key="k",
        today=TODAY,
    )
    (line,) = made.criteria
    assert LONGEST_LINE - 6 <= len(line.text) <= LONGEST_LINE
    assert line.text.endswith("clean")


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"title": "  ", "description": BRIEF}, "Enter what you need"),
        ({"title": "x" * 201}, "What you need must be 200 characters or fewer"),
        (
            {"title": "Drains", "description": "x" * 20_001},
            "The description must be 20,000 characters or fewer",
        ),
        ({"title": "Drains", "description": "lost \ufffd letters"}, "This text is not readable as UTF-8"),
    ],
)
def test_words_that_cannot_be_used_save_nothing(
    session: Session, page_client: PageClient, answers: dict[str, str], message: str
) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    page = page_client.post(ADDRESS, answers, 400)
    assert any(message in error for error in page.errors)
    assert page.values().get("description", "") == answers.get("description", "")
    assert count_requirements(session) == 0


def test_bytes_that_are_not_utf_8_save_nothing(session: Session, page_client: PageClient) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    encoded = {"content_type": "application/x-www-form-urlencoded"}
    page = page_client.post(ADDRESS, b"title=Drains&description=caf%E9+%FF", 400, **encoded)
    assert page.errors == [
        "This text is not readable as UTF-8. Save the document as plain text in UTF-8, then copy it again"
    ]
    assert page.select("#description-error")
    raw = page_client.post(ADDRESS, b"title=Drains \xff\xfe", 400, **encoded)
    assert raw.select("#title-error")
    assert count_requirements(session) == 0


def test_percent_signs_that_were_typed_are_text(session: Session, page_client: PageClient) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    page_client.submit(ADDRESS, {"title": "See caf%E9 in the address", "description": "Café and 100%"})
    assert session.scalars(select(Requirement.title)).one() == "See caf%E9 in the address"


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=edge"]
)
def test_a_megabyte_is_refused_whole(session: Session, page_client: PageClient, content_type: str) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    part = b'--edge\r\nContent-Disposition: form-data; name="title"\r\n\r\n'
    encoded = b"title=" if "form-urlencoded" in content_type else part
    page = page_client.post(ADDRESS, encoded + b"drains+" * 150_000, 413, content_type=content_type)
    assert page.heading == "That is too much to send at once"
    assert count_requirements(session) == 0


def test_control_characters_are_left_out(session: Session, page_client: PageClient) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    page_client.submit(ADDRESS, {"title": "Dr\x00ai\x07ns", "description": "one\r\ntwo\uffff"})
    requirement = session.scalars(select(Requirement)).one()
    assert (requirement.title, requirement.description) == ("Drains", "one\ntwo")


def test_a_member_of_several_buying_organisations_says_which(
    session: Session, page_client: PageClient
) -> None:
    buyer = make_member(session, "buyer")
    second = make_organisation(session, "buyer", "Second Council")
    looked_at = make_organisation(session, "buyer", "Looked-at Council")
    session.add(Membership(user=buyer, organisation=second, role="editor"))
    session.add(Membership(user=buyer, organisation=looked_at, role="viewer"))
    session.commit()
    page_client.sign_in(buyer)
    form = page_client.get(ADDRESS)
    assert len(form.select("input[name=organisation]")) == 2
    data = {"title": "Drains"}
    for wrong in ("", looked_at.public_id, str(second.id)):
        page = page_client.post(ADDRESS, data | {"organisation": wrong}, 400)
        assert page.errors == ["Select which organisation it is for"]
    page_client.submit(ADDRESS, data | {"organisation": second.public_id})
    assert session.scalars(select(Requirement.organisation_id)).all() == [second.id]
    assert page_client.get("/requirements").texts("td[data-heading=Organisation]") == ["Second Council"]


def test_a_member_of_one_buying_organisation_is_not_asked_which(
    session: Session, page_client: PageClient
) -> None:
    buyer, other = make_member(session, "buyer"), make_organisation(session, "buyer")
    session.commit()
    page_client.sign_in(buyer)
    assert page_client.get(ADDRESS).select("input[name=organisation]") == []
    page_client.submit(ADDRESS, {"title": "Drains", "organisation": other.public_id})
    made = session.scalars(select(Requirement.organisation_id)).all()
    assert made == [buyer.memberships[0].organisation_id]


def test_an_organisation_that_was_merged_away_gets_no_requirement(
    session: Session, page_client: PageClient
) -> None:
    """A press that was on its way while an administrator merged: the membership was still read."""
    buyer = make_member(session, "buyer")
    buyer.memberships[0].organisation.merged_at = utc_now()
    session.commit()
    page_client.sign_in(buyer)
    page_client.post(ADDRESS, {"title": "Drains"}, 409)
    assert count_requirements(session) == 0
