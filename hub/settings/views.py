"""The hub’s own settings: their list, the history of each, and the stylesheet of its colours."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, request, url_for

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADMINISTRATORS, ANYONE, allow
from hub.administration.queries import names_of
from hub.database import session
from hub.paging import asked_page
from hub.settings import category_views, current, figure_views, identity_views, mail_views
from hub.settings.blueprint import blueprint
from hub.settings.contrast import COLOUR
from hub.settings.forms import SettingForm
from hub.settings.look import SCOPES, STANDARD, stylesheet
from hub.settings.queries import find_version, newest_version, page_versions
from hub.settings.saving import ChangedMeanwhileError, save_setting
from hub.settings.saving_views import SAVED, STANDS_ALREADY, Answer
from hub.settings.subjects import differences, find_subject

blueprints = (blueprint,)
VIEWS = (category_views, figure_views, identity_views, mail_views)
"""The rest of the area's routes; importing them puts them on the blueprint."""

YEAR = 365 * 24 * 3600


@blueprint.get("/administration/settings")
@allow(ADMINISTRATORS)
def home() -> str:
    return render_template("settings/home.html", identity=current.identity())


@blueprint.get("/administration/settings/history/<key>")
@allow(ADMINISTRATORS)
def history(key: str) -> str:
    subject = find_subject(key) or abort(404)
    page, before = page_versions(session, key, asked_page(request.args))
    older = [*(each.value for each in page.rows[1:]), before]
    changes = [differences(subject, old, each.value) for each, old in zip(page.rows, older, strict=False)]
    newest = page.rows[0] if page.number == 1 and page.rows else newest_version(session, key)
    return render_template(
        "settings/history.html",
        subject=subject,
        page=page,
        changes=changes,
        newest=newest.number if newest else 0,
        names=names_of(session, {each.set_by_id for each in page.rows}),
    )


@blueprint.post("/administration/settings/history/<key>/<int:number>/again")
@allow(ADMINISTRATORS)
def use_again(key: str, number: int) -> Answer:
    """What a version said becomes the newest. With number 0, what the hub comes with."""
    subject = find_subject(key)
    if subject is None or subject.refills:
        abort(404)
    value = (find_version(session, key, number) or abort(404)).value if number else None
    form = SettingForm()
    if not form.validate_on_submit():
        abort(400)
    why = f"Version {number} again" if number else "The hub’s own again"
    try:
        saved = save_setting(session, key, value, current_actor(), seen=form.seen_number, why=why)
    except ChangedMeanwhileError:
        session.rollback()
        flash("Somebody saved another version after you opened this page: nothing was changed. Look again.")
        return redirect(url_for("settings.history", key=key), 303)
    session.commit()
    flash(SAVED if saved else STANDS_ALREADY)
    return redirect(url_for(subject.endpoint, **subject.values), 303)


@blueprint.get("/look/<scope>/<brand>-<accent>.css")
@allow(ANYONE)
def look(scope: str, brand: str, accent: str) -> FlaskResponse:
    """A stylesheet that its address says all of, so that a browser may keep it."""
    colours = [f"#{brand}"] + ([] if accent == STANDARD else [f"#{accent}"])
    if scope not in SCOPES or not all(COLOUR.fullmatch(each) for each in colours):
        abort(404)
    answer = FlaskResponse(stylesheet(scope, colours[0], "".join(colours[1:])), mimetype="text/css")
    answer.cache_control.public = True
    answer.cache_control.max_age = YEAR
    return answer
