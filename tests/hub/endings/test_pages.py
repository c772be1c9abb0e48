"""A buyer says how it ended; the firms that were considered read their own result, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.accounts.actors import actor_of
from hub.matches.recording import record_run
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Removal
from tests.hub.endings.endings_made import FORM, PUBLISHED, Made, award, ending_of, make_closed, published
from tests.hub.matches.catalogue_made import counted_statements, make_firm
from tests.hub.requirements.requirements_made import make_requirement
from tests.page_client import PageClient
from tests.people import make_member


@pytest.fixture
def made(session: Session) -> Made:
    return make_closed(session)


@pytest.fixture
def buyer(page_client: PageClient, made: Made) -> PageClient:
    page_client.sign_in(made.buyer)
    return page_client


def signed_in(app: Flask, user: object) -> PageClient:
    client = PageClient(app)
    client.sign_in(user)  # type: ignore[arg-type]
    return client


def result(app: Flask, made: Made) -> str:
    return signed_in(app, made.owner).get(made.result).text


def test_closing_can_say_how_it_ended(session: Session, page_client: PageClient) -> None:
    made = make_closed(session, visibility="private")
    page_client.sign_in(made.buyer)
    assert page_client.get(made.address).select(f"a[href='{made.address}/ending']")
    page_client.submit(f"{made.address}/ending", {"version": "0", "how": "cancelled", "reason": "No money"})
    page = page_client.get(made.address)
    assert "How it ended Cancelled No money" in page.text
    assert "Cancelled" in page_client.get("/requirements").text
    assert session.get_one(Requirement, made.requirement.id, populate_existing=True).state == "closed"


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({}, "Select how it ended"),
        ({"how": "lost"}, "Select one of the listed answers"),
        ({"how": "unsuitable"}, "Enter why nothing was suitable"),
        ({"how": "cancelled", "reason": "x" * 2001}, "Why must be 2,000 characters or fewer"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    session: Session, buyer: PageClient, made: Made, answers: dict[str, str], error: str
) -> None:
    page = buyer.post(f"{made.address}/ending", {"version": "0"} | answers, 400)
    assert error in page.errors
    assert ending_of(session, made.requirement) is None


def test_a_stale_form_shows_both(session: Session, buyer: PageClient, made: Made) -> None:
    first = {"version": "0", "how": "unsuitable", "reason": "Theirs"}
    buyer.submit(f"{made.address}/ending", first)
    page = buyer.post(f"{made.address}/ending", {"version": "0", "how": "cancelled", "reason": "Ours"}, 409)
    assert "Saved meanwhile: Nothing suitable Theirs" in page.text
    assert page.values()["reason"] == "Ours"
    assert (ending_of(session, made.requirement) or made).how == "unsuitable"  # type: ignore[union-attr]
    buyer.submit(f"{made.address}/ending", page.values() | {"how": "cancelled"})
    assert (ending_of(session, made.requirement) or made).how == "cancelled"  # type: ignore[union-attr]


def test_awarded_leads_to_who_won_and_says_nothing_before(
    session: Session, buyer: PageClient, made: Made
) -> None:
    landed = buyer.submit(f"{made.address}/ending", {"version": "0", "how": "awarded", "reason": ""})
    assert landed == f"{made.address}/winner"
    assert ending_of(session, made.requirement) is None
    page = buyer.get(f"{landed}?name=our+drains")
    (link,) = [each for each in page.select("main a") if each.text == "Our Drains"]
    form = buyer.get(link.get("href"))
    assert form.values()["title"] == "Blocked drains"
    buyer.submit(f"{made.address}/awards/add", form.values() | FORM)
    page = buyer.get(made.address)
    assert "Awarded to Our Drains" in page.text
    assert "£12,000, without VAT" in page.text
    assert published(session) == []


def test_the_shortlisted_are_offered_first_and_a_firm_by_its_name_last(
    session: Session, buyer: PageClient, made: Made, app: Flask
) -> None:
    assert "On your shortlists" not in buyer.get(f"{made.address}/winner").text
    run = record_run(session, made.requirement, actor_of(made.buyer)).run
    entry = ShortlistEntry(supplier=made.firm, supplier_name="Our Drains", position=1, rank=1, score=0.5)
    entry.band, entry.verdicts, entry.evidence = 1, [], []
    session.add(
        Shortlist(
            organisation=made.requirement.organisation,
            requirement=made.requirement,
            run=run,
            entries=[entry],
        )
    )
    session.commit()
    page = buyer.get(f"{made.address}/winner")
    assert page.texts("h2")[:2] == ["On your shortlists", "First in your latest recorded ranking"]
    page = buyer.get(f"{made.address}/winner?name=Zeal+Castle")
    (link,) = [each for each in page.select("main a") if "Another firm" in each.text_content()]
    form = buyer.get(link.get("href"))
    assert form.values()["supplier_name"] == "Zeal Castle"
    buyer.submit(f"{made.address}/awards/add", form.values() | FORM | PUBLISHED)
    (contract,) = published(session)
    assert "Gullies of the ring road" in buyer.get(f"/suppliers/{contract.supplier.public_id}").text
    buyer.get(f"{made.address}/winner?name=", 400)
    buyer.get(f"{made.address}/awards/add?supplier=zzzzzzzzzzzz", 404)


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"title": ""}, "Enter what the contract is for"),
        ({"value": "a lot"}, "Value must be an amount of pounds, like 12,500 or 980.50"),
        ({"vat": ""}, "Select whether VAT is in the value"),
        ({"awarded_on-year": "2090"}, "Award date must be today or in the past"),
        ({"awarded_on-day": ""}, "Award date must include a day"),
        (
            {"ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2026"},
            "End must be the same day as the start or later",
        ),
        ({"supplier_name": ""}, "Enter the name of the firm"),
        ({"supplier_name": "!!"}, "Enter a business name with letters or numbers in it"),
    ],
)
def test_a_wrong_award_is_none(
    session: Session, buyer: PageClient, made: Made, answers: dict[str, str], error: str
) -> None:
    page = buyer.post(f"{made.address}/awards/add", FORM | {"supplier_name": "Zeal"} | answers, 400)
    assert error in page.errors
    assert ending_of(session, made.requirement) is None


def test_what_cannot_be_published_is_told_beside_the_tick_and_nothing_is_kept(
    session: Session, buyer: PageClient, made: Made
) -> None:
    session.add(Removal(supplier_name="Zeal", name_key="zeal", state="removed"))
    session.commit()
    page = buyer.post(f"{made.address}/awards/add", FORM | PUBLISHED | {"supplier_name": "Zeal"}, 400)
    assert "leave the award unpublished" in page.errors[0]
    assert ending_of(session, made.requirement) is None


def test_an_award_is_corrected_and_a_stale_form_shows_both(
    session: Session, buyer: PageClient, made: Made
) -> None:
    found = award(session, made, made.firm, published=True)
    address = f"{made.address}/awards/{found.public_id}"
    seen = buyer.get(address).values()
    assert (seen["value"], seen["vat"], seen["published"]) == ("12000", "excluded", "y")
    buyer.submit(address, seen | {"value": "15000", "vat": "included"})
    (contract,) = published(session)
    assert (contract.value, contract.vat) == (Decimal(15_000), "included")
    page = buyer.post(address, seen | {"value": "99"}, 409)
    assert "£15,000, VAT included" in page.one("#theirs").text_content()
    assert page.values()["value"] == "99"
    assert published(session)[0].value == Decimal(15_000)


def test_an_award_is_withdrawn_after_it_was_asked(session: Session, buyer: PageClient, made: Made) -> None:
    found = award(session, made, made.firm, published=True)
    address = f"{made.address}/awards/{found.public_id}/withdraw"
    assert "no search counts it any more" in buyer.get(address).text
    assert len(published(session)) == 1
    buyer.submit(address)
    assert published(session) == []
    assert "Still being assessed" in buyer.get(made.address).text


def test_with_awards_it_neither_opens_nor_ends_otherwise(
    session: Session, buyer: PageClient, made: Made
) -> None:
    award(session, made, made.firm)
    version = str((ending_of(session, made.requirement) or made).version)  # type: ignore[union-attr]
    page = buyer.post(f"{made.address}/ending", {"version": version, "how": "cancelled", "reason": ""}, 400)
    assert "Withdraw its awards first" in page.errors[0]
    buyer.submit(f"{made.address}/open")
    assert "Withdraw its awards first" in buyer.get(made.address).text
    assert session.get_one(Requirement, made.requirement.id, populate_existing=True).state == "closed"


def test_opened_again_nothing_is_said_of_its_end(
    app: Flask, session: Session, buyer: PageClient, made: Made
) -> None:
    buyer.submit(f"{made.address}/ending", {"version": "0", "how": "cancelled", "reason": ""})
    assert "The buyer cancelled it" in result(app, made)
    buyer.submit(f"{made.address}/open")
    assert ending_of(session, made.requirement) is None
    assert "How it ended" not in result(app, made)


def test_considered_firms_read_their_own_result_and_no_private_thing(
    app: Flask, session: Session, buyer: PageClient, made: Made
) -> None:
    assert "The buyer has not said yet how it ended" in result(app, made)
    award(session, made, made.rival)
    told = result(app, made)
    assert "It was awarded to another supplier." in told
    assert not [each for each in ("Rival", "12,000", "ring road") if each in told]
    listed = signed_in(app, made.owner).get(f"/business/{made.firm.public_id}/requirements").text
    assert "Awarded to another supplier" in listed
    assert "Rival" not in listed
    award(session, made, made.firm, title="Lot two")
    assert "It was awarded to your business, and to others." in result(app, made)


def test_a_published_winner_is_named_and_a_reason_is_not_told(
    app: Flask, session: Session, buyer: PageClient, made: Made
) -> None:
    award(session, made, made.rival, published=True)
    assert "The buyer has published the award to Rival 0." in result(app, made)


def test_the_reason_of_nothing_suitable_stays_with_the_buyer_and_the_hub(
    app: Flask, session: Session, buyer: PageClient, made: Made
) -> None:
    buyer.submit(f"{made.address}/ending", {"version": "0", "how": "unsuitable", "reason": "Rival is slow"})
    told = result(app, made)
    assert "found nothing suitable" in told
    assert "slow" not in told
    assert "Rival is slow" in signed_in(app, make_member(session, "hub")).get(made.address).text


def test_a_draft_has_no_ending(session: Session, page_client: PageClient) -> None:
    owner = make_member(session, "buyer")
    draft = make_requirement(session, owner, state="draft")
    page_client.sign_in(owner)
    page_client.get(f"/requirements/{draft.public_id}/ending", 404)


def test_the_history_says_who_did_what(session: Session, buyer: PageClient, made: Made) -> None:
    buyer.submit(f"{made.address}/awards/add", FORM | {"supplier_name": "Zeal"})
    told = buyer.get(f"{made.address}/history").texts(".hub-history__event")
    assert "An owner recorded to whom the requirement was awarded" in told[0]
    assert "Award added" in told[0]


def test_pages_ask_as_often_however_many_awards_there_are(
    app: Flask, session: Session, buyer: PageClient, made: Made
) -> None:
    owner = signed_in(app, made.owner)
    counts = []
    for number in (1, 12):
        for at in range(number):
            winner = make_firm(session, f"Winner {number} {at}", "Drains: Drains")
            session.commit()
            award(session, made, winner, published=at % 2 == 0)
        with app.app_context(), counted_statements() as sent:
            for client, address in ((buyer, made.address), (buyer, "/requirements"), (owner, made.result)):
                client.get(address)
        counts.append(len(sent))
    assert counts[0] == counts[1]
