"""Signing in, by Flask-Security's functions with the hub's own pages, words and rules."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_security.core import RoleMixin, Security
from flask_security.datastore import SQLAlchemySessionUserDatastore
from flask_security.mail_util import MailUtil
from flask_wtf.csrf import CSRFProtect

from hub.accounts.keys import derive_key
from hub.accounts.models import User
from hub.accounts.pacing import init_pacing
from hub.accounts.presence import init_presence
from hub.accounts.second_factor import RECOVERY_CODES, HubTotp
from hub.database import session
from hub.mail.queueing import queue_message

SETTINGS = {
    "HUB_PACE": 0.3,
    "HUB_SECOND_FACTOR": True,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": RECOVERY_CODES,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
    "SECURITY_ANONYMOUS_USER_DISABLED": False,
    "SECURITY_JOIN_USER_ROLES": False,
}
"""`HUB_PACE`: the fixed moment, in seconds, at which pages that could tell who has an account answer; 0 for
tests. `HUB_SECOND_FACTOR`: whether the hub's own people must have one."""


class NoRole(RoleMixin):
    """Flask-Security asks for a role model; the hub's roles are on memberships."""


class QueuedMail(MailUtil):
    """Whatever the library mails goes the way of all mail: queued in the transaction that is its cause."""

    def send_mail(  # noqa: PLR0917 - the library hands them over by place
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **values: Any,
    ) -> None:
        queue_message(session, str(recipient), str(subject), body or "")


def init_signing_in(app: Flask) -> None:
    init_pacing(app)
    CSRFProtect(app)
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    key = app.config["SECRET_KEY"]
    app.config.setdefault("SECURITY_PASSWORD_SALT", key)
    app.config.setdefault("SECURITY_TOTP_ISSUER", app.config["HUB_NAME"])
    app.config.setdefault("SECURITY_TOTP_SECRETS", {1: derive_key(key, "totp secrets")})
    app.config.setdefault(
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS", [derive_key(key, "recovery codes").encode()]
    )
    datastore = SQLAlchemySessionUserDatastore(session, User, NoRole)  # type: ignore[arg-type]
    Security(app, datastore, register_blueprint=False, totp_cls=HubTotp, mail_util_cls=QueuedMail)
    init_presence(app)
