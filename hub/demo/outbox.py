"""The mail of the demo, read back from the outbox: nobody has a mailbox at its addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from hub.demo.signins import uses_demo_sign_ins

NAME = re.compile(r"[0-9T]+-[0-9a-f]{8}\.eml")
ADDRESS = re.compile(r"(https?://\S+)")
MOST = 100


@dataclass(frozen=True, slots=True)
class Mail:
    name: str
    """Its file, without the ending."""
    recipient: str
    subject: str
    sent_at: datetime
    body: str

    def parts(self, site: str) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is a link to the site."""
        return [(text, text.startswith(site)) for text in ADDRESS.split(self.body)]


def is_readable(session: Session, config: Mapping[str, Any]) -> bool:
    """Only where the demo runs, its printed sign-ins work here and mail goes nowhere else.

    The mails hold links that open accounts. An instance that anybody can sign in to anyway loses nothing.
    """
    return bool(config["HUB_DEMO"] and not config["MAIL_URL"] and uses_demo_sign_ins(session))


def list_mails(folder: Path) -> list[Mail]:
    """The latest mails, newest first."""
    names = sorted((path.name for path in folder.glob("*.eml")), reverse=True) if folder.is_dir() else []
    found = (find_mail(folder, name.removesuffix(".eml")) for name in names[:MOST])
    return [mail for mail in found if mail is not None]


def find_mail(folder: Path, name: str) -> Mail | None:
    path = folder / f"{name}.eml"
    if not NAME.fullmatch(path.name) or not path.is_file():
        return None
    mail = message_from_bytes(path.read_bytes(), policy=default)
    body = mail.get_body(("plain",))
    text = body.get_content() if body else ""
    return Mail(name, str(mail["To"]), str(mail["Subject"]), parsedate_to_datetime(str(mail["Date"])), text)
