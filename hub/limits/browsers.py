"""Browsers that have signed in to an account before, by a cookie that says so to nobody but the hub.

OWASP calls it a device cookie. It holds a random number and, for each account, a mark that can be checked
against the account and not traced back to it. The mark is made of the account's `fs_uniquifier`, which every
new password changes: who only knew the old password has no known browser any more.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field, replace

from itsdangerous import BadSignature, URLSafeSerializer

from hub.limits.disguising import disguise

MOST_ACCOUNTS = 5
"""People of a hub share a browser now and then; a cookie does not grow without end."""
LIFE = 400 * 24 * 3600
"""Seconds a browser keeps the cookie at most."""


def _new_number() -> str:
    return secrets.token_urlsafe(16)


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser's number and the marks of the accounts it signed in to, the latest last."""

    number: str = field(default_factory=_new_number)
    marks: tuple[str, ...] = ()

    def knows(self, account: str, secret: str) -> bool:
        """Whether somebody signed in to the account (its `fs_uniquifier`) here before."""
        mark = self._mark(account, secret)
        return any(hmac.compare_digest(mark, each) for each in self.marks)

    def with_account(self, account: str, secret: str) -> Browser:
        mark = self._mark(account, secret)
        others = [each for each in self.marks if each != mark]
        return replace(self, marks=(*others, mark)[-MOST_ACCOUNTS:])

    def _mark(self, account: str, secret: str) -> str:
        return disguise(secret, "browser", self.number, account)[:32]


def write_browser(browser: Browser, secret: str) -> str:
    """The value of the cookie."""
    text: str = _serializer(secret).dumps([browser.number, *browser.marks])
    return text


def read_browser(cookie: str | None, secret: str) -> Browser | None:
    """The browser of a cookie that this hub wrote; None for any other text."""
    try:
        number, *marks = _serializer(secret).loads(cookie or "")
    except (BadSignature, ValueError, TypeError):
        return None
    return Browser(number, tuple(marks))


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="known browser", signer_kwargs={"digest_method": hashlib.sha256})
