"""A buyer records a ranking, reads it as it stood and chooses from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.browsing import Person
from tests.journeys.test_buyer_and_adviser import choose_three, describe_and_rank, sign_in

pytestmark = pytest.mark.journey


def test_from_a_ranked_page_to_a_shortlist_of_a_recorded_ranking(person: Callable[..., Person]) -> None:
    buyer = person()
    sign_in(buyer, "buyer")
    describe_and_rank(buyer, "Hosting for the county archive")
    buyer.press("Rank and record")
    buyer.see("Recorded ranking for")
    buyer.page.get_by_text("Musts, weights and versions").click()
    buyer.see("The seed of the lot is")
    buyer.look()
    recorded = buyer.page.url
    buyer.click("The whole order in one table")
    buyer.page.goto(recorded)
    names = choose_three(buyer)
    shown = " ".join(card.inner_text() for card in buyer.page.locator(".hub-match__name").all())
    assert all(name in shown for name in names)
    buyer.page.goto(recorded)
    buyer.click("The ranking as it is now")
    buyer.page.get_by_text("Recorded rankings of this requirement").click()
    buyer.look()


def test_ranking_needs_no_javascript(person: Callable[..., Person]) -> None:
    buyer = person(javascript=False)
    sign_in(buyer, "buyer")
    describe_and_rank(buyer, "Hosting for the county museum")
    buyer.press("Rank and record")
    choose_three(buyer)
    buyer.see("Shortlist for")
