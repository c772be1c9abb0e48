"""The demo's outbox: so that the journeys that go by mail can be walked without a mail server."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, abort, current_app, render_template

from hub.accounts.policies import ANYONE, allow
from hub.database import session
from hub.demo.outbox import find_mail, is_readable, list_mails
from hub.mail.addresses import site_url

blueprint = Blueprint("demo", __name__)


@blueprint.get("/demo/outbox")
@allow(ANYONE)
def outbox() -> str:
    return render_template("demo/outbox.html", mails=list_mails(_folder()))


@blueprint.get("/demo/outbox/<name>")
@allow(ANYONE)
def mail(name: str) -> str:
    found = find_mail(_folder(), name) or abort(404)
    return render_template("demo/mail.html", mail=found, parts=found.parts(site_url("matches.home")))


def _folder() -> Path:
    if not is_readable(session, current_app.config):
        abort(404)
    folder: Path = current_app.config["INSTANCE"] / "outbox"
    return folder
