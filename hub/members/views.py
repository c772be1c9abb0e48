"""An organisation's members: who they are, their roles, and how they go."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.forms import PressForm
from hub.accounts.models import Membership, Organisation
from hub.accounts.policies import MEMBERS, allow
from hub.audit.looking import note_look
from hub.database import session
from hub.members import invitation_views, kind_views
from hub.members.blueprint import blueprint
from hub.members.changing import LastLeaderError, end_membership, is_last_leader
from hub.members.changing import change_role as give_role
from hub.members.forms import RoleForm
from hub.members.own_views import fetch_member, fetch_organisation, fetch_organisation_to_lead
from hub.members.queries import (
    find_own_membership,
    hold_organisation,
    list_members,
    list_memberships,
    list_open_invitations,
)
from hub.members.roles import LEADING
from hub.rules.kinds import name_kind

VIEWS = (invitation_views, kind_views)
"""The rest of the area's routes; importing them puts them on the blueprint."""

blueprints = (blueprint,)


@blueprint.get("/organisations")
@allow(MEMBERS)
def list_own() -> Response | str:
    """Who belongs to one organisation comes to its members at once."""
    memberships = list_memberships(session, current_actor())
    if len(memberships) == 1:
        return _to_members(memberships[0].organisation)
    return render_template("members/list_own.html", memberships=memberships)


@blueprint.get("/organisations/<public_id>/members")
@allow(MEMBERS)
def show(public_id: str) -> str:
    actor = current_actor()
    organisation = fetch_organisation(public_id)
    note_look("organisation", public_id, organisation.id)
    return render_template(
        "members/show.html",
        organisation=organisation,
        members=list_members(session, actor, organisation),
        invitations=list_open_invitations(session, actor, organisation),
        belongs=actor.role_in(organisation.id) is not None,
        leads=actor.owns(organisation.id),
        leading=LEADING[organisation.kind],
        kind=name_kind(organisation.body) if organisation.kind == "buyer" else "",
    )


@blueprint.route("/organisations/<public_id>/members/<person_id>/role", methods=["GET", "POST"])
@allow(MEMBERS)
def change_role(public_id: str, person_id: str) -> Response | str | tuple[str, int]:
    organisation = fetch_organisation_to_lead(public_id)
    membership = fetch_member(organisation, person_id)
    form = RoleForm(organisation.kind, data={"role": membership.role})
    page = {"organisation": organisation, "person": membership.user, "form": form}
    if not form.validate_on_submit():
        return render_template("members/change_role.html", **page)
    try:
        changed = give_role(session, membership, form.role.data)
    except LastLeaderError as error:
        form.role.errors = [str(error)]
        return render_template("members/change_role.html", **page), 409
    session.commit()
    who = _name_of(membership)
    flash(f"{who} is {membership.role} now." if changed else f"{who} is {membership.role} as before.")
    return _to_members(organisation)


@blueprint.route("/organisations/<public_id>/members/<person_id>/remove", methods=["GET", "POST"])
@allow(MEMBERS)
def remove(public_id: str, person_id: str) -> Response | str | tuple[str, int]:
    organisation = fetch_organisation_to_lead(public_id)
    membership = fetch_member(organisation, person_id)
    if membership.user_id == current_actor().user_id:
        return redirect(url_for("members.leave", public_id=public_id), 303)
    if not PressForm().validate_on_submit():
        return render_template("members/remove.html", organisation=organisation, person=membership.user)
    try:
        end_membership(session, membership, left=False)
    except LastLeaderError as error:
        return render_template("members/refused.html", organisation=organisation, reason=str(error)), 409
    session.commit()
    flash(f"{_name_of(membership)} is no longer a member.")
    return _to_members(organisation)


@blueprint.route("/organisations/<public_id>/leave", methods=["GET", "POST"])
@allow(MEMBERS)
def leave(public_id: str) -> Response | str | tuple[str, int]:
    organisation = fetch_organisation(public_id)
    if request.method == "POST":
        hold_organisation(session, organisation.id)
    membership = find_own_membership(session, current_actor(), organisation) or abort(404)
    form = PressForm()
    if not form.validate_on_submit():
        last = is_last_leader(session, membership)
        page = {"organisation": organisation, "last": last, "leading": LEADING[organisation.kind]}
        return render_template("members/leave.html", **page)
    try:
        end_membership(session, membership, left=True)
    except LastLeaderError as error:
        return render_template("members/refused.html", organisation=organisation, reason=str(error)), 409
    session.commit()
    flash(f"You are no longer a member of {organisation.name}.")
    return redirect(url_for("accounts.start"), 303)


def _name_of(membership: Membership) -> str:
    return membership.user.name or membership.user.email


def _to_members(organisation: Organisation) -> Response:
    return redirect(url_for("members.show", public_id=organisation.public_id), 303)
