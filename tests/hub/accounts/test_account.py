"""A person's own account: each change asks what it must and ends what it must."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.accounts.models import User
from tests.mailbox import Mailbox
from tests.page_client import PageClient
from tests.people import PASSWORD, make_user

OWN = "nine slow herons waded"
NEW = "sam.new@mail.example"


@pytest.fixture
def user(session: Session) -> User:
    make_user(session, "Zebulon Quill")
    user = make_user(session)
    session.commit()
    return user


@pytest.fixture
def signed_in(page_client: PageClient, user: User) -> PageClient:
    page_client.sign_in(user)
    return page_client


def test_the_account_page_leads_to_every_change(signed_in: PageClient, user: User) -> None:
    page = signed_in.get("/account")
    assert user.email in page.text
    links = [link.get("href") for link in page.select("main a")]
    assert links == [
        f"/account/{part}" for part in ("name", "email", "password", "second-factor", "sign-ins", "data")
    ]
    for link in links:
        signed_in.get(link)
    assert page.texts(".hub-header a")[1] == "Sam Okafor: your account"


def test_the_name_is_changed(signed_in: PageClient) -> None:
    assert signed_in.post("/account/name", {"name": " "}).errors == ["Enter your name"]
    assert signed_in.submit("/account/name", {"name": " Sam O. ", "email": NEW}) == "/account"
    page = signed_in.get("/account")
    assert "Sam O." in page.text
    assert NEW not in page.text


def test_changing_the_password_asks_for_the_old_one_and_ends_other_sign_ins(
    app: Flask, signed_in: PageClient, mailbox: Mailbox, user: User
) -> None:
    other = PageClient(app)
    other.sign_in(user)
    wrong = {"current": "wrong wrong wrong", "password": OWN}
    assert signed_in.post("/account/password", wrong).errors == ["Check your password, and try again"]
    signed_in.submit("/account/password", {"current": PASSWORD, "password": OWN})
    assert "signed out" in signed_in.get("/account").text
    assert other.redirect("/account") == "/sign-in?next=/account"
    assert mailbox.subjects(user.email) == ["Your password was changed"]
    assert other.submit("/sign-in", {"email": user.email, "password": OWN}) == "/start"


def test_a_new_password_is_held_against_the_deny_list(signed_in: PageClient) -> None:
    page = signed_in.post("/account/password", {"current": PASSWORD, "password": "samokafor123"})
    assert page.errors == ["Enter a password that is harder to guess: three unrelated words, for example"]
    assert signed_in.post("/account/password", {}).errors == [
        "Enter the password you have now",
        "Enter a new password",
    ]


def test_the_address_changes_once_the_link_to_the_new_one_is_used(
    signed_in: PageClient, mailbox: Mailbox, user: User
) -> None:
    wrong = {"email": NEW, "password": "wrong wrong wrong"}
    assert signed_in.post("/account/email", wrong).errors == ["Check your password, and try again"]
    assert signed_in.submit("/account/email", {"email": NEW, "password": PASSWORD}) == "/check-your-email"
    link = mailbox.link(NEW)
    assert mailbox.subjects(user.email) == []
    signed_in.get(link)
    assert user.email in signed_in.get("/account").text
    assert signed_in.submit(link) == "/account"
    assert mailbox.subjects(user.email) == ["Your email address was changed"]
    assert NEW in mailbox.text(user.email)
    signed_in.get(link, status=410)
    signed_in.sign_out()
    assert signed_in.post("/sign-in", {"email": user.email, "password": PASSWORD}).errors
    assert signed_in.submit("/sign-in", {"email": NEW, "password": PASSWORD}) == "/start"


def test_an_address_in_use_gets_the_same_answer_and_its_owner_a_mail(
    signed_in: PageClient, mailbox: Mailbox, session: Session, user: User
) -> None:
    owner = make_user(session, "Zebulon Quill")
    session.commit()
    assert (
        signed_in.submit("/account/email", {"email": owner.email, "password": PASSWORD})
        == "/check-your-email"
    )
    assert mailbox.subjects(owner.email) == ["You have an account already"]


def test_an_address_that_two_want_goes_to_one(app: Flask, mailbox: Mailbox, session: Session) -> None:
    people = [make_user(session) for _ in range(2)]
    session.commit()
    links = []
    for person in people:
        client = PageClient(app)
        client.sign_in(person)
        client.submit("/account/email", {"email": NEW, "password": PASSWORD})
        links.append(mailbox.link(NEW))

    with ThreadPoolExecutor(2) as pool:
        statuses = pool.map(lambda link: PageClient(app).client.post(link).status_code, links)
        assert sorted(statuses) == [303, 410]


def test_a_link_to_a_new_address_is_dead_once_the_password_changed(
    signed_in: PageClient, mailbox: Mailbox
) -> None:
    signed_in.submit("/account/email", {"email": NEW, "password": PASSWORD})
    link = mailbox.link(NEW)
    signed_in.submit("/account/password", {"current": PASSWORD, "password": OWN})
    signed_in.get(link, status=410)
