"""A buyer describes a need, reads the reasons and chooses; an adviser downloads the choice."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from hub.demo.signins import DEMO_SIGN_INS, SignIn
from tests.journeys.browsing import Person

pytestmark = pytest.mark.journey
SIGN_INS: dict[str, SignIn] = {sign_in.kind: sign_in for sign_in in DEMO_SIGN_INS}
BRIEF = (
    "Our library website is slow and goes down at weekends. We need somebody to host it and look after it.\n"
    "The supplier must answer calls out of hours. Backups should be tested every month.\n"
    "Cyber Essentials would be welcome."
)


def sign_in(person: Person, kind: str) -> None:
    person.sign_in(SIGN_INS[kind].email, SIGN_INS[kind].password)


def describe_and_rank(buyer: Person, title: str) -> None:
    buyer.open("/requirements/describe")
    buyer.fill("What do you need?", title)
    buyer.fill("Say more in your own words", BRIEF)
    buyer.press("Continue")
    lines = [box.input_value() for box in buyer.page.locator("textarea[name^=lines]").all()]
    assert any("out of hours" in line for line in lines), lines
    buyer.press("Save and rank suppliers")


def choose_three(buyer: Person) -> list[str]:
    """Tick the first three and make the shortlist; returns their names."""
    cards = buyer.page.locator(".hub-match")
    names = [cards.nth(n).locator(".hub-match__name a").inner_text() for n in range(3)]
    for n in range(3):
        cards.nth(n).get_by_role("checkbox").check()
    buyer.press("Make a shortlist from the ticked suppliers")
    return names


def test_from_a_need_to_an_advisers_file(person: Callable[..., Person], tmp_path: Path) -> None:
    buyer = person()
    sign_in(buyer, "buyer")
    describe_and_rank(buyer, "Hosting and support for our library website")
    first = buyer.page.locator(".hub-match").first
    assert first.locator(".govuk-tag").count() >= 2, "each line has its verdict"
    assert first.locator("blockquote").count() >= 1, "the evidence is quoted"
    names = choose_three(buyer)

    buyer.page.get_by_label(re.compile("Why .* was chosen")).first.fill("=They know libraries")
    buyer.press("Save order and reasons")
    buyer.press("Move down")
    order = [card.inner_text() for card in buyer.page.locator(".hub-match__name").all()]
    assert names[1] in order[0]
    assert names[0] in order[1]
    buyer.press("Share with the hub’s advisers")

    adviser = person()
    sign_in(adviser, "adviser")
    adviser.click("Shared shortlists")
    adviser.click("Hosting and support for our library website")
    with adviser.page.expect_download() as download:
        adviser.page.get_by_role("button", name="Plain table (CSV)").click()
    file = tmp_path / "shortlist.csv"
    download.value.save_as(file)
    text = file.read_text(encoding="utf-8-sig")
    assert names[0] in text
    assert not [
        cell for row in csv.reader(StringIO(text)) for cell in row if cell.startswith(("=", "+", "@"))
    ]
    adviser.open("/advice/decisions")


@pytest.mark.long
def test_where_nobody_fits_alone_firms_are_put_together(person: Callable[..., Person]) -> None:
    buyer = person()
    sign_in(buyer, "buyer")
    buyer.open("/requirements/describe")
    buyer.fill("What do you need?", "Cleaning and catering for our schools")
    buyer.fill(
        "Say more in your own words",
        "The supplier must clean windows at height.\nThe supplier must cook hot school lunches.\n"
        "The supplier must clear blocked drains.",
    )
    buyer.press("Continue")
    buyer.press("Save and rank suppliers")
    buyer.click("Two or three firms together")
    sets = buyer.page.locator(".hub-set")
    assert sets.count() >= 1
    assert sets.first.locator("tbody tr").count() == 3, "every must has its row"
    assert sets.first.locator("blockquote").count() >= 2, "what proves it is quoted"
    assert all(cell.inner_text().strip() for cell in sets.first.locator("tbody td").all())
    summary = sets.last.locator("summary")
    summary.focus()
    buyer.page.keyboard.press("Enter")
    buyer.look()
    buyer.see("Lots")
    buyer.click("Back to the ranking")


def test_a_need_that_nobody_fits_says_so(person: Callable[..., Person]) -> None:
    visitor = person()
    visitor.open("/search?q=zzqxv")
    assert visitor.page.locator(".hub-match").count() == 0
    visitor.open("/search?q=")
    visitor.open("/nothing-here")
    visitor.see("Page not found")


@pytest.mark.long
def test_describing_and_choosing_need_no_javascript(person: Callable[..., Person]) -> None:
    buyer = person(javascript=False)
    sign_in(buyer, "buyer")
    describe_and_rank(buyer, "Web hosting for the museum")
    choose_three(buyer)
    buyer.see("Shortlist for")


@pytest.mark.long
def test_every_menu_page_of_every_person_is_clean(person: Callable[..., Person]) -> None:
    for kind in (None, "supplier", "buyer", "adviser"):
        someone = person()
        if kind:
            sign_in(someone, kind)
        someone.open("/")
        links = someone.page.locator("nav[aria-label=Menu] a, footer a").all()
        for address in [link.get_attribute("href") for link in links]:
            someone.open(address or "/")
