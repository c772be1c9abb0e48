"""Creating an account, registering a buying organisation, and the way to one's desk."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from hub.accounts import account_views, mailed_views, presence, second_factor_views, sign_in_views
from hub.accounts.actors import Actor, current_actor
from hub.accounts.blueprint import blueprint, security
from hub.accounts.forms import CreateAccountForm, RegisterBuyerForm
from hub.accounts.joining import create_account as create
from hub.accounts.joining import register_buyer as register
from hub.accounts.mailed_views import mail_is_on_its_way
from hub.accounts.passwords import hash_new_password
from hub.accounts.policies import ANYONE, SIGNED_IN, allow
from hub.accounts.queries import find_user
from hub.accounts.returning import safe_return
from hub.accounts.writing import write_confirmation, write_somebody_tried
from hub.database import new_public_id, session
from hub.registration.registering import find_registration

VIEWS = (account_views, mailed_views, second_factor_views, sign_in_views)
"""The rest of the area's routes; importing them puts them on the blueprints."""

blueprints = (blueprint, security)


REGISTRATIONS = {"supplier": "registration.begin", "buyer": "accounts.register_buyer"}


@blueprint.route("/create-account", methods=["GET", "POST"])
@allow(ANYONE)
def create_account() -> Response | str:
    """Ends on "Check your email", whoever has an account: only the mail says which.

    `next` leads back to the page that asked for an account, an invitation say, once the address is confirmed.
    The cookie keeps whose password was chosen here, or an id that is nobody's.
    """
    back = safe_return(request.args.get("next"))
    if current_actor().signed_in:
        return redirect(back or url_for("accounts.start"), 303)
    form = CreateAccountForm()
    if not form.validate_on_submit():
        return render_template("accounts/create_account.html", form=form, back=back)
    hashed = hash_new_password(form.password.data)
    known = find_user(session, form.email.data)
    if known is None:
        goes_on = back or url_for(REGISTRATIONS[form.wants.data])
        try:
            user = create(session, name=form.name.data, email=form.email.data, password_hash=hashed)
            write_confirmation(session, user, goes_on)
        except IntegrityError:  # the same form, sent twice at once
            session.rollback()
            known = find_user(session, form.email.data)
    if known is not None:
        write_somebody_tried(session, known)
    created = user.public_id if known is None else new_public_id()
    session.commit()
    presence.note_created(created)
    return mail_is_on_its_way(form.email.data)


@blueprint.route("/buying-organisation/register", methods=["GET", "POST"])
@allow(SIGNED_IN)
def register_buyer() -> Response | str:
    actor = current_actor()
    if actor.is_buyer:
        return redirect(url_for("requirements.list_own"), 303)
    form = RegisterBuyerForm()
    if not form.validate_on_submit():
        return render_template("accounts/register_buyer.html", form=form)
    organisation = register(session, actor, name=form.name.data, body=form.body.data)
    presence.renew(presence.current_sign_in().user)
    session.commit()
    flash(
        f"{organisation.name} is registered. You can describe what you need now; "
        "suppliers’ contact details show once an adviser has confirmed your organisation."
    )
    return redirect(url_for("requirements.list_own"), 303)


@blueprint.get("/start")
@allow(SIGNED_IN)
def start() -> Response | str:
    """After signing in: each kind of person to their desk; who has none yet goes on where they left."""
    actor = current_actor()
    desk = desk_of(actor)
    if desk:
        return redirect(url_for(desk), 303)
    registration = find_registration(session, actor.user_id) if actor.user_id is not None else None
    begun = registration.answers.get("name") if registration else None
    return render_template("accounts/start.html", begun=begun)


def desk_of(actor: Actor) -> str | None:
    """The endpoint of the page a person works from; None for nobody's member."""
    desks = (
        (actor.is_adviser, "queue.today"),
        (actor.is_buyer, "requirements.list_own"),
        (actor.is_supplier, "suppliers.manage"),
    )
    return next((endpoint for belongs, endpoint in desks if belongs), None)
