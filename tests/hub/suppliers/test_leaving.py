"""A supplier takes its things along, withdraws, comes back, or goes for good."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, Organisation, User
from hub.audit.verifying import verify_chain
from hub.database import open_session
from hub.imports.models import FirmImport, FirmImportRow
from hub.matches.models import Run
from hub.privacy.erased_texts import as_hash
from hub.privacy.erasing import erase_firm
from hub.privacy.labels import COLUMNS
from hub.suppliers.downloading import INNER, KEYS
from hub.suppliers.models import Capability, Claim, Contract, Supplier, Wording
from tests.hub.privacy.people_made import (
    BUYER_OF_WORK,
    CAPABILITY,
    CERTIFICATE,
    EMAIL,
    FIRM,
    OWN_WORK,
    PHONE,
    Made,
    make_everything,
)
from tests.hub.suppliers.suppliers_made import make_award
from tests.page_client import PageClient
from tests.people import PASSWORD, make_member, make_user

EARLIER = "Peat dams of another wording"
TEXTS = (FIRM, EARLIER, CAPABILITY, OWN_WORK, BUYER_OF_WORK, CERTIFICATE, PHONE)
"""The firm's own words, and what its people typed for it."""


@pytest.fixture
def made(session: Session) -> Made:
    """A firm with everything, and an editor and a viewer beside its owner."""
    made = make_everything(session)
    session.add(Wording(capability=made.supplier.capabilities[0], title=EARLIER))
    for role in ("editor", "viewer"):
        session.add(Membership(user=make_user(session, role), organisation=made.firm, role=role))
    session.commit()
    return made


@pytest.fixture
def owner(page_client: PageClient, made: Made) -> PageClient:
    page_client.sign_in(made.user)
    return page_client


@pytest.fixture
def reading(app: Flask) -> Iterator[Session]:
    with app.app_context(), open_session(writes=False) as session:
        yield session


def whole_database(session: Session) -> str:
    tables = Membership.metadata.sorted_tables
    return "\n".join(str(tuple(row)) for table in tables for row in session.execute(select(table)))


def address(made: Made, end: str = "leave") -> str:
    return f"/business/{made.supplier.public_id}/{end}"


def member(session: Session, made: Made, role: str) -> User:
    chosen = select(User).join(Membership).where(Membership.organisation_id == made.firm.id)
    user = session.scalars(chosen.where(Membership.role == role)).one()
    session.commit()
    return user


def as_json(client: PageClient, made: Made) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.download(address(made, "download.json")).data)
    return found


def as_files(client: PageClient, made: Made) -> dict[str, list[list[str]]]:
    response = client.download(address(made, "download.zip"))
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        return {
            name: list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
            for name in archive.namelist()
        }


def test_the_json_holds_all_that_the_firm_entered(owner: PageClient, made: Made) -> None:
    copy = as_json(owner, made)
    text = json.dumps(copy)
    for each in (*TEXTS, EMAIL):
        assert each in text, each
    assert copy["about"]["supplier"] == FIRM
    assert list(copy["held"]) == list(copy["keys"]) == list(KEYS)
    assert copy["held"]["contracts"][0]["known_from"] == "the business's own word"
    assert copy["held"]["history"], "making it was a change"


def test_every_column_of_the_firms_tables_is_in_the_copy(
    owner: PageClient, session: Session, made: Made
) -> None:
    """A new column comes along by itself, unless it is named as one of the hub's own."""
    held = as_json(owner, made)["held"]
    for key, table in (
        ("profile", "supplier"),
        ("what_it_does", "capability"),
        ("contracts", "contract"),
        ("facts", "fact"),
        ("size", "size_statement"),
    ):
        columns = {name for names in COLUMNS[table].values() for name in names.split()}
        assert columns - INNER <= set(held[key][0]), key


def test_published_awards_are_marked_apart(owner: PageClient, session: Session, made: Made) -> None:
    make_award(session, made.supplier, 1)
    session.commit()
    known = {each["title"]: each["known_from"] for each in as_json(owner, made)["held"]["contracts"]}
    assert known[OWN_WORK] == "the business's own word"
    assert set(known.values()) == {"the business's own word", "published award"}


def test_the_archive_has_a_csv_for_each_kind(owner: PageClient, made: Made) -> None:
    files = as_files(owner, made)
    assert list(files) == [
        "profile.csv",
        "what-it-does.csv",
        "earlier-wordings.csv",
        "contracts.csv",
        "facts.csv",
        "documents.csv",
        "size.csv",
        "jobs-and-turnover.csv",
        "history.csv",
    ]
    headings, row = files["profile.csv"]
    assert dict(zip(headings, row, strict=True))["Contact email"] == EMAIL
    assert CAPABILITY in files["what-it-does.csv"][1]


@pytest.mark.parametrize("sign", ["=1+1", "+cmd", "-2", "@x", "\t=1"])
def test_the_files_run_no_formula(owner: PageClient, session: Session, made: Made, sign: str) -> None:
    capability = session.scalars(select(Capability).where(Capability.title == CAPABILITY)).one()
    capability.title = sign
    session.commit()
    rows = as_files(owner, made)["what-it-does.csv"]
    assert f"'{sign}" in rows[1]
    assert as_json(owner, made)["held"]["what_it_does"][0]["title"] == sign, "JSON runs nothing"


@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_members_download_and_the_owner_alone_leaves(
    page_client: PageClient, session: Session, made: Made, role: str
) -> None:
    page_client.sign_in(member(session, made, role))
    assert FIRM in json.dumps(as_json(page_client, made))
    page = page_client.get(address(made))
    assert "Only an owner of the business can withdraw" in page.text
    assert not page.select("main form")


def test_a_withdrawn_profile_is_not_found_and_comes_back(owner: PageClient, made: Made) -> None:
    search = "/search?q=heather+bale+damming"
    assert FIRM in owner.get(search).text
    owner.submit(address(made, "profile/withdraw"))
    assert "Your profile is withdrawn" in owner.get(address(made)).text
    assert FIRM not in owner.get(search).text
    assert "Its owner can show it again" in owner.get(f"/business/{made.supplier.public_id}").text
    owner.submit(address(made, "profile/show"))
    assert FIRM in owner.get(search).text


def test_what_the_hub_suspended_its_owner_cannot_show(
    owner: PageClient, session: Session, made: Made
) -> None:
    session.get_one(Supplier, made.supplier.id).state = "suspended"
    session.commit()
    for change in ("withdraw", "show"):
        owner.submit(address(made, f"profile/{change}"))
        assert "The hub has suspended this profile" in owner.get(address(made)).text
    assert session.scalars(select(Supplier.state).where(Supplier.id == made.supplier.id)).one() == "suspended"


def delete(owner: PageClient, made: Made) -> None:
    assert owner.submit(address(made, "delete"), {"password": PASSWORD}) == "/start"


def test_after_a_deletion_no_row_holds_a_word_of_the_firm(
    owner: PageClient, reading: Session, made: Made
) -> None:
    for text in TEXTS:
        assert text in whole_database(reading), text
    reading.rollback()
    delete(owner, made)
    everything = whole_database(reading)
    for text in TEXTS:
        assert text not in everything, text
    assert verify_chain(reading).problems == []


def test_after_a_deletion_no_file_of_the_database_holds_a_word_of_it(
    app: Flask, owner: PageClient, made: Made
) -> None:
    if not app.config["DATABASE_URL"].startswith("sqlite"):
        pytest.skip("PostgreSQL frees the space and does not overwrite it")
    delete(owner, made)
    files = sorted(app.config["INSTANCE"].glob("hub.sqlite*"))
    assert files
    for file in files:
        for text in TEXTS:
            assert text.encode() not in file.read_bytes(), (file.name, text)


def test_the_people_keep_their_accounts(owner: PageClient, reading: Session, made: Made) -> None:
    delete(owner, made)
    page = owner.get(owner.redirect("/start"))
    assert "The business’s record is deleted" in page.text
    assert reading.scalars(select(User.email).where(User.id == made.user.id)).one() == EMAIL
    chosen = select(Membership.organisation_id).where(Membership.user_id == made.user.id)
    assert reading.scalars(chosen).all() == [made.buyer.id]
    assert reading.scalars(select(Organisation.id).where(Organisation.id == made.firm.id)).all() == []


def test_the_index_forgets_it(owner: PageClient, made: Made) -> None:
    assert FIRM in owner.get("/search?q=heather+bale+damming").text
    delete(owner, made)
    assert FIRM not in owner.get("/search?q=heather+bale+damming").text
    assert owner.client.get(f"/suppliers/{made.supplier.public_id}").status_code == 404


def test_published_awards_stay_under_its_name(
    owner: PageClient, session: Session, reading: Session, made: Made
) -> None:
    award = make_award(session, made.supplier, 1)
    claim = Claim(
        supplier=made.supplier, supplier_name=FIRM, user=made.user, state="confirmed", proof="Our own proof"
    )
    session.add(claim)
    session.commit()
    assert "1 published award. Public bodies published it" in owner.get(address(made, "delete")).text
    delete(owner, made)
    supplier = reading.scalars(select(Supplier).where(Supplier.public_id == made.supplier.public_id)).one()
    assert (supplier.state, supplier.name, supplier.contact_email) == ("unclaimed", FIRM, "")
    assert reading.scalars(select(Contract.public_id)).all() == [award.public_id]
    everything = whole_database(reading)
    for text in (*TEXTS[1:], "Our own proof"):
        assert text not in everything, text


def test_kept_records_hold_codes_in_the_place_of_its_words(
    owner: PageClient, reading: Session, made: Made
) -> None:
    delete(owner, made)
    run = reading.scalars(select(Run)).one()
    assert [each["name"] for each in run.matches] == [as_hash(FIRM), "Elm Moors"]


def test_the_report_of_an_import_forgets_it(
    owner: PageClient, session: Session, reading: Session, made: Made
) -> None:
    found = FirmImport(file_name="firms.csv", sha256="z", headings=["Name"], state="applied")
    session.add(found)
    session.flush()
    session.add(
        FirmImportRow(import_id=found.id, position=1, number=2, name=FIRM, supplier=made.supplier.public_id)
    )
    session.commit()
    delete(owner, made)
    assert FIRM not in whole_database(reading)


@pytest.mark.parametrize("password", ["", "seven wet otters sang"])
def test_nothing_goes_without_the_password(
    owner: PageClient, reading: Session, made: Made, password: str
) -> None:
    page = owner.post(address(made, "delete"), {"password": password})
    assert page.errors
    assert "Its 3 people lose their places in it and keep their accounts" in page.text
    assert reading.scalars(select(Supplier.name).where(Supplier.id == made.supplier.id)).one() == FIRM


def test_guesses_at_the_password_are_counted(app: Flask) -> None:
    assert "suppliers.delete" in app.extensions["guesses"]


def test_a_deletion_is_done_again_after_a_restore(
    app: Flask, owner: PageClient, session: Session, reading: Session, made: Made
) -> None:
    delete(owner, made)
    line = json.loads((app.config["INSTANCE"] / "erasures.jsonl").read_text().splitlines()[-1])
    assert (line["person"], line["organisations"]) == ("", [made.firm.public_id])


def test_mail_that_names_the_firm_goes_with_it(session: Session, made: Made) -> None:
    from hub.mail.models import Message

    session.add(Message(recipient="ola@mail.example", subject="Welcome", body=f"You joined {FIRM}."))
    session.commit()
    erase_firm(session, session.get_one(Organisation, made.firm.id), by="a test")
    session.commit()
    assert "You joined" not in whole_database(session)


def test_another_firm_is_not_to_be_left(page_client: PageClient, session: Session, made: Made) -> None:
    page_client.sign_in(make_member(session, "supplier"))
    for end in ("leave", "download.json", "download.zip", "delete"):
        assert page_client.client.get(address(made, end)).status_code == 404
