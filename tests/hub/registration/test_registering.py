"""A business registers: one question a page, answers kept, checked, sent once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, Organisation, User
from hub.suppliers.models import Capability, Claim, Registration, Supplier
from tests.hub.suppliers.suppliers_made import ANSWERS, CONTACT, make_award, make_list, make_supplier
from tests.page_client import PageClient
from tests.people import make_user

CHECK = "/business/register/check"


def address(step: str) -> str:
    return f"/business/register/{step}"


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def person(session: Session) -> User:
    make_list(session)
    user = make_user(session, "Ada Brightwell")
    session.commit()
    return user


@pytest.fixture
def client(page_client: PageClient, person: User) -> PageClient:
    page_client.sign_in(person)
    return page_client


def answer_all(client: PageClient, *, but: str = "") -> None:
    for step, answers in ANSWERS.items():
        if step == but:
            return
        client.submit(address(step), answers)


def answer_rest(client: PageClient) -> None:
    """All but the first page."""
    for step, answers in list(ANSWERS.items())[1:]:
        client.submit(address(step), answers)


def test_each_answer_leads_to_the_next_question_and_the_last_to_the_check(client: PageClient) -> None:
    steps = list(ANSWERS)
    assert client.redirect("/business/register") == address("business")
    for step, following in zip(steps, [*steps[1:], "check"], strict=True):
        client.get(address(step))
        assert client.submit(address(step), ANSWERS[step]) == address(following)
    page = client.get(CHECK)
    for shown in ("Brightwell Grounds Ltd", "01234567", "NN1 1AA", "Limited company", "10 to 49 people"):
        assert shown in page.text


def test_an_accepted_registration_is_a_claimed_supplier_with_owner_place_and_capability(
    client: PageClient, person: User, session: Session
) -> None:
    answer_all(client)
    desk = client.submit(CHECK)
    supplier = session.scalars(select(Supplier)).one()
    assert desk == f"/business/{supplier.public_id}"
    assert "Brightwell Grounds Ltd is registered" in client.get(desk).text
    assert (supplier.state, supplier.name_key) == ("claimed", "brightwell grounds")
    assert supplier.company_number == "01234567"
    assert supplier.place is not None
    assert supplier.place.name == "Northampton"
    capability = session.scalars(select(Capability)).one()
    assert capability.state == "published"
    assert capability.category is not None
    assert capability.category.slug == "grounds-maintenance"
    membership = session.scalars(select(Membership)).one()
    assert (membership.user_id, membership.role) == (person.id, "owner")
    assert membership.organisation_id == supplier.organisation_id
    assert count(session, Registration) == 0


def test_a_registered_business_is_found_at_the_next_search(client: PageClient, session: Session) -> None:
    assert "Brightwell" not in client.get("/search?q=mowing+of+playing+fields").text
    answer_all(client)
    client.submit(CHECK)
    client.sign_out()
    supplier = session.scalars(select(Supplier)).one()
    session.commit()
    for search in ("/search?q=mow+playing+fields", "/suppliers/find?name=brightwell"):
        assert client.get(search).select(f"main a[href='/suppliers/{supplier.public_id}']"), search


def test_a_registration_sent_twice_makes_one_supplier(client: PageClient, session: Session) -> None:
    answer_all(client)
    client.submit(CHECK)
    assert client.submit(CHECK) == "/business"
    assert (count(session, Supplier), count(session, Organisation)) == (1, 1)


def test_a_page_opened_too_early_leads_to_the_first_open_question(client: PageClient) -> None:
    answer_all(client, but="about")
    assert client.redirect(CHECK) == address("about")
    assert client.redirect(address("contact")) == address("about")
    assert client.submit(CHECK) == address("about")
    assert client.submit(address("contact"), CONTACT) == address("about")


def test_answers_wait_for_the_person_to_come_back(client: PageClient, person: User) -> None:
    answer_all(client, but="about")
    client.sign_out()
    client.sign_in(person)
    assert client.redirect("/business/register") == address("about")
    assert client.get(address("business")).one("input[name=name]").get("value") == "Brightwell Grounds Ltd"


def test_a_changed_answer_returns_to_the_check_and_keeps_the_others(client: PageClient) -> None:
    answer_all(client)
    assert client.submit(address("about"), ANSWERS["about"] | {"size": "micro"}) == CHECK
    page = client.get(CHECK)
    assert "Micro: fewer than 10 people" in page.text
    assert "Brightwell Grounds Ltd" in page.text


def test_one_persons_answers_are_not_anothers(client: PageClient, session: Session) -> None:
    answer_all(client)
    other = make_user(session)
    session.commit()
    client.sign_out()
    client.sign_in(other)
    assert client.redirect("/business/register") == address("business")
    assert "Brightwell" not in client.get(address("business")).source


def test_who_is_not_signed_in_creates_an_account_first(page_client: PageClient) -> None:
    assert page_client.redirect("/business/register") == "/create-account?next=/business/register"
    assert "/sign-in" in page_client.redirect(address("business"))


@pytest.mark.parametrize(
    ("step", "answers", "message"),
    [
        ("business", ANSWERS["business"] | {"name": "  "}, "Enter the name of the business"),
        (
            "business",
            ANSWERS["business"] | {"name": "!!!"},
            "Enter a business name with letters or numbers in it",
        ),
        (
            "business",
            ANSWERS["business"] | {"name": "x" * 201},
            "Business name must be 200 characters or fewer",
        ),
        ("business", ANSWERS["business"] | {"company_number": "12345"}, "Enter a company number of 8 digits"),
        (
            "business",
            ANSWERS["business"] | {"company_number": "S1234567"},
            "Enter a company number of 8 digits",
        ),
        ("about", {"size": "small", "postcode": "NN1"}, "Select what kind of business it is"),
        ("about", ANSWERS["about"] | {"kind": "empire"}, "Select what kind of business it is"),
        ("about", ANSWERS["about"] | {"size": "huge"}, "Select how big the business is"),
        ("about", ANSWERS["about"] | {"postcode": ""}, "Enter the postcode the business works from"),
        ("about", ANSWERS["about"] | {"postcode": "Northampton"}, "Enter a full UK postcode"),
        ("what-you-do", {"title": "Mowing"}, "Enter a description in your own words"),
        ("what-you-do", {"title": "x", "description": "y" * 20_001}, "must be 20,000 characters or fewer"),
        ("category", {}, "Select a category"),
        ("category", {"proposed": "no-such-category"}, "Select a category"),
        ("category", {"proposed": "another"}, "Select another category from the list"),
        ("category", {"proposed": "another", "another": "no-such"}, "Select a category from the list"),
        ("contact", {"contact_email": "ada@brightwell.example"}, "Enter the name of the person to contact"),
        ("contact", CONTACT | {"contact_email": "ada"}, "Enter an email address in the correct"),
        ("contact", CONTACT | {"contact_phone": "call me"}, "Enter a telephone number"),
        ("business", ANSWERS["business"] | {"website": "javascript:alert(1)"}, "Enter a website address"),
        ("business", ANSWERS["business"] | {"website": "ftp://firm.example"}, "Enter a website address"),
    ],
)
def test_a_wrong_answer_is_told_how_to_mend_it_and_not_kept(
    client: PageClient, session: Session, step: str, answers: dict[str, str], message: str
) -> None:
    answer_all(client, but=step)
    before = session.scalar(select(Registration.answers))
    session.commit()
    page = client.post(address(step), answers)
    assert any(message in error for error in page.errors), page.errors
    assert page.select(".govuk-error-message")
    assert session.scalar(select(Registration.answers)) == before


def test_a_business_without_a_company_number_can_register(client: PageClient, session: Session) -> None:
    answer_all(client)
    client.submit(address("business"), ANSWERS["business"] | {"company_number": ""})
    client.submit(address("about"), ANSWERS["about"] | {"kind": "charity"})
    client.submit(CHECK)
    supplier = session.scalars(select(Supplier)).one()
    assert (supplier.company_number, supplier.kind) == (None, "charity")


def test_what_fits_no_category_is_registered_under_none(client: PageClient, session: Session) -> None:
    answer_all(client)
    client.submit(address("category"), {"proposed": "none"})
    client.submit(CHECK)
    assert session.scalars(select(Capability)).one().category_id is None


def test_a_name_of_the_register_is_shown_first_and_does_not_bar_another_firm(
    client: PageClient, session: Session
) -> None:
    known = make_supplier(session, "BRIGHTWELL GROUNDS LIMITED", state="unclaimed")
    make_supplier(session, "Kestrel Drains Ltd")
    session.commit()
    page = client.post(address("business"), ANSWERS["business"])
    assert page.heading == "Is one of these your business?"
    assert page.texts(".hub-firms__name") == ["BRIGHTWELL GROUNDS LIMITED"]
    assert page.one(f"a[href='/suppliers/{known.public_id}']") is not None
    assert client.redirect("/business/register") == address("business")
    assert client.submit(address("business"), page.values() | {"different": "yes"}) == address("about")


def test_a_company_number_of_the_register_is_shown_first(client: PageClient, session: Session) -> None:
    make_supplier(session, "Kestrel Drains Ltd", company_number="01234567")
    session.commit()
    page = client.post(address("business"), ANSWERS["business"])
    assert page.texts(".hub-firms__name") == ["Kestrel Drains Ltd"]


def test_buyers_contact_who_registers_unless_somebody_else_is_named(
    client: PageClient, person: User, session: Session
) -> None:
    answer_all(client)
    assert person.email in client.get(CHECK).text
    client.submit(CHECK)
    supplier = session.scalars(select(Supplier)).one()
    assert (supplier.contact_name, supplier.contact_email) == (person.name, person.email)


def test_another_contact_is_asked_for_from_the_check(client: PageClient, session: Session) -> None:
    answer_all(client)
    assert client.get(CHECK).select(f"a[href='{address('contact')}']")
    assert client.submit(address("contact"), CONTACT | {"contact_phone": "01604 960 001"}) == CHECK
    client.submit(CHECK)
    supplier = session.scalars(select(Supplier)).one()
    assert (supplier.contact_email, supplier.contact_phone) == ("ada@brightwell.example", "01604 960 001")


def test_an_unknown_question_is_not_found(client: PageClient) -> None:
    client.get(address("turnover"), status=404)
    client.get("/business/register/%00", status=404)


def test_a_body_that_is_no_utf8_is_answered_with_a_page(client: PageClient, session: Session) -> None:
    form = "application/x-www-form-urlencoded"
    page = client.post(address("business"), b"name=Caf\xff\xfe", content_type=form)
    assert page.errors == ["Enter the name of the business"]
    client.submit(address("business"), b"name=Ca%fff%00%c3%a9", content_type=form)
    assert session.scalars(select(Registration)).one().answers["name"] == "Ca%FFf\u00e9"


def test_more_than_the_site_takes_at_once_is_refused_with_a_page(
    client: PageClient, session: Session
) -> None:
    answer_all(client, but="what-you-do")
    page = client.post(address("what-you-do"), {"title": "x", "description": "y" * 300_000}, status=413)
    assert page.heading == "That is too much to send at once"
    assert "description" not in session.scalars(select(Registration)).one().answers


def test_two_acceptances_at_once_make_one_supplier(client: PageClient, app: Flask, session: Session) -> None:
    answer_all(client)
    cookie = client.client.get_cookie("session")
    assert cookie is not None
    barrier = Barrier(2)

    def accept(_number: int) -> int:
        twin = PageClient(app).client
        twin.set_cookie("session", cookie.value)
        barrier.wait()
        return twin.post(CHECK).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(accept, range(2))) == [303, 303]
    assert (count(session, Supplier), count(session, Membership)) == (1, 1)


def test_coming_back_to_a_finished_registration_leads_to_the_desk(client: PageClient) -> None:
    answer_all(client)
    client.submit(CHECK)
    assert client.redirect(CHECK) == "/business"
    assert client.redirect(address("contact")) == "/business"


def test_who_registers_another_business_is_told_of_the_first(client: PageClient) -> None:
    assert not client.get(address("business")).select(".govuk-inset-text")
    answer_all(client)
    client.submit(CHECK)
    page = client.get(address("business"))
    assert "You have registered Brightwell Grounds Ltd already" in page.text
    assert page.one("main a[href='/business']") is not None


def test_who_leaves_half_way_is_led_back(client: PageClient, person: User) -> None:
    assert "Register a business" in client.get("/start").text
    answer_all(client, but="about")
    client.sign_out()
    client.sign_in(person)
    page = client.get("/start")
    assert "Go on registering Brightwell Grounds Ltd" in page.text
    assert client.redirect(page.select("main a")[0].get("href")) == address("about")
    assert client.get("/business", status=403).one("main a[href='/start']") is not None
    assert page.select("nav a[href='/start']")


def test_a_category_of_the_list_needs_no_tick_above_it(client: PageClient, session: Session) -> None:
    answer_all(client, but="category")
    client.submit(address("category"), {"another": "drain-cleaning"})
    assert session.scalars(select(Registration)).one().answers["category"] == "drain-cleaning"


def test_the_error_about_the_list_links_to_the_list(client: PageClient) -> None:
    answer_all(client, but="category")
    page = client.post(address("category"), {"proposed": "another", "another": ""})
    assert page.one(".govuk-error-summary a").get("href") == "#another"


@pytest.mark.parametrize("state", ["unclaimed", "claimed"])
def test_what_to_do_about_a_record_of_the_same_name(client: PageClient, session: Session, state: str) -> None:
    make_supplier(session, "Brightwell Grounds Ltd", state=state)
    session.commit()
    page = client.post(address("business"), ANSWERS["business"])
    assert bool(page.select("a[href$='/claim']")) == (state == "unclaimed")
    assert ("ask to be invited by its owner" in page.text) == (state == "claimed")


def test_a_record_with_its_contracts_is_claimed_by_registering(
    client: PageClient, person: User, session: Session
) -> None:
    record = make_supplier(session, "BRIGHTWELL GROUNDS LIMITED", state="unclaimed")
    for number in range(5):
        make_award(session, record, number)
    make_supplier(session, "Brightwell Grounds", state="unclaimed")
    session.commit()
    page = client.post(address("business"), ANSWERS["business"])
    assert page.texts(".hub-capability ul")[0].endswith("and 2 more contracts")
    goes_on = client.submit(address("business"), page.values() | {"ours": record.public_id})
    assert goes_on == address("about")
    answer_rest(client)
    assert "BRIGHTWELL GROUNDS LIMITED" in client.get(CHECK).text
    client.submit(CHECK)
    claim = session.scalars(select(Claim)).one()
    supplier = session.scalars(select(Supplier).where(Supplier.state == "claimed")).one()
    assert (claim.supplier, claim.joins, claim.user_id) == (record, supplier, person.id)
    assert (claim.state, record.state, claim.company_number) == ("asked", "unclaimed", "01234567")


@pytest.mark.parametrize("state", ["claimed", "suspended"])
def test_only_an_unclaimed_record_of_the_same_business_can_be_claimed_so(
    client: PageClient, session: Session, state: str
) -> None:
    record = make_supplier(session, "BRIGHTWELL GROUNDS LIMITED", state=state)
    other = make_supplier(session, "Kestrel Drains Ltd", state="unclaimed")
    session.commit()
    for chosen in (record.public_id, other.public_id, "nosuch"):
        client.submit(address("business"), ANSWERS["business"] | {"ours": chosen})
    answer_rest(client)
    client.submit(CHECK)
    assert session.scalars(select(Claim)).all() == []


def test_who_says_that_it_is_another_business_after_all_claims_nothing(
    client: PageClient, session: Session
) -> None:
    record = make_supplier(session, "BRIGHTWELL GROUNDS LIMITED", state="unclaimed")
    session.commit()
    client.submit(address("business"), ANSWERS["business"] | {"ours": record.public_id})
    client.submit(address("business"), ANSWERS["business"] | {"different": "yes"})
    answer_rest(client)
    client.submit(CHECK)
    assert session.scalars(select(Claim)).all() == []
