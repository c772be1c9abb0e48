"""An adviser's day: from Today to a call, an action agreed, a file handed on and a report.

With `HUB_SCREENSHOTS` every page of it is kept as a picture at both widths.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from hub.demo.signins import DEMO_SIGN_INS, SignIn
from tests.journeys.browsing import Person
from tests.journeys.conftest import Site

pytestmark = [pytest.mark.journey, pytest.mark.long]
SIGN_INS: dict[str, SignIn] = {sign_in.kind: sign_in for sign_in in DEMO_SIGN_INS}
NEEDS = ("Hosting for our museum website", "IT support for our parks team")


def sign_in(person: Person, kind: str) -> None:
    person.sign_in(SIGN_INS[kind].email, SIGN_INS[kind].password)


def share_shortlists(buyer: Person) -> dict[str, list[str]]:
    """Two shortlists of a buyer's, shared with the hub: the suppliers of each by its title."""
    sign_in(buyer, "buyer")
    chosen = {}
    for need in NEEDS:
        buyer.open("/requirements/describe")
        buyer.fill("What do you need?", need)
        buyer.fill("Say more in your own words", "The supplier must answer calls out of hours.")
        buyer.press("Continue")
        buyer.press("Save and rank suppliers")
        cards = buyer.page.locator(".hub-match")
        chosen[need] = [cards.nth(at).locator(".hub-match__name a").inner_text() for at in range(3)]
        for at in range(3):
            cards.nth(at).get_by_role("checkbox").check()
        buyer.press("Make a shortlist from the ticked suppliers")
        buyer.press("Share with the hub’s advisers")
    return chosen


def fill_day(person: Person, group: str, day: date) -> None:
    fields = person.page.get_by_role("group", name=group)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        fields.get_by_label(part, exact=True).fill(str(number))


def work_through_today(adviser: Person) -> None:
    """Take the first new profile, log the call that it asks for, and finish the item."""
    adviser.click("Today")
    adviser.open("/advice/today?kind=profile")
    with adviser.page.expect_navigation():
        adviser.page.get_by_role("button", name="Take it").first.click()
    adviser.look()
    adviser.open("/advice/today?whose=mine")
    with adviser.page.expect_navigation():
        adviser.page.locator("tbody th a").first.click()
    adviser.look()
    adviser.click("Log a contact with the firm")
    adviser.press("Log the contact")
    adviser.see("There is a problem")
    fill_day(adviser, "Day of the contact", date.today())
    adviser.page.get_by_label("How it took place").select_option("call")
    adviser.tick("Medium")
    adviser.fill("Hours", "1.5")
    adviser.fill("What it was about", "Read the profile together; it will add its certificate.")
    adviser.press("Log the contact")
    adviser.see("1.5")
    adviser.open("/advice/today?whose=mine")
    with adviser.page.expect_navigation():
        adviser.page.locator("tbody th a").first.click()
    adviser.look()
    adviser.fill("What you did", "Rang the firm")
    adviser.press("Mark it as done")
    adviser.see("done")


def take_figures_down(adviser: Person) -> None:
    fill_day(adviser, "Day of the figures", date.today() - timedelta(days=10))
    adviser.fill("Jobs", "12.5")
    adviser.fill("Turnover", "850,000")
    adviser.page.get_by_role("radio").first.check()
    adviser.press("Save the figures")
    adviser.see("850,000")


def hand_shortlists_on(adviser: Person, chosen: dict[str, list[str]], folder: Path) -> None:
    """Two as one workbook, whose sheets hold what the pages show."""
    adviser.click("Shared shortlists")
    for need in NEEDS:
        adviser.page.get_by_label(f"Take {need}").check()
    with adviser.page.expect_download() as download:
        adviser.page.get_by_role("button", name="Take the ticked ones").click()
    file = folder / "shortlists.xlsx"
    download.value.save_as(file)
    book = CalamineWorkbook.from_path(str(file))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    cells = {str(cell) for sheet in sheets for row in sheet for cell in row}
    assert set(NEEDS) <= cells
    assert {name for names in chosen.values() for name in names} <= cells
    adviser.open("/advice/exports")
    adviser.see("XLSX")


def make_a_link(adviser: Person, reader: Person, names: list[str]) -> None:
    """Somebody without an account reads the shortlist until the adviser takes the link back."""
    adviser.click("Shared shortlists")
    adviser.click(NEEDS[0])
    adviser.click("Links for people without an account")
    adviser.fill("Who is it for?", "Kim Hill, head of museums")
    adviser.press("Make the link")
    address = adviser.page.locator(".govuk-inset-text").inner_text().strip()
    path = address[address.index("/shared/") :]
    reader.open(path)
    for name in names:
        reader.see(name)
    adviser.click("Back", exact=True)
    with adviser.page.expect_navigation():
        adviser.page.get_by_role("button", name="Take back").first.click()
    adviser.look()
    reader.open(path)
    reader.see("This link does not open anything")


def test_from_todays_first_item_to_the_report(
    person: Callable[..., Person], site: Site, tmp_path: Path
) -> None:
    assert site.app.test_cli_runner().invoke(args=["find-unlocks"]).exit_code == 0
    chosen = share_shortlists(person())
    adviser, reader = person(), person()
    sign_in(adviser, "adviser")
    adviser.open("/advice/today")
    work_through_today(adviser)
    adviser.open("/advice/firms")
    adviser.click("Find", role="button", exact=True)
    with adviser.page.expect_navigation():
        adviser.page.locator(".hub-firms__name").first.click()
    adviser.look()
    firm = adviser.page.url.removeprefix(adviser.address)
    adviser.open(f"{firm}/figures")
    take_figures_down(adviser)
    adviser.click("More", exact=True)
    adviser.click("Improve once, win many")
    hand_shortlists_on(adviser, chosen, tmp_path)
    make_a_link(adviser, reader, chosen[NEEDS[0]])
    adviser.click("More", exact=True)
    adviser.click("Supply and demand")
    adviser.click("Reports")
    adviser.click("Last quarter")
    with adviser.page.expect_download() as download:
        adviser.page.get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "report.csv")
    assert "Firms helped" in (tmp_path / "report.csv").read_text(encoding="utf-8-sig")
    adviser.open("/advice/decisions")
    adviser.press("Sign out")
