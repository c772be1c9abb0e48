"""Setting up the second factor, its recovery codes, and taking it off."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from hub.accounts import presence
from hub.accounts.actors import current_actor, forget_actor
from hub.accounts.blueprint import blueprint
from hub.accounts.forms import CodeForm, OldOrRecoveryCodeForm, PressForm, TakeOffForm, TurnOffForm
from hub.accounts.models import User
from hub.accounts.policies import ADMINISTRATORS, SIGNED_IN, allow
from hub.accounts.queries import find_user, lock_person
from hub.accounts.recognising import is_password
from hub.accounts.second_factor import (
    accept_code,
    accept_recovery_code,
    count_recovery_codes,
    new_secret,
    renew_recovery_codes,
    setup_values,
    turn_off,
    turn_on,
)
from hub.accounts.sign_in_views import CHECK_CODE, CHECK_PASSWORD
from hub.database import session
from hub.mail.queueing import queue_mail

CHECK_OLD = "Enter a code of the app you have now, or a recovery code. Each can be used once"
NEW_SECRET = "new_secret"  # noqa: S105
"""In the cookie, encrypted, until a code shows that the app has it."""


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@allow(SIGNED_IN)
def set_up_second_factor() -> Response | str:
    """For who has none, or has shown the one they have to put another app in its place."""
    user = presence.current_sign_in().user
    if current_actor().of_the_demo or (user.tf_totp_secret and not presence.is_replacing()):
        return redirect(url_for("accounts.account"), 303)
    if not presence.is_fresh():
        return _ask_password()
    secret = cookie.setdefault(NEW_SECRET, new_secret())
    form = CodeForm()
    if not form.validate_on_submit():
        return _set_up_page(form, user, secret)
    locked = _locked(user)
    if not accept_code(locked, form.code.data, secret):
        form.code.errors = [CHECK_CODE]
        return _set_up_page(form, user, secret)
    codes = turn_on(session, locked, secret, but=presence.current_sign_in())
    del cookie[NEW_SECRET]
    presence.end_replacing()
    presence.renew(locked)
    queue_mail(session, locked.email, "second_factor_on", person=locked.name)
    session.commit()
    forget_actor()
    return render_template("accounts/recovery_codes.html", codes=codes, first=True)


def _set_up_page(form: CodeForm, user: User, secret: str) -> str:
    """The page of the QR code. A form sent before the page was seen has no secret and finds the page."""
    values = setup_values(secret, user)
    return render_template(
        "accounts/set_up_second_factor.html", form=form, image=values["image"], key=values["key"]
    )


@blueprint.route("/account/second-factor/replace", methods=["GET", "POST"])
@allow(SIGNED_IN)
def replace_second_factor() -> Response | str:
    """Another phone: a code of the old one, or a recovery code where it is lost, leads to setting it up."""
    user = presence.current_sign_in().user
    if not user.tf_totp_secret:
        return redirect(url_for("accounts.account"), 303)
    if not presence.is_fresh():
        return _ask_password()
    form = OldOrRecoveryCodeForm()
    if not form.validate_on_submit():
        return render_template("accounts/replace_second_factor.html", form=form)
    locked, code = _locked(user), form.code.data
    if not (accept_code(locked, code) or accept_recovery_code(locked, code)):
        form.code.errors = [CHECK_OLD]
        return render_template("accounts/replace_second_factor.html", form=form)
    session.commit()
    presence.begin_replacing()
    return redirect(url_for("accounts.set_up_second_factor"), 303)


@blueprint.route("/account/recovery-codes", methods=["GET", "POST"])
@allow(SIGNED_IN)
def recovery_codes() -> Response | str:
    """New codes in place of the old. They are shown as the answer, this once, and never again."""
    user = presence.current_sign_in().user
    if not user.tf_totp_secret:
        return redirect(url_for("accounts.account"), 303)
    if not presence.is_fresh():
        return _ask_password()
    form = PressForm()
    if not form.validate_on_submit():
        left = count_recovery_codes(user)
        return render_template("accounts/renew_recovery_codes.html", form=form, left=left)
    codes = renew_recovery_codes(_locked(user))
    session.commit()
    return render_template("accounts/recovery_codes.html", codes=codes, first=False)


@blueprint.route("/account/second-factor/turn-off", methods=["GET", "POST"])
@allow(SIGNED_IN)
def turn_off_second_factor() -> Response | str:
    """For who need not have one, with both factors in hand."""
    user = presence.current_sign_in().user
    if current_app.config["HUB_SECOND_FACTOR"] and current_actor().is_adviser:
        abort(403)
    if not user.tf_totp_secret:
        return redirect(url_for("accounts.account"), 303)
    session.commit()  # nothing is held while the hash is made
    form = TurnOffForm()
    if not form.validate_on_submit():
        return render_template("accounts/turn_off_second_factor.html", form=form)
    if not is_password(form.password.data, user.password):
        form.password.errors = [CHECK_PASSWORD]
        return render_template("accounts/turn_off_second_factor.html", form=form)
    locked = _locked(user)
    if not accept_code(locked, form.code.data):
        form.code.errors = [CHECK_CODE]
        return render_template("accounts/turn_off_second_factor.html", form=form)
    turn_off(session, locked, but=presence.current_sign_in())
    queue_mail(session, locked.email, "second_factor_taken_off", person=locked.name)
    session.commit()
    flash("Signing in asks for your password alone now. Everywhere else you are signed out.")
    return redirect(url_for("accounts.account"), 303)


@blueprint.route("/second-factor/take-off", methods=["GET", "POST"])
@allow(ADMINISTRATORS)
def take_off_second_factor() -> Response | str:
    """An administrator helps who has lost both phone and recovery codes, after checking who they are."""
    if not presence.is_fresh():
        return _ask_password()
    form = TakeOffForm()
    if not form.validate_on_submit():
        return render_template("accounts/take_off_second_factor.html", form=form)
    found = find_user(session, form.email.data)
    problem = _why_not(found)
    if found is None or problem:
        form.email.errors = [problem]
        return render_template("accounts/take_off_second_factor.html", form=form)
    turn_off(session, _locked(found))
    queue_mail(session, found.email, "second_factor_taken_off", person=found.name)
    session.commit()
    flash(f"{found.email} signs in with the password alone now. A mail tells them.")
    return redirect(url_for("accounts.take_off_second_factor"), 303)


def _why_not(user: User | None) -> str:
    if user is None:
        return "Nobody signs in with this address. Check it"
    if user.id == current_actor().user_id:
        return "Ask another administrator to take off your own second factor"
    return "" if user.tf_totp_secret else "This person has no second factor"


def _locked(user: User) -> User:
    return lock_person(session, id=user.id, fs_uniquifier=user.fs_uniquifier) or abort(409)


def _ask_password() -> Response:
    return redirect(url_for("security.verify", next=request.path), 303)
