"""Administrators find people, and disable and enable their accounts; one administrator always stays."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.administration.queries import PAGE
from hub.database import open_session
from tests.hub.members.organisations_made import Team
from tests.page_client import PageClient
from tests.people import PASSWORD, make_member, make_user


@pytest.fixture
def hub(app: Flask, session: Session) -> Team:
    return Team(app, session, "hub", "The hub")


def is_active(user: User) -> bool:
    with open_session(writes=False) as reading:
        return reading.get_one(User, user.id).active


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ana", ["Ana Prior"]),
        ("PRIOR", ["Ana Prior"]),
        ("rior", []),
        ("zed@", ["Zed Bold"]),
        ("%", []),
        ("_", []),
        ("  ana ", ["Ana Prior"]),
    ],
)
def test_people_are_found_by_the_start_of_a_name_or_address(
    hub: Team, session: Session, text: str, found: list[str]
) -> None:
    make_user(session, "Ana Prior")
    make_user(session, "Zed Bold").email = "zed@mail.example"
    session.commit()
    page = hub.client.get("/administration/people", query_string={"q": text})
    assert [name.split(" person")[0].split(" zed@")[0] for name in page.texts("tbody th")] == found


def test_each_person_shows_organisations_and_roles(hub: Team, session: Session) -> None:
    person = make_member(session, "buyer", role="viewer")
    page = hub.client.get("/administration/people", query_string={"q": person.email})
    assert page.texts("tbody td[data-heading=Organisations] li") == [
        f"{person.memberships[0].organisation.name}, viewer"
    ]


def test_people_come_in_pages(hub: Team, session: Session) -> None:
    for number in range(PAGE):
        make_user(session, f"Person {number:02}")
    session.commit()
    assert len(hub.client.get("/administration/people").select("tbody tr")) == PAGE
    rest = hub.client.get("/administration/people?page=2")
    assert rest.texts("tbody th")[0].startswith("Sam Okafor")
    for odd in ("0", "99", "x", "-1"):
        hub.client.get(f"/administration/people?page={odd}")


def test_a_disabled_person_has_no_access_at_the_next_request(hub: Team, session: Session) -> None:
    buyer = make_member(session, "buyer")
    client = PageClient(hub.app)
    client.sign_in(buyer)
    client.get("/requirements")
    page = hub.client.get("/administration/people", query_string={"q": buyer.email})
    (button,) = page.select("form[action*='/disable']")
    assert hub.client.submit(button.get("action")).startswith("/administration/people?q=")
    assert client.redirect("/requirements").startswith("/sign-in")
    client.post("/sign-in", {"email": buyer.email, "password": PASSWORD})

    hub.client.submit(f"/administration/people/{buyer.public_id}/enable")
    assert client.redirect("/requirements").startswith("/sign-in"), "the old sign-in stays ended"
    client.sign_in(buyer)
    client.get("/requirements")


def test_nobody_disables_their_own_account(hub: Team) -> None:
    hub.member("administrator")
    hub.client.submit(f"/administration/people/{hub.owner.public_id}/disable")
    assert "You cannot disable your own account" in hub.client.get("/administration/people").text
    assert is_active(hub.owner)


def test_two_administrators_who_disable_each_other_at_once_leave_one(hub: Team) -> None:
    other = hub.member("administrator")
    pairs = [(hub.client, other), (hub.signed_in(other), hub.owner)]

    def disable(pair: tuple[PageClient, User]) -> int:
        client, user = pair
        return client.client.post(f"/administration/people/{user.public_id}/disable").status_code

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(disable, pairs))
    assert sorted([is_active(hub.owner), is_active(other)]) == [False, True]


def test_an_administrator_who_is_disabled_is_no_reason_to_go(hub: Team, session: Session) -> None:
    other = hub.member("administrator")
    hub.client.submit(f"/administration/people/{other.public_id}/disable")
    hub.client.post(f"{hub.address}/leave", status=409)


@pytest.mark.parametrize(("kind", "role"), [("buyer", "owner"), ("supplier", "owner"), ("hub", "adviser")])
def test_only_administrators_come_here(hub: Team, session: Session, kind: str, role: str) -> None:
    organisation = hub.organisation if kind == "hub" else None
    person = make_member(session, kind, role=role, organisation=organisation)
    client = PageClient(hub.app)
    client.sign_in(person)
    for page in ("", "/people", "/organisations", "/organisations/new", "/transfers"):
        client.get(f"/administration{page}", 403)
    for post in ("disable", "enable"):
        client.post(f"/administration/people/{hub.owner.public_id}/{post}", status=403)
    assert is_active(hub.owner)
    assert "Administration" not in client.get("/").texts("nav[aria-label=Menu] a")
    assert "Administration" in hub.client.get("/").texts("nav[aria-label=Menu] a")


def test_an_unknown_person_is_not_found(hub: Team) -> None:
    hub.client.post("/administration/people/nosuch/disable", status=404)
    hub.client.post("/administration/people/nosuch/enable", status=404)


def test_an_administrator_is_an_adviser_as_well(hub: Team) -> None:
    hub.client.get("/advice/decisions")
