"""The page of two or three firms together: who meets which must, what to ask, and lots."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.places.models import Place
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Fact, Supplier
from tests.hub.matches.catalogue_made import counted_statements, make_firm, make_many
from tests.hub.requirements.requirements_made import make_places, make_requirement
from tests.page_client import PageClient
from tests.people import make_member

WINDOWS, LUNCHES = "Window cleaning by rope", "School catering with hot lunches"


def must(text: str, position: int, **columns: Any) -> Criterion:
    return Criterion(text=text, importance="must", position=position, **columns)


def made(session: Session, *more: Criterion, **columns: Any) -> tuple[Requirement, dict[str, Supplier]]:
    """A requirement for windows and lunches, and two firms of which each does one."""
    firms = {
        "panes": make_firm(session, "Panes Ltd", f"Windows: {WINDOWS}", size="small"),
        "lunch": make_firm(session, "Lunch Ltd", f"Lunches: {LUNCHES}", size="micro"),
        "other": make_firm(session, "Other Ltd", "Payroll: Payslips and pensions", size="small"),
    }
    buyer = make_member(session, "buyer")
    lines = [must("Window cleaning", 0), must("School catering", 1), *more]
    requirement = make_requirement(session, buyer, title="Cleaning and catering", criteria=lines, **columns)
    return requirement, firms


def sign_in(page_client: PageClient, session: Session, requirement: Requirement) -> str:
    """As who made it. The address of the page."""
    page_client.sign_in(session.get_one(User, requirement.created_by_id))
    return f"/requirements/{requirement.public_id}/together"


def test_the_ranked_page_leads_to_two_firms_that_meet_the_musts_together(
    session: Session, page_client: PageClient
) -> None:
    requirement, _ = made(session)
    address = sign_in(page_client, session, requirement)
    link = page_client.get(f"/requirements/{requirement.public_id}/matches").one(f"a[href='{address}']")
    assert link.text_content() == "Two or three firms together"
    page = page_client.get(address)
    assert page.heading == "Two or three firms together for “Cleaning and catering”"
    assert (
        "No supplier in the register meets all 2 musts. Two firms together are the fewest that do."
        in page.text
    )
    (heading,) = page.texts("h2[id^=set]")
    assert heading in ("1. Lunch Ltd and Panes Ltd", "1. Panes Ltd and Lunch Ltd")
    windows, lunches = page.texts(".hub-set tbody tr")
    assert "Window cleaning" in windows
    assert "Panes Ltd" in windows
    assert "Window cleaning by rope" in windows
    assert "Lunch Ltd" not in windows
    assert "School catering with hot lunches" in lunches
    assert "Other Ltd" not in page.text


def test_where_one_firm_meets_all_the_ranked_page_says_nothing_of_others(
    session: Session, page_client: PageClient
) -> None:
    requirement, _ = made(session)
    make_firm(session, "Both Ltd", f"Windows: {WINDOWS}", f"Lunches: {LUNCHES}")
    session.commit()
    address = sign_in(page_client, session, requirement)
    ranked = page_client.get(f"/requirements/{requirement.public_id}/matches")
    assert ranked.select(f"a[href='{address}']") == []
    page = page_client.get(address)
    assert "1 supplier meets every must alone." in page.text
    assert page.select(".hub-set") == []


def test_silence_is_marked_to_be_asked_and_only_where_no_set_does_without(
    session: Session, page_client: PageClient
) -> None:
    requirement, firms = made(session, must("ISO 9001", 2, fact="iso_9001", value=True))
    firms["lunch"].facts = [Fact(name="iso_9001", value=False)]
    session.commit()
    address = sign_in(page_client, session, requirement)
    page = page_client.get(address)
    assert "As far as they say, no two or three do together either." in page.text
    assert "Not stated: ask Panes Ltd" in page.texts(".hub-set tbody tr")[2]
    assert page.texts(".hub-set .govuk-tag")[0] == "1 thing to ask"
    make_firm(session, "Sure Ltd", f"Windows: {WINDOWS}").facts = [Fact(name="iso_9001", value=True)]
    session.commit()
    page = page_client.get(address)
    assert "ask" not in " ".join(page.texts(".hub-set"))
    assert "Sure Ltd" in page.texts(".hub-set tbody tr")[2]


def test_each_firm_must_be_in_the_area_itself(session: Session, page_client: PageClient) -> None:
    make_places(session)
    derby, stafford = (
        session.scalars(select(Place).where(Place.code == code)).one() for code in ("DE1", "ST16")
    )
    near = must("Within 30 km", 2, fact="area", value=30)
    requirement, firms = made(session, near, place=derby)
    firms["panes"].place, firms["lunch"].place = derby, stafford
    session.commit()
    address = sign_in(page_client, session, requirement)
    assert "Lunch Ltd" not in page_client.get(address).text
    firms["lunch"].place = derby
    session.commit()
    page = page_client.get(address)
    place = page.texts(".hub-set tbody tr")[2]
    assert "(each of them)" in place
    assert "Lunch Ltd" in place
    assert "Panes Ltd" in place


def test_lots_are_shown_with_the_smes_before_and_after(session: Session, page_client: PageClient) -> None:
    requirement, _ = made(session)
    for at in range(2):
        make_firm(session, f"Shine {at} Ltd", f"Windows: {WINDOWS}", size="micro")
    make_firm(session, "Vast plc", f"Lunches: {LUNCHES}", size="large")
    session.commit()
    page = page_client.get(sign_in(page_client, session, requirement))
    rows = [[cell.text_content().strip() for cell in row] for row in page.select("#lots ~ table tbody tr")]
    assert rows == [
        ["Lot 1", "Window cleaning", "0", "3", "3"],
        ["Lot 2", "School catering", "0", "1", "1"],
    ]
    assert "In 2 lots, 4 more of them could bid for at least one." in page.text


def test_a_must_that_no_sme_meets_is_named(session: Session, page_client: PageClient) -> None:
    requirement, _ = made(session, must("Underwater welding", 2))
    page = page_client.get(sign_in(page_client, session, requirement))
    assert page.texts("section[aria-labelledby=lots] ul")[0] == "Underwater welding"
    assert len(page.select("#lots ~ table tbody tr")) == 2


def test_one_must_cannot_be_shared(session: Session, page_client: PageClient) -> None:
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, criteria=[must("Window cleaning", 0)])
    page_client.sign_in(buyer)
    assert (
        "nothing that firms could share"
        in page_client.get(f"/requirements/{requirement.public_id}/together").text
    )
    assert "Two or three firms" not in page_client.get(f"/requirements/{requirement.public_id}/matches").text


def test_nobody_at_all_says_what_to_do(session: Session, page_client: PageClient) -> None:
    lines = [must(text, at) for at, text in enumerate(("Zzzz", "Yyyy", "Xxxx", "Wwww", "Vvvv"))]
    requirement, _ = made(session, *lines)
    page = page_client.get(sign_in(page_client, session, requirement))
    assert "No three firms of the register meet the musts together" in page.text


def test_a_withdrawn_supplier_is_in_no_set(session: Session, page_client: PageClient) -> None:
    requirement, firms = made(session)
    address = sign_in(page_client, session, requirement)
    assert "Lunch Ltd" in page_client.get(address).text
    firms["lunch"].state = "withdrawn"
    session.commit()
    assert "Lunch Ltd" not in page_client.get(address).text


def test_statements_do_not_grow_with_the_sets(session: Session, page_client: PageClient) -> None:
    requirement, _ = made(session)
    address = sign_in(page_client, session, requirement)
    sent = []
    for more in (0, 20):
        make_many(session, more)
        for at in range(more):
            make_firm(session, f"Shine {at} Ltd", f"Windows: {WINDOWS}")
        session.commit()
        page_client.get(address)
        with counted_statements() as statements:
            page = page_client.get(address)
        sent.append(len(statements))
    assert len(page.select(".hub-set")) == 10
    assert sent[0] == sent[1]
