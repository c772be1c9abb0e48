"""A buyer awards a requirement and publishes it; the winner's profile and a search show it; a firm reads its
own result."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.browsing import Person

pytestmark = pytest.mark.journey
PASSWORD = "brass kettle orchard lane"
WORK = "Quokka enclosure glazing at the Zeal wildlife park"


@pytest.mark.long
def test_a_buyer_awards_and_publishes_and_everybody_reads_what_is_theirs(
    person: Callable[..., Person],
) -> None:
    buyer, owner = person(), person(javascript=False)
    owner.sign_in("supplier@demo.example", PASSWORD)
    owner.open("/business")
    name = owner.page.locator("h1").inner_text()

    buyer.sign_in("buyer@demo.example", PASSWORD)
    buyer.open("/requirements")
    buyer.click("Tablets for home visits", exact=True)
    shown = buyer.page.url.removeprefix(buyer.address)
    buyer.click("Say how it ended, and close it")
    buyer.tick("Awarded")
    buyer.press("Save")
    buyer.fill("Name or company number", name)
    buyer.press("Find")
    buyer.click(name, exact=True)
    buyer.fill("What the contract is for", WORK)
    buyer.fill("Value (optional)", "48,000")
    buyer.press("Save the award")
    buyer.see("Select whether VAT is in the value")
    buyer.tick("Without VAT")
    for part, text in (("day", "2"), ("month", "3"), ("year", "2026")):
        buyer.page.locator(f"#awarded_on-{part}").fill(text)
    buyer.press("Save the award")
    buyer.see(f"Awarded to {name}")
    buyer.look()

    owner.click("Requirements in your categories")
    owner.see("Awarded to your business")
    owner.click("Tablets for home visits", exact=True)
    owner.see("It was awarded to your business.")
    owner.look()
    owner.open("/search?q=quokka+enclosure+glazing")
    assert not owner.page.get_by_text(WORK).count()

    buyer.click("Correct")
    buyer.tick("Publish this award")
    buyer.press("Save the award")
    buyer.see("The award was saved.")
    buyer.click(name, exact=True)
    buyer.see(WORK)
    buyer.see("£48,000")
    buyer.look()
    owner.page.reload()
    assert owner.page.locator("main").get_by_role("link", name=name).count()

    buyer.open(shown)
    buyer.click("Withdraw")
    buyer.press("Withdraw it")
    buyer.see("Still being assessed")
    owner.page.reload()
    assert not owner.page.get_by_text(WORK).count()
    buyer.press("Open it again")
    buyer.see("The requirement is open again.")
