"""All that the hub holds about one person, as one file for them.

The file is JSON: `about` says whose it is and when it was made; `keys` says in plain English what each key of
`held` means; `held` has a list of rows for each key, empty where there is nothing; `kept_not_shown` names the
secrets that are kept and are of no use to a reader; `kept_elsewhere` says what is not in it.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from hub.accounts.models import SignIn, User
from hub.privacy.outbox import mails_to
from hub.privacy.traces import TRACES, Trace, Who, who_is

SECRETS = {
    "password": "The password, as a hash that nobody can read back",
    "tf_totp_secret": "The secret that your authenticator app shares with the hub",
    "mf_recovery_codes": "Your recovery codes",
    "tf_primary_method": "That you use a second factor",
    "tf_last_step": "Which code of your authenticator app was used last",
    "fs_uniquifier": "A random text that ties your sign-ins to your account",
    "key_hash": "For each sign-in a hash of the key in your browser’s cookie",
}
MAIL_KEPT = "Mail to your address that the hub keeps as a file, because it has no mail server."
ELSEWHERE = (
    "What your organisations wrote (requirements, how they ended, rankings, shortlists, profiles) belongs to "
    "them and is on the hub’s pages. Counts of tries to sign in are kept for minutes under a disguised key "
    "and cannot be traced back to you."
)


def own_copy(session: Session, user: User, *, hub_name: str, instance: Path, now: datetime) -> dict[str, Any]:
    """The file as a value that JSON can hold; see the module for its shape."""
    who = who_is(user)
    held: dict[str, Any] = {trace.key: _rows(session, trace, who) for trace in TRACES}
    held["mail_kept"] = [_mail(mail) for _path, mail in mails_to(instance, user.email)]
    return {
        "about": {"hub": hub_name, "person": user.name or user.email, "made_at": now.isoformat()},
        "keys": {trace.key: trace.words for trace in TRACES} | {"mail_kept": MAIL_KEPT},
        "held": held,
        "kept_not_shown": _secrets(session, user),
        "kept_elsewhere": ELSEWHERE,
    }


def to_json(copy: dict[str, Any]) -> bytes:
    return (json.dumps(copy, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _rows(session: Session, trace: Trace, who: Who) -> list[dict[str, Any]]:
    order = inspect(trace.model).primary_key
    chosen = select(trace.model).where(trace.rows(who)).order_by(*order)
    return [_row(session, trace, row) for row in session.scalars(chosen)]


def _row(session: Session, trace: Trace, row: Any) -> dict[str, Any]:
    told = {name: plain(getattr(row, name)) for name in trace.shown}
    if trace.beside is not None:
        word, column, attribute = trace.beside
        model: Any = attribute.class_
        thing = session.get(model, getattr(row, column))
        told = {word: getattr(thing, attribute.key, None)} | told
    return told


def plain(value: Any) -> Any:
    """A value of a column as JSON can hold it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _mail(mail: Any) -> dict[str, Any]:
    body = mail.get_body(("plain",))
    return {
        "subject": str(mail["Subject"] or ""),
        "sent_at": str(mail["Date"] or ""),
        "text": body.get_content() if body else "",
    }


def _secrets(session: Session, user: User) -> list[str]:
    """In words, those of the secrets that there are."""
    signed_in = session.scalar(select(SignIn.id).where(SignIn.user_id == user.id).limit(1))
    there = [name for name in SECRETS if getattr(user, name, None)]
    return [SECRETS[name] for name in (*there, *(["key_hash"] if signed_in else []))]
