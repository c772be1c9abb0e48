"""A person claims a record from published awards: who may, once, and what they are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.suppliers.models import Claim, Supplier
from tests.hub.suppliers.claims_made import ASKED, make_claim, make_claimant, make_record
from tests.hub.suppliers.suppliers_made import ANSWERS, make_list, make_owner, make_supplier
from tests.mailbox import Mailbox
from tests.page_client import PageClient

CLAIMS = "/business/claims"


@pytest.fixture
def record(session: Session) -> Supplier:
    return make_record(session)


@pytest.fixture
def claimant(session: Session) -> User:
    return make_claimant(session)


@pytest.fixture
def client(page_client: PageClient, claimant: User) -> PageClient:
    page_client.sign_in(claimant)
    return page_client


def address(supplier: Supplier) -> str:
    return f"/suppliers/{supplier.public_id}/claim"


def claims(session: Session) -> list[Claim]:
    session.rollback()
    return list(session.scalars(select(Claim).order_by(Claim.id)))


def test_a_claim_waits_for_an_adviser_and_the_record_stays_unclaimed(
    client: PageClient, session: Session, record: Supplier, claimant: User
) -> None:
    page = client.get(f"/suppliers/{record.public_id}")
    assert page.texts(f"a[href='{address(record)}']") == ["Is this your business? Claim it"]
    client.get(address(record))
    assert client.submit(address(record), ASKED) == CLAIMS
    page = client.get(CLAIMS)
    assert "Your claim was sent" in page.text
    assert "Waiting: an adviser of the hub will decide" in page.text
    (claim,) = claims(session)
    assert (claim.state, claim.supplier_id, claim.user_id) == ("asked", record.id, claimant.id)
    assert (claim.company_number, claim.proof) == ("01234567", ASKED["proof"])
    assert session.get_one(Supplier, record.id).state == "unclaimed"


def test_a_firm_without_a_company_number_can_claim(
    client: PageClient, session: Session, record: Supplier
) -> None:
    client.submit(address(record), ASKED | {"numbered": "none", "company_number": ""})
    assert claims(session)[0].company_number == ""


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"numbered": ""}, "Select whether it has a company number"),
        ({"numbered": "perhaps"}, "Select whether it has a company number"),
        ({"company_number": ""}, "Enter the company number, or select that it has none"),
        ({"numbered": "none"}, "Leave the company number empty, or select that it has one"),
        ({"company_number": "12345"}, "Enter a company number of 8 digits"),
        ({"proof": " "}, "Enter how the hub can check that you speak for the business"),
        ({"proof": "x" * 2001}, "What you say must be 2,000 characters or fewer"),
    ],
)
def test_a_wrong_answer_is_told_how_to_mend_it(
    client: PageClient, session: Session, record: Supplier, changed: dict[str, str], message: str
) -> None:
    page = client.post(address(record), ASKED | changed)
    assert page.errors[0].startswith(message)
    assert claims(session) == []


def test_the_records_number_is_not_told_to_who_gives_another(
    client: PageClient, session: Session, record: Supplier
) -> None:
    session.get_one(Supplier, record.id).company_number = "SC555555"
    session.commit()
    assert client.submit(address(record), ASKED) == CLAIMS
    for page in (CLAIMS, address(record)):
        assert "SC555555" not in client.get(page).source


def test_a_form_sent_twice_is_one_claim(client: PageClient, session: Session, record: Supplier) -> None:
    client.submit(address(record), ASKED)
    client.submit(address(record), ASKED | {"proof": "Something else"})
    assert "You have claimed this record already" in client.get(CLAIMS).text
    assert [claim.proof for claim in claims(session)] == [ASKED["proof"]]
    page = client.get(address(record))
    assert "You claimed this record on" in page.text
    assert not page.select("main form")


def test_a_form_sent_twice_at_once_is_one_claim(
    client: PageClient, app: Flask, session: Session, record: Supplier
) -> None:
    cookie = client.client.get_cookie("session")
    assert cookie is not None
    barrier = Barrier(2)

    def send(_number: int) -> int:
        twin = PageClient(app).client
        twin.set_cookie("session", cookie.value)
        barrier.wait()
        return twin.post(address(record), data=ASKED).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, range(2))) == [303, 303]
    assert len(claims(session)) == 1


def test_a_claim_on_another_record_is_another_claim(
    client: PageClient, session: Session, record: Supplier, claimant: User
) -> None:
    make_claim(session, make_record(session, "Elm Roofing Ltd"), claimant)
    assert "You claimed this record on" not in client.get(address(record)).text
    client.submit(address(record), ASKED)
    assert [claim.supplier_name for claim in claims(session)] == ["Elm Roofing Ltd", record.name]


def test_two_people_may_claim_one_record(session: Session, record: Supplier) -> None:
    make_claim(session, record)
    make_claim(session, record, make_claimant(session, "Bo Sentinel"))
    assert len(claims(session)) == 2


def test_a_claim_taken_back_is_over_and_can_be_made_anew(
    client: PageClient, session: Session, record: Supplier
) -> None:
    client.submit(address(record), ASKED)
    button = client.get(CLAIMS).one("main form").get("action")
    assert client.submit(button) == CLAIMS
    assert "Withdrawn by you" in client.get(CLAIMS).text
    client.submit(button)
    assert "decided already" in client.get(CLAIMS).text
    client.submit(address(record), ASKED)
    assert [claim.state for claim in claims(session)] == ["withdrawn", "asked"]


def test_nobody_sees_or_withdraws_anothers_claim(
    client: PageClient, session: Session, record: Supplier
) -> None:
    other = make_claim(session, record, make_claimant(session, "Bo Sentinel"), proof="Secret words")
    assert "You have claimed no record" in client.get(CLAIMS).text
    client.post(f"{CLAIMS}/{other.public_id}/withdraw", status=404)
    assert "Secret words" not in client.get(address(record)).source
    assert claims(session)[0].state == "asked"


@pytest.mark.parametrize("state", ["claimed", "suspended", "withdrawn"])
def test_only_an_unclaimed_record_can_be_claimed(client: PageClient, session: Session, state: str) -> None:
    supplier = make_supplier(session, "Kestrel Drains Ltd", state=state)
    make_owner(session, supplier)
    if state == "claimed":
        assert "ask its owner to invite you" in client.get(address(supplier)).text
        client.post(address(supplier), ASKED, status=409)
    else:
        client.get(address(supplier), status=404)
        client.post(address(supplier), ASKED, status=404)
    client.get("/suppliers/nosuch/claim", status=404)
    assert claims(session) == []


def test_a_record_claimed_while_the_form_was_open_says_so(
    client: PageClient, session: Session, record: Supplier
) -> None:
    client.get(address(record))
    session.get_one(Supplier, record.id).state = "claimed"
    session.commit()
    assert client.post(address(record), ASKED, status=409).heading == "This record cannot be claimed"
    assert claims(session) == []


def test_who_is_signed_out_signs_in_or_creates_an_account_and_comes_back(
    page_client: PageClient, app: Flask, record: Supplier
) -> None:
    mailbox = Mailbox(app)
    sign_in = page_client.redirect(address(record))
    assert sign_in.startswith("/sign-in?next=")
    page = page_client.get(sign_in)
    create = next(a.get("href") for a in page.select("main a") if a.get("href").startswith("/create-account"))
    form = page_client.get(create).one("main form")
    values = {"name": "Rosa", "email": "rosa@peat.example", "password": "nine slow herons waded"}
    page_client.submit(form.get("action"), values | {"wants": "supplier"})
    assert page_client.submit(mailbox.link("rosa@peat.example")) == address(record)
    assert page_client.get(address(record)).heading == "Claim this record"


def test_an_account_never_leads_off_the_site(page_client: PageClient, app: Flask) -> None:
    values = {"name": "Rosa", "email": "rosa@peat.example", "password": "nine slow herons waded"}
    mailbox = Mailbox(app)
    page_client.submit("/create-account?next=https://evil.example/", values | {"wants": "supplier"})
    assert page_client.submit(mailbox.link("rosa@peat.example")) == "/business/register"


def test_who_registers_a_firm_of_the_register_is_led_to_claim_it(
    client: PageClient, session: Session
) -> None:
    make_list(session)
    record = make_record(session, "BRIGHTWELL GROUNDS LIMITED", company_number="01234567")
    page = client.post("/business/register/business", ANSWERS["business"] | {"company_number": ""})
    assert page.one(f"a[href='{address(record)}']") is not None
    other = ANSWERS["business"] | {"name": "Something Else Ltd"}
    page = client.post("/business/register/business", other)
    assert page.one(f"a[href='{address(record)}']") is not None


@pytest.mark.parametrize("kind", ["sole trader", "charity", "other", "partnership"])
def test_a_firm_without_a_number_registers_and_edits_its_profile(
    client: PageClient, session: Session, kind: str
) -> None:
    make_list(session)
    make_supplier(session, "Noise of no number", company_number=None)
    session.commit()
    for step, answers in ANSWERS.items():
        changed = {"business": {"company_number": ""}, "about": {"kind": kind}}.get(step, {})
        client.submit(f"/business/register/{step}", answers | changed)
    assert "It has no number" in client.get("/business/register/check").text
    desk = client.submit("/business/register/check")
    form = client.get(f"{desk}/profile").values()
    assert not form.get("company_number")
    client.submit(f"{desk}/profile", form | {"size": "micro"})
    held = session.scalars(select(Supplier).where(Supplier.name.startswith("Brightwell"))).one()
    assert (held.company_number, held.kind, held.size) == (None, kind, "micro")
    page = f"/suppliers/{held.public_id}"
    session.rollback()
    client.sign_out()
    assert "Company number" not in client.get(page).text


def test_a_claim_is_found_from_the_menu_by_who_belongs_to_nothing(client: PageClient) -> None:
    assert client.get("/start").select(f"nav a[href='{CLAIMS}']")


def test_no_record_is_asked_about_by_looking(client: PageClient, session: Session, record: Supplier) -> None:
    client.get(address(record))
    assert session.scalar(select(func.count()).select_from(Claim)) == 0
