"""Today: what needs a person, and what an adviser does with each item."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, allow
from hub.database import session
from hub.formatters import format_day
from hub.paging import asked_page
from hub.queue.forms import ME, ActForm, AssignForm, FinishForm, SnoozeForm
from hub.queue.handling import ActedSinceError, NotByHandError, assign, finish, reopen, snooze, tell_last
from hub.queue.kinds import KINDS
from hub.queue.models import QueueItem
from hub.queue.queries import (
    SHOWN,
    Filter,
    count_items,
    find_item,
    list_advisers,
    page_items,
)
from hub.queue.telling import tell, tell_row

blueprint = Blueprint("queue", __name__, url_prefix="/advice/today")
WHOSE = {"": "Everybody’s", "mine": "Yours", "nobody": "Nobody’s yet"}
SHOW_WORDS = {"open": "To do", "snoozed": "Snoozed", "done": "Done"}
WORDS: dict[str, Any] = {
    "kinds": KINDS,
    "whose_words": WHOSE,
    "show_words": SHOW_WORDS,
}
Answer = Response | str | tuple[str, int]


@blueprint.get("")
@allow(ADVISERS)
def today() -> str:
    actor, chosen, day = current_actor(), _asked_filter(), date.today()
    counts = count_items(session, actor, day)
    return render_template(
        "queue/today.html",
        page=page_items(session, actor, chosen, day, asked_page(request.args), total=counts.of(chosen)),
        counts=counts,
        tell_row=tell_row,
        chosen=chosen,
        actor=actor,
        today=day,
        **WORDS,
    )


def _asked_filter() -> Filter:
    kind, whose = request.args.get("kind", ""), request.args.get("whose", "")
    show = request.args.get("show", "open")
    if (kind and kind not in KINDS) or whose not in WHOSE or show not in SHOWN:
        abort(404)
    return Filter(kind, whose, show)


@blueprint.get("/<public_id>")
@allow(ADVISERS)
def show(public_id: str) -> str:
    return _show(find_item(session, current_actor(), public_id) or abort(404))


@blueprint.post("/<public_id>/assign")
@allow(ADVISERS)
def give(public_id: str) -> Answer:
    item = find_item(session, current_actor(), public_id, hold=True) or abort(404)
    advisers = list_advisers(session)
    form = AssignForm(advisers)
    if not form.validate_on_submit():
        return _show_again(public_id, assigning=form)
    own = current_actor().user_id
    to = next((each for each in advisers if form.names(each, own)), None)
    name = "you" if to and to.id == own else (to.name or to.email) if to else "nobody"
    return _do(
        public_id,
        lambda: assign(session, item, current_actor(), form.version, to),
        f"{_said(item)}: given to {name}.",
    )


@blueprint.post("/<public_id>/snooze")
@allow(ADVISERS)
def put_off(public_id: str) -> Answer:
    item = find_item(session, current_actor(), public_id, hold=True) or abort(404)
    form = SnoozeForm()
    if not form.validate_on_submit():
        return _show_again(public_id, snoozing=form)
    until = form.until.data or date.today()
    return _do(
        public_id,
        lambda: snooze(session, item, current_actor(), form.version, until=until, reason=form.reason.data),
        f"{_said(item)}: comes back on {format_day(until)}.",
    )


@blueprint.post("/<public_id>/done")
@allow(ADVISERS)
def mark_done(public_id: str) -> Answer:
    item = find_item(session, current_actor(), public_id, hold=True) or abort(404)
    form = FinishForm()
    if not form.validate_on_submit():
        return _show_again(public_id, finishing=form)
    return _do(
        public_id,
        lambda: finish(session, item, current_actor(), form.version, form.note.data),
        f"{_said(item)}: done. You can undo it under “Done”.",
    )


@blueprint.post("/<public_id>/undo")
@allow(ADVISERS)
def undo(public_id: str) -> Answer:
    item = find_item(session, current_actor(), public_id, hold=True) or abort(404)
    form = ActForm()
    if not form.validate_on_submit():
        return _show_again(public_id)
    return _do(
        public_id,
        lambda: reopen(session, item, current_actor(), form.version),
        f"{_said(item)}: to do again.",
    )


def _said(item: QueueItem) -> str:
    return f"{tell(item).name}, {KINDS[item.kind].words.lower()}"


def _do(public_id: str, act: Callable[[], bool], message: str) -> Answer:
    """Act and commit, or say who acted before. The same form twice gives the same answer."""
    try:
        act()
    except (ActedSinceError, NotByHandError) as error:
        return _refuse(public_id, str(error))
    session.commit()
    flash(message)
    return redirect(url_for("queue.today"), 303)


def _refuse(public_id: str, problem: str) -> tuple[str, int]:
    """Nothing was done: the item as it is now, and why."""
    session.rollback()
    return _show(find_item(session, current_actor(), public_id) or abort(404), problem=problem), 409


def _show_again(public_id: str, **forms: ActForm) -> str:
    """The item with the form that was not accepted, as it was sent."""
    session.rollback()
    return _show(find_item(session, current_actor(), public_id) or abort(404), **forms)


def _show(item: QueueItem, *, problem: str = "", **sent: ActForm) -> str:
    advisers = list_advisers(session)
    to = item.assigned_to.public_id if item.assigned_to else ME
    seen = {"seen": str(item.version)}
    if problem:
        sent = {"refused": ActForm(formdata=None)}
        sent["refused"].form_errors.append(problem)
    forms = {
        "assigning": AssignForm(advisers, formdata=None, data=seen | {"to": to}),
        "snoozing": SnoozeForm(formdata=None, data=seen),
        "finishing": FinishForm(formdata=None, data=seen),
    }
    return render_template(
        "queue/show.html",
        item=item,
        told=tell(item),
        kind=KINDS[item.kind],
        last=tell_last(session, item) if item.last_act else "",
        form=next(iter(sent.values()), None),
        forms=forms | sent,
        today=date.today(),
        **WORDS,
    )
