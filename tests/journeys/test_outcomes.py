"""A business reads what it answers to open requirements, and where it came in closed ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.browsing import Person

pytestmark = pytest.mark.journey
PASSWORD = "brass kettle orchard lane"


def test_a_business_reads_where_it_came_and_goes_to_the_form_that_changes_it(
    person: Callable[..., Person],
) -> None:
    owner = person()
    owner.sign_in("supplier@demo.example", PASSWORD)
    owner.open("/business")
    owner.click("Requirements in your categories")
    owner.click("Tablets for home visits")
    owner.see("1 of 3 musts met")
    owner.click("Back", exact=True)
    owner.click("Keep 240 school laptops working")
    owner.see("Left out by a must")
    owner.see("You would have been")
    owner.click("State it")
    owner.see("Professional indemnity insurance")


@pytest.mark.long
def test_a_buyer_closes_a_public_requirement_and_the_business_sees_its_rank(
    person: Callable[..., Person],
) -> None:
    buyer, owner = person(javascript=False), person(javascript=False)
    buyer.sign_in("buyer@demo.example", PASSWORD)
    buyer.open("/requirements")
    buyer.click("Tablets for home visits")
    buyer.press("Close it")
    owner.sign_in("supplier@demo.example", PASSWORD)
    owner.open("/business")
    owner.click("Requirements in your categories")
    owner.click("Tablets for home visits")
    owner.see("Where your business came")
    for _try in range(50):
        if owner.page.get_by_text("What would have altered it").count():
            break
        owner.page.wait_for_timeout(100)
        owner.page.reload()
    owner.look()
    owner.see("What would have altered it")
    buyer.press("Open it again")
    owner.page.reload()
    assert not owner.page.get_by_text("Where your business came").count()
