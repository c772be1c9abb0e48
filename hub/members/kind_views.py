"""What kind of public body a buying organisation is: the rules of buying go by it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub.accounts.forms import BodyForm
from hub.accounts.policies import MEMBERS, allow
from hub.database import session
from hub.members.blueprint import blueprint
from hub.members.own_views import fetch_organisation_to_lead
from hub.rules.kinds import name_kind


@blueprint.route("/organisations/<public_id>/kind", methods=["GET", "POST"])
@allow(MEMBERS)
def change_kind(public_id: str) -> Response | str:
    organisation = fetch_organisation_to_lead(public_id)
    if organisation.kind != "buyer":
        abort(404)
    form = BodyForm(data={"body": organisation.body})
    if not form.validate_on_submit():
        return render_template("members/change_kind.html", organisation=organisation, form=form)

    organisation.body = form.body.data
    session.commit()
    flash(f"The rules are now told as for {name_kind(organisation.body)}.")
    return redirect(url_for("members.show", public_id=public_id), 303)
