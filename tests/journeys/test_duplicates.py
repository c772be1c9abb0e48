"""An adviser tells two firms apart, merges the two records of one, and takes the merger back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hub.database import open_session
from hub.demo.signins import DEMO_SIGN_INS
from hub.suppliers.models import Capability, Contract, Fact, Supplier
from hub.suppliers.naming import name_key
from tests.journeys.browsing import Person
from tests.journeys.conftest import Site

pytestmark = [pytest.mark.journey, pytest.mark.long]
ADVISER = next(each for each in DEMO_SIGN_INS if each.kind == "adviser")


def make_record(site: Site, name: str, **columns: str) -> str:
    """An unclaimed record with something of everything; its public id."""
    with site.app.app_context(), open_session(writes=True) as writing:
        supplier = Supplier(name=name, name_key=name_key(name), state="unclaimed", **columns)
        supplier.capabilities = [Capability(title=f"Roofs by {name}", description="We mend roofs")]
        supplier.contracts = [Contract(title="Roof of a school", source="ocds", source_key=name)]
        supplier.facts = [Fact(name="iso_9001", value=True, body=name)]
        writing.add(supplier)
        writing.commit()
        return supplier.public_id


@pytest.mark.parametrize("javascript", [True, False])
def test_an_adviser_merges_two_records_and_takes_it_back(
    person: Callable[..., Person], site: Site, javascript: bool
) -> None:
    mark = "Quillfeather" if javascript else "Pellinghurst"
    kept = make_record(site, f"{mark} Roofing Ltd", website=f"https://{mark.lower()}.example")
    merged = make_record(site, f"{mark}s Roofing", postcode="NN1 1AA")
    make_record(site, f"Tarnbeck{mark[0]} Catering Ltd")
    make_record(site, f"Tarnbek{mark[0]} Catering", postcode="NN1 1AA")

    adviser = person(javascript=javascript)
    adviser.sign_in(ADVISER.email, ADVISER.password)
    adviser.open("/")
    adviser.click("More", exact=True)
    adviser.click("Firms listed twice")
    adviser.click(f"Tarnbeck{mark[0]} Catering Ltd and Tarnbek{mark[0]} Catering")
    adviser.press("They are two firms")
    adviser.see("stay two records")
    adviser.click(f"{mark} Roofing Ltd and {mark}s Roofing")
    adviser.see("For one firm")
    adviser.tick(f"{mark} Roofing Ltd")
    adviser.press("Merge the two records")
    adviser.see("You can undo it")
    adviser.open(f"/suppliers/{merged}")
    assert adviser.page.url.endswith(f"/suppliers/{kept}")
    adviser.see(f"Roofs by {mark}s Roofing")

    adviser.open("/advice/duplicates/merged")
    adviser.click(f"Undo the merger of {mark}s Roofing into {mark} Roofing Ltd")
    adviser.see("both records will be as they were")
    adviser.press("Undo the merger")
    adviser.see("The merger is undone.")
    adviser.open(f"/suppliers/{merged}")
    assert adviser.page.url.endswith(f"/suppliers/{merged}")
