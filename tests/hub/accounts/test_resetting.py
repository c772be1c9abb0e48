"""A lost password is replaced by mail: once, within half an hour, by one of two."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.database import get_session
from tests.hub.accounts.test_confirming import later
from tests.mailbox import Mailbox
from tests.page_client import PageClient
from tests.people import PASSWORD, give_second_factor, make_user

OWN = "nine slow herons waded"


@pytest.fixture
def user(session: Session) -> User:
    make_user(session)
    user = make_user(session)
    session.commit()
    return user


def ask(page_client: PageClient, mailbox: Mailbox, user: User) -> str:
    assert page_client.submit("/reset-password", {"email": user.email}) == "/check-your-email"
    return mailbox.link(user.email)


def test_the_new_password_replaces_the_old_one(page_client: PageClient, mailbox: Mailbox, user: User) -> None:
    link = ask(page_client, mailbox, user)
    assert page_client.get(link).heading == "Choose a new password"
    assert page_client.submit(link, {"password": OWN}) == "/sign-in"
    assert page_client.post("/sign-in", {"email": user.email, "password": PASSWORD}).errors
    assert page_client.submit("/sign-in", {"email": user.email, "password": OWN}) == "/start"
    assert mailbox.subjects(user.email) == ["Choose a new password", "Your password was changed"]


def test_a_reset_ends_every_sign_in(app: Flask, mailbox: Mailbox, user: User) -> None:
    signed_in, other = PageClient(app), PageClient(app)
    signed_in.sign_in(user)
    other.submit(ask(other, mailbox, user), {"password": OWN})
    assert signed_in.redirect("/start") == "/sign-in?next=/start"


def test_the_link_works_once(page_client: PageClient, mailbox: Mailbox, user: User) -> None:
    link = ask(page_client, mailbox, user)
    page_client.submit(link, {"password": OWN})
    assert page_client.get(link, status=410).heading == "This link no longer works"
    assert page_client.client.post(link, data={"password": "eight odd geese flew"}).status_code == 410
    assert page_client.submit("/sign-in", {"email": user.email, "password": OWN}) == "/start"


def test_the_link_works_for_half_an_hour(
    page_client: PageClient, mailbox: Mailbox, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = ask(page_client, mailbox, user)
    later(monkeypatch, 30 * 60 - 60)
    page_client.get(link)
    later(monkeypatch, 2 * 60)
    page_client.get(link, status=410)


def test_a_link_is_dead_once_the_password_changed_in_any_way(
    page_client: PageClient, mailbox: Mailbox, user: User
) -> None:
    link = ask(page_client, mailbox, user)
    page_client.sign_in(user)
    page_client.submit("/account/password", {"current": PASSWORD, "password": OWN})
    page_client.get(link, status=410)


def test_of_two_that_use_one_link_at_once_exactly_one_wins(app: Flask, mailbox: Mailbox, user: User) -> None:
    passwords = ("nine slow herons waded", "eight odd geese flew")
    for _round in range(5):
        link = ask(PageClient(app), mailbox, user)

        def use(password: str, link: str = link) -> int:
            return PageClient(app).client.post(link, data={"password": password}).status_code

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(use, passwords)) == [303, 410]


def test_a_reset_does_not_take_the_second_factor_off(
    page_client: PageClient, mailbox: Mailbox, session: Session, user: User
) -> None:
    give_second_factor(session, user)
    session.commit()
    page_client.submit(ask(page_client, mailbox, user), {"password": OWN})
    assert page_client.submit("/sign-in", {"email": user.email, "password": OWN}) == "/sign-in/code"


def test_what_the_library_mails_is_queued_like_all_mail(app: Flask, mailbox: Mailbox) -> None:
    with app.test_request_context("/reset-password", method="POST"):
        util = app.extensions["security"].mail_util
        util.send_mail("any", "A subject", "a@mail.example", "", "A body", None)
        get_session().commit()
    assert mailbox.subjects("a@mail.example") == ["A subject"]


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("", "Enter a new password"),
        ("short", "Password must be 12 characters or more"),
        ("growthhubmatch", "harder to guess"),
        ("x y z " * 40, "Password must be 200 characters or fewer"),
        ("samokafor2031", "harder to guess"),
    ],
)
def test_a_password_that_will_not_do_leaves_the_link_good(
    page_client: PageClient, mailbox: Mailbox, user: User, password: str, error: str
) -> None:
    link = ask(page_client, mailbox, user)
    page = page_client.post(link, {"password": password})
    assert error in page.errors[0]
    page_client.submit(link, {"password": OWN})


def test_nobody_is_mailed_where_there_is_no_open_account(
    page_client: PageClient, mailbox: Mailbox, session: Session, user: User
) -> None:
    user.active = False
    session.commit()
    for address in (user.email, "nobody@mail.example"):
        assert page_client.submit("/reset-password", {"email": address}) == "/check-your-email"
        assert mailbox.subjects(address) == []
