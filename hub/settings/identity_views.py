"""The hub’s name, colours and contact, with a preview."""

from __future__ import annotations

from flask import abort, request

from hub.accounts.policies import ADMINISTRATORS, allow
from hub.database import session
from hub.settings import current
from hub.settings.blueprint import blueprint
from hub.settings.contrast import contrast, told_ratio
from hub.settings.forms import WHITE, IdentityForm
from hub.settings.identity import KEY, identity_value
from hub.settings.queries import newest_version
from hub.settings.saving_views import Answer, FormPage, save
from hub.settings.subjects import find_subject


@blueprint.route("/administration/settings/identity", methods=["GET", "POST"])
@allow(ADMINISTRATORS)
def show_identity() -> Answer:
    newest = newest_version(session, KEY)
    form = IdentityForm(
        data=identity_value(current.identity()) | {"seen": str(newest.number if newest else 0)}
    )
    page = FormPage("settings/identity.html", {"form": form, "told_contrast": _told_contrast})
    if not form.validate_on_submit():
        return page.render()
    if request.form.get("act") == "preview":
        return page.render(preview=form.identity)
    subject = find_subject(KEY) or abort(404)
    return save(form, subject, identity_value(form.identity), page)


def _told_contrast(colour: str) -> str:
    return told_ratio(contrast(colour, WHITE))
