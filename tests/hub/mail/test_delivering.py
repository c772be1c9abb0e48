"""Mail goes out once its cause is saved, once, and is not lost where the server is away."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hub.database import open_session, utc_now
from hub.mail.addresses import site_url
from hub.mail.delivering import MOST_TRIES, deliver_waiting, outbox
from hub.mail.models import Message
from hub.mail.queueing import queue_message

SENDER = "Growth Hub Match <no-reply@hub.example>"


class Received(list[EmailMessage]):
    """A post that keeps what it is given."""

    def __call__(self, mail: EmailMessage) -> None:
        self.append(mail)


def away(_mail: EmailMessage) -> None:
    raise ConnectionRefusedError


def deliver(post: object) -> int:
    return deliver_waiting(partial(open_session, writes=True), post, SENDER)  # type: ignore[arg-type]


@pytest.fixture
def queued(session: Session) -> Message:
    message = queue_message(session, "rosa@peat.example", "Your link", "Dear Rosa,\n\n£5 café\n")
    session.commit()
    return message


def test_a_mail_is_delivered_once_and_forgotten(session: Session, queued: Message) -> None:
    received = Received()
    assert (deliver(received), deliver(received)) == (1, 0)
    (mail,) = received
    assert (mail["To"], mail["From"], mail["Subject"]) == ("rosa@peat.example", SENDER, "Your link")
    assert mail.get_content() == "Dear Rosa,\n\n£5 café\n"
    session.rollback()
    assert session.scalars(select(Message.id)).all() == []


def test_a_mail_whose_cause_was_not_saved_never_goes_out(session: Session) -> None:
    queue_message(session, "rosa@peat.example", "Your link", "Dear Rosa")
    session.flush()
    session.rollback()
    assert deliver(Received()) == 0


def test_a_mail_waits_for_a_server_that_is_away_and_is_dropped_in_the_end(
    session: Session, queued: Message
) -> None:
    for tried in range(1, MOST_TRIES + 1):
        session.rollback()
        assert session.scalar(select(Message.tries)) == tried - 1
        session.execute(update(Message).values(due_at=utc_now() - timedelta(seconds=1)))
        session.commit()
        assert deliver(away) == 0
    session.rollback()
    assert session.scalar(select(Message.id)) is None


def test_a_mail_that_failed_is_not_tried_again_at_once(session: Session, queued: Message) -> None:
    deliver(away)
    assert deliver(Received()) == 0


def test_what_one_process_delivers_no_other_takes(session: Session, queued: Message) -> None:
    received = Received()

    def slow(mail: EmailMessage) -> None:
        assert deliver(received) == 0
        received(mail)

    assert deliver(slow) == 1
    assert len(received) == 1


def test_the_outbox_keeps_each_mail_as_a_file_of_its_own(app: Flask, queued: Message, tmp_path) -> None:
    assert deliver(outbox(tmp_path / "outbox")) == 1
    (file,) = (tmp_path / "outbox").iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["To"] == "rosa@peat.example"
    assert "£5 café" in mail.get_content()


@pytest.mark.parametrize(
    ("name", "scheme", "address"),
    [
        (None, "http", "http://127.0.0.1:8000/sign-in"),
        ("match.hub.example", "https", "https://match.hub.example/sign-in"),
    ],
)
def test_links_use_the_name_the_operator_gave_and_never_the_requests(
    app: Flask, monkeypatch: pytest.MonkeyPatch, name: str | None, scheme: str, address: str
) -> None:
    for key, value in {"SERVER_NAME": name, "PREFERRED_URL_SCHEME": scheme, "PORT": 8000}.items():
        monkeypatch.setitem(app.config, key, value)
    with app.test_request_context("/", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}):
        assert site_url("security.login") == address


def test_a_subject_is_one_line_whatever_a_name_holds(session: Session) -> None:
    queue_message(session, "rosa@peat.example", "Join Peat\r\nBcc: two@evil.example", "Dear Rosa")
    session.commit()
    received = Received()
    deliver(received)
    assert received[0]["Subject"] == "Join Peat Bcc: two@evil.example"
    assert received[0]["Bcc"] is None
