"""Name, colours and contact: previewed, saved, on every page and in mails, with their history."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parseaddr

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.database import open_session
from hub.mail.addresses import sender_address
from hub.settings import current, held
from hub.settings.models import SettingVersion
from tests.hub.matches.catalogue_made import counted_statements
from tests.page_client import Page, PageClient

PAGE, HISTORY = "/administration/settings/identity", "/administration/settings/history/identity"
SAID = {
    "seen": "0",
    "name": "Fenland Growth Hub",
    "strapline": "Run by Fenland Council",
    "mail": "hello@fenland.example",
    "phone": "01354 960 100",
    "address": "1 Quay Street\nWisbech",
    "opening": "Weekdays, 9 am to 5 pm",
    "brand": "#4C2C92",
    "accent": "b10e1e",
    "why": "The new brand",
    "act": "save",
}


def shown(client: PageClient, address: str) -> Page:
    """A page under any name of the hub."""
    return Page(client.client.get(address))


def kept(session: Session) -> list[SettingVersion]:
    session.rollback()
    return list(session.scalars(select(SettingVersion).order_by(SettingVersion.number)))


def test_the_hub_comes_with_a_name_and_a_colour_and_no_stylesheet_of_its_own(page_client: PageClient) -> None:
    page = page_client.get("/")
    assert page.texts(".hub-header__name") == ["Growth Hub Match"]
    assert not page.select("link[href^='/look/']")
    assert not page.select(".hub-contact")


def test_what_is_saved_is_on_every_page_and_in_the_sender_of_mails(
    app: Flask, administrator: PageClient
) -> None:
    administrator.submit(PAGE, SAID)
    page = shown(administrator, "/help/privacy")
    assert page.texts("head title") == ["Privacy notice – Fenland Growth Hub"]
    assert page.texts(".hub-header__name") == ["Fenland Growth HubRun by Fenland Council"]
    assert "hello@fenland.example" in page.texts(".hub-contact")[0]
    assert page.one("meta[name=theme-color]").get("content") == "#4c2c92"
    sheet = administrator.client.get(page.one("link[href^='/look/']").get("href"))
    assert "--hub-brand: #4c2c92" in sheet.text
    assert "--govuk-link-colour: #b10e1e" in sheet.text
    assert sheet.headers["Cache-Control"] == "public, max-age=31536000"
    with app.app_context():
        assert parseaddr(sender_address()) == ("Fenland Growth Hub", "no-reply@localhost")


def test_a_name_with_a_comma_is_one_name_to_a_mail_server(app: Flask, administrator: PageClient) -> None:
    administrator.submit(PAGE, SAID | {"name": "Fens, Marshes & “Wolds”"})
    with app.app_context():
        assert parseaddr(sender_address())[0] == "Fens, Marshes & “Wolds”"


def test_a_preview_shows_the_new_look_and_changes_nothing(
    session: Session, administrator: PageClient
) -> None:
    page = administrator.post(PAGE, SAID | {"act": "preview"})
    assert page.texts(".hub-preview .hub-header__name") == ["Fenland Growth Hub"]
    assert page.select(".hub-preview .govuk-button")
    assert page.select(".hub-preview .govuk-link")
    assert page.select(".hub-preview .govuk-tag")
    assert page.values("main form")["name"] == "Fenland Growth Hub"
    link = page.one("link[href^='/look/']").get("href")
    assert ".hub-preview .govuk-button" in administrator.client.get(link).text
    assert ":root" not in administrator.client.get(link).text
    assert kept(session) == []
    assert page.texts("header .hub-header__name") == ["Growth Hub Match"]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        (
            {"brand": "#777777"},
            "Colour of the header has a contrast of 4.47:1 with white text. "
            "Choose a darker one, with at least 4.5:1",
        ),
        # 4.54:1 on white is enough. The menu, #f4f8fb, has 0.2126 x 0.90466 + 0.7152 x 0.93869 +
        # 0.0722 x 0.96469 = 0.93333 of the light, and 0.98333 / 0.23116 = 4.254.
        (
            {"accent": "#767676"},
            "Colour of links and buttons has a contrast of 4.25:1 with the pale menu. "
            "Choose a darker one, with at least 4.5:1",
        ),
        (
            {"brand": "green"},
            "Colour of the header must be # and six digits from 0 to 9 and a to f, like #14532d",
        ),
        ({"name": " "}, "Enter the name of the hub"),
        ({"mail": "hello@"}, "Enter an email address in the correct format, like name@example.com"),
        ({"phone": "ring us"}, "Enter a telephone number, like 01604 960 000"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    session: Session, administrator: PageClient, changed: dict[str, str], error: str
) -> None:
    page = administrator.post(PAGE, SAID | changed)
    assert page.errors == [error]
    assert page.texts(".govuk-error-message") == [f"Error: {error}"]
    assert kept(session) == []


def test_the_second_of_two_administrators_is_told_and_sees_both(
    session: Session, administrator: PageClient
) -> None:
    administrator.submit(PAGE, SAID | {"name": "Growth Hub Match"})
    page = administrator.post(PAGE, SAID | {"name": "Growth Hub Match", "phone": "01354 960 999"}, 409)
    assert "after you opened it" in page.text
    assert "01354 960 100" in page.texts("main table tbody td")
    assert page.values()["phone"] == "01354 960 999"
    administrator.submit(PAGE, page.values() | {"act": "save"})
    assert [each.value["phone"] for each in kept(session)] == ["01354 960 100", "01354 960 999"]


def test_a_form_sent_twice_is_one_version(session: Session, administrator: PageClient) -> None:
    administrator.submit(PAGE, SAID)
    administrator.submit(PAGE, SAID)
    assert len(kept(session)) == 1


def test_an_earlier_version_is_used_again_and_the_hub_s_own_too(
    session: Session, administrator: PageClient
) -> None:
    administrator.submit(PAGE, SAID)
    administrator.submit(PAGE, SAID | {"seen": "1", "name": "Marshland Growth Hub", "why": ""})
    page = shown(administrator, HISTORY)
    assert page.texts("h2.govuk-heading-m")[0] == "Version 2: this one counts"
    assert "Fenland Growth Hub" in page.text
    assert "Why: The new brand" in page.text
    administrator.submit(f"{HISTORY}/1/again", {"seen": "2"})
    assert shown(administrator, "/").texts(".hub-header__name")[0].startswith("Fenland")
    administrator.submit(f"{HISTORY}/0/again", {"seen": "3"})
    assert administrator.get("/").texts(".hub-header__name") == ["Growth Hub Match"]
    assert [each.number for each in kept(session)] == [1, 2, 3, 4]


def test_using_again_goes_by_what_was_seen(session: Session, administrator: PageClient) -> None:
    administrator.submit(PAGE, SAID)
    administrator.submit(PAGE, SAID | {"seen": "1", "name": "Marshland Growth Hub"})
    administrator.submit(f"{HISTORY}/1/again", {"seen": "1"})
    assert len(kept(session)) == 2


def test_another_process_notices_within_seconds(
    administrator: PageClient, changed_site: Callable[..., Flask]
) -> None:
    other = changed_site(SETTINGS_SECONDS=0)
    with other.app_context():
        assert current.identity().name == "Growth Hub Match"
        before = other.extensions[held.HELD]
    with open_session_of(administrator.app) as session:
        session.add(SettingVersion(key="identity", number=1, value={"name": "Fens"}, why=""))
        session.commit()
    # As in a process of its own, where nothing but the database tells of the change
    other.extensions[held.HELD] = before
    held_number = held._changes.number
    try:
        held._changes.number = before.generation
        with other.app_context():
            assert current.identity().name == "Fens"
    finally:
        held._changes.number = held_number


def open_session_of(app: Flask) -> Session:
    with app.app_context():
        return open_session(writes=True)


def test_settings_cost_a_page_no_statement(administrator: PageClient, app: Flask) -> None:
    administrator.submit(PAGE, SAID)
    shown(administrator, "/help/cookies")
    with app.app_context(), counted_statements() as sent:
        shown(administrator, "/help/cookies")
    assert not [each for each in sent if "setting_version" in str(each)]


def test_history_costs_as_many_statements_however_long_it_is(administrator: PageClient, app: Flask) -> None:
    sent: list[int] = []
    for number in range(12):
        administrator.submit(PAGE, SAID | {"seen": str(number), "strapline": f"The {number}th"})
        if number in {2, 11}:
            with app.app_context(), counted_statements() as statements:
                shown(administrator, HISTORY)
            sent.append(len(statements))
    assert sent[0] == sent[1]
