"""Signing in, by Flask-Security with the hub's own pages and words."""

from __future__ import annotations

from flask import Flask
from flask_security.core import RoleMixin, Security
from flask_security.datastore import SQLAlchemySessionUserDatastore
from flask_wtf.csrf import CSRFProtect

from hub.accounts.forms import ConfirmPasswordForm, SignInForm
from hub.accounts.models import User
from hub.accounts.policies import ANYONE, SIGNED_IN, name_policies
from hub.database import session

SETTINGS = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
    "SECURITY_VERIFY_URL": "/confirm-password",
    "SECURITY_VERIFY_TEMPLATE": "accounts/confirm_password.html",
    "SECURITY_POST_LOGIN_VIEW": "/start",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
    "SECURITY_SEND_REGISTER_EMAIL": False,
    "SECURITY_ANONYMOUS_USER_DISABLED": False,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": ("Check your email address and password, and try again", "error"),
    "SECURITY_MSG_INVALID_PASSWORD": ("Check your password, and try again", "error"),
}


class NoRole(RoleMixin):
    """Flask-Security asks for a role model; the hub's roles are on memberships."""


def init_signing_in(app: Flask) -> None:
    CSRFProtect(app)
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    app.config.setdefault("SECURITY_PASSWORD_SALT", app.config["SECRET_KEY"])
    datastore = SQLAlchemySessionUserDatastore(session, User, NoRole)  # type: ignore[arg-type]
    Security(app, datastore, login_form=SignInForm, verify_form=ConfirmPasswordForm)
    name_policies(
        app,
        {
            "security.login": ANYONE,
            "security.logout": ANYONE,
            "security.verify": SIGNED_IN,
            "security.static": ANYONE,
        },
    )
