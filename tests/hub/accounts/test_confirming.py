"""An account opens for who shows that mail to its address reaches them, and for nobody else."""

from __future__ import annotations

import pytest
from flask import Flask
from itsdangerous import TimestampSigner
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.accounts.tokens import WITHIN
from hub.database import get_session
from tests.mailbox import Mailbox
from tests.page_client import PageClient
from tests.people import PASSWORD, make_user

ADDRESS = "maria.silva@firm.example"
GOOD = {"name": "Maria Silva", "email": ADDRESS, "password": PASSWORD, "wants": "supplier"}
SIGN_IN = {"email": ADDRESS, "password": PASSWORD}
OWN = "nine slow herons waded"


@pytest.fixture
def link(page_client: PageClient, mailbox: Mailbox) -> str:
    """The link of the mail to somebody who has just created an account."""
    page_client.submit("/create-account", GOOD)
    return mailbox.link(ADDRESS)


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Links are as old as this, from now on."""
    now = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: int(now(signer) + seconds))


def is_confirmed(app: Flask) -> bool:
    with app.app_context():
        return get_session().scalars(select(User)).one().confirmed_at is not None


def test_opening_the_link_changes_nothing(app: Flask, page_client: PageClient, link: str) -> None:
    """A program that looks for bad mail opens every link."""
    for _again in range(2):
        assert page_client.get(link).texts("main form button") == ["Confirm my email address"]
        assert not is_confirmed(app)
    page_client.submit(link)
    assert is_confirmed(app)


def test_the_link_works_once(page_client: PageClient, link: str) -> None:
    page_client.submit(link)
    assert page_client.get(link, status=410).heading == "This link no longer works"
    assert page_client.post(link, status=410).heading == "This link no longer works"


@pytest.mark.parametrize(("seconds", "works"), [(-60, True), (60, False)])
def test_the_link_works_for_two_days(
    page_client: PageClient, link: str, monkeypatch: pytest.MonkeyPatch, seconds: float, works: bool
) -> None:
    later(monkeypatch, WITHIN["confirm"].total_seconds() + seconds)
    assert page_client.client.post(link).status_code == (303 if works else 410)
    assert is_confirmed(page_client.app) is works


def test_a_changed_link_is_dead(app: Flask, page_client: PageClient, link: str) -> None:
    other = "A" if link[-9] != "A" else "B"
    for changed in (link[:-9] + other + link[-8:], link + "x", "/confirm-email/x", link[:-9]):
        assert page_client.client.post(changed).status_code == 410
    reset = link.replace("/confirm-email/", "/reset-password/")
    assert page_client.client.post(reset, data={"password": OWN}).status_code == 410, "for confirming alone"
    assert not is_confirmed(app)


def test_who_has_not_confirmed_is_told_only_with_the_right_password(
    page_client: PageClient, mailbox: Mailbox, link: str
) -> None:
    wrong = page_client.post("/sign-in", SIGN_IN | {"password": "wrong wrong wrong"})
    assert wrong.heading == "Sign in"
    right = page_client.post("/sign-in", SIGN_IN)
    assert right.heading == "Confirm your email address"
    assert page_client.redirect("/start").startswith("/sign-in")
    again = right.select("main form")[0].get("action")
    assert page_client.submit(again, right.values()) == "/check-your-email"
    assert mailbox.subjects(ADDRESS) == ["Confirm your email address"] * 2
    page_client.submit(mailbox.link(ADDRESS))
    assert page_client.submit("/sign-in", SIGN_IN) == "/start"


def test_the_mail_is_sent_again_only_to_who_needs_it(
    page_client: PageClient, mailbox: Mailbox, session: Session
) -> None:
    confirmed, disabled = make_user(session), make_user(session)
    disabled.active, disabled.confirmed_at = False, None
    session.commit()
    for address in (confirmed.email, disabled.email, "nobody@mail.example"):
        assert page_client.submit("/confirm-email", {"email": address}) == "/check-your-email"
        assert mailbox.subjects(address) == []


def test_an_address_that_is_not_ones_own_cannot_be_kept_from_its_owner(
    page_client: PageClient, mailbox: Mailbox, link: str
) -> None:
    """A stranger opened the account. Its owner chooses a password by mail: theirs is the only one then."""
    page_client.submit("/reset-password", {"email": ADDRESS})
    page_client.submit(mailbox.link(ADDRESS), {"password": OWN})
    assert page_client.client.post(link).status_code == 410, "the stranger’s confirmation is void"
    assert page_client.post("/sign-in", SIGN_IN).errors
    assert page_client.submit("/sign-in", SIGN_IN | {"password": OWN}) == "/start"


def test_creating_an_account_over_an_unconfirmed_one_leads_to_a_password_of_ones_own(
    page_client: PageClient, mailbox: Mailbox, link: str
) -> None:
    page_client.submit("/create-account", GOOD | {"password": OWN})
    assert mailbox.subjects(ADDRESS)[-1] == "Your account waits for you"
    assert mailbox.link(ADDRESS).startswith("/reset-password/")
    page_client.submit(mailbox.link(ADDRESS), {"password": OWN})
    assert page_client.submit("/sign-in", SIGN_IN | {"password": OWN}) == "/start"
    assert page_client.client.post(link).status_code == 410


def test_links_go_to_the_configured_name_whatever_the_request_says(
    page_client: PageClient, mailbox: Mailbox
) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    page_client.client.post("/create-account", data=GOOD, headers=headers)
    page_client.client.post("/reset-password", data={"email": ADDRESS}, headers=headers)
    assert "http://127.0.0.1:8000/reset-password/" in mailbox.text(ADDRESS)
    assert "evil.example" not in mailbox.text(ADDRESS)
