"""Pages that mailed links lead to, and those that send them.

Programs that look for bad mail open every link: a link only shows a page, whose button does what it says.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask import session as cookie
from flask_security.signals import password_reset
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from hub.accounts import presence
from hub.accounts.blueprint import blueprint, security
from hub.accounts.forms import AddressForm, NewPasswordForm, PressForm
from hub.accounts.models import User
from hub.accounts.passwords import hash_new_password
from hub.accounts.policies import ANYONE, allow
from hub.accounts.queries import find_person, find_user, lock_person
from hub.accounts.renewing import change_address, confirm_address, take_over
from hub.accounts.returning import safe_return
from hub.accounts.tokens import Purpose, Token, read_token
from hub.accounts.writing import write_confirmation, write_nobody, write_reset
from hub.database import open_session, session
from hub.demo.outbox import is_readable
from hub.mail.queueing import queue_mail

Page = Response | str | tuple[str, int]

WROTE_TO = "wrote_to"
"""In the cookie: the address as it was typed, for the page that says where to look."""


@blueprint.get("/check-your-email")
@allow(ANYONE)
def check_email() -> str:
    """Where every page that may have sent a mail ends, whether it has or not."""
    readable = is_readable(session, current_app.config)
    return render_template("accounts/check_email.html", address=cookie.get(WROTE_TO), readable=readable)


def mail_is_on_its_way(address: str) -> Response:
    """The one answer to an address that may be anybody's or nobody's."""
    cookie[WROTE_TO] = address
    return redirect(url_for("accounts.check_email"), 303)


@security.route("/confirm-email", methods=["GET", "POST"])
@allow(ANYONE)
def send_confirmation() -> Page:
    """The confirming mail once more. Who needs none is not told, and gets none."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("accounts/send_confirmation.html", form=form)
    user = find_user(session, form.email.data)
    if user is not None and user.active and user.confirmed_at is None:
        write_confirmation(session, user)
    else:
        write_nobody(session, form.email.data, "confirm_account")
    session.commit()
    return mail_is_on_its_way(form.email.data)


@security.route("/confirm-email/<token>", methods=["GET", "POST"])
@allow(ANYONE)
def confirm_email(token: str) -> Page:
    """Mail reaches the address. In the browser that chose the password a moment ago it signs in as well."""
    found, user = _read("confirm", token)
    if found is None or user is None:
        return _dead("security.send_confirmation", "Send the mail again")
    form = PressForm()
    if not form.validate_on_submit():
        return render_template("accounts/confirm_email.html", form=form, token=token, email=user.email)
    locked = _lock(found)
    if locked is None:
        return _dead("security.send_confirmation", "Send the mail again")
    confirm_address(locked)
    goes_on = safe_return(found.more)
    if presence.has_created(locked) and not locked.tf_totp_secret:
        presence.enter(locked, by="confirming mail")
        session.commit()
        flash("Your email address is confirmed, and you are signed in.")
        return redirect(goes_on or url_for("accounts.start"), 303)
    session.commit()
    flash("Your email address is confirmed. Sign in to go on.")
    return redirect(url_for("security.login", next=goes_on), 303)


@security.route("/reset-password", methods=["GET", "POST"])
@allow(ANYONE)
def forgot_password() -> Page:
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgot_password.html", form=form)
    user = find_user(session, form.email.data)
    if user is not None and user.active:
        write_reset(session, user)
    else:
        write_nobody(session, form.email.data, "reset_password")
    session.commit()
    return mail_is_on_its_way(form.email.data)


@security.route("/reset-password/<token>", methods=["GET", "POST"])
@allow(ANYONE)
def reset_password(token: str) -> Page:
    """A new password by mail. The old one, its sign-ins and every other link end with it."""
    found, user = _read("reset", token)
    if found is None or user is None:
        return _dead("security.forgot_password", "Ask for a new link")
    form = NewPasswordForm(own_words=(user.email, user.name))
    if not form.validate_on_submit():
        return render_template("accounts/reset_password.html", form=form, token=token, email=user.email)
    hashed = hash_new_password(form.password.data)
    locked = _lock(found)  # of two that use one link at once, the second finds it dead
    if locked is None:
        return _dead("security.forgot_password", "Ask for a new link")
    take_over(session, locked, hashed)
    queue_mail(session, locked.email, "password_changed", person=locked.name)
    session.commit()
    password_reset.send(current_app._get_current_object(), user=locked)  # type: ignore[attr-defined]
    flash("Your password is changed. Sign in with the new one.")
    return redirect(url_for("security.login"), 303)


@blueprint.route("/account/email/<token>", methods=["GET", "POST"])
@allow(ANYONE)
def confirm_new_email(token: str) -> Page:
    """The new address is taken once it was shown that mail reaches the person there."""
    found, user = _read("change_email", token)
    if found is None or user is None:
        return _dead("accounts.change_email", "Start again")
    form = PressForm()
    if not form.validate_on_submit():
        return render_template("accounts/confirm_new_email.html", form=form, token=token, email=found.more)
    locked = _lock(found)
    if locked is None:
        return _dead("accounts.change_email", "Start again")
    old = locked.email
    try:
        change_address(session, locked, found.more)
    except IntegrityError:  # somebody else has come to use it since
        session.rollback()
        return _dead("accounts.change_email", "Start again")
    queue_mail(session, old, "email_changed", person=locked.name, new=found.more)
    session.commit()
    flash(f"You sign in with {found.more} from now on.")
    return redirect(url_for("accounts.account"), 303)


def _read(purpose: Purpose, token: str) -> tuple[Token | None, User | None]:
    """The token and its person, read without holding anything; None and None for a link that is dead."""
    found = read_token(purpose, token)
    if found is None:
        return None, None
    with open_session(writes=False) as reading:
        user = find_person(reading, found.public_id)
    return (found, user) if found.is_for(user) else (None, None)


def _lock(token: Token) -> User | None:
    """The token's person, locked, where the link is still good."""
    user = lock_person(session, public_id=token.public_id)
    return user if token.is_for(user) else None


def _dead(endpoint: str, text: str) -> tuple[str, int]:
    values: dict[str, Any] = {"again": url_for(endpoint), "text": text}
    return render_template("accounts/dead_link.html", **values), 410
