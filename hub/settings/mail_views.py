"""The mails that the hub sends: each in the hub’s own words or in its administrators’."""

from __future__ import annotations

from flask import abort, render_template, request, url_for

from hub.accounts.policies import ADMINISTRATORS, allow
from hub.database import session
from hub.settings import current
from hub.settings.blueprint import blueprint
from hub.settings.mail_forms import MailForm
from hub.settings.mails import BY_NAME, KINDS, example_values, fill, needed, own_text
from hub.settings.queries import newest_version
from hub.settings.saving_views import Answer, FormPage, save
from hub.settings.subjects import find_subject


@blueprint.get("/administration/settings/mails")
@allow(ADMINISTRATORS)
def list_mails() -> str:
    texts = [(kind, current.mail_text(kind), own_text(kind)) for kind in KINDS]
    return render_template("settings/mails.html", texts=texts)


@blueprint.route("/administration/settings/mails/<name>", methods=["GET", "POST"])
@allow(ADMINISTRATORS)
def show_mail(name: str) -> Answer:
    kind = BY_NAME.get(name) or abort(404)
    subject = find_subject(kind.key) or abort(404)
    own, newest = own_text(kind), newest_version(session, kind.key)
    text = current.mail_text(kind) or own
    number = newest.number if newest else 0
    form = MailForm(own, data={"subject": text.subject, "body": text.body, "seen": str(number)})
    examples = example_values(own, current.identity().name, _example_address)
    page = FormPage(
        "settings/mail.html",
        {"form": form, "kind": kind, "own": own, "examples": examples, "needed": needed(own)}
        | {"is_own": current.mail_text(kind) is None, "heading": own.subject, "number": number},
    )
    if not form.validate_on_submit():
        return page.render()
    if request.form.get("act") == "preview":
        return page.render(preview=fill(form.text, examples))
    value = {"subject": form.text.subject, "body": form.text.body}
    return save(form, subject, None if value == subject.own else value, page)


def _example_address(placeholder: str) -> str:
    return url_for("matches.home", _external=True) + placeholder.removesuffix(" link").replace(" ", "-")
