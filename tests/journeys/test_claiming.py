"""A person claims a record, an adviser confirms, and a second claimant is told that they lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from hub.database import open_session
from hub.demo.signins import DEMO_SIGN_INS
from hub.suppliers.models import Supplier
from tests.journeys.browsing import Person
from tests.journeys.conftest import Site

pytestmark = [pytest.mark.journey, pytest.mark.long]
PASSWORD = "nine slow herons waded"
ADVISER = next(each for each in DEMO_SIGN_INS if each.kind == "adviser")


def unclaimed_record(site: Site) -> tuple[str, str]:
    """Public id and name of a record that no firm has claimed."""
    with site.app.app_context(), open_session(writes=False) as reading:
        unclaimed = select(Supplier).where(Supplier.state == "unclaimed").order_by(Supplier.id)
        record = reading.scalars(unclaimed).first()
        assert record is not None, "the demo holds unclaimed records"
        return record.public_id, record.name


def create_account(person: Person, name: str, email: str) -> None:
    """From the sign-in page that a signed-out person was led to."""
    with person.page.expect_navigation():
        person.page.locator("main").get_by_role("link", name="Create an account").click()
    person.look()
    person.fill("Your name", name)
    person.fill("Email address", email)
    person.page.get_by_label("Password", exact=True).fill(PASSWORD)
    person.tick("I run a business")
    person.press("Create account")
    person.follow_mail(email, "Confirm your email address")
    person.press("Confirm my email address")


def claim(person: Person, public_id: str, name: str, email: str) -> None:
    person.open(f"/suppliers/{public_id}")
    person.click("Is this your business? Claim it")
    create_account(person, name, email)
    person.see("Claim this record")
    person.press("Send your claim")
    assert person.page.get_by_role("alert").count(), "an empty claim is refused in words"
    person.tick("It has none")
    person.fill("How can the hub check", "Ring the office")
    person.press("Send your claim")
    person.see("Waiting: an adviser of the hub will decide")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_claims_a_record_and_a_second_claimant_is_told(
    person: Callable[..., Person], site: Site, javascript: bool
) -> None:
    public_id, name = unclaimed_record(site)
    first, second = person(javascript=javascript), person(javascript=javascript)
    suffix = "js" if javascript else "plain"
    claim(first, public_id, "Rosa Lindqvist", f"rosa-{suffix}@claims.example")
    claim(second, public_id, "Bo Harker", f"bo-{suffix}@claims.example")

    adviser = person(javascript=javascript)
    adviser.sign_in(ADVISER.email, ADVISER.password)
    adviser.open("/advice/decisions")
    adviser.see("2 people claim this record")
    adviser.click("Decide this claim of Rosa Lindqvist")
    adviser.see("Bo Harker")
    adviser.press("Confirm the claim")
    assert adviser.page.get_by_role("alert").count(), "a decision needs its reason"
    adviser.fill("Your reason", "I rang the office and asked for you.")
    adviser.press("Confirm the claim")
    adviser.see("is confirmed")
    adviser.open(f"/suppliers/{public_id}/history")
    adviser.see("decided a claim on the record")

    first.open("/business/claims")
    first.see("Confirmed: the record is yours.")
    first.click("Go to the business’s desk")
    assert first.page.locator("h1").inner_text() == name
    first.click("What was changed, and by whom")
    second.open("/business/claims")
    second.see("Not confirmed: another person’s claim on this record was.")
    second.open(f"/suppliers/{public_id}/claim")
    second.see("ask its owner to invite you")


def test_a_buyer_reads_who_looked_at_a_requirement(person: Callable[..., Person]) -> None:
    buyer = next(each for each in DEMO_SIGN_INS if each.kind == "buyer")
    someone = person()
    someone.sign_in(buyer.email, buyer.password)
    someone.open("/requirements")
    someone.page.locator("main table a").first.click()
    someone.look()
    someone.click("What was changed, and who looked at it")
    someone.see("Who of the hub looked")
