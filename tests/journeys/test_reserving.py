"""A buyer sees what the rules say of keeping a requirement for some, and whom that would leave out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hub.demo.signins import DEMO_PASSWORD as PASSWORD
from tests.journeys.browsing import Person

pytestmark = [pytest.mark.journey, pytest.mark.long]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_buyer_keeps_a_requirement_for_the_county_with_open_eyes(
    person: Callable[..., Person], javascript: bool
) -> None:
    buyer = person(javascript=javascript)
    buyer.sign_in("buyer@demo.example", PASSWORD)
    buyer.open("/requirements/describe")
    buyer.fill("What do you need?", "Clear blocked drains at DE1 2FS")
    buyer.page.locator("main form button").last.click()
    buyer.fill("Within how many kilometres", "60")
    buyer.press("Save and rank suppliers")
    buyer.click("The requirement line by line")
    buyer.see("Enter the estimated value")
    buyer.click("See who it may be kept for")
    buyer.see("No answer")

    buyer.page.get_by_text("See it for another value or another day").click()
    buyer.fill("Estimated value", "a lot")
    buyer.press("Show what the rules say")
    buyer.see("There is a problem")
    buyer.fill("Estimated value", "50,000")
    buyer.press("Show what the rules say")
    buyer.see("£50,000 is below the threshold of £207,720")
    buyer.see("but in ")
    buyer.see("Source: Local Government (Exclusion of Non-commercial Considerations) (England) Order 2026")

    buyer.click("the requirement", exact=True)
    buyer.fill("Estimated value", "50,000")
    buyer.tick("Only suppliers in the county of the postcode")
    buyer.fill("Why it is kept for them", "Below the threshold")
    buyer.press("Save and rank suppliers")
    buyer.see("Confirm that Derby is your own area")
    buyer.tick("The county is our own area")
    buyer.press("Save and rank suppliers")
    buyer.see("Only suppliers in Derby")

    buyer.click("The requirement line by line")
    buyer.see("What the rules said of who may supply")
    buyer.click("change what kind of organisation you are")
    buyer.press("Save the kind")
