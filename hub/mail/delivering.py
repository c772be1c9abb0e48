"""Delivering what waits: into the outbox folder of the instance, or to the server that MAIL_URL names."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hub.database import utc_now
from hub.mail.models import Message

logger = logging.getLogger(__name__)
AT_ONCE = 50
SECONDS = 20
"""How long a mail server may take to answer."""
MOST_TRIES = 8
HELD = timedelta(minutes=5)
"""While one process delivers a mail, no other does; a process that dies lets go after this."""


class Post(Protocol):
    """Takes one mail away. Raises OSError (smtplib's errors are some) where it can't."""

    def __call__(self, mail: EmailMessage) -> None: ...


def outbox(folder: Path) -> Post:
    """Keeps each mail as a file that any mail program opens, the name in the order of delivery."""

    def keep(mail: EmailMessage) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{utc_now():%Y%m%dT%H%M%S%f}-{uuid4().hex[:8]}.eml"
        part = folder / f".{name}"
        part.write_bytes(mail.as_bytes(policy=SMTP))
        part.rename(folder / name)

    return keep


def mail_server(url: str) -> Post:
    """Sends by SMTP, with TLS from the first byte (`smtps:`) or as soon as the server offers it."""
    parts = urlsplit(url)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")

    def send(mail: EmailMessage) -> None:
        client = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        with client(parts.hostname or "", parts.port or 0, timeout=SECONDS) as server:
            server.ehlo()
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
            if user:
                server.login(user, password)
            server.send_message(mail)

    return send


def deliver_waiting(open_session: Callable[[], Session], post: Post, sender: str) -> int:
    """Deliver what is due, oldest first, and return how many went out.

    Each mail is taken by a short transaction of its own and is out of the database's hands while the post
    has it. One that fails is tried again later, each time after twice as long, and dropped in the end.
    """
    delivered = 0
    for number in _take(open_session):
        with open_session() as session:
            message = session.get(Message, number)
            mail = None if message is None else _mail(message, sender)
            session.rollback()
        if mail is None:
            continue
        try:
            post(mail)
        except OSError as error:
            _put_back(open_session, number, error)
            continue
        with _transaction(open_session) as session:
            session.execute(delete(Message).where(Message.id == number))
        delivered += 1
    return delivered


@contextmanager
def _transaction(open_session: Callable[[], Session]) -> Iterator[Session]:
    """A short transaction of the delivery's own: no request's work hangs on it."""
    with open_session() as session, session.begin():
        yield session


def _take(open_session: Callable[[], Session]) -> list[int]:
    now = utc_now()
    with _transaction(open_session) as session:
        due = select(Message.id).where(Message.due_at <= now).order_by(Message.id).limit(AT_ONCE)
        numbers = list(session.scalars(due.with_for_update(skip_locked=True)))
        held = update(Message).where(Message.id.in_(numbers))
        session.execute(held.values(due_at=now + HELD, tries=Message.tries + 1))
    return numbers


def _put_back(open_session: Callable[[], Session], number: int, error: OSError) -> None:
    with _transaction(open_session) as session:
        message = session.get(Message, number)
        if message is None:
            return
        logger.warning("A mail could not be delivered, try %d: %s", message.tries, type(error).__name__)
        if message.tries >= MOST_TRIES:
            session.delete(message)
        else:
            message.due_at = utc_now() + timedelta(minutes=2**message.tries)


def _mail(message: Message, sender: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, message.recipient, message.subject
    mail["Date"], mail["Message-ID"] = message.queued_at, f"<{uuid4().hex}@{sender.rpartition('@')[2][:-1]}>"
    mail.set_content(message.body)
    return mail
