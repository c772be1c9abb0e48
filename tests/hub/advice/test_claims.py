"""Advisers decide claims: one wins, everybody is told, and what changed meanwhile is said in words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import actor_of
from hub.accounts.models import Membership, Organisation, User
from hub.database import open_session, utc_now
from hub.duplicates.models import SupplierMerger
from hub.mail.delivering import deliver_waiting
from hub.mail.models import Message
from hub.suppliers.claiming import ClaimError, confirm_claim
from hub.suppliers.models import Claim, Contract, Removal, Supplier
from tests.hub.suppliers.claims_made import make_claim, make_claimant, make_record
from tests.hub.suppliers.suppliers_made import make_owner, make_supplier
from tests.page_client import PageClient
from tests.people import make_member

YES = {"decision": "confirm", "answer": "I rang the office and asked for you"}
NO = {"decision": "decline", "answer": "The office does not know you"}


@pytest.fixture
def record(session: Session) -> Supplier:
    return make_record(session, website="https://www.harbour-lights.example")


@pytest.fixture
def adviser(page_client: PageClient, session: Session) -> PageClient:
    page_client.sign_in(make_member(session, "hub"))
    return page_client


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What would go out: recipient, subject and body."""
    found: list[tuple[str, str, str]] = []

    def keep(mail: object) -> None:
        found.append((mail["To"], mail["Subject"], mail.get_content()))  # type: ignore[index,attr-defined]

    monkeypatch.setattr("hub.mail.posting.current_post", lambda: keep)
    return found


def address(claim: Claim) -> str:
    return f"/advice/claims/{claim.public_id}"


def kept(model: type) -> list:
    with open_session(writes=False) as reading:
        return list(reading.scalars(select(model).order_by(model.id)))


def send_waiting(found: list[tuple[str, str, str]]) -> None:
    """Deliver what a request queued and whose answer nobody closed."""
    deliver_waiting(
        lambda: open_session(writes=True),
        lambda mail: found.append((mail["To"], mail["Subject"], mail.get_content())),
        "Hub <no-reply@hub.example>",
    )


def test_the_list_shows_each_record_once_with_what_matches(
    adviser: PageClient, session: Session, record: Supplier
) -> None:
    make_claim(session, record, make_claimant(session, email="ada@harbour-lights.example"))
    make_claim(session, record, make_claimant(session, "Bo Sentinel", email="bo@gmail.com"))
    make_claim(session, make_record(session, "Elm Roofing Ltd"))
    page = adviser.get("/advice/decisions")
    assert page.text.count("2 people claim this record") == 1
    assert "Address matches the website: both are of harbour-lights.example" in page.text
    assert "The claimant’s address is one that anybody can have" in page.text
    assert "waiting less than a day" in page.text
    assert len(page.select("a[href^='/advice/claims/']")) == 3


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (("01234567", "01234567"), "Company number 01234567 is the record’s"),
        (("01234567", "SC555555"), "the claimant gives SC555555, the record holds 01234567"),
        (("01234567", ""), "has no company number; the record holds 01234567"),
        ((None, "01234567"), "gives company number 01234567; the record holds none"),
        ((None, ""), "no company number, and the record holds none"),
    ],
)
def test_the_adviser_sees_how_the_numbers_compare(
    adviser: PageClient, session: Session, record: Supplier, numbers: tuple[str | None, str], words: str
) -> None:
    record.company_number, given = numbers
    claim = make_claim(session, record, company_number=given)
    assert words in adviser.get(address(claim)).text


def test_an_address_nobody_confirmed_proves_nothing(
    adviser: PageClient, session: Session, record: Supplier
) -> None:
    claimant = make_claimant(session, email="ada@harbour-lights.example")
    claimant.confirmed_at = None
    text = adviser.get(address(make_claim(session, record, claimant))).text
    assert "is not confirmed, so it proves nothing" in text
    assert "matches the website" not in text


def test_a_claim_is_shown_beside_its_rivals_and_a_request_for_removal(
    adviser: PageClient, session: Session, record: Supplier
) -> None:
    first = make_claim(session, record, proof="Ring the office")
    make_claim(session, record, make_claimant(session, "Bo Sentinel"), proof="Ask Companies House")
    session.add(
        Removal(
            supplier=record,
            supplier_name=record.name,
            name_key=record.name_key,
            reason="It closed",
            email="lee@closed.example",
        )
    )
    session.commit()
    page = adviser.get(address(first))
    for words in ("Ring the office", "Ask Companies House", "It closed", "lee@closed.example"):
        assert words in page.text
    assert "2 people claim this record: decide that first" in adviser.get("/advice/decisions").text


def test_what_was_decided_waits_for_nobody_and_is_no_rival(
    adviser: PageClient, session: Session, record: Supplier
) -> None:
    waiting = make_claim(session, record, proof="Ring the office")
    over = make_claim(session, record, make_claimant(session, "Bo Sentinel"), proof="Ask at the door")
    adviser.submit(address(over), NO)
    assert "people claim this record" not in adviser.get("/advice/decisions").text
    assert adviser.get("/advice/decisions").select(f"a[href='{address(over)}']") == []
    assert "Ask at the door" not in adviser.get(address(waiting)).text


def test_a_claim_on_another_record_is_no_rival(
    adviser: PageClient, session: Session, record: Supplier
) -> None:
    claim = make_claim(session, record)
    other = make_record(session, "Elm Roofing Ltd")
    make_claim(session, other, make_claimant(session, "Bo Sentinel"), proof="Ask at the yard")
    assert "Ask at the yard" not in adviser.get(address(claim)).text


def test_only_the_claimants_own_suppliers_are_told_as_owned(
    adviser: PageClient, session: Session, record: Supplier
) -> None:
    claim = make_claim(session, record)
    namesake = make_supplier(session, record.name)
    make_owner(session, namesake)
    assert "The claimant already owns" not in adviser.get(address(claim)).text
    session.add(Membership(user_id=claim.user_id, organisation=namesake.organisation, role="owner"))
    session.commit()
    assert f"The claimant already owns {record.name}" in adviser.get(address(claim)).text


def test_the_record_itself_is_not_told_as_another_of_its_number(
    adviser: PageClient, session: Session, record: Supplier
) -> None:
    record.company_number = "01234567"
    claim = make_claim(session, record, company_number="01234567")
    assert "belongs to another supplier" not in adviser.get(address(claim)).text
    other = make_supplier(session, "Harbour Lighting Ltd", company_number="07654321")
    claim.company_number = "07654321"
    session.commit()
    page = adviser.get(address(claim))
    assert f"belongs to another supplier of the register: {other.name}" in page.text


def test_a_confirmed_claimant_owns_the_record_with_its_contracts(
    adviser: PageClient, app: Flask, session: Session, record: Supplier
) -> None:
    claimant = make_claimant(session)
    claim = make_claim(session, record, claimant)
    assert adviser.submit(address(claim), YES) == "/advice/decisions"
    assert "is confirmed" in adviser.get("/advice/decisions").text
    (membership,) = [each for each in kept(Membership) if each.user_id == claimant.id]
    supplier = next(each for each in kept(Supplier) if each.id == record.id)
    assert (membership.role, membership.organisation_id) == ("owner", supplier.organisation_id)
    assert (supplier.state, supplier.company_number) == ("claimed", "01234567")
    organisation = next(each for each in kept(Organisation) if each.id == supplier.organisation_id)
    assert (organisation.kind, organisation.name) == ("supplier", record.name)
    assert len([each for each in kept(Contract) if each.supplier_id == record.id]) == 1
    owner = PageClient(app)
    owner.sign_in(claimant)
    assert owner.get("/business").heading == record.name
    assert "I rang the office" in owner.get("/business/claims").text


def test_the_records_own_number_stands(adviser: PageClient, session: Session, record: Supplier) -> None:
    record.company_number = "SC555555"
    adviser.submit(address(make_claim(session, record)), YES)
    assert "SC555555" in {each.company_number for each in kept(Supplier)}


def test_all_other_claims_on_the_record_lose_and_everybody_is_told(
    adviser: PageClient, app: Flask, session: Session, record: Supplier, mails: list[tuple[str, str, str]]
) -> None:
    winner, loser, noise = (make_claimant(session, name) for name in ("Ada", "Bo", "Cy"))
    claim = make_claim(session, record, winner)
    make_claim(session, record, loser)
    make_claim(session, make_record(session, "Elm Roofing Ltd"), noise)
    adviser.submit(address(claim), YES)
    send_waiting(mails)
    assert [each.state for each in kept(Claim)] == ["confirmed", "lost", "asked"]
    told = {recipient: (subject, body) for recipient, subject, body in mails}
    assert set(told) == {winner.email, loser.email}
    assert told[winner.email][0] == f"Your claim on {record.name} is confirmed"
    assert YES["answer"] in told[winner.email][1]
    assert f"/business/{record.public_id}" in told[winner.email][1]
    assert told[loser.email][0] == f"Your claim on {record.name} was not confirmed"
    assert "Ada" not in told[loser.email][1]
    client = PageClient(app)
    client.sign_in(loser)
    assert "Not confirmed: another person’s claim" in client.get("/business/claims").text


def test_a_declined_claimant_reads_why_and_may_claim_again(
    adviser: PageClient, app: Flask, session: Session, record: Supplier, mails: list[tuple[str, str, str]]
) -> None:
    claimant = make_claimant(session)
    adviser.submit(address(make_claim(session, record, claimant)), NO)
    send_waiting(mails)
    ((recipient, subject, body),) = mails
    assert (recipient, subject) == (claimant.email, f"Your claim on {record.name} was declined")
    assert NO["answer"] in body
    assert kept(Supplier)[-1].state == "unclaimed"
    client = PageClient(app)
    client.sign_in(claimant)
    assert NO["answer"] in client.get("/business/claims").text
    assert client.get(f"/suppliers/{record.public_id}/claim").select("main form")


@pytest.mark.parametrize("answer", ["", "x" * 2001])
def test_a_decision_needs_a_reason(
    adviser: PageClient, session: Session, record: Supplier, answer: str
) -> None:
    claim = make_claim(session, record)
    for decision in ("confirm", "decline"):
        page = adviser.post(address(claim), {"decision": decision, "answer": answer})
        assert "reason" in page.errors[0]
    adviser.post(address(claim), {"decision": "perhaps", "answer": "Yes"}, status=400)
    assert (kept(Claim)[0].state, kept(Message)) == ("asked", [])


def test_a_claim_is_decided_once(adviser: PageClient, session: Session, record: Supplier) -> None:
    claim = make_claim(session, record)
    adviser.submit(address(claim), NO)
    assert "declined already" in adviser.post(address(claim), YES, status=409).errors[0]
    assert kept(Claim)[0].state == "declined"


@pytest.mark.parametrize("state", ["claimed", "suspended", "withdrawn"])
def test_a_record_that_is_no_longer_unclaimed_is_not_given_away(
    adviser: PageClient, session: Session, record: Supplier, state: str
) -> None:
    claim = make_claim(session, record)
    record.state = state
    session.commit()
    assert "not unclaimed any more" in adviser.post(address(claim), YES, status=409).errors[0]
    adviser.submit(address(claim), NO)
    assert [each.state for each in kept(Claim)] == ["declined"]


def test_a_claim_on_a_record_removed_since_can_only_be_declined(
    adviser: PageClient, session: Session, record: Supplier
) -> None:
    claim = make_claim(session, record)
    session.delete(record)
    session.commit()
    assert "no longer in the register" in adviser.get(address(claim)).text
    adviser.get("/advice/decisions")
    assert "removed or merged since" in adviser.post(address(claim), YES, status=409).errors[0]
    adviser.submit(address(claim), NO)
    assert kept(Claim)[0].state == "declined"


def test_a_claim_withdrawn_meanwhile_says_so(adviser: PageClient, session: Session, record: Supplier) -> None:
    claim = make_claim(session, record)
    claim.state, claim.decided_at = "withdrawn", utc_now()
    session.commit()
    assert "has withdrawn this claim" in adviser.post(address(claim), YES, status=409).errors[0]


def test_nobody_decides_their_own_claim(page_client: PageClient, session: Session, record: Supplier) -> None:
    adviser = make_member(session, "hub")
    claim = make_claim(session, record, adviser)
    page_client.sign_in(adviser)
    assert "Ask another adviser" in page_client.post(address(claim), YES, status=409).errors[0]
    assert kept(Claim)[0].state == "asked"


def test_the_adviser_is_told_of_what_the_claimant_owns_already(
    adviser: PageClient, session: Session, record: Supplier
) -> None:
    registered = make_supplier(session, "HARBOUR LIGHTS LIMITED")
    owner = make_owner(session, registered)
    other = make_supplier(session, "Other of that number", company_number="01234567")
    page = adviser.get(address(make_claim(session, record, owner)))
    assert "The claimant already owns HARBOUR LIGHTS LIMITED" in page.text
    assert f"belongs to another supplier of the register: {other.name}" in page.text


@pytest.mark.parametrize("kind", ["supplier", "buyer"])
def test_nobody_else_sees_or_decides_claims(
    page_client: PageClient, session: Session, record: Supplier, kind: str
) -> None:
    claim = make_claim(session, record, proof="Secret words")
    page_client.sign_in(make_member(session, kind))
    assert "Secret words" not in page_client.get(address(claim), status=403).source
    page_client.post(address(claim), YES, status=403)
    assert kept(Claim)[0].state == "asked"


def test_of_two_advisers_at_once_one_wins_and_the_other_is_told(
    app: Flask, session: Session, record: Supplier
) -> None:
    claims = [make_claim(session, record, make_claimant(session, name)) for name in ("Ada", "Bo")]
    advisers = [make_member(session, "hub") for _ in claims]
    clients = [PageClient(app) for _ in claims]
    for client, adviser in zip(clients, advisers, strict=True):
        client.sign_in(adviser)
    barrier = Barrier(2)

    def confirm(number: int) -> tuple[int, str]:
        barrier.wait()
        answer = clients[number].client.post(address(claims[number]), data=YES)
        return answer.status_code, answer.text

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(confirm, range(2)))
    assert sorted(status for status, _text in answers) == [303, 409]
    beaten = next(text for status, text in answers if status == 409)
    assert "Another claim on this record was confirmed before you decided" in beaten
    assert sorted(each.state for each in kept(Claim)) == ["confirmed", "lost"]
    owners = [each for each in kept(Membership) if each.role == "owner"]
    winner = next(each for each in kept(Claim) if each.state == "confirmed")
    assert [each.user_id for each in owners] == [winner.user_id]
    assert len([each for each in kept(Organisation) if each.kind == "supplier"]) == 1


def test_of_many_who_confirm_at_once_exactly_one_wins(app: Flask, session: Session, record: Supplier) -> None:
    """By the verb itself, each in a session of its own that has read its claim before the others decide."""
    claims = [make_claim(session, record, make_claimant(session, f"Person {n}")) for n in range(6)]
    adviser: User = make_member(session, "hub")
    actor = actor_of(adviser)
    session.rollback()
    barrier = Barrier(len(claims))

    def confirm(number: int) -> bool:
        with app.app_context():
            barrier.wait()
            with open_session(writes=True) as own:
                try:
                    confirm_claim(own, own.get_one(Claim, claims[number].id), actor, answer="Yes")
                except ClaimError:
                    return False
                own.commit()
                return True

    with ThreadPoolExecutor(len(claims)) as pool:
        assert sorted(pool.map(confirm, range(len(claims)))) == [False] * 5 + [True]
    assert sorted(each.state for each in kept(Claim)) == ["confirmed", *["lost"] * 5]


def test_a_record_claimed_for_a_registered_business_becomes_part_of_it(
    adviser: PageClient, session: Session, record: Supplier, mails: list[tuple[str, str, str]]
) -> None:
    firm = make_supplier(session, "Harbour Lighting", state="claimed")
    owner = make_owner(session, firm)
    award = record.contracts[0]
    rival = make_claim(session, record)
    claim = make_claim(session, record, owner, joins=firm)
    assert "is merged into it with its contracts" in adviser.get(address(claim)).text
    adviser.submit(address(claim), YES)
    session.expire_all()
    assert (claim.state, rival.state) == ("confirmed", "lost")
    assert (award.supplier, firm.organisation, record.state) == (firm, firm.organisation, "withdrawn")
    assert adviser.redirect(f"/suppliers/{record.public_id}") == f"/suppliers/{firm.public_id}"
    told = [mail for mail in mails if mail[0] == owner.email]
    assert len(told) == 1
    assert "is part of Harbour Lighting now" in told[0][2]
    assert f"/business/{firm.public_id}" in told[0][2]
    (merger,) = session.scalars(select(SupplierMerger))
    session.commit()
    undo = f"/advice/duplicates/merged/{merger.public_id}/undo"
    adviser.submit(undo, adviser.get(undo).values())
    session.expire_all()
    assert (award.supplier, record.state) == (record, "unclaimed")


def test_a_claim_cannot_join_a_business_that_is_not_shown(
    adviser: PageClient, session: Session, record: Supplier
) -> None:
    firm = make_supplier(session, "Harbour Lighting", state="claimed")
    claim = make_claim(session, record, make_owner(session, firm), joins=firm)
    firm.state = "suspended"
    session.commit()
    page = adviser.post(address(claim), YES, status=409)
    assert page.errors == ["Harbour Lighting is suspended, so it cannot be merged."]
    session.expire_all()
    assert (claim.state, record.state) == ("asked", "unclaimed")
