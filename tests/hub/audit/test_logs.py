"""No log holds what people sent: passwords, tokens, addresses, the words of claims and mails."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session
from waitress.server import create_server

from hub.accounts.models import User
from hub.database import open_session
from hub.mail.queueing import queue_message
from hub.pages import describe_failure
from hub.suppliers.models import Supplier
from tests.hub.suppliers.claims_made import make_claim, make_claimant, make_record
from tests.mailbox import Mailbox
from tests.page_client import PageClient
from tests.people import make_member

EMAIL, PASSWORD = "sentinel-ada@secret.example", "sentinel otters swim far"
PROOF, ANSWER, BODY = "sentinel proof of mine", "sentinel answer of ours", "sentinel body of a mail"
TOKEN = "sentinel-token-3f9a"
ROW = {"email": EMAIL, "name": "Ada", "active": True, "fs_uniquifier": "one", "public_id": "abcdefgh2345"}
SENTINELS = re.compile(r"sentinel", re.IGNORECASE)


class Written(logging.Handler):
    """Keeps every line that any logger writes, tracebacks as well."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(logging.Formatter().format(record))


@pytest.fixture
def written() -> Iterator[Written]:
    handler, root = Written(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def journey(app: Flask, session: Session) -> None:
    """Sign up, mistype, sign in, claim, be declined; with a mail server that is away."""
    record = make_record(session)
    account = {"name": "Ada", "email": EMAIL, "password": PASSWORD, "wants": "supplier"}
    client = PageClient(app)
    mailbox = Mailbox(app)
    client.submit("/create-account", account)
    client.client.post("/create-account", data=account).close()
    client.submit(mailbox.link(EMAIL))
    client.client.post("/sign-in", data={"email": EMAIL, "password": f"{PASSWORD}r"}).close()
    client.client.get(f"/sign-in?next=/&token={TOKEN}").close()
    client.submit("/sign-in", {"email": EMAIL, "password": PASSWORD})
    address = f"/suppliers/{record.public_id}/claim"
    client.submit(address, {"numbered": "none", "company_number": "", "proof": PROOF})
    other = make_claim(session, make_record(session, "Elm Roofing Ltd"), make_claimant(session), proof=PROOF)
    adviser = PageClient(app)
    adviser.sign_in(make_member(session, "hub"))
    adviser.client.get(f"/advice/claims/{other.public_id}").close()
    decided = {"decision": "decline", "answer": ANSWER}
    adviser.client.post(f"/advice/claims/{other.public_id}", data=decided).close()


def test_a_journey_leaves_no_secret_in_any_log(
    app: Flask,
    session: Session,
    written: Written,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def away(_mail: object) -> None:
        raise ConnectionRefusedError(f"{EMAIL}: {BODY}")

    monkeypatch.setattr("hub.mail.posting.current_post", lambda: away)
    queue_message(session, EMAIL, "Sentinel subject", BODY)
    session.commit()
    journey(app, session)
    output = "".join(capfd.readouterr())
    assert any("could not be delivered" in line for line in written.lines), "the logs were listened to"
    assert [line for line in written.lines if SENTINELS.search(line)] == []
    assert not SENTINELS.search(output)


def test_a_page_that_fails_logs_where_and_not_what(
    app: Flask, session: Session, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_values: object, **named: object) -> None:
        with open_session(writes=True) as writing:
            row = ROW | {"public_id": TOKEN[:12]}
            try:
                writing.execute(insert(User), [row, row])
            except Exception as error:
                raise ValueError(f"{PROOF} {named}") from error

    session.rollback()
    monkeypatch.setattr("hub.suppliers.views.find_firms", fail)
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    page = PageClient(app).get("/suppliers/find?name=sentinel", status=500)
    assert not SENTINELS.search(page.text)
    (line,) = [each for each in written.lines if "A page failed" in each]
    assert "ValueError" in line
    assert "IntegrityError" in line
    assert "test_logs.py" in line
    assert [each for each in written.lines if re.search(r"sentinel[ -]", each, re.IGNORECASE)] == []


def test_an_error_of_the_database_leaves_out_what_was_to_be_stored(session: Session) -> None:
    with pytest.raises(Exception, match=r"UNIQUE|unique") as caught:
        session.execute(insert(User), [ROW, ROW | {"public_id": "bcdefgh23456"}])
    session.rollback()
    if session.get_bind().dialect.name == "sqlite":
        assert EMAIL not in str(caught.value)
    assert EMAIL not in describe_failure(caught.value)


def test_the_server_of_make_run_logs_no_secret(app: Flask, session: Session, written: Written) -> None:
    supplier = Supplier(name="Ash", name_key="ash", state="unclaimed")
    session.add(supplier)
    session.commit()
    server = create_server(app, host="127.0.0.1", port=0, threads=1)

    def serve() -> None:
        with suppress(OSError):  # it is closed while it listens
            server.run()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        for method, path, body in (
            ("POST", f"/sign-in?token={TOKEN}", urlencode({"email": EMAIL, "password": PASSWORD})),
            ("GET", f"/suppliers/find?name={TOKEN}", None),
            ("GET", f"/nothing/{TOKEN}", None),
            ("BREW", f"/{TOKEN}", None),
        ):
            connection = HTTPConnection("127.0.0.1", server.effective_port, timeout=10)
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"session={TOKEN}"}
            connection.request(method, path, body, headers)
            connection.getresponse().read()
            connection.close()
    finally:
        server.close()
        thread.join(5)
    assert [line for line in written.lines if SENTINELS.search(line)] == []
