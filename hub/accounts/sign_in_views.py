"""Signing in, with a second factor where there is one, and out."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts import presence
from hub.accounts.actors import current_actor
from hub.accounts.blueprint import security as blueprint
from hub.accounts.forms import CodeForm, ConfirmPasswordForm, RecoveryCodeForm, SignInForm, known_address
from hub.accounts.models import User
from hub.accounts.policies import ANYONE, SIGNED_IN, allow
from hub.accounts.queries import find_user, lock_person
from hub.accounts.recognising import is_password
from hub.accounts.returning import safe_return
from hub.accounts.second_factor import accept_code, accept_recovery_code, count_recovery_codes
from hub.database import open_session, session
from hub.demo.signins import is_of_the_demo
from hub.mail.queueing import queue_mail

CHECK = "Check your email address and password, and try again"
CHECK_PASSWORD = "Check your password, and try again"  # noqa: S105
CHECK_CODE = "Enter the code that your app shows now. Each code can be used once"
CHECK_RECOVERY = "Check the recovery code, and try again. Each code can be used once"


@blueprint.route("/sign-in", methods=["GET", "POST"])
@allow(ANYONE)
def login() -> Response | str:
    came_from = request.args.get("next")
    if current_actor().signed_in:
        return redirect(safe_return(came_from) or url_for("accounts.start"), 303)
    form = SignInForm(came_from)
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form)
    known = recognise(form.email.data, form.password.data)
    user = known and lock_person(session, id=known.id)
    if known is None or user is None or not user.active or user.password != known.password:
        form.form_errors.append(CHECK)
        return render_template("accounts/sign_in.html", form=form)
    if user.confirmed_at is None:
        return render_template("accounts/unconfirmed.html", email=user.email)
    if user.tf_totp_secret and not is_of_the_demo(user.email, current_app.config):
        presence.wait_for_code(user, form.next.data)
        return redirect(url_for("security.two_factor_token_validation"), 303)
    presence.enter(user, by="password")
    session.commit()
    return redirect(form.next.data or url_for("accounts.start"), 303)


def recognise(email: str, password: str) -> User | None:
    """Whose address and password these are. The database is let go of while the hash is made."""
    with open_session(writes=False) as reading:
        address = known_address(email)
        known = find_user(reading, address) if address else None
    right = is_password(password, known.password if known else None)
    return known if right else None


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@allow(ANYONE)
def two_factor_token_validation() -> Response | str:
    waiting = presence.waiting_for_code()
    if waiting is None:
        return redirect(url_for("security.login"), 303)
    uniquifier, came_from = waiting
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("accounts/code.html", form=form)
    user = lock_person(session, fs_uniquifier=uniquifier, active=True)
    if user is None or not accept_code(user, form.code.data):
        form.code.errors = [CHECK_CODE]
        return render_template("accounts/code.html", form=form)
    presence.enter(user, by="code")
    session.commit()
    return redirect(came_from or url_for("accounts.start"), 303)


@blueprint.route("/sign-in/recovery-code", methods=["GET", "POST"])
@allow(ANYONE)
def mf_recovery() -> Response | str:
    """For who has not the phone at hand. The code is spent, and a mail says so."""
    waiting = presence.waiting_for_code()
    if waiting is None:
        return redirect(url_for("security.login"), 303)
    uniquifier, came_from = waiting
    form = RecoveryCodeForm()
    if not form.validate_on_submit():
        return render_template("accounts/recovery_code.html", form=form)
    user = lock_person(session, fs_uniquifier=uniquifier, active=True)
    if user is None or not accept_recovery_code(user, form.code.data):
        form.code.errors = [CHECK_RECOVERY]
        return render_template("accounts/recovery_code.html", form=form)
    presence.enter(user, by="recovery code")
    left = count_recovery_codes(user)
    told = f"{left} {'is' if left == 1 else 'are'} left"
    queue_mail(session, user.email, "recovery_code_used", person=user.name, codes_left=told)
    session.commit()
    flash(
        f"You used a recovery code. {left} {'is' if left == 1 else 'are'} left: "
        "make new ones on your account page."
    )
    return redirect(came_from or url_for("accounts.start"), 303)


@blueprint.post("/sign-out")
@allow(ANYONE)
def logout() -> Response:
    if current_actor().signed_in:
        presence.leave()
        session.commit()
    return redirect(safe_return(request.args.get("next")) or url_for("matches.home"), 303)


@blueprint.route("/confirm-password", methods=["GET", "POST"])
@allow(SIGNED_IN)
def verify() -> Response | str:
    form = ConfirmPasswordForm(request.args.get("next"))
    if not form.validate_on_submit():
        return render_template("accounts/confirm_password.html", form=form)
    kept = presence.current_sign_in().user.password
    session.commit()  # nothing is held while the hash is made
    if not is_password(form.password.data, kept):
        form.password.errors = [CHECK_PASSWORD]
        return render_template("accounts/confirm_password.html", form=form)
    presence.prove()
    return redirect(form.next.data or url_for("accounts.start"), 303)
