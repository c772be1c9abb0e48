"""An adviser finds the fact that would bring a firm most, agrees it, and prints the plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.journeys.browsing import Person
from tests.journeys.conftest import Site

pytestmark = pytest.mark.journey
PASSWORD = "brass kettle orchard lane"


@pytest.mark.long
def test_an_adviser_agrees_what_a_firm_gains_next_and_prints_the_plan(
    person: Callable[..., Person], site: Site
) -> None:
    result = site.app.test_cli_runner().invoke(args=["find-unlocks"])
    assert result.exit_code == 0, result.output
    adviser = person()
    adviser.sign_in("adviser@demo.example", PASSWORD)
    adviser.open("/advice/unlocks")
    firm = adviser.page.locator("tbody th a").first.inner_text()
    adviser.click("Change the hours that a fact takes")
    adviser.press("Save the hours")
    assert adviser.page.get_by_role("alert").count(), "hours that are missing are refused in words"
    adviser.click("Back", exact=True)
    adviser.click(firm)
    adviser.page.get_by_role("link", name="Agree it with the firm").first.click()
    adviser.look()
    for part, number in (("Day", "1"), ("Month", "3"), ("Year", str(date.today().year + 1))):
        adviser.fill(part, number)
    adviser.press("Put it into the plan")
    adviser.see("is in the plan of")
    adviser.click("The plan to print")
    adviser.see("Who checks it")
    adviser.page.emulate_media(media="print")
    assert not adviser.page.get_by_text("Print this page with your browser").is_visible()
    adviser.page.emulate_media(media="screen")
    adviser.click("Back", exact=True)
    adviser.press("Mark as done")
    adviser.see("is done")
