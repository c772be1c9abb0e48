"""Reports for funders: the page to read and print, and the same as a file, which is put on record."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.wrappers import Response

from hub.accounts.policies import ADVISERS, allow
from hub.database import session, utc_now
from hub.paging import asked_page
from hub.reports.composing import PART_WORDS, compose
from hub.reports.exporting import to_book
from hub.reports.forms import PeriodForm
from hub.reports.periods import list_quarters, quarter_of, quick_choices
from hub.reports.taking import list_overlapping, note_taken, page_taken, tell_taken
from hub.reports.wording import NOT_SHOWN, WHY_NOT_SHOWN, tell_value
from hub.settings.current import identity
from hub.tables.sending import ENDINGS, FORMATS, send

blueprint = Blueprint("reports", __name__, url_prefix="/advice/reports")


@blueprint.context_processor
def words_for_pages() -> dict[str, Any]:
    return {
        "endings": tuple(FORMATS),
        "not_shown": NOT_SHOWN,
        "part_words": PART_WORDS,
        "tell_taken": tell_taken,
        "tell_value": tell_value,
        "why_not_shown": WHY_NOT_SHOWN,
    }


@blueprint.get("")
@allow(ADVISERS)
def show() -> str:
    today, form = date.today(), _asked()
    if not form.validate():
        return render_template("reports/wrong.html", form=form)
    period = form.period
    return render_template(
        "reports/show.html",
        form=form,
        period=period,
        is_over=period.is_over(today),
        today=today,
        quick=quick_choices(today),
        sections=compose(session, period),
        overlapping=list_overlapping(session, period),
        taken=page_taken(session, asked_page(request.args)),
    )


@blueprint.post(f"/report.{ENDINGS}")
@allow(ADVISERS)
def take(ending: str) -> Response:
    """The file, with an event that says so. Of a period that goes on yet there is none."""
    form = _asked()
    if not form.validate() or not form.period.is_over(date.today()):
        abort(404)
    period = form.period
    book = to_book(compose(session, period), period, utc_now(), identity().name)
    response = send(book, ending, f"report-{period.code}.{ending}")
    note_taken(session, period, ending, sha256(response.get_data()).hexdigest())
    session.commit()
    return response


def _asked() -> PeriodForm:
    """By the address; the last quarter that is over, where it names none."""
    last = quarter_of(date.today()).moved(-1).code
    asked = request.args if "first" in request.args or "last" in request.args else None
    return PeriodForm(list_quarters(date.today()), formdata=asked, data={"first": last, "last": last})
