"""A business takes its things along, withdraws its profile, shows it again, and goes for good."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.browsing import Person
from tests.journeys.test_business import PASSWORD, register

pytestmark = [pytest.mark.journey, pytest.mark.long]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_business_leaves(person: Callable[..., Person], javascript: bool) -> None:
    name = f"Harrow Heather {'Script' if javascript else 'Plain'}"
    owner = person(javascript=javascript)
    register(owner, name, f"rosa@{name.rsplit(maxsplit=1)[-1].lower()}-heather.example")
    owner.open("/business")
    owner.click("Download all you entered, or leave the hub")
    for link in ("For a spreadsheet program", "For other programs"):
        with owner.page.expect_download() as taken:
            owner.page.get_by_role("link", name=link).click()
        assert taken.value.path().stat().st_size > 100
    owner.press("Withdraw the profile")
    owner.see("Your profile is withdrawn")
    owner.open("/search?q=sphagnum+on+upland+peat")
    assert name not in owner.page.inner_text("main")
    owner.open("/business")
    owner.click("show it again")
    owner.press("Show it again")
    owner.click("Delete the record")
    owner.see("What stays")
    owner.press("Delete the record for good")
    assert owner.page.get_by_role("alert").count(), "the password is asked for"
    owner.page.get_by_label("Password", exact=True).fill(PASSWORD)
    owner.press("Delete the record for good")
    owner.see("The business’s record is deleted")
    owner.open(f"/suppliers/find?name={name.replace(' ', '+')}")
    owner.see("No firm found for")
