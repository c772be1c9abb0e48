"""Signing in answers a known and an unknown account alike."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from tests.page_client import PageClient
from tests.people import PASSWORD, make_member, make_user

CSRF = re.compile(r'name="csrf_token"[^>]*value="[^"]*"')
CHECK = "Check your email address and password, and try again"


def test_known_unknown_and_disabled_accounts_get_the_same_page(
    page_client: PageClient, session: Session
) -> None:
    known, disabled = make_user(session), make_user(session)
    disabled.active = False
    session.commit()
    tries = {
        "a wrong password": (known.email, "wrong wrong wrong"),
        "an unknown address": ("person0@mail.example", PASSWORD),
        "a disabled account": (disabled.email, PASSWORD),
    }
    answers = set()
    for email, password in tries.values():
        page = page_client.post("/sign-in", {"email": email, "password": password})
        assert page.errors == [CHECK]
        answers.add(CSRF.sub("", page.source).replace(email, "ADDRESS"))
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({}, ["Enter your email address", "Enter your password"]),
        ({"email": "a@mail.example"}, ["Enter your password"]),
        ({"password": "x"}, ["Enter your email address"]),
        ({"email": "not an address", "password": "x"}, [CHECK]),
        ({"email": "a@mail.example\x00", "password": "\x00"}, [CHECK]),
    ],
)
def test_each_mistake_is_told(page_client: PageClient, values: dict[str, str], errors: list[str]) -> None:
    assert page_client.post("/sign-in", values).errors == errors


def test_the_address_is_found_in_any_spelling(page_client: PageClient, session: Session) -> None:
    user = make_user(session)
    session.commit()
    email = f"  {user.email.upper()} "
    assert page_client.submit("/sign-in", {"email": email, "password": PASSWORD}) == "/start"


def test_a_page_for_signed_in_people_asks_for_signing_in_first(page_client: PageClient) -> None:
    assert page_client.redirect("/start") == "/sign-in?next=/start"


@pytest.mark.parametrize(
    ("kind", "desk"), [("hub", "/advice/today"), ("buyer", "/requirements"), ("supplier", "/business")]
)
def test_each_kind_of_person_starts_at_their_desk(
    page_client: PageClient, session: Session, kind: str, desk: str
) -> None:
    page_client.sign_in(make_member(session, kind))
    assert page_client.redirect("/start") == desk


def test_nobodys_member_is_offered_both_registrations(page_client: PageClient, session: Session) -> None:
    user = make_user(session)
    session.commit()
    page_client.sign_in(user)
    links = [link.get("href") for link in page_client.get("/start").select("main a")]
    assert "/buying-organisation/register" in links
    assert any(link.startswith("/business/register") for link in links)


def test_the_password_is_asked_again_in_the_hubs_own_words(page_client: PageClient, session: Session) -> None:
    user = make_user(session)
    session.commit()
    page_client.sign_in(user)
    assert page_client.get("/confirm-password").heading == "Confirm your password"
    wrong = page_client.post("/confirm-password", {"password": "wrong wrong wrong"})
    assert wrong.errors == ["Check your password, and try again"]
    assert page_client.post("/confirm-password", {}).errors == ["Enter your password"]
    assert page_client.submit("/confirm-password", {"password": PASSWORD, "next": "/start"}) == "/start"


def test_a_password_without_end_is_refused_in_words(page_client: PageClient, session: Session) -> None:
    user = make_member(session, "buyer")
    words = "Password must be 200 characters or fewer"
    assert page_client.post("/sign-in", {"email": user.email, "password": "x" * 9_000}).errors == [words]
    page_client.sign_in(user)
    assert page_client.post("/confirm-password", {"password": "x" * 9_000}).errors == [words]


def test_a_page_of_members_leads_nobodys_member_to_the_registrations(
    page_client: PageClient, session: Session
) -> None:
    user = make_user(session)
    session.commit()
    page_client.sign_in(user)
    for page in ("/business", "/requirements", "/shortlists", "/advice/decisions"):
        assert page_client.get(page, status=403).one("main a[href='/start']") is not None
