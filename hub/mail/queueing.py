"""Queueing a mail in the transaction that is its cause: where that fails, no mail goes out."""

from __future__ import annotations

import logging
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from hub.mail.addresses import site_url
from hub.mail.models import Message
from hub.settings import mails
from hub.settings.current import identity, mail_text

logger = logging.getLogger(__name__)

WAITING = "mail_waits"
"""In `session.info` once a mail was queued, until it was looked for."""


def queue_mail(session: Session, recipient: str, name: str, **values: Any) -> Message:
    """Queue the mail of `templates/mail/{name}.txt`, or what administrators say in its place.

    The template may use `site_url(endpoint, ...)` for links. It is delivered after the commit.
    """
    links: dict[str, str] = {}

    def noted_url(endpoint: str, **parts: Any) -> str:
        return links.setdefault(mails.LINKS[endpoint], site_url(endpoint, **parts))

    rendered = render_template(f"mail/{name}.txt", site_url=noted_url, **values)
    text, said = mails.split_text(rendered), mail_text(mails.kind_of(name, values))
    if said is not None:
        greeting, hub = mails.greeting_in(rendered), identity().name
        try:
            text = mails.fill(said, mails.values_for(values, links, greeting, hub))
        except KeyError as error:  # a placeholder of an earlier release: the mail goes out all the same
            logger.warning("The hub's own text of %s goes out: its placeholder %s is gone", name, error)
    return queue_message(session, recipient, text.subject, text.body)


def queue_message(session: Session, recipient: str, subject: str, body: str) -> Message:
    """The same for a mail that is written already. A subject is one line, whatever somebody's name holds."""
    message = Message(recipient=recipient, subject=" ".join(subject.split())[:300], body=body)
    session.add(message)
    session.info[WAITING] = True
    return message
