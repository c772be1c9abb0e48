"""A firm is in difficulty: an adviser records it and buyers see it. Another says that all is still right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hub.demo.signins import DEMO_SIGN_INS, SignIn
from tests.journeys.browsing import Person

pytestmark = pytest.mark.journey
SIGN_INS: dict[str, SignIn] = {sign_in.kind: sign_in for sign_in in DEMO_SIGN_INS}
NEED = "/search?q=roof+repairs+and+leaking+gutters"


def sign_in(person: Person, kind: str) -> None:
    person.sign_in(SIGN_INS[kind].email, SIGN_INS[kind].password)


def record_check(adviser: Person, address: str, answer: str, name: str = "") -> None:
    """From the firm's page by the adviser's link, a mistake first, and back to the page."""
    adviser.open(address)
    adviser.click("Record a check at Companies House")
    adviser.press("Save the check")
    assert adviser.page.get_by_role("alert").count(), "a check without an answer is refused in words"
    adviser.tick(answer)
    adviser.fill("Its name there", name)
    adviser.press("Save the check")
    adviser.see("was saved")


@pytest.mark.long
def test_a_check_is_on_the_list_and_on_the_ranked_page_at_once(person: Callable[..., Person]) -> None:
    visitor, adviser = person(), person()
    visitor.open(NEED)
    first = visitor.page.locator(".hub-match__name a").first
    name, address = first.inner_text(), first.get_attribute("href") or ""
    sign_in(adviser, "adviser")
    record_check(adviser, address, "In administration", "HERON WORKS LIMITED")

    adviser.click("More", exact=True)
    adviser.click("Profiles to check")
    adviser.click("In difficulty at Companies House")
    adviser.see(name)
    visitor.open(NEED)
    card = visitor.page.locator(".hub-match").first
    assert "In administration at Companies House" in card.inner_text()
    assert "Companies House now calls it HERON WORKS LIMITED" in card.inner_text()
    visitor.open(address)
    visitor.see("Look at this before you rely on the profile")

    record_check(adviser, address, "Dissolved")
    visitor.open(NEED)
    assert name not in visitor.page.locator(".hub-match__name a").all_inner_texts()
    visitor.open(address)
    visitor.see("No ranking holds it")
    record_check(adviser, address, "Active")


def test_a_firm_says_that_it_is_still_right_and_stops_the_mails(person: Callable[..., Person]) -> None:
    owner = person(javascript=False)
    sign_in(owner, "supplier")
    owner.open("/business")
    owner.press("Still right")
    owner.see("Your profile is marked as still right today.")
    owner.press("Stop these mails")
    owner.see("Mails about your profile: none.")
    owner.press("Send these mails")
    owner.see("Owners get mails about this profile.")
