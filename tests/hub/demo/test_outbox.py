"""The demo's mail is read on a page, where the demo runs and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.demo.outbox import Mail, find_mail
from hub.demo.signins import DEMO_SIGN_INS
from tests.mailbox import Mailbox
from tests.page_client import PageClient
from tests.people import make_user


@pytest.fixture
def demo(session: Session) -> None:
    """An instance whose demo sign-ins are there."""
    make_user(session).email = DEMO_SIGN_INS[0].email
    session.commit()


def write_mail(page_client: PageClient, mailbox: Mailbox, session: Session) -> str:
    user = make_user(session)
    session.commit()
    page_client.submit("/reset-password", {"email": user.email})
    assert mailbox.subjects(user.email)
    return user.email


def test_the_latest_mail_is_first_and_its_link_can_be_followed(
    demo: None, page_client: PageClient, mailbox: Mailbox, session: Session
) -> None:
    recipient = write_mail(page_client, mailbox, session)
    assert page_client.get("/check-your-email").select("main a[href='/demo/outbox']")
    page = page_client.get("/demo/outbox")
    assert recipient in page.texts("main li")[0]
    mail = page_client.get(page.select("main li a")[0].get("href"))
    assert mail.heading == "Choose a new password"
    links = [link.get("href") for link in mail.select("main a")]
    assert links == [f"http://127.0.0.1:8000{mailbox.link(recipient)}"]


@pytest.mark.parametrize(("setting", "value"), [("HUB_DEMO", False), ("MAIL_URL", "smtp://mail.example")])
def test_it_is_not_there_where_mail_is_real(
    demo: None,
    page_client: PageClient,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    value: object,
) -> None:
    page_client.get("/demo/outbox")
    monkeypatch.setitem(page_client.app.config, setting, value)
    page_client.get("/demo/outbox", status=404)
    assert not page_client.get("/check-your-email").select("main a[href='/demo/outbox']")


def test_it_is_not_there_where_the_demo_was_never_loaded(
    page_client: PageClient, mailbox: Mailbox, session: Session
) -> None:
    """HUB_DEMO is on unless it is turned off: an operator who forgets it must not publish reset links."""
    write_mail(page_client, mailbox, session)
    page_client.get("/demo/outbox", status=404)
    name = sorted(mailbox.folder.glob("*.eml"))[-1].stem
    page_client.get(f"/demo/outbox/{name}", status=404)


@pytest.mark.parametrize("name", ["x", "..", "..%2fsecret_key", "20310101T000000000000-00000000", ".x"])
def test_nothing_but_a_mail_is_read(
    demo: None, page_client: PageClient, app: Flask, tmp_path: Path, name: str
) -> None:
    page_client.get(f"/demo/outbox/{name}", status=404)
    (tmp_path / "note.eml").write_text("To: a@b.example")
    assert find_mail(tmp_path, "note") is None


def test_only_addresses_of_the_site_become_links() -> None:
    mail = Mail("", "", "", None, "At http://site.example/x and http://elsewhere.example/y.")  # type: ignore[arg-type]
    links = [text for text, is_link in mail.parts("http://site.example/") if is_link]
    assert links == ["http://site.example/x"]
