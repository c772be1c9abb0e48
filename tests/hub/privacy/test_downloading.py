"""A person's own copy holds every row they appear in, and nothing of anybody else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.privacy.downloading import SECRETS
from hub.privacy.labels import COLUMNS, CONFIDENTIAL
from hub.privacy.traces import TRACES, personal_columns, untraced
from tests.hub.privacy.people_made import CAPABILITY, EMAIL, NAME, PHONE, Made, make_everything
from tests.page_client import PageClient
from tests.people import PASSWORD


@pytest.fixture
def made(session: Session) -> Made:
    return make_everything(session)


@pytest.fixture
def copy(page_client: PageClient, made: Made) -> dict[str, Any]:
    page_client.sign_in(made.user)
    return download(page_client)


def download(page_client: PageClient) -> dict[str, Any]:
    response = page_client.client.post("/account/data/download", data={"password": PASSWORD})
    assert response.status_code == 200, response.location
    assert response.headers["Content-Disposition"] == 'attachment; filename="your-data.json"'
    assert "no-store" in response.headers["Cache-Control"]
    found: dict[str, Any] = json.loads(response.data)
    return found


def test_every_personal_column_has_a_rule() -> None:
    """The test fails for a new personal column until `traces.py` says whose it is."""
    assert untraced(personal_columns()) == set()


def test_a_personal_column_without_a_rule_is_found() -> None:
    assert untraced(personal_columns() | {"supplier.birthday"}) == {"supplier.birthday"}


def test_every_table_that_knows_the_person_is_in_the_copy(copy: dict[str, Any]) -> None:
    """Each trace is planted in `people_made.py`; events come by themselves with what is changed."""
    empty = {trace.key for trace in TRACES if not copy["held"][trace.key]}
    assert empty <= {"events"}
    tables = {trace.model.__tablename__ for trace in TRACES}
    assert {name.partition(".")[0] for name in personal_columns()} <= tables


def test_what_the_person_did_is_in_the_copy(page_client: PageClient, made: Made) -> None:
    page_client.sign_in(made.user)
    page_client.submit(f"/shortlists/{made.shortlist.public_id}/share")
    events = download(page_client)["held"]["events"]
    assert [each["action"] for each in events][-1] == "shortlists.share"


def test_the_copy_shows_the_persons_own_words(copy: dict[str, Any]) -> None:
    held = copy["held"]
    assert held["person"][0]["email"] == EMAIL
    assert held["memberships"][0]["role"] == "owner"
    assert {each["organisation"] for each in held["memberships"]} == {"Ashby", "Quillfeather Peatworks Ltd"}
    assert held["contact_details"][0]["contact_phone"] == PHONE
    assert "Browser zq" in [each["browser"] for each in held["sign_ins"]]
    assert held["registration"][0]["answers"] == {"name": "Firm of zq"}
    assert held["claims"][0]["proof"] == "Proof zq"
    assert held["claims"][0]["answer"] == "Answer zq"
    assert held["removals_you_asked_for"][0]["reason"] == "Mine zq"
    assert held["mail_waiting"][0]["body"] == "Body zq"
    assert held["requirements"][0]["title"] == "Peat"


def test_the_copy_holds_nothing_of_others_and_no_text_of_an_organisation(
    copy: dict[str, Any], made: Made
) -> None:
    text = json.dumps(copy)
    for foreign in ("other-person", "other-proof", made.colleague.email, "guest@other.example", CAPABILITY):
        assert foreign not in text, foreign
    assert f"Ask {NAME}" not in text, "the description of a requirement is the organisation's"


def test_the_copy_holds_no_secret_and_says_which_are_kept(copy: dict[str, Any], made: Made) -> None:
    text = json.dumps(copy)
    for secret in (made.user.password, made.user.fs_uniquifier, "hash-zq", "2" * 64):
        assert secret
        assert secret not in text
    assert any("password" in line for line in copy["kept_not_shown"])
    assert not any("recovery" in line for line in copy["kept_not_shown"]), "there are none"


def test_every_key_is_explained(copy: dict[str, Any]) -> None:
    assert set(copy["keys"]) == set(copy["held"])


def test_kept_mail_is_in_the_copy(page_client: PageClient, made: Made, app: Flask) -> None:
    outbox = app.config["INSTANCE"] / "outbox"
    outbox.mkdir(exist_ok=True)
    mail, other = outbox / "1.eml", outbox / "2.eml"
    mail.write_bytes(f"To: {EMAIL.upper()}\r\nSubject: Hello\r\n\r\nTo you.\r\n".encode())
    other.write_bytes(b"To: somebody@else.example\r\nSubject: Not you\r\n\r\nNo.\r\n")
    page_client.sign_in(made.user)
    kept = download(page_client)["held"]["mail_kept"]
    mail.unlink()
    other.unlink()
    assert [(each["subject"], each["text"].strip()) for each in kept] == [("Hello", "To you.")]


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("", "Enter your password"),
        ("seven wet otters sang", "Check your password, and try again"),
        ("seven\0wet otters sing", "Check your password, and try again"),
        ("s" * 201, "Password must be 200 characters or fewer"),
    ],
)
def test_nothing_is_told_without_the_password(
    page_client: PageClient, made: Made, password: str, error: str
) -> None:
    page_client.sign_in(made.user)
    page = page_client.post("/account/data/download", {"password": password})
    assert page.errors == [error]
    assert page.heading == "Your data"


def test_every_secret_of_an_account_has_words() -> None:
    kept = {*COLUMNS["user"][CONFIDENTIAL].split(), *COLUMNS["sign_in"][CONFIDENTIAL].split()}
    assert kept <= set(SECRETS)


def test_the_page_of_ones_data_leads_to_both(page_client: PageClient, made: Made) -> None:
    page_client.sign_in(made.user)
    page = page_client.get("/account/data")
    links = {link.get("href") for link in page.select("main a")}
    assert {"/account/erase", "/help/privacy"} <= links
    assert page.one("main form").get("action") == "/account/data/download"


def test_nobody_else_gets_there(page_client: PageClient, app: Flask) -> None:
    for address in ("/account/data", "/account/erase"):
        assert page_client.redirect(address).startswith("/sign-in")
    assert page_client.submit("/account/data/download", {"password": PASSWORD}).startswith("/sign-in")
