"""A person reads what is held about them, takes it away, and is erased; a buyer's shortlist still reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hub.demo.signins import DEMO_SIGN_INS
from tests.journeys.browsing import Person
from tests.journeys.test_business import PASSWORD, register

pytestmark = [pytest.mark.journey, pytest.mark.long]
NEED = "Blocking grips on upland peat with heather bales"


def shortlist_first(buyer: Person, name: str) -> str:
    """Describe the need, tick the firm, and make a shortlist. Returns its address."""
    sign_in = next(each for each in DEMO_SIGN_INS if each.kind == "buyer")
    buyer.sign_in(sign_in.email, sign_in.password)
    buyer.open("/requirements/describe")
    buyer.fill("What do you need?", NEED)
    buyer.fill("Say more in your own words", "We need heather bale dams in the grips of a blanket bog.")
    buyer.press("Continue")
    buyer.press("Save and rank suppliers")
    buyer.page.get_by_label(f"Add to shortlist: {name}").check()
    buyer.page.locator(".hub-match").nth(1).get_by_role("checkbox").check()
    buyer.press("Make a shortlist from the ticked suppliers")
    buyer.see(name)
    return buyer.page.url.removeprefix(buyer.address)


def test_a_person_takes_their_data_and_is_erased(person: Callable[..., Person], tmp_path: Path) -> None:
    owner, buyer = person(), person()
    register(owner, "Lindqvist Bog Works", "rosa@bog.example")
    shortlist = shortlist_first(buyer, "Lindqvist Bog Works")

    owner.open("/account/data")
    owner.page.get_by_label("Password", exact=True).fill(PASSWORD)
    with owner.page.expect_download() as download:
        owner.page.get_by_role("button", name="Download your data").click()
    file = tmp_path / "data.json"
    download.value.save_as(file)
    held = json.loads(file.read_text(encoding="utf-8"))["held"]
    assert held["person"][0]["email"] == "rosa@bog.example"
    assert held["memberships"][0]["organisation"] == "Lindqvist Bog Works"

    owner.click("erase your account")
    owner.page.get_by_label("Password", exact=True).fill("not my password at all")
    owner.press("Erase my account")
    owner.see("Check your password, and try again")
    owner.page.get_by_label("Password", exact=True).fill(PASSWORD)
    owner.press("Erase my account")
    owner.see("Your account is erased")
    expect(owner.page.get_by_role("button", name="Sign out")).to_have_count(0)
    owner.sign_in("rosa@bog.example", PASSWORD)
    owner.see("Check your email address and password, and try again")

    buyer.open(shortlist)
    names = buyer.page.locator(".hub-match__name").all_inner_texts()
    assert sum("an erased firm" in name for name in names) == 1, names
    assert "Lindqvist Bog" not in buyer.page.content()
    buyer.open("/search?q=heather+bale+dams+in+the+grips")
    assert "Lindqvist Bog Works" not in buyer.page.content()


def test_erasing_needs_no_javascript(person: Callable[..., Person]) -> None:
    owner = person(javascript=False)
    register(owner, "Lindqvist Fen Works", "rosa@fen.example")
    owner.open("/account/erase")
    owner.page.get_by_label("Password", exact=True).fill(PASSWORD)
    owner.press("Erase my account")
    owner.see("Your account is erased")


def test_the_notices_read_at_both_widths(person: Callable[..., Person]) -> None:
    visitor = person()
    visitor.open("/help/privacy")
    visitor.see("Privacy notice")
    visitor.click("See which they are")
    visitor.see("session")
    visitor.open("/help/accessibility")
    visitor.see("What was not tested")
