"""Invitations: sent by who leads an organisation, accepted by whoever they were sent to."""

from __future__ import annotations

from flask import Response as Page
from flask import abort, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub.accounts import presence
from hub.accounts.actors import current_actor
from hub.accounts.models import Invitation, User
from hub.accounts.policies import ANYONE, MEMBERS, SIGNED_IN, allow
from hub.database import session
from hub.members.accepting import AnotherAddressError, accept_invitation
from hub.members.blueprint import blueprint
from hub.members.forms import InviteForm
from hub.members.inviting import TooManyInvitationsError, withdraw_invitation
from hub.members.inviting import invite as send_invitation
from hub.members.own_views import fetch_organisation_to_lead
from hub.members.queries import find_invitation, find_open_invitation, hold_invitation


@blueprint.route("/organisations/<public_id>/invite", methods=["GET", "POST"])
@allow(MEMBERS)
def invite(public_id: str) -> Response | str | tuple[str, int]:
    organisation = fetch_organisation_to_lead(public_id)
    form = InviteForm(organisation.kind)
    if not form.validate_on_submit():
        return render_template("members/invite.html", organisation=organisation, form=form)
    try:
        send_invitation(session, organisation, current_actor(), email=form.email.data, role=form.role.data)
    except TooManyInvitationsError as error:
        session.rollback()
        form.form_errors.append(str(error))
        return render_template("members/invite.html", organisation=organisation, form=form), 429
    session.commit()
    flash(f"An invitation was sent to {form.email.data}. It can be accepted for two days.")
    return redirect(url_for("members.show", public_id=public_id), 303)


@blueprint.post("/organisations/<public_id>/invitations/<invitation_id>/withdraw")
@allow(MEMBERS)
def withdraw(public_id: str, invitation_id: str) -> Response:
    organisation = fetch_organisation_to_lead(public_id)
    invitation = find_open_invitation(session, current_actor(), organisation, invitation_id) or abort(404)
    withdraw_invitation(invitation)
    session.commit()
    flash(f"The invitation of {invitation.email} is withdrawn. Its link works no more.")
    return redirect(url_for("members.show", public_id=public_id), 303)


@blueprint.get("/invitations/<token>")
@allow(ANYONE)
def invitation(token: str) -> Page:
    found = find_invitation(session, token)
    return _page(found, token) if found else _unusable()


@blueprint.post("/invitations/<token>")
@allow(SIGNED_IN)
def accept(token: str) -> Response | Page:
    found = hold_invitation(session, token)
    if found is None:
        return _unusable()
    user = session.get_one(User, current_actor().user_id)
    try:
        membership = accept_invitation(session, found, user)
    except AnotherAddressError:
        return _page(found, token, 403)
    presence.renew(user)
    session.commit()
    organisation = found.organisation
    flash(f"You are a member of {organisation.name}. Your role is {membership.role}.")
    return redirect(url_for("members.show", public_id=organisation.public_id), 303)


def _page(found: Invitation, token: str, status: int = 200) -> Page:
    """The invitation, to accept it; or, for anybody else, how to become the person it was sent to."""
    actor = current_actor()
    user = session.get(User, actor.user_id) if actor.signed_in else None
    page = render_template(
        "members/invitation.html",
        invitation=found,
        address=url_for("members.invitation", token=token),
        invited=user is not None and user.email == found.email,
    )
    return _kept_by_nobody(page, status)


def _unusable() -> Page:
    """One answer for a link that is wrong, too old, used or withdrawn."""
    return _kept_by_nobody(render_template("members/unusable.html"), 404)


def _kept_by_nobody(page: str, status: int) -> Page:
    """The address holds a secret, so no cache keeps its page and no link tells where one came from."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
