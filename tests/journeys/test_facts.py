"""A business states facts with a document, where it works and its size; a buyer asks for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hub.demo.signins import DEMO_PASSWORD as PASSWORD
from tests.hub.facts.pdfs_made import make_pdf
from tests.journeys.browsing import Person

pytestmark = [pytest.mark.journey, pytest.mark.long]

CERTIFICATE = "ISO 22301 certificate"
OF_EACH_KIND = (
    *("employers_liability", "cyber_essentials", "backup", "deployment_model"),
    *("availability", "serves", "price_guide", "social_value", "social_value_words"),
)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_business_states_facts_with_a_document_and_the_figures_of_its_size(
    person: Callable[..., Person], tmp_path: Path, javascript: bool
) -> None:
    owner = person(javascript=javascript)
    owner.sign_in("supplier@demo.example", PASSWORD)
    owner.open("/business")
    owner.click("Add a certificate, insurance or other fact")
    owner.page.get_by_text("Other facts", exact=True).click()
    owner.look()
    facts = owner.page.url.removeprefix(owner.address)
    for name in OF_EACH_KIND:
        owner.open(f"{facts}/{name}")
    owner.open(facts)
    owner.click(f"Add {CERTIFICATE}")
    owner.fill("Who certified it", "Green Marks")
    owner.press("Save")
    add_document(owner, tmp_path)
    owner.open(f"{facts}/serves")
    owner.fill("Within how many kilometres", "60")
    owner.press("Save")
    state_size(owner)
    owner.click("How buyers see you")
    owner.see("orks within 60 km of its place")
    owner.see("European Commission’s definition")
    owner.open("/business")
    owner.click("Change the figures of your size")
    owner.click("Take the figures back")
    owner.press("Take the figures back")
    owner.click(f"Remove {CERTIFICATE}")
    owner.press("Remove the fact")


def add_document(owner: Person, folder: Path) -> None:
    owner.click(f"Document of {CERTIFICATE}", exact=True)
    owner.press("Add the document")
    owner.see("There is a problem")
    paper = folder / "certificate.pdf"
    paper.write_bytes(make_pdf())
    owner.page.locator("input[type=file]").set_input_files(paper)
    owner.press("Add the document")
    owner.see("Download the document")
    owner.click(f"Document of {CERTIFICATE}", exact=True)
    owner.click("remove it")
    owner.press("Remove the document")


def state_size(owner: Person) -> None:
    owner.click("State the figures of your size")
    owner.press("Save the figures")
    owner.see("There is a problem")
    owner.tick("No, it stands alone")
    owner.fill("Staff", "4")
    owner.fill("Turnover in a year", "180,000")
    for part, number in (("Day", "31"), ("Month", "3"), ("Year", "2025")):
        owner.page.get_by_label(part, exact=True).fill(number)
    owner.page.locator("input[name=vcse][value=none]").check()
    owner.press("Save the figures")
    owner.see("By them your business is micro")


def test_a_buyer_asks_for_the_facts_of_a_category_and_for_who_works_there(
    person: Callable[..., Person],
) -> None:
    buyer = person()
    buyer.sign_in("buyer@demo.example", PASSWORD)
    buyer.open("/requirements/describe")
    buyer.fill("What do you need?", "Hosting for our website")
    buyer.page.locator("main form button").first.click()
    buyer.look()
    buyer.page.locator("select[name=other_category]").select_option("cloud-hosting-firewall")
    buyer.press("Add this category")
    buyer.page.get_by_text("Ask for certificates, insurance or other facts").click()
    buyer.look()
    buyer.page.locator("select[name=facts-response_time-importance]").select_option("should")
    buyer.page.locator("input[name=facts-response_time-value]").fill("4")
    buyer.page.locator("select[name=serves]").select_option("must")
    buyer.press("Save and rank suppliers")
    buyer.see("Enter the postcode where the work is")
    buyer.page.locator("input[name=postcode]").fill("DE1 2FS")
    buyer.press("Save and rank suppliers")
    buyer.see("Works where the work is, DE1 2FS")
    buyer.see("First response within 4 hours, or sooner")
