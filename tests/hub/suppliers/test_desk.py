"""A supplier's own desk: who may open it, who may change what, and what changing does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership
from hub.facts.kinds import FACT_KINDS
from hub.suppliers.models import Capability, Contract, Fact, Supplier
from tests.hub.matches.catalogue_made import counted_statements
from tests.hub.suppliers.suppliers_made import (
    make_award,
    make_capability,
    make_list,
    make_owner,
    make_supplier,
)
from tests.page_client import PageClient
from tests.people import make_member

PROFILE = {
    "name": "Kestrel Drains Ltd",
    "company_number": "",
    "kind": "company",
    "size": "small",
    "postcode": "NN1 1AA",
    "contact_name": "Sam Okafor",
    "contact_email": "sam@kestrel.example",
    "contact_phone": "",
    "website": "",
}
CAPABILITY = {"title": "Drain jetting", "description": "We jet drains.", "category": "drain-cleaning"}
CONTRACT = {"title": "Drains of 4 schools", "buyer_name": "Academy Trust", "category": "", "description": ""}


@pytest.fixture
def supplier(session: Session) -> Supplier:
    make_list(session)
    noise = make_supplier(session, "Noise and Sons Ltd")
    make_capability(session, noise, "Noise")
    supplier = make_supplier(session, **{**PROFILE, "company_number": None})
    session.commit()
    return supplier


@pytest.fixture
def client(page_client: PageClient, session: Session, supplier: Supplier) -> PageClient:
    page_client.sign_in(make_owner(session, supplier))
    return page_client


def desk(supplier: Supplier, path: str = "") -> str:
    return f"/business/{supplier.public_id}{path}"


def version(client: PageClient, supplier: Supplier) -> dict[str, str]:
    """The form's hidden version as the person who opens it now sees it."""
    return {"version": client.get(desk(supplier, "/profile")).one("input[name=version]").get("value")}


# Who may open it


def test_an_empty_desk_says_what_to_do_next(client: PageClient, supplier: Supplier) -> None:
    page = client.get("/business")
    assert page.heading == supplier.name
    for words in ("You have not said what you do yet", "Nothing stated yet", "No published award is joined"):
        assert words in page.text
    for path in ("profile", "capabilities/add", "facts", "contracts/add"):
        client.get(page.one(f"main a[href='{desk(supplier, f'/{path}')}']").get("href"))


@pytest.mark.parametrize(
    "path", ["", "/profile", "/capabilities/add", "/contracts/add", "/facts", "/facts/iso_9001"]
)
def test_another_firms_desk_is_not_found(
    page_client: PageClient, session: Session, supplier: Supplier, path: str
) -> None:
    assert "/sign-in" in page_client.redirect(desk(supplier, path))
    page_client.sign_in(make_owner(session, make_supplier(session, "Rival Ltd")))
    page_client.get(desk(supplier, path), status=404)


def test_the_desk_is_for_members_of_suppliers(
    page_client: PageClient, session: Session, supplier: Supplier
) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    page_client.get("/business", status=403)
    page_client.get(desk(supplier), status=403)


def test_a_viewer_looks_and_changes_nothing(
    page_client: PageClient, session: Session, supplier: Supplier
) -> None:
    capability = make_capability(session, supplier, "Drain jetting")
    page_client.sign_in(make_owner(session, supplier, role="viewer"))
    page = page_client.get("/business")
    assert not page.select("main form, main a[href$='/profile'], main a[href$='/add']")
    for path in ("/profile", "/capabilities/add", f"/capabilities/{capability.public_id}", "/contracts/add"):
        page_client.get(desk(supplier, path), status=403)
        page_client.post(desk(supplier, path), CAPABILITY | CONTRACT | PROFILE, status=403)
    page_client.post(desk(supplier, f"/capabilities/{capability.public_id}/withdraw"), status=403)
    assert (
        session.scalars(select(Capability.state).where(Capability.id == capability.id)).one() == "published"
    )


def test_who_belongs_to_several_firms_chooses(
    page_client: PageClient, session: Session, supplier: Supplier
) -> None:
    other = make_supplier(session, "Another Ltd")
    user = make_owner(session, supplier)
    session.add(Membership(user=user, organisation=other.organisation, role="viewer"))
    session.commit()
    page_client.sign_in(user)
    page = page_client.get("/business")
    assert page.texts(".hub-firms__name") == ["Another Ltd", "Kestrel Drains Ltd"]
    assert page_client.get(desk(other)).heading == "Another Ltd"


def test_a_full_desk_sends_as_many_statements_as_a_bare_one(
    client: PageClient, app: Flask, session: Session, supplier: Supplier
) -> None:
    sent = []
    for number in (1, 30):
        for each in range(number):
            make_award(session, supplier, number * 100 + each)
            make_capability(session, supplier, f"Capability {number} {each}")
            session.add(Contract(supplier=supplier, title=f"Own {number} {each}"))
        session.commit()
        with app.app_context(), counted_statements() as statements:
            client.get("/business")
        sent.append(len([each for each in statements if each.startswith("SELECT")]))
    assert sent[0] == sent[1]


# The profile


def test_a_saved_profile_keeps_key_place_and_organisation_in_step(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    changed = PROFILE | {
        "name": "Kestrel & Daughters Limited",
        "postcode": "nn12bb",
        "website": "kestrel.example",
    }
    assert client.submit(desk(supplier, "/profile"), changed | version(client, supplier)) == desk(supplier)
    session.expire_all()
    assert (supplier.name_key, supplier.postcode) == ("kestrel and daughters", "NN1 2BB")
    assert supplier.website == "https://kestrel.example"
    assert supplier.place is not None
    assert supplier.organisation is not None
    assert supplier.organisation.name == "Kestrel & Daughters Limited"


def test_a_profile_opened_before_another_change_is_not_saved_and_shows_both(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    opened = version(client, supplier)
    client.submit(desk(supplier, "/profile"), PROFILE | opened | {"contact_name": "Ada"})
    mine = PROFILE | opened | {"contact_name": "Zoe"}
    page = client.post(desk(supplier, "/profile"), mine, status=409)
    assert page.texts("tbody tr") == ["Contact name Ada Zoe"]
    assert page.errors[0].startswith("Somebody else changed this profile after you opened it")
    assert session.scalar(select(Supplier.contact_name).where(Supplier.id == supplier.id)) == "Ada"
    session.commit()
    assert client.submit(desk(supplier, "/profile"), page.values()) == desk(supplier)
    assert session.scalar(select(Supplier.contact_name).where(Supplier.id == supplier.id)) == "Zoe"


def test_nothing_but_the_profiles_own_answers_can_be_set(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    before = (supplier.public_id, supplier.state, supplier.organisation_id)
    more = {"state": "suspended", "public_id": "x", "organisation_id": "1", "name_key": "x", "place_id": "9"}
    client.submit(desk(supplier, "/profile"), PROFILE | version(client, supplier) | more)
    session.refresh(supplier)
    assert (supplier.public_id, supplier.state, supplier.organisation_id) == before
    assert supplier.name_key == "kestrel drains"


# Capabilities


def test_a_capability_is_added_as_published_or_as_a_draft(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    client.submit(desk(supplier, "/capabilities/add"), CAPABILITY | {"state": "published"})
    client.submit(desk(supplier, "/capabilities/add"), CAPABILITY | {"title": "Later", "state": "draft"})
    session.refresh(supplier)
    assert [(each.title, each.state) for each in supplier.capabilities] == [
        ("Drain jetting", "published"),
        ("Later", "draft"),
    ]


def test_a_capability_is_edited_withdrawn_and_published_again(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    capability = make_capability(session, supplier, "Drain jetting", description="x")
    session.commit()
    path = desk(supplier, f"/capabilities/{capability.public_id}")
    assert client.get(path).one("select[name=category] option[selected]").get("value") == "none"
    client.submit(path, CAPABILITY | {"title": "Jetting and rodding"})
    session.refresh(capability)
    assert capability.title == "Jetting and rodding"
    assert capability.category is not None
    for change, state in (("withdraw", "withdrawn"), ("publish", "published")):
        session.commit()
        client.submit(f"{path}/{change}")
        session.refresh(capability)
        assert capability.state == state
    session.commit()
    client.post(f"{path}/destroy", status=404)


def test_capabilities_move_one_place_and_stop_at_the_ends(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    for position, title in enumerate("ABC"):
        make_capability(session, supplier, title, position=position)
    session.commit()
    ids = {each.title: each.public_id for each in supplier.capabilities}
    session.commit()
    for title, direction, order in (
        ("C", "up", "ACB"),
        ("A", "down", "CAB"),
        ("C", "up", "CAB"),
        ("B", "down", "CAB"),
    ):
        client.submit(desk(supplier, f"/capabilities/{ids[title]}/move/{direction}"))
        assert "".join(client.get("/business").texts(".hub-capability h3")) == order
    client.post(desk(supplier, f"/capabilities/{ids['A']}/move/sideways"), status=404)


@pytest.mark.parametrize("change", ["", "/withdraw", "/move/up"])
def test_another_firms_capability_is_not_found(
    client: PageClient, session: Session, supplier: Supplier, change: str
) -> None:
    theirs = session.scalars(select(Capability).where(Capability.title == "Noise")).one()
    own_desk = desk(theirs.supplier)
    session.commit()
    client.post(desk(supplier, f"/capabilities/{theirs.public_id}{change}"), CAPABILITY, status=404)
    client.post(
        f"{own_desk}/capabilities/{theirs.public_id}{change}",
        CAPABILITY,
        status=404,
    )
    session.refresh(theirs)
    assert (theirs.title, theirs.state) == ("Noise", "published")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"title": ""}, "Enter what you do, in a few words"),
        ({"title": "x" * 201}, "What you do must be 200 characters or fewer"),
        ({"description": ""}, "Enter a description in your own words"),
        ({"description": "x" * 20_001}, "Description must be 20,000 characters or fewer"),
        ({"category": ""}, "Select the category that fits best, or that none fits"),
        ({"category": "no-such"}, "Select a category from the list"),
    ],
)
def test_a_wrong_capability_is_told_how_to_mend_it(
    client: PageClient, session: Session, supplier: Supplier, changed: dict[str, str], message: str
) -> None:
    page = client.post(desk(supplier, "/capabilities/add"), CAPABILITY | changed)
    assert page.errors == [message]
    session.refresh(supplier)
    assert supplier.capabilities == []


def test_a_profile_holds_64_000_characters_in_all(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    for number in range(3):
        make_capability(session, supplier, f"{number}", description="x" * 19_999)
    session.commit()
    room = 64_000 - 3 * 20_000
    page = client.post(desk(supplier, "/capabilities/add"), CAPABILITY | {"description": "y" * room})
    assert f"yours has room for {room:,} more" in page.errors[0]
    fits = "y" * (room - len(CAPABILITY["title"]))
    client.submit(desk(supplier, "/capabilities/add"), CAPABILITY | {"description": fits})


def test_a_profile_holds_50_capabilities(client: PageClient, session: Session, supplier: Supplier) -> None:
    for number in range(50):
        make_capability(session, supplier, f"{number}")
    session.commit()
    page = client.post(desk(supplier, "/capabilities/add"), CAPABILITY)
    assert page.errors == ["A profile holds 50 capabilities: change one of yours instead"]


# Contracts


def test_an_own_contract_is_added_edited_and_removed(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    day = {"starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2024"}
    client.submit(desk(supplier, "/contracts/add"), CONTRACT | day | {"value": "£12,500.50"})
    contract = session.scalars(select(Contract)).one()
    assert (contract.source, contract.value, contract.starts_on) == (
        "own",
        Decimal("12500.50"),
        date(2024, 4, 1),
    )
    path = desk(supplier, f"/contracts/{contract.public_id}")
    session.commit()
    assert client.get(path).one("input[name=value]").get("value") == "12500.50"
    client.submit(path, CONTRACT | dict.fromkeys(day, "") | {"title": "Drains of 5 schools"})
    session.refresh(contract)
    assert (contract.title, contract.value, contract.starts_on) == ("Drains of 5 schools", None, None)
    session.commit()
    assert client.get(f"{path}/remove").heading == "Remove this contract?"
    client.submit(f"{path}/remove")
    assert session.scalars(select(Contract)).all() == []


def test_a_published_award_is_shown_apart_and_cannot_be_changed(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    award = make_award(session, supplier, 1)
    session.commit()
    page = client.get("/business")
    assert page.texts("#awards ~ table tbody th") == ["Award 1"]
    assert not page.select(f"a[href*='{award.public_id}']")
    for path in ("", "/remove"):
        client.post(desk(supplier, f"/contracts/{award.public_id}{path}"), CONTRACT, status=404)
    session.refresh(award)
    assert award.title == "Award 1"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"title": ""}, "Enter what the contract was for"),
        ({"buyer_name": ""}, "Enter the name of the buyer"),
        ({"value": "lots"}, "Value must be an amount of pounds, like 12,500 or 980.50"),
        ({"value": "1.999"}, "Value must be an amount of pounds, like 12,500 or 980.50"),
        ({"value": "nan"}, "Value must be an amount of pounds, like 12,500 or 980.50"),
        ({"value": "1e9999999"}, "Value must be"),
        ({"value": "-5"}, "Value must be from £0 to"),
        ({"value": "9" * 13}, "Value must be from £0 to"),
        ({"starts_on-day": "31"}, "Start must include a month and a year"),
        (
            {"starts_on-day": "31", "starts_on-month": "2", "starts_on-year": "2024"},
            "Start must be a real day",
        ),
        (
            {"starts_on-day": "1", "starts_on-month": "2", "starts_on-year": "24"},
            "Start must be from 1950 to 2099",
        ),
        (
            {
                f"{end}-{part}": text
                for end, year in (("starts_on", "2024"), ("ends_on", "2023"))
                for part, text in (("day", "1"), ("month", "2"), ("year", year))
            },
            "End must be the same day as the start or later",
        ),
    ],
)
def test_a_wrong_contract_is_told_how_to_mend_it(
    client: PageClient, session: Session, supplier: Supplier, changed: dict[str, str], message: str
) -> None:
    page = client.post(desk(supplier, "/contracts/add"), CONTRACT | changed)
    assert len(page.errors) == 1
    assert page.errors[0].startswith(message)
    assert session.scalars(select(Contract)).all() == []


# Facts


def fact_of(session: Session, name: str) -> Fact | None:
    return session.scalars(select(Fact).where(Fact.name == name)).one_or_none()


def test_a_fact_is_stated_stated_anew_and_removed(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    day = {"expires_on-day": "31", "expires_on-month": "3", "expires_on-year": "2020"}
    client.submit(desk(supplier, "/facts/iso_9001"), {"body": "BSI", "number": "FS 1"} | day)
    fact = fact_of(session, "iso_9001")
    assert fact is not None
    assert (fact.value, fact.body, fact.number, fact.expires_on) == (True, "BSI", "FS 1", date(2020, 3, 31))
    session.commit()
    assert "Lapsed" in client.get("/business").text
    client.submit(desk(supplier, "/facts/iso_9001"), {"body": "LRQA", "number": ""} | dict.fromkeys(day, ""))
    session.refresh(fact)
    assert (fact.body, fact.expires_on) == ("LRQA", None)
    session.commit()
    client.get(desk(supplier, "/facts/iso_9001/remove"))
    client.submit(desk(supplier, "/facts/iso_9001/remove"))
    assert fact_of(session, "iso_9001") is None
    session.commit()
    client.post(desk(supplier, "/facts/iso_9001/remove"), status=404)


def test_a_choice_and_an_amount_are_stored_as_the_matcher_reads_them(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    client.submit(desk(supplier, "/facts/clearance"), {"value": "sc"})
    client.submit(desk(supplier, "/facts/public_liability"), {"value": "5,000,000", "body": "Aviva"})
    stated = {fact.name: fact.value for fact in session.scalars(select(Fact))}
    assert stated == {"clearance": "sc", "public_liability": 5_000_000.0}
    session.commit()
    page = client.get(desk(supplier, "/facts/public_liability"))
    assert page.one("input[name=value]").get("value") == "5000000"


def test_an_answer_that_there_is_nothing_keeps_no_proof(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    client.submit(
        desk(supplier, "/facts/cyber_essentials"), {"value": "none", "body": "IASME", "number": "1"}
    )
    fact = fact_of(session, "cyber_essentials")
    assert fact is not None
    assert (fact.value, fact.body, fact.number) == ("none", "", "")


@pytest.mark.parametrize(
    ("name", "answers", "message"),
    [
        ("clearance", {}, "Select an answer"),
        ("clearance", {"value": "top"}, "Select an answer"),
        ("public_liability", {}, "Enter the cover in pounds"),
        ("public_liability", {"value": "0"}, "Cover must be more than £0"),
        ("public_liability", {"value": "much"}, "Cover must be an amount of pounds"),
        ("iso_9001", {"body": "x" * 201}, "Who certified it must be 200 characters or fewer"),
        ("iso_9001", {"number": "x" * 101}, "Certificate number must be 100 characters or fewer"),
        ("iso_9001", {"expires_on-day": "1"}, "Expiry date must include a month and a year"),
    ],
)
def test_a_wrong_fact_is_told_how_to_mend_it(
    client: PageClient, supplier: Supplier, name: str, answers: dict[str, str], message: str
) -> None:
    page = client.post(desk(supplier, f"/facts/{name}"), answers)
    assert len(page.errors) == 1
    assert page.errors[0].startswith(message)
    assert "Nothing stated yet" in client.get("/business").text


def test_every_fact_the_hub_asks_for_has_a_page(client: PageClient, supplier: Supplier) -> None:
    links = [a.get("href") for a in client.get(desk(supplier, "/facts")).select("main dl a")]
    assert len(links) == len(FACT_KINDS)
    for link in links:
        client.get(link)
    client.get(desk(supplier, "/facts/no_such_fact"), status=404)


def test_a_form_sent_twice_adds_one(client: PageClient, session: Session, supplier: Supplier) -> None:
    for _ in range(2):
        client.submit(desk(supplier, "/capabilities/add"), CAPABILITY)
        client.submit(desk(supplier, "/contracts/add"), CONTRACT)
    client.submit(desk(supplier, "/capabilities/add"), CAPABILITY | {"category": "none"})
    client.submit(desk(supplier, "/contracts/add"), CONTRACT | {"value": "5"})
    of_ours = Capability.supplier_id == supplier.id, Contract.supplier_id == supplier.id
    assert len(session.scalars(select(Capability).where(of_ours[0])).all()) == 2
    assert len(session.scalars(select(Contract).where(of_ours[1])).all()) == 2


def test_a_request_without_any_answer_is_told_what_to_enter(client: PageClient, supplier: Supplier) -> None:
    page = client.post(desk(supplier, "/contracts/add"), {})
    assert page.errors[:2] == ["Enter what the contract was for", "Enter the name of the buyer"]
    page = client.post(desk(supplier, "/capabilities/add"), {})
    assert page.errors[0] == "Enter what you do, in a few words"


@pytest.mark.parametrize("title", ["\u200b\u200b", "\u202e\u202c", "\x00"])
def test_a_title_that_nobody_can_see_is_no_title(client: PageClient, supplier: Supplier, title: str) -> None:
    page = client.post(desk(supplier, "/capabilities/add"), CAPABILITY | {"title": title})
    assert page.errors == ["Enter what you do, in a few words"]


def test_a_title_is_one_line(client: PageClient, session: Session, supplier: Supplier) -> None:
    client.submit(desk(supplier, "/capabilities/add"), CAPABILITY | {"title": "Drain\r\n  jetting"})
    held = session.scalars(select(Capability.title).where(Capability.supplier_id == supplier.id)).all()
    assert held == ["Drain jetting"]


def test_what_was_done_is_told_in_few_words(client: PageClient, supplier: Supplier) -> None:
    to = client.submit(
        desk(supplier, "/capabilities/add"), CAPABILITY | {"title": "x" * 200, "state": "draft"}
    )
    assert client.get(to).texts(".govuk-notification-banner__content p")[0] == (
        f"“{'x' * 80}…” was saved as a draft."
    )


def test_the_most_pounds_of_the_message_can_be_entered(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    page = client.post(desk(supplier, "/contracts/add"), CONTRACT | {"value": "-5"})
    most = page.errors[0].rpartition("to ")[2]
    client.submit(desk(supplier, "/contracts/add"), CONTRACT | {"value": most})
    assert session.scalars(select(Contract.value)).one() == Decimal("999999999999")


@pytest.mark.parametrize(
    ("phone", "fine"),
    [
        ("01604 960 001", True),
        ("+44 (0)1604 960001", True),
        ("01604 960001 ext. 12", True),
        ("1e9999999", False),
        ("+++++++", False),
        ("0160 xxxx 4960", False),
    ],
)
def test_a_telephone_number_reads_as_one(
    client: PageClient, supplier: Supplier, phone: str, fine: bool
) -> None:
    answers = PROFILE | {"contact_phone": phone} | version(client, supplier)
    response = client.client.post(desk(supplier, "/profile"), data=answers)
    assert (response.status_code == 303) == fine
    assert ("Enter a telephone number" in response.text) != fine
