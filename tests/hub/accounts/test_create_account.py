"""Anybody can create an account; it belongs to nobody's organisation and reveals nobody else's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts import presence
from hub.accounts.models import Membership, Organisation, User
from tests.mailbox import Mailbox
from tests.page_client import PageClient
from tests.people import make_member, make_user

GOOD = {
    "name": "Maria Silva",
    "email": "Maria.Silva@Firm.example",
    "password": "seven wet otters sing",
    "wants": "supplier",
}


def test_an_account_opens_once_its_address_is_confirmed(
    page_client: PageClient, mailbox: Mailbox, session: Session
) -> None:
    assert page_client.submit("/create-account", GOOD) == "/check-your-email"
    assert "maria.silva@firm.example" in page_client.get("/check-your-email").text
    user = session.scalars(select(User)).one()
    assert (user.name, user.email, user.confirmed_at) == ("Maria Silva", "maria.silva@firm.example", None)
    assert user.memberships == []
    session.commit()  # a test's session holds SQLite's one write lock from its first read on
    assert page_client.submit(mailbox.link(user.email)) == "/business/register"
    assert page_client.get("/start").heading == "What do you want to do?"


def test_in_another_browser_the_link_leads_to_the_sign_in_page(
    app: Flask, page_client: PageClient, mailbox: Mailbox
) -> None:
    another_browser = PageClient(app)
    page_client.submit("/create-account", GOOD)
    another_browser.submit("/create-account", GOOD | {"email": "other@firm.example"})
    assert another_browser.submit(mailbox.link("maria.silva@firm.example")) == (
        "/sign-in?next=/business/register"
    )
    page = another_browser.get("/sign-in?next=/business/register")
    values = page.values() | {"email": "maria.silva@firm.example", "password": GOOD["password"]}
    assert another_browser.submit("/sign-in", values) == "/business/register"


def test_who_tried_a_known_address_is_not_signed_in_by_its_mail(
    app: Flask, page_client: PageClient, mailbox: Mailbox
) -> None:
    """The account's password is somebody else's choice: the mail alone must not open it here."""
    page_client.submit("/create-account", GOOD)
    link = mailbox.link("maria.silva@firm.example")
    another_browser = PageClient(app)
    another_browser.submit("/create-account", GOOD | {"password": "nine slow herons waded"})
    goes_on = another_browser.submit(link)
    assert goes_on.startswith("/sign-in")


def test_two_hours_later_the_link_only_confirms(
    page_client: PageClient, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    page_client.submit("/create-account", GOOD)
    monkeypatch.setattr(presence, "CONFIRMS", timedelta(0))
    assert page_client.submit(mailbox.link("maria.silva@firm.example")).startswith("/sign-in")


def test_a_buyer_goes_on_to_the_buying_organisation(page_client: PageClient, mailbox: Mailbox) -> None:
    page_client.submit("/create-account", GOOD | {"wants": "buyer"})
    goes_on = page_client.submit(mailbox.link("maria.silva@firm.example"))
    assert goes_on == "/buying-organisation/register"


def test_the_password_works_however_its_letters_are_composed(
    page_client: PageClient, mailbox: Mailbox
) -> None:
    page_client.submit("/create-account", GOOD | {"password": "caf\u00e9 na\u00efve otters"})
    page_client.submit(mailbox.link("maria.silva@firm.example"))
    values = {"email": GOOD["email"], "password": "cafe\u0301 nai\u0308ve otters"}
    assert page_client.submit("/sign-in", values) == "/start"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"name": " "}, "Enter your name"),
        ({"name": "x" * 201}, "Your name must be 200 characters or fewer"),
        ({"email": ""}, "Enter your email address"),
        ({"email": "maria"}, "Enter an email address in the correct format, like name@example.com"),
        ({"email": "maria@firm"}, "Enter an email address in the correct format, like name@example.com"),
        ({"password": ""}, "Enter a password"),
        ({"password": "short"}, "Password must be 12 characters or more"),
        ({"password": "maria.silva@firm.example"}, "harder to guess"),
        ({"wants": ""}, "Select what you want to do"),
        ({"wants": "administrator"}, "Select what you want to do"),
    ],
)
def test_each_mistake_has_its_instruction_and_makes_no_account(
    page_client: PageClient, session: Session, changed: dict[str, str], error: str
) -> None:
    page = page_client.post("/create-account", GOOD | changed)
    assert len(page.errors) == 1
    assert error in page.errors[0]
    assert session.scalar(select(func.count(User.id))) == 0


def test_no_password_is_sent_back(page_client: PageClient) -> None:
    page = page_client.post("/create-account", GOOD | {"name": ""})
    assert GOOD["password"] not in page.source


def test_a_used_address_gets_the_same_answer_and_its_owner_a_mail(
    page_client: PageClient, mailbox: Mailbox, session: Session
) -> None:
    other = make_user(session, "Zebulon Quill")
    session.commit()
    assert page_client.submit("/create-account", GOOD | {"email": other.email.upper()}) == "/check-your-email"
    assert "Zebulon" not in page_client.get("/check-your-email").source
    assert session.scalar(select(func.count(User.id))) == 1
    session.commit()
    assert mailbox.subjects(other.email) == ["You have an account already"]
    assert GOOD["name"] not in mailbox.text(other.email), "what strangers type is not mailed on"


def test_fields_that_are_not_on_the_page_change_nothing(page_client: PageClient, session: Session) -> None:
    extra = {
        "id": "77",
        "active": "",
        "role": "administrator",
        "roles": "administrator",
        "kind": "hub",
        "organisation_id": "1",
        "confirmed_at": "2031-01-01",
        "fs_uniquifier": "chosen",
        "next": "//elsewhere.example",
    }
    assert page_client.submit("/create-account", GOOD | extra) == "/check-your-email"
    user = session.scalars(select(User)).one()
    assert user.id != 77
    assert (user.active, user.confirmed_at, user.fs_uniquifier == "chosen") == (True, None, False)
    assert session.scalar(select(func.count(Membership.id))) == 0


def test_the_same_form_sent_many_times_at_once_makes_one_account(app: Flask, session: Session) -> None:
    def send(_number: int) -> int:
        return PageClient(app).client.post("/create-account", data=GOOD).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [303, 303, 303, 303]
    assert session.scalar(select(func.count(User.id))) == 1


def test_whoever_is_signed_in_needs_no_account(page_client: PageClient, session: Session) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    assert page_client.redirect("/create-account") == "/start"


def test_a_buying_organisation_waits_for_the_hub(page_client: PageClient, session: Session) -> None:
    user = make_user(session)
    session.commit()
    page_client.sign_in(user)
    extra = {"confirmed_at": "2031-01-01", "kind": "hub", "role": "administrator", "public_id": "chosen"}
    values = {"name": " Ashby Council ", "body": "council"} | extra
    assert page_client.submit("/buying-organisation/register", values) == "/requirements"
    organisation = session.scalars(select(Organisation)).one()
    assert (organisation.name, organisation.kind, organisation.body) == ("Ashby Council", "buyer", "council")
    assert (organisation.confirmed_at, organisation.public_id == "chosen") == (None, False)
    assert [(m.user_id, m.role) for m in organisation.memberships] == [(user.id, "owner")]


def test_registering_twice_keeps_the_first_buying_organisation(app: Flask, session: Session) -> None:
    user = make_user(session)
    session.commit()
    clients = [PageClient(app) for _ in range(3)]
    for client in clients:
        client.sign_in(user)

    def send(client: PageClient) -> str:
        return client.submit("/buying-organisation/register", {"name": "Ashby Council", "body": "council"})

    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(send, clients)) == {"/requirements"}
    assert session.scalar(select(func.count(Organisation.id))) == 1
    assert session.scalar(select(func.count(Membership.id))) == 1


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"body": "NHS"}, "Enter the name of your organisation"),
        ({"name": "x" * 201, "body": "NHS"}, "Name of your organisation must be 200 characters or fewer"),
        ({"name": "Ashby Council"}, "Select what kind of public body it is"),
        ({"name": "Ashby Council", "body": "hub"}, "Select what kind of public body it is"),
    ],
)
def test_each_mistake_about_an_organisation_has_its_instruction(
    page_client: PageClient, session: Session, values: dict[str, str], error: str
) -> None:
    user = make_user(session)
    session.commit()
    page_client.sign_in(user)
    assert page_client.post("/buying-organisation/register", values).errors == [error]
    assert session.scalar(select(func.count(Organisation.id))) == 0


@pytest.mark.parametrize(
    ("asked", "back"), [("/invitations/abc", "/invitations/abc"), ("//elsewhere.example", None)]
)
def test_who_came_from_a_page_of_this_site_goes_back_to_it(
    page_client: PageClient, mailbox: Mailbox, asked: str, back: str | None
) -> None:
    form = page_client.get("/create-account", query_string={"next": asked}).one("main form")
    assert page_client.submit(form.get("action"), GOOD) == "/check-your-email"
    goes_on = page_client.submit(mailbox.link("maria.silva@firm.example"))
    assert goes_on == (back or "/business/register")
