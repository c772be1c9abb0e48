"""The notices say what is so: they are made from the labels, the rules and the settings, and held to them."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy.orm import Session

from hub.privacy.cookies import cookies
from hub.privacy.purposes import PURPOSES, personal_tables, unexplained
from hub.privacy.retention_rules import RULES
from hub.privacy.statements import accessibility_facts
from tests.page_client import PageClient
from tests.people import PASSWORD, make_member


def test_the_notice_names_every_table_that_knows_people(page_client: PageClient) -> None:
    page = page_client.get("/help/privacy")
    headings = {heading.get("id") for heading in page.select("h3")}
    assert headings == {f"held-{table}" for table in personal_tables()}
    for purpose in PURPOSES:
        for words in purpose.what.values():
            assert words.lower() in page.text.lower(), words


def test_every_personal_column_has_words() -> None:
    assert unexplained() == set()


def test_a_column_without_words_is_found() -> None:
    assert "supplier.contact_phone" in unexplained([each for each in PURPOSES if each.table != "supplier"])


def test_every_purpose_says_why_who_and_how_long() -> None:
    for purpose in PURPOSES:
        assert purpose.why, purpose.table
        assert purpose.seen_by, purpose.table
        assert bool(purpose.rule) is not bool(purpose.kept), purpose.table


def test_the_notice_tells_every_rule_of_retention(page_client: PageClient) -> None:
    text = page_client.get("/help/privacy").text
    for rule in RULES:
        assert rule.sentence in text, rule.name
    assert "Procurement Act 2023, section 98" in text


def test_the_notice_says_what_the_hub_must_add(page_client: PageClient) -> None:
    assert "Your hub must add its full name and address" in page_client.get("/help/privacy").text
    assert "Your hub must add how to reach it" in page_client.get("/help/accessibility").text


def test_every_cookie_of_a_walk_is_on_the_cookie_page(
    app: Flask, page_client: PageClient, session: Session
) -> None:
    """In and out again, and by the forms that strangers use."""
    owner = make_member(session, "supplier")
    seen: set[str] = set()

    def look() -> None:
        seen.update(name for _domain, _path, name in page_client.client._cookies or {})

    for address in ("/", "/sign-in", "/create-account", "/help/cookies", "/suppliers/find"):
        page_client.get(address)
        look()
    page_client.post("/sign-in", {"email": owner.email, "password": "wrong wrong wrong"})
    page_client.sign_in(owner)
    look()
    for address in ("/account/data", "/account/erase"):
        page_client.get(address)
        look()
    page_client.submit("/account/erase", {"password": PASSWORD})
    look()
    assert {app.config["SESSION_COOKIE_NAME"], app.config["DEVICE_COOKIE_NAME"]} <= seen
    told = page_client.get("/help/cookies").texts("h2 code")
    assert seen <= set(told)


def test_the_cookie_page_follows_the_settings() -> None:
    settings = {"SESSION_COOKIE_NAME": "__Host-hub", "DEVICE_COOKIE_NAME": "__Host-device"}
    told = cookies(settings)
    assert [cookie.name for cookie in told] == ["__Host-hub", "__Host-device"]
    assert "2 hours without a page (30 minutes for people of the hub)" in told[0].lasts
    assert told[1].lasts == "400 days after you last signed in"


def test_the_device_cookie_lasts_as_long_as_the_page_says(
    app: Flask, page_client: PageClient, session: Session
) -> None:
    owner = make_member(session, "supplier")
    answer = page_client.client.post("/sign-in", data={"email": owner.email, "password": PASSWORD})
    name = app.config["DEVICE_COOKIE_NAME"]
    (device,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith(f"{name}=")]
    assert f"Max-Age={400 * 86400};" in device


def test_the_accessibility_statement_tells_tests_with_their_day_and_what_was_not_tested(
    page_client: PageClient,
) -> None:
    text, facts = page_client.get("/help/accessibility").text, accessibility_facts()
    for test in facts["tested"]:
        assert test["what"] in text
        assert isinstance(test["on"], date)
    for words in (*facts["not_tested"], *facts["limits"]):
        assert words in text
    assert any("audited" in words for words in facts["not_tested"])
    assert facts["status"] == "partially compliant"


def test_the_footer_leads_to_the_notices(page_client: PageClient) -> None:
    links = {link.get("href") for link in page_client.get("/").select("footer a")}
    assert {"/help/privacy", "/help/cookies", "/help/accessibility"} <= links
