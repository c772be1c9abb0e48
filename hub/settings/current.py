"""The settings that count now, for whoever asks: pages, mails, exports, rules."""

from __future__ import annotations

from flask import current_app

from hub.settings import held
from hub.settings.identity import KEY, Identity, read_identity
from hub.settings.mails import MailKind, MailText


def identity() -> Identity:
    """Name, contact and colours of the hub. Needs an application context, and seldom asks the database."""
    return read_identity(held.newest_of(KEY), current_app.config["HUB_NAME"])


def mail_text(kind: MailKind) -> MailText | None:
    """What the hub's administrators say in a mail, with placeholders; None where its own text counts."""
    said = held.newest_of(kind.key)
    return MailText(said["subject"], said["body"]) if said else None
