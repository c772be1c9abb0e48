"""What requirements that exist ask for and a profile lacks, and a requirement tried against it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from hub.accounts.models import Organisation
from hub.categories.models import Category
from hub.database import utc_now
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Fact, Supplier
from tests.hub.matches.catalogue_made import counted_statements
from tests.hub.suppliers.suppliers_made import make_capability, make_list, make_owner, make_supplier
from tests.page_client import PageClient

Ask = Callable[..., Requirement]


@pytest.fixture
def categories(session: Session) -> dict[str, Category]:
    return make_list(session)


@pytest.fixture
def supplier(session: Session, categories: dict[str, Category]) -> Supplier:
    supplier = make_supplier(session, state="claimed")
    drains = categories["drain-cleaning"]
    make_capability(session, supplier, "Drain jetting", description="We jet drains.", category=drains)
    session.commit()
    return supplier


@pytest.fixture
def client(page_client: PageClient, session: Session, supplier: Supplier) -> PageClient:
    page_client.sign_in(make_owner(session, supplier))
    return page_client


@pytest.fixture
def ask(session: Session, categories: dict[str, Category]) -> Ask:
    """A public requirement under drain cleaning, unless told otherwise."""
    buyer = Organisation(kind="buyer", name="Harbour Council")

    def make(*criteria: Criterion, category: str = "drain-cleaning", **columns: Any) -> Requirement:
        requirement = Requirement(
            organisation=buyer,
            **{"title": "Blocked drains", "visibility": "public", "state": "open"} | columns,
            criteria=list(criteria),
            categories=[categories[category]],
        )
        session.add(requirement)
        session.commit()
        return requirement

    return make


def iso_9001(importance: str = "must") -> Criterion:
    return Criterion(text="ISO 9001, in date", importance=importance, fact="iso_9001", value=True)


def cover(pounds: float) -> Criterion:
    return Criterion(
        text=f"Cover of £{pounds:,.0f}", importance="should", fact="public_liability", value=pounds
    )


def told(client: PageClient, supplier: Supplier) -> list[str]:
    page = client.get(f"/business/{supplier.public_id}/health")
    return [" ".join(each.split()) for each in page.texts(".hub-missing__one")]


def test_nothing_is_missing_where_nobody_asks_for_anything(
    client: PageClient, supplier: Supplier, ask: Ask
) -> None:
    assert told(client, supplier) == []
    ask()
    assert told(client, supplier) == []


def test_what_most_requirements_ask_for_comes_first(
    client: PageClient, session: Session, supplier: Supplier, ask: Ask
) -> None:
    session.add(Fact(supplier=supplier, name="public_liability", value=1_000_000.0))
    ask(iso_9001(), cover(5_000_000), title="The first")
    ask(iso_9001("should"), title="The second")
    ask(cover(1_000_000), title="The third")
    first, second = told(client, supplier)
    assert first.startswith(
        "ISO 9001 certificate Asked for by 2 requirements, by 1 as a must: “ISO 9001, in date”. Your profile "
    )
    assert "For example The second." in first
    assert second.startswith(
        "Public liability insurance Asked for by 1 requirement: “Cover of £5,000,000”. Stated"
    )
    page = client.get(f"/business/{supplier.public_id}/health")
    assert page.one(f"main a[href='/business/{supplier.public_id}/facts/iso_9001']") is not None


def test_a_certificate_that_ran_out_is_missing(
    client: PageClient, session: Session, supplier: Supplier, ask: Ask
) -> None:
    session.add(Fact(supplier=supplier, name="iso_9001", value=True, expires_on=date(2020, 5, 3)))
    ask(iso_9001())
    assert "it ran out on 3 May 2020" in told(client, supplier)[0]


@pytest.mark.parametrize(
    "columns",
    [
        {"visibility": "private"},
        {"state": "draft"},
        {"category": "grounds-maintenance"},
        {"state": "closed", "closed_at": utc_now().replace(year=2020)},
    ],
)
def test_what_nobody_puts_to_the_supplier_now_is_not_listed(
    client: PageClient, supplier: Supplier, ask: Ask, columns: dict[str, Any]
) -> None:
    ask(iso_9001(), **columns)
    assert told(client, supplier) == []


def test_a_line_in_words_that_no_passage_speaks_about_is_listed(
    client: PageClient, supplier: Supplier, ask: Ask
) -> None:
    ask(
        Criterion(text="You must jet drains", importance="must"),
        Criterion(text="Zoological taxidermy", importance="should"),
    )
    assert told(client, supplier) == [
        "Zoological taxidermy Asked for by 1 requirement. No passage of yours speaks about it. "
        "For example Blocked drains."
    ]


def test_a_draft_under_a_category_that_is_asked_for_is_listed(
    client: PageClient, session: Session, supplier: Supplier, ask: Ask, categories: dict[str, Category]
) -> None:
    grounds = categories["grounds-maintenance"]
    draft = make_capability(session, supplier, "Mowing", state="draft", category=grounds)
    ask(category="grounds-maintenance")
    (only,) = told(client, supplier)
    assert only.startswith("Mowing Asked for by 1 requirement. It is a draft, and nothing else of yours")
    draft.state = "published"
    session.commit()
    assert told(client, supplier) == []


def test_a_hundred_requirements_take_as_many_statements_as_one(
    client: PageClient, supplier: Supplier, ask: Ask
) -> None:
    def statements() -> int:
        with client.app.app_context(), counted_statements() as sent:
            client.get(f"/business/{supplier.public_id}/health")
        return len(sent)

    ask(iso_9001(), Criterion(text="Camera surveys", importance="should"))
    statements()  # the index is read
    few = statements()
    for number in range(20):
        ask(iso_9001(), Criterion(text=f"Camera surveys {number}", importance="should"))
    statements()
    assert statements() == few


def test_a_tried_requirement_shows_what_is_found_and_what_is_not(
    client: PageClient, supplier: Supplier
) -> None:
    address = f"/business/{supplier.public_id}/try"
    assert client.get(address).heading == "Try a requirement against your profile"
    words = "Drains jetted\nYou must jet drains.\nYou should offer zoological taxidermy."
    page = client.get(address, query_string={"q": words})
    tags = [tag.strip() for tag in page.texts("main .hub-match__line .govuk-tag")]
    assert tags[1:] == ["Met", "Not stated"]
    assert page.texts("main mark")
    for word in ("rank", "point", "score", "band"):
        assert word not in " ".join(page.texts(".hub-match__lines")).casefold()
    assert page.values("main form")["q"].startswith("Drains jetted")


def test_an_empty_try_is_told_what_to_enter(client: PageClient, supplier: Supplier) -> None:
    page = client.get(f"/business/{supplier.public_id}/try?q=", status=400)
    assert page.errors == ["Enter a requirement"]


def test_a_profile_that_is_not_shown_is_held_against_nothing(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    supplier.state = "suspended"
    session.commit()
    page = client.get(f"/business/{supplier.public_id}/try?q=drains")
    assert "is not shown in the register" in page.text
