"""Shortlists taken away as files by people of the hub, and the record of it."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from flask import Blueprint, Response, abort, make_response, render_template, request

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, allow
from hub.addresses import supplier_page
from hub.audit.looking import note_look
from hub.database import session, utc_now
from hub.exports.forms import FORMAT_NAMES, TakeForm
from hub.exports.limiting import MOST_A_DAY, MOST_AN_HOUR
from hub.exports.queries import list_shared, page_exports
from hub.exports.taking import File, TooManyExportsError
from hub.exports.taking import take as take_file
from hub.exports.writing import overview, rows_of, told_on_paper
from hub.paging import asked_page
from hub.settings.current import identity
from hub.shortlists.exporting import file_name
from hub.shortlists.queries import page_shared_shortlists
from hub.tables.sending import FORMATS

blueprint = Blueprint("exports", __name__, url_prefix="/advice/exports")


@blueprint.get("")
@allow(ADVISERS)
def list_all() -> str:
    page = page_exports(session, current_actor(), asked_page(request.args))
    return render_template("exports/list.html", page=page, formats=FORMAT_NAMES)


@blueprint.post("")
@allow(ADVISERS)
def take() -> Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]:
    actor, form = current_actor(), TakeForm()
    if not form.validate_on_submit():
        page = page_shared_shortlists(session, actor, asked_page(request.form))
        return render_template("advice/shortlists.html", page=page, form=form)
    asked = form.shortlist.data or []
    shortlists = list_shared(session, actor, asked)
    if len(shortlists) < len(set(asked)):
        abort(404)  # one of them is not there, or is shared no more
    for each in shortlists:
        note_look("shortlist", each.public_id, each.organisation_id)
    try:
        file = take_file(
            session, shortlists, actor, identity(), kind=form.format.data, address_of=supplier_page
        )
    except TooManyExportsError as error:
        session.commit()  # the refusal is on record
        return _too_many(error)
    session.commit()
    return _print_page(file) if form.format.data == "print" else _sent(file, form.format.data)


def _sent(file: File, ending: str) -> Response:
    kind, _write = FORMATS[ending]
    first = file.shortlists[0]
    if len(file.shortlists) == 1:
        name = file_name(first.origin.requirement, first.public_id, ending)
    else:
        name = file_name(f"export {file.export.id}", f"{len(file.shortlists)}", ending, "shortlists")
    response = make_response(file.content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _print_page(file: File) -> str:
    return render_template(
        "exports/print.html",
        export=file.export,
        mark=file.mark,
        overview=overview(file.shortlists, file.mark),
        shortlists=[(each, rows_of(each, file.mark)) for each in file.shortlists],
        told=told_on_paper,
    )


def _too_many(error: TooManyExportsError) -> tuple[str, int, dict[str, str]]:
    seconds = max(1, ceil((error.until - utc_now()) / timedelta(seconds=1)))
    page = render_template(
        "exports/too_many.html", until=error.until, most_an_hour=MOST_AN_HOUR, most_a_day=MOST_A_DAY
    )
    return page, 429, {"Retry-After": str(seconds)}
