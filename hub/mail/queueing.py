"""Queueing a mail in the transaction that is its cause: where that fails, no mail goes out."""

from __future__ import annotations

from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from hub.mail.addresses import site_url
from hub.mail.models import Message

WAITING = "mail_waits"
"""In `session.info` once a mail was queued, until it was looked for."""


def queue_mail(session: Session, recipient: str, name: str, **values: Any) -> Message:
    """Queue the mail of `templates/mail/{name}.txt`, whose first line is the subject.

    The template may use `site_url(endpoint, ...)` for links. It is delivered after the commit.
    """
    text = render_template(f"mail/{name}.txt", site_url=site_url, **values)
    subject, _, body = text.strip().partition("\n")
    return queue_message(session, recipient, subject, body.strip() + "\n")


def queue_message(session: Session, recipient: str, subject: str, body: str) -> Message:
    """The same for a mail that is written already. A subject is one line, whatever somebody's name holds."""
    message = Message(recipient=recipient, subject=" ".join(subject.split())[:300], body=body)
    session.add(message)
    session.info[WAITING] = True
    return message
