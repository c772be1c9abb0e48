"""The administrators' desk: the people of the hub, and whether they can sign in."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.models import User
from hub.accounts.policies import ADMINISTRATORS, allow
from hub.administration import organisation_views, transfer_views
from hub.administration.asking import asked_text
from hub.administration.blueprint import blueprint
from hub.administration.disabling import KeptAccountError, disable_account, enable_account
from hub.administration.queries import find_person, page_people
from hub.database import session
from hub.paging import asked_page

VIEWS = (organisation_views, transfer_views)
"""The rest of the area's routes; importing them puts them on the blueprint."""

blueprints = (blueprint,)


@blueprint.get("")
@allow(ADMINISTRATORS)
def home() -> Response:
    return redirect(url_for("administration.people"), 303)


@blueprint.get("/people")
@allow(ADMINISTRATORS)
def people() -> str:
    text = asked_text(request.args)
    return render_template(
        "administration/people.html", text=text, page=page_people(session, text, asked_page(request.args))
    )


@blueprint.post("/people/<public_id>/disable")
@allow(ADMINISTRATORS)
def disable(public_id: str) -> Response:
    person = find_person(session, public_id) or abort(404)
    try:
        disable_account(session, person, current_actor())
    except KeptAccountError as error:
        session.rollback()
        return _to_people(str(error))
    session.commit()
    return _to_people(f"The account of {_name_of(person)} is disabled. They are signed out everywhere.")


@blueprint.post("/people/<public_id>/enable")
@allow(ADMINISTRATORS)
def enable(public_id: str) -> Response:
    person = find_person(session, public_id) or abort(404)
    enable_account(person)
    session.commit()
    return _to_people(f"{_name_of(person)} can sign in again.")


def _name_of(person: User) -> str:
    return person.name or person.email


def _to_people(message: str) -> Response:
    """Back to the same search."""
    flash(message)
    text, page = asked_text(request.args), request.args.get("page", None, type=int)
    return redirect(url_for("administration.people", q=text or None, page=page), 303)
