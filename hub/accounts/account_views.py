"""A person's own account: name, address, password, and where they are signed in."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_security.signals import password_changed
from werkzeug.wrappers import Response

from hub.accounts import presence
from hub.accounts.actors import current_actor
from hub.accounts.blueprint import blueprint
from hub.accounts.entering import LONGEST, end_sign_in, end_sign_ins
from hub.accounts.forms import ChangeEmailForm, ChangePasswordForm, NameForm
from hub.accounts.mailed_views import mail_is_on_its_way
from hub.accounts.models import User
from hub.accounts.passwords import hash_new_password
from hub.accounts.policies import SIGNED_IN, allow, policy_of
from hub.accounts.queries import find_own_sign_in, find_user, list_open_sign_ins, lock_person
from hub.accounts.recognising import is_password
from hub.accounts.renewing import renew_password
from hub.accounts.second_factor import count_recovery_codes
from hub.accounts.sign_in_views import CHECK_PASSWORD
from hub.accounts.writing import write_new_address
from hub.database import session, utc_now
from hub.mail.queueing import queue_mail

ELSEWHERE = (("Members of your organisations", "members."), ("Your data", "privacy."))


@blueprint.get("/account")
@allow(SIGNED_IN)
def account() -> str:
    user = presence.current_sign_in().user
    return render_template(
        "accounts/account.html", user=user, codes_left=count_recovery_codes(user), elsewhere=_elsewhere()
    )


@blueprint.route("/account/name", methods=["GET", "POST"])
@allow(SIGNED_IN)
def change_name() -> Response | str:
    user = presence.current_sign_in().user
    form = NameForm(obj=user)
    if not form.validate_on_submit():
        return render_template("accounts/change_name.html", form=form)
    user.name = form.name.data
    session.commit()
    flash("Your name was changed.")
    return redirect(url_for("accounts.account"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
@allow(SIGNED_IN)
def change_password() -> Response | str:
    """A new password for who gives the old one. Every other sign-in ends."""
    user = presence.current_sign_in().user
    form = ChangePasswordForm(own_words=(user.email, user.name))
    session.commit()  # nothing is held while hashes are made
    kept = user.password
    if not form.validate_on_submit():
        return render_template("accounts/change_password.html", form=form)
    if not is_password(form.current.data, kept):
        form.current.errors = [CHECK_PASSWORD]
        return render_template("accounts/change_password.html", form=form)
    hashed = hash_new_password(form.password.data)
    locked = _lock_unchanged(user, kept)
    renew_password(session, locked, hashed, but=presence.current_sign_in())
    presence.renew(locked)
    queue_mail(session, locked.email, "password_changed", person=locked.name)
    session.commit()
    password_changed.send(current_app._get_current_object(), user=locked)  # type: ignore[attr-defined]
    flash("Your password was changed. Everywhere else you are signed out.")
    return redirect(url_for("accounts.account"), 303)


@blueprint.route("/account/email", methods=["GET", "POST"])
@allow(SIGNED_IN)
def change_email() -> Response | str:
    """Sends a link to the new address. Nothing changes until it is used."""
    user = presence.current_sign_in().user
    session.commit()  # nothing is held while the hash is made
    kept = user.password
    form = ChangeEmailForm()
    if not form.validate_on_submit():
        return render_template("accounts/change_email.html", form=form, user=user)
    if not is_password(form.password.data, kept):
        form.password.errors = [CHECK_PASSWORD]
        return render_template("accounts/change_email.html", form=form, user=user)
    locked = _lock_unchanged(user, kept)
    write_new_address(session, locked, form.email.data, find_user(session, form.email.data))
    session.commit()
    return mail_is_on_its_way(form.email.data)


def _lock_unchanged(user: User, kept: str | None) -> User:
    """The person again, locked, whose password must be the one that was checked."""
    locked = lock_person(session, id=user.id)
    return locked if locked is not None and locked.password == kept else abort(409)


@blueprint.get("/account/sign-ins")
@allow(SIGNED_IN)
def sign_ins() -> str:
    here = presence.current_sign_in()
    oldest = utc_now() - LONGEST
    listed = [each for each in list_open_sign_ins(session, here.user) if each.started_at > oldest]
    return render_template("accounts/sign_ins.html", sign_ins=listed, here=here)


@blueprint.post("/account/sign-ins/<public_id>/end")
@allow(SIGNED_IN)
def end(public_id: str) -> Response:
    found = find_own_sign_in(session, current_actor(), public_id) or abort(404)
    end_sign_in(found)
    session.commit()
    flash(f"{found.browser or 'That browser'} is signed out.")
    return redirect(url_for("accounts.sign_ins"), 303)


@blueprint.post("/account/sign-ins/end-others")
@allow(SIGNED_IN)
def end_others() -> Response:
    here = presence.current_sign_in()
    number = end_sign_ins(session, here.user, but=here)
    session.commit()
    flash(f"You are signed out in {number} other {'browser' if number == 1 else 'browsers'}.")
    return redirect(url_for("accounts.sign_ins"), 303)


def _elsewhere() -> list[tuple[str, str]]:
    """Links to what other areas hold of a person: the first page of each that is open to them."""
    found = ((text, sorted(filter(_is_open, _pages(area)))) for text, area in ELSEWHERE)
    return [(text, url_for(endpoints[0])) for text, endpoints in found if endpoints]


def _pages(area: str) -> set[str]:
    rules = current_app.url_map.iter_rules()
    return {
        r.endpoint
        for r in rules
        if r.endpoint.startswith(area) and not r.arguments and "GET" in (r.methods or ())
    }


def _is_open(endpoint: str) -> bool:
    policy = policy_of(current_app, endpoint)
    return policy is not None and policy.lets_in(current_actor())
