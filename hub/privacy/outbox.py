"""Mail that the hub kept as files, where no mail server is set: found by address and by age, and removed."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path


def kept_mails(instance: Path) -> Iterator[Path]:
    """The files of the outbox, and those of a mail whose writing was broken off, oldest first."""
    folder = instance / "outbox"
    if folder.is_dir():
        yield from sorted((*folder.glob("*.eml"), *folder.glob(".*.eml")))


def mails_to(instance: Path, address: str) -> Iterator[tuple[Path, EmailMessage]]:
    """The kept mails to an address, however it is spelt."""
    wanted = address.lower()
    for path in kept_mails(instance):
        mail = _read(path)
        if mail is not None and wanted in _recipients(mail):
            yield path, mail


def mails_before(instance: Path, moment: datetime) -> Iterator[Path]:
    for path in kept_mails(instance):
        try:
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except FileNotFoundError:
            continue
        if written <= moment:
            yield path


def remove_mails_with(instance: Path, texts: Collection[str]) -> int:
    """Remove the kept mails to, from or about somebody, by address and name; the number of them."""
    wanted = [text.casefold() for text in texts if text]
    paths = []
    for path in kept_mails(instance):
        mail = _read(path)
        if mail is not None and any(text in _words(mail) for text in wanted):
            paths.append(path)
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def _words(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    headers = [str(value) for value in mail.values()]
    return "\n".join([*headers, body.get_content() if body else ""]).casefold()


def _recipients(mail: EmailMessage) -> set[str]:
    headers = [str(text) for text in mail.get_all("To", [])]
    return {address.lower() for _name, address in getaddresses(headers)}


def _read(path: Path) -> EmailMessage | None:
    try:
        with path.open("rb") as file:
            return email.message_from_binary_file(file, policy=email.policy.default)
    except FileNotFoundError:  # removed a moment ago
        return None
