"""A firm's page, the checks of its facts, and its consent."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.clients.consenting import what_holds
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.contacts.models import FirmContact
from hub.facts.kinds import FACT_KINDS
from hub.formatters import format_day
from hub.links.models import ShortlistLink
from hub.matches.models import Matching, NearMiss, OpenMatch
from hub.suppliers.models import Fact, Supplier
from hub.unlocking.models import PlannedAction
from tests.hub.exports.exports_made import Counter
from tests.hub.matches.catalogue_made import counted_statements
from tests.hub.suppliers.suppliers_made import make_owner, make_supplier
from tests.hub.unlocking.unlocks_made import FORM_KEY, ask
from tests.page_client import PageClient
from tests.people import make_member, make_organisation

TODAY = date.today()
DAY = {f"on_day-{part}": str(getattr(TODAY, part)) for part in ("day", "month", "year")}


@pytest.fixture
def firm(session: Session) -> Supplier:
    firm = make_supplier(session, "Kestrel Drains Ltd", state="claimed")
    firm.facts.append(Fact(name="iso_9001", value=True, body="A body"))
    session.commit()
    return firm


@pytest.fixture
def adviser(session: Session, page_client: PageClient, firm: Supplier) -> User:
    user = make_member(session, "hub")
    page_client.sign_in(user)
    return user


def check(page_client: PageClient, firm: Supplier, **changes: str) -> None:
    address = f"/advice/firms/{firm.public_id}/facts/iso_9001/check"
    sent = {"how": "issuer", "note": "Rang them", "form_key": FORM_KEY}
    sent |= {"stood": page_client.get(address).values()["stood"]} if "stood" not in changes else {}
    page_client.submit(address, sent | DAY | changes)


@pytest.mark.usefixtures("adviser")
def test_a_firm_is_found_by_name_place_and_state(page_client: PageClient) -> None:
    for query, found in (("name=kestrel", True), ("state=suspended", False), ("place=ZZ99", False)):
        assert ("Kestrel Drains Ltd" in page_client.get(f"/advice/firms?{query}").text) == found


def test_a_check_is_shown_to_buyers_with_its_day_and_without_a_name(
    session: Session, page_client: PageClient, adviser: User, firm: Supplier
) -> None:
    public = f"/suppliers/{firm.public_id}"
    name, words = adviser.name or adviser.email, f"Checked by an adviser, {format_day(TODAY)}"
    session.commit()
    assert "Declared by the supplier" in page_client.get(public).text
    for _twice in range(2):
        check(page_client, firm)
    assert len(session.scalars(select(FactCheck)).all()) == 1
    session.commit()
    own = page_client.get(f"/advice/firms/{firm.public_id}").text
    assert words in own
    assert name in own
    assert "Rang them" in own
    shown = page_client.get(public).text
    assert words in shown
    assert "Rang them" not in shown
    firm.facts[0].body = "Another body"
    session.commit()
    shown = page_client.get(public).text
    assert words not in shown
    assert "before it changed" in shown


@pytest.mark.usefixtures("adviser")
def test_a_check_taken_back_is_shown_no_more(
    session: Session, page_client: PageClient, firm: Supplier
) -> None:
    check(page_client, firm)
    held = session.scalars(select(FactCheck)).one()
    address = f"/advice/firms/{firm.public_id}/checks/{held.public_id}/take-back"
    session.commit()
    page_client.submit(address, {"reason": "It was another firm’s"})
    assert "Declared by the supplier" in page_client.get(f"/suppliers/{firm.public_id}").text


def test_an_owner_reads_and_withdraws_what_an_adviser_recorded(
    session: Session, page_client: PageClient, adviser: User, firm: Supplier
) -> None:
    sent = {"purpose": "results", "partner": "", "act": "given", "how": "phone", "note": "Asked in May"}
    address = f"/advice/firms/{firm.public_id}/consent/record"
    page_client.submit(address, sent | {"form_key": FORM_KEY} | DAY)
    owner = make_owner(session, firm)
    page_client.sign_out()
    page_client.sign_in(owner)
    own = f"/business/{firm.public_id}/consent"
    page = page_client.get(own).text
    assert "Asked in May" in page
    assert (adviser.name or adviser.email) not in page
    session.commit()
    page_client.submit(f"{own}/results/withdraw", {})
    acts = session.scalars(select(ConsentEntry.act).order_by(ConsentEntry.id)).all()
    assert acts == ["given", "withdrawn"]


@pytest.mark.usefixtures("adviser")
def test_a_check_of_a_fact_that_changed_meanwhile_is_refused(
    session: Session, page_client: PageClient, firm: Supplier
) -> None:
    address = f"/advice/firms/{firm.public_id}/facts/iso_9001/check"
    sent = {"how": "issuer", "note": "", "form_key": FORM_KEY} | DAY
    stood = page_client.get(address).values()["stood"]
    firm.facts[0].number = "8"
    session.commit()
    response = page_client.client.post(address, data=sent | {"stood": stood})
    assert response.status_code == 409
    assert "was changed while you looked" in response.get_data(as_text=True)
    assert session.scalars(select(FactCheck)).all() == []
    assert page_client.get(address).values()["stood"] != stood


def test_consent_to_a_partner_is_withdrawn_by_name_and_what_was_shared_is_read(
    session: Session, page_client: PageClient, adviser: User, firm: Supplier
) -> None:
    about = f"/advice/firms/{firm.public_id}"
    sent = {"purpose": "partner", "act": "given", "how": "writing", "note": ""} | DAY
    for number, partner in enumerate(("North Trust", "South Trust")):
        key = f"{FORM_KEY[:-1]}{number}"
        page_client.submit(f"{about}/consent/record", sent | {"partner": partner, "form_key": key})
    shared = {"shared_with": "North Trust", "what": "The whole record", "ground": "consent"} | DAY
    page_client.submit(f"{about}/sharing/record", shared | {"form_key": FORM_KEY})
    assert (adviser.name or adviser.email) in page_client.get(f"{about}/consent").text
    owner = make_owner(session, firm)
    page_client.sign_out()
    page_client.sign_in(owner)
    own = f"/business/{firm.public_id}/consent"
    assert "The whole record" in page_client.get(own).text
    session.commit()
    page_client.submit(f"{own}/partner/withdraw?partner=North+Trust", {})
    held = {each.partner: each.holds for each in what_holds(session.scalars(select(ConsentEntry)).all())}
    assert (held["North Trust"], held["South Trust"]) == (False, True)


def test_files_and_links_of_the_hub_are_in_the_record_for_advisers_alone(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    counter = Counter(app, page_client, session)
    counter.take("csv")
    shortlist = counter.desk.shortlist()
    link = {"token_hash": "0" * 64, "recipient": "A panel", "by_hub": True, "ends_on": TODAY}
    session.add(ShortlistLink(shortlist_id=shortlist.id, **link))
    supplier = session.scalars(
        select(Supplier).where(Supplier.name_key == "ash hosting"),
    ).one()
    session.commit()
    page = counter.client.get(f"/advice/firms/{supplier.public_id}/consent").text
    assert "took a shortlist that it is on as a file" in page
    assert "A panel" in page
    supplier.organisation, supplier.state = make_organisation(session, "supplier"), "claimed"
    session.flush()
    owner = make_owner(session, supplier)
    own = PageClient(app)
    own.sign_in(owner)
    session.commit()
    page = own.get(f"/business/{supplier.public_id}/consent").text
    assert "A panel" not in page
    assert "as a file" not in page


@pytest.mark.usefixtures("adviser")
def test_a_firms_page_takes_as_many_statements_for_much_as_for_little(
    app: Flask, session: Session, page_client: PageClient, firm: Supplier
) -> None:
    sent = []
    for more in range(2):
        names = [kind.name for kind in FACT_KINDS.values() if kind.kind == "certificate"] if more else []
        for name in (each for each in names if each != "iso_9001"):
            firm.facts.append(Fact(name=name, value=True))
            session.flush()
        for _each in range(1 + 8 * more):
            requirement = ask(session)
            session.add(
                Matching(
                    requirement_id=requirement.id,
                    requirement_version=1,
                    catalogue_version=1,
                    matched_on=TODAY,
                )
            )
            session.flush()
            values = {"supplier_id": firm.id, "score": 0.5, "band": 1}
            session.add(OpenMatch(requirement_id=requirement.id, position=1, **values))
            missed = {"requirement_id": requirement.id, "criterion": requirement.criteria[0].public_id}
            session.add(NearMiss(supplier_id=firm.id, score=0.5, **missed))
        held = {"supplier_id": firm.id, "stood": "0" * 64, "how": "visit", "checked_on": TODAY}
        session.add_all([FactCheck(fact=fact.name, **held) for fact in firm.facts])
        for each in range(1 + 8 * more):
            _add_one_of_each(session, firm, f"Trust {more} {each}")
        session.commit()
        page_client.get(f"/advice/firms/{firm.public_id}")  # the index takes the change in
        counts = []
        for part in ("", "/matches", "/near-misses", "/consent", "/facts/iso_9001/check"):
            with app.app_context(), counted_statements() as statements:
                page_client.get(f"/advice/firms/{firm.public_id}{part}")
            counts.append(len(statements))
        sent.append(counts)
    assert sent[0] == sent[1]


def _add_one_of_each(session: Session, firm: Supplier, partner: str) -> None:
    """A planned action, consent, something shared, a contact, and something that happened."""
    of_day = {"supplier_id": firm.id, "on_day": TODAY}
    told = {"told": "", "steps": "", "checker": "", "due_on": TODAY}
    contact = {"day": TODAY, "channel": "call", "intensity": "light", "quarters": 1, "about": "Plans"}
    session.add_all(
        [
            PlannedAction(supplier_id=firm.id, fact="iso_9001", value=True, **told),
            ConsentEntry(purpose="partner", partner=partner, act="given", how="phone", **of_day),
            SharingEntry(shared_with=partner, what="The record", ground="consent", **of_day),
            FirmContact(supplier_id=firm.id, **contact),
        ]
    )
    firm.trading_name = partner
    session.flush()
