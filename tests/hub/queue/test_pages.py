"""Today: what an adviser reads, and what they do with an item; two at once, and the same form twice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.audit.models import Event
from hub.matches.models import Matching
from hub.queue.following import follow_all
from hub.queue.models import QueueItem
from tests.hub.matches.catalogue_made import counted_statements
from tests.hub.queue.items_made import items, make_item
from tests.hub.requirements.requirements_made import make_requirement
from tests.hub.suppliers.suppliers_made import make_supplier
from tests.page_client import PageClient
from tests.people import make_member, make_organisation

TODAY_PAGE = "/advice/today"
SOON = date.today() + timedelta(days=3)


@pytest.fixture
def adviser(session: Session, page_client: PageClient) -> PageClient:
    user = make_member(session, "hub")
    user.name = "Ann Adviser"
    session.commit()
    page_client.sign_in(user)
    return page_client


@pytest.fixture
def colleague(app: Flask, session: Session) -> PageClient:
    user = make_member(session, "hub")
    user.name = "Ben Colleague"
    session.commit()
    client = PageClient(app)
    client.sign_in(user)
    return client


def address(item: QueueItem, act: str = "") -> str:
    return f"{TODAY_PAGE}/{item.public_id}{'/' + act if act else ''}"


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}-day": str(value.day), f"{name}-month": str(value.month), f"{name}-year": str(value.year)}


def names(page: Any) -> list[str]:
    return [text.strip() for text in page.texts("tbody th")]


def test_an_adviser_starts_at_today(adviser: PageClient, session: Session) -> None:
    make_item(session)
    assert adviser.redirect("/start") == TODAY_PAGE
    page = adviser.get(TODAY_PAGE)
    assert page.heading == "Today"
    assert names(page) == ["Kestrel Drains Ltd"]
    assert "This profile is new" in page.text
    assert "New and changed profiles (1)" in page.text


def test_urgent_ones_come_first_and_then_the_oldest(adviser: PageClient, session: Session) -> None:
    first, second = make_item(session, "First Ltd"), make_item(session, "Second Ltd")
    first.came_at, second.came_at = (first.came_at - timedelta(days=days) for days in (1, 2))
    make_organisation(session, "buyer", "Parish of Long Ago", confirmed=False)
    session.commit()
    assert names(adviser.get(TODAY_PAGE)) == ["Parish of Long Ago", "Second Ltd", "First Ltd"]


def test_taking_an_item_and_giving_it_back(adviser: PageClient, session: Session) -> None:
    item = make_item(session)
    adviser.submit(address(item, "assign"), {"seen": item.version, "to": "me"})
    assert names(adviser.get(f"{TODAY_PAGE}?whose=mine")) == ["Kestrel Drains Ltd"]
    assert names(adviser.get(f"{TODAY_PAGE}?whose=nobody")) == []
    adviser.submit(address(item, "assign"), {"seen": item.version + 1, "to": "nobody"})
    assert names(adviser.get(f"{TODAY_PAGE}?whose=mine")) == []


def test_a_snoozed_item_comes_back_by_itself(adviser: PageClient, session: Session) -> None:
    item = make_item(session)
    adviser.submit(
        address(item, "snooze"), {"seen": item.version, "reason": "They are moving", **day("until", SOON)}
    )
    assert names(adviser.get(TODAY_PAGE)) == []
    snoozed = adviser.get(f"{TODAY_PAGE}?show=snoozed")
    assert "They are moving" in snoozed.text
    session.refresh(item)
    item.snoozed_until = date.today()
    session.commit()
    assert names(adviser.get(TODAY_PAGE)) == ["Kestrel Drains Ltd"]


@pytest.mark.parametrize(
    ("until", "reason", "message"),
    [
        (date.today(), "x", "Day it comes back must be after today"),
        (date.today() + timedelta(days=500), "x", "Day it comes back must be within a year"),
        (SOON, " ", "Enter why it can wait"),
        (SOON, "x" * 301, "Why it can wait must be 300 characters or fewer"),
    ],
)
def test_a_snooze_that_makes_no_sense_is_refused_in_words(
    adviser: PageClient, session: Session, until: date, reason: str, message: str
) -> None:
    item = make_item(session)
    form = {"seen": item.version, "reason": reason, **day("until", until)}
    page = adviser.post(address(item, "snooze"), form)
    assert message in page.errors
    session.refresh(item)
    assert item.snoozed_until is None


def test_an_item_is_done_with_a_note_and_undone(adviser: PageClient, session: Session) -> None:
    item = make_item(session)
    assert (
        "Enter what you did" in adviser.post(address(item, "done"), {"seen": item.version, "note": ""}).errors
    )
    adviser.submit(address(item, "done"), {"seen": item.version, "note": "Read it: sound"})
    done = adviser.get(f"{TODAY_PAGE}?show=done")
    assert "Read it: sound" in done.text
    assert "by Ann Adviser" in done.text
    adviser.submit(address(item, "undo"), {"seen": item.version + 1})
    assert names(adviser.get(TODAY_PAGE)) == ["Kestrel Drains Ltd"]
    actions = session.scalars(select(Event.action).order_by(Event.number)).all()
    assert actions[-2:] == ["queue.mark_done", "queue.undo"]


@pytest.mark.parametrize("act", ["assign", "snooze", "done"])
def test_the_second_of_two_advisers_is_told_who_did_what(
    adviser: PageClient, colleague: PageClient, session: Session, act: str
) -> None:
    item = make_item(session)
    forms: dict[str, dict[str, Any]] = {
        "assign": {"to": "me"},
        "snooze": {"reason": "Later", **day("until", SOON)},
        "done": {"note": "Rang them"},
    }
    seen = {"seen": item.version}
    adviser.submit(address(item, "done"), {**seen, "note": "Read it"})
    page = colleague.post(address(item, act), {**seen, **forms[act]}, status=409)
    assert page.errors == ["Ann Adviser marked it as done. Nothing of yours was saved."]
    session.refresh(item)
    assert (item.note, item.assigned_to_id, item.snoozed_until) == ("Read it", None, None)


def test_the_same_form_twice_is_one_act(adviser: PageClient, session: Session) -> None:
    item = make_item(session)
    form = {"seen": item.version, "note": "Read it"}
    for _ in range(2):
        adviser.submit(address(item, "done"), form)
    session.refresh(item)
    assert item.version == int(form["seen"]) + 1
    done = select(Event).where(Event.action == "queue.mark_done")
    assert len(session.scalars(done).all()) == 1


def test_an_item_that_its_source_settled_meanwhile_is_told_so(adviser: PageClient, session: Session) -> None:
    item = make_item(session)
    seen = item.version
    assert item.supplier is not None
    item.supplier.state = "withdrawn"
    session.commit()
    page = adviser.post(address(item, "done"), {"seen": seen, "note": "Read it"}, status=409)
    assert page.errors == ["It was settled elsewhere: nothing is left to do. Nothing of yours was saved."]


def test_what_a_decision_settles_is_not_done_by_hand(adviser: PageClient, session: Session) -> None:
    make_organisation(session, "buyer", "Parish", confirmed=False)
    session.commit()
    (item,) = items(session, "buyer")
    page = adviser.post(address(item, "done"), {"seen": item.version, "note": "Fine"}, status=409)
    assert page.errors == ["Look at its members: that ends it."]
    assert "Finish it" not in adviser.get(address(item)).text


def test_a_form_without_a_version_saves_nothing(adviser: PageClient, session: Session) -> None:
    item = make_item(session)
    for seen in ("", "x", "²", "9" * 30):
        page = adviser.post(address(item, "done"), {"seen": seen, "note": "Read it"}, status=409)
        assert page.errors == ["Nobody has acted on it yet. Nothing of yours was saved."]


def test_a_private_requirement_is_a_number_and_no_word(adviser: PageClient, session: Session) -> None:
    need = make_requirement(session, make_member(session, "buyer"), title="Secret drains")
    today = date.today()
    session.add(
        Matching(requirement_id=need.id, requirement_version=1, catalogue_version=1, matched_on=today)
    )
    session.flush()
    follow_all(session, "few")
    session.commit()
    (item,) = items(session, "few")
    page = adviser.get(TODAY_PAGE)
    assert "1 private requirement has fewer than 3 matches" in page.text
    assert "Secret" not in page.text
    adviser.get(address(item), status=404)
    need.visibility = "public"
    session.commit()
    assert names(adviser.get(TODAY_PAGE)) == ["Secret drains"]


@pytest.mark.parametrize("query", ["kind=nothing", "whose=x", "show=all"])
def test_an_address_that_asks_for_nothing_there_is_is_no_page(adviser: PageClient, query: str) -> None:
    adviser.get(f"{TODAY_PAGE}?{query}", status=404)


def test_the_page_sends_as_many_statements_for_sixty_items_as_for_two(
    app: Flask, adviser: PageClient, session: Session
) -> None:
    sent = []
    for number in (2, 58):
        for at in range(number):
            make_supplier(session, f"Firm {number} {at}")
        make_organisation(session, "buyer", confirmed=False)
        session.commit()
        for query in ("", "?show=done", f"?kind=profile&page={2 if number > 2 else 1}"):
            with app.app_context(), counted_statements() as statements:
                adviser.get(TODAY_PAGE + query)
            sent.append(len(statements))
    assert sent[:3] == sent[3:]
