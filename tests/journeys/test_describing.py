"""A buyer starts from an example, is told what to look at, checks it without saving, and ranks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hub.demo.signins import DEMO_PASSWORD as PASSWORD
from tests.journeys.browsing import Person

pytestmark = [pytest.mark.journey, pytest.mark.long]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_buyer_starts_from_an_example_and_checks_it(
    person: Callable[..., Person], javascript: bool
) -> None:
    buyer = person(javascript=javascript)
    buyer.sign_in("buyer@demo.example", PASSWORD)
    buyer.open("/requirements/describe")
    buyer.page.get_by_text("Start from an example").click()
    buyer.click("Drain and sewer cleaning")
    buyer.see("Nothing is saved yet")
    buyer.fill("What do you need?", "Clear blocked drains at 9 schools")
    buyer.page.locator("main form button").last.click()

    buyer.see("Before you rank")
    buyer.see("No estimated value is given")
    buyer.see("By its word “must”")
    buyer.fill("Estimated value", "a lot")
    buyer.press("Check what I have written")
    buyer.see("There is a problem")
    buyer.fill("Estimated value", "20,000")
    buyer.press("Check what I have written")
    buyer.see("Nothing is saved yet")
    buyer.see("meet every must by what")
    assert "No estimated value is given" not in buyer.page.inner_text("main")
    buyer.press("Save and rank suppliers")
    buyer.see("Suppliers for “Clear blocked drains at 9 schools”")

    buyer.page.get_by_text("Sort or filter these suppliers").click()
    buyer.page.get_by_label("Sort by").select_option("size")
    buyer.tick("Only those with a price guide")
    buyer.press("Sort and filter")
    buyer.see("Sorted by size, smallest first")
    assert "sort=size" in buyer.page.url
    buyer.click("Show all by rank")
    assert "sort=size" not in buyer.page.url

    buyer.click("Change it")
    buyer.fill("Postcode where the work is", "DE1")
    buyer.press("Save and rank suppliers")
    buyer.click("Who is near Derby")
    buyer.see("Four meanings of local")
    buyer.fill("Near is within how many kilometres", "20")
    buyer.press("Show it for this distance")
    buyer.see("Within 20 km")
