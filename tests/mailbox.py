"""The mail that the site sent, read as its receivers would."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.parse import urlsplit

from flask import Flask

from hub.mail.posting import deliver_now

LINK = re.compile(r"https?://\S+")


class Mailbox:
    """Everybody's mail of one site, from now on."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.folder = app.config["INSTANCE"] / "outbox"
        self.seen = self._names()

    def subjects(self, recipient: str) -> list[str]:
        """What was sent to one address, oldest first."""
        return [str(mail["Subject"]) for mail in self._mails(recipient)]

    def text(self, recipient: str) -> str:
        """The latest mail to an address."""
        return str(self._mails(recipient)[-1].get_content())

    def link(self, recipient: str) -> str:
        """The path of the first link in the latest mail to an address."""
        found = LINK.search(self.text(recipient))
        assert found is not None
        return urlsplit(found.group()).path

    def _mails(self, recipient: str) -> list[EmailMessage]:
        with self.app.app_context():
            deliver_now()
        mails = [self._mail(name) for name in sorted(self._names() - self.seen)]
        return [mail for mail in mails if mail["To"] == recipient]

    def _names(self) -> set[str]:
        return {path.name for path in self.folder.glob("*.eml")}

    def _mail(self, name: str) -> EmailMessage:
        return message_from_bytes((self.folder / name).read_bytes(), policy=default)  # type: ignore[return-value]
