"""The second factor: the code of an authenticator app, and recovery codes for who has lost the phone.

Secrets and recovery codes are kept encrypted, with keys made from the instance's secret key.
"""

from __future__ import annotations

import io
import re
from base64 import b64encode
from typing import Any

import qrcode
from cryptography.fernet import MultiFernet
from flask import current_app
from flask_security.totp import Totp
from qrcode.image.svg import SvgPathImage
from sqlalchemy.orm import Session

from hub.accounts.entering import end_sign_ins
from hub.accounts.models import SignIn, User

METHOD = "authenticator"
WINDOW = 30
"""A code counts for its own 30 seconds and the ones before and after: clocks differ and people type."""
RECOVERY_CODES = 10


class HubTotp(Totp):
    """Flask-Security's codes, each of which counts once: a code that was seen over a shoulder is spent."""

    def get_last_counter(self, user: User) -> int | None:  # type: ignore[override]
        return user.tf_last_step

    def set_last_counter(self, user: User, tmatch: Any) -> None:  # type: ignore[override]
        user.tf_last_step = tmatch.counter

    def generate_qrcode(self, username: str, totp: str) -> str:
        """An image address that a page's policy lets through: it loads from nowhere."""
        image = qrcode.make(self.get_totp_uri(username, totp), image_factory=SvgPathImage, border=2)
        with io.BytesIO() as file:
            image.save(file)
            return f"data:image/svg+xml;base64,{b64encode(file.getvalue()).decode('ascii')}"


def new_secret() -> str:
    """A secret for an authenticator app, encrypted."""
    return str(_totp().generate_totp_secret())


def setup_values(secret: str, user: User) -> dict[str, str]:
    """What the person needs to put the secret into an app: `image` (a QR code) and `key` (to type)."""
    return dict(_totp().fetch_setup_values(secret, user))


def accept_code(user: User, code: str, secret: str | None = None) -> bool:
    """Whether `code` is right for the person's secret (or `secret`), now and for the first time.

    The caller holds the lock on the person's row: of two that send one code at once, one is right.
    """
    secret = secret or user.tf_totp_secret
    digits = re.sub(r"[\s-]", "", code)
    return bool(secret and _totp().verify_totp(digits, secret, user, WINDOW))


def turn_on(session: Session, user: User, secret: str, *, but: SignIn | None = None) -> list[str]:
    """From now on signing in asks for a code of this secret. Returns the recovery codes, to be shown once.

    Sign-ins (`but` one) end: they were opened without it, or with what a lost phone shows.
    """
    user.tf_primary_method, user.tf_totp_secret = METHOD, secret
    end_sign_ins(session, user, but=but)
    return renew_recovery_codes(user)


def turn_off(session: Session, user: User, *, but: SignIn | None = None) -> None:
    """Take the second factor and its recovery codes off, and end the person's sign-ins, `but` one."""
    user.tf_primary_method = user.tf_totp_secret = user.mf_recovery_codes = user.tf_last_step = None
    end_sign_ins(session, user, but=but)


def renew_recovery_codes(user: User) -> list[str]:
    """New codes in place of all earlier ones. Returns them, to be shown once."""
    codes: list[str] = _totp().generate_recovery_codes(RECOVERY_CODES)
    user.mf_recovery_codes = [_cryptor().encrypt(code.encode()).decode() for code in codes]
    return codes


def accept_recovery_code(user: User, code: str) -> bool:
    """Whether it is one of the person's codes, which is then spent. The caller holds the row's lock."""
    kept, plain = user.mf_recovery_codes or [], re.sub(r"[\s-]", "", code.lower())
    left = [each for each in kept if _cryptor().decrypt(each).decode().replace("-", "") != plain]
    if len(left) == len(kept):
        return False
    user.mf_recovery_codes = left
    return True


def count_recovery_codes(user: User) -> int:
    return len(user.mf_recovery_codes or ())


def _totp() -> HubTotp:
    factory: HubTotp = current_app.extensions["security"].totp_factory
    return factory


def _cryptor() -> MultiFernet:
    found: MultiFernet = current_app.extensions["security"].mf_recovery_codes_util.cryptor
    return found
