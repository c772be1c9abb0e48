"""Improve once, win many: the list over all firms, a firm’s page, its plan and the plan on paper."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, allow
from hub.categories.queries import category_choices, find_category
from hub.database import session
from hub.facts.kinds import FACT_KINDS
from hub.paging import asked_page
from hub.suppliers.models import Supplier
from hub.suppliers.queries import find_supplier
from hub.unlocking.agreeing import Terms, agree, settle
from hub.unlocking.efforts import hours_of, read_efforts, set_hours
from hub.unlocking.forms import AgreeForm, EffortForm, FilterForm
from hub.unlocking.models import PLAN_STATES, Unlock
from hub.unlocking.queries import (
    Asked,
    count_kinds,
    find_planned,
    find_unlock,
    has_form,
    is_planned,
    last_found,
    list_plan,
    list_unlocked,
    list_unlocks_of,
    name_people,
    page_unlocks,
)
from hub.unlocking.wording import (
    STATES,
    first_steps,
    label_of,
    tell_brought,
    tell_gain,
    tell_now,
    who_checks,
)

blueprint = Blueprint("unlocking", __name__, url_prefix="/advice")


@blueprint.context_processor
def words_for_pages() -> dict[str, Any]:
    return {
        "label_of": label_of,
        "plan_states": STATES,
        "tell_brought": tell_brought,
        "tell_gain": tell_gain,
        "tell_now": tell_now,
        "today": date.today(),
    }


@blueprint.get("/unlocks")
@allow(ADVISERS)
def list_all() -> str:
    slug, fact = request.args.get("category", ""), request.args.get("fact", "")
    category = (find_category(session, slug) or abort(404)) if slug else None
    if fact and fact not in FACT_KINDS:
        abort(404)
    asked = Asked(request.args.get("firm", "").strip()[:200], fact, category)
    hours = hours_of(read_efforts(session))
    return render_template(
        "unlocking/list.html",
        page=page_unlocks(session, asked, hours, asked_page(request.args)),
        asked=asked,
        hours=hours,
        form=FilterForm(category_choices(session), count_kinds(session), formdata=request.args),
        found_on=last_found(session),
    )


@blueprint.route("/unlocks/hours", methods=["GET", "POST"])
@allow(ADVISERS)
def change_hours() -> str | Response:
    form = EffortForm(data={"fact": request.args.get("fact", "")})
    if not form.validate_on_submit():
        return _hours_page(form)
    set_hours(session, current_actor(), form.fact.data, form.hours.data)
    session.commit()
    flash(f"{label_of(form.fact.data)}: {form.hours.data:g} hours from now on.")
    return redirect(url_for("unlocking.change_hours"), 303)


@blueprint.get("/suppliers/<public_id>/unlocks")
@allow(ADVISERS)
def show(public_id: str) -> str:
    supplier = _find(public_id)
    hours = hours_of(read_efforts(session))
    unlocks = list_unlocks_of(session, supplier, hours)
    plan = list_plan(session, supplier)
    return render_template(
        "unlocking/show.html",
        supplier=supplier,
        unlocks=unlocks,
        unlocked=list_unlocked(session, current_actor(), unlocks),
        hours=hours,
        plan=plan,
        planned={each.fact for each in plan if each.state == "open"},
    )


@blueprint.route("/suppliers/<public_id>/unlocks/<fact>/agree", methods=["GET", "POST"])
@allow(ADVISERS)
def add(public_id: str, fact: str) -> str | tuple[str, int] | Response:
    supplier = _find(public_id)
    unlock = find_unlock(session, supplier, fact) or abort(404)
    form = AgreeForm(data={"steps": first_steps(fact), "checker": who_checks(fact), "form_key": uuid4().hex})
    if not form.validate_on_submit():
        return _agree_page(supplier, unlock, form)
    form_key = form.form_key.data or ""
    if is_planned(session, supplier, fact) and not has_form(session, form_key):
        form.form_errors = ["It is in the firm’s plan already: say there that it is done or dropped"]
        return _agree_page(supplier, unlock, form), 409
    _agree_once(supplier, unlock, form, form_key)
    flash(f"“{tell_gain(unlock.fact, unlock.value)}” is in the plan of {supplier.name}.")
    return _to_firm(public_id)


@blueprint.post("/planned-actions/<action_id>/<state>")
@allow(ADVISERS)
def change_state(action_id: str, state: str) -> Response:
    planned = find_planned(session, action_id) or abort(404)
    if state not in PLAN_STATES:
        abort(404)
    settle(planned, current_actor(), state)
    session.commit()
    flash(f"“{tell_gain(planned.fact, planned.value)}” is {STATES[state].lower()}.")
    return _to_firm(planned.supplier.public_id)


@blueprint.get("/suppliers/<public_id>/plan")
@allow(ADVISERS)
def show_plan(public_id: str) -> str:
    supplier = _find(public_id)
    plan = list_plan(session, supplier)
    return render_template(
        "unlocking/plan.html",
        supplier=supplier,
        plan=[each for each in plan if each.state != "dropped"],
    )


def _find(public_id: str) -> Supplier:
    return find_supplier(session, current_actor(), public_id) or abort(404)


def _agree_once(supplier: Supplier, unlock: Unlock, form: AgreeForm, form_key: str) -> None:
    """The same form sent twice is one action."""
    if has_form(session, form_key):
        return
    due_on = form.due_on.data or date.today()
    terms = Terms(due_on, form.steps.data or "", form.checker.data or "", form_key)
    try:
        agree(session, supplier, unlock, current_actor(), terms)
        session.commit()
    except IntegrityError:
        session.rollback()  # the same form was sent a moment ago: its action stands


def _agree_page(supplier: Supplier, unlock: Unlock, form: AgreeForm) -> str:
    unlocked = list_unlocked(session, current_actor(), [unlock])[unlock.id]
    return render_template(
        "unlocking/agree.html", supplier=supplier, unlock=unlock, unlocked=unlocked, form=form
    )


def _hours_page(form: EffortForm) -> str:
    efforts = read_efforts(session)
    people = {each.set_by_id for each in efforts.values() if each.set_by_id}
    return render_template(
        "unlocking/hours.html",
        form=form,
        efforts=efforts,
        hours=hours_of(efforts),
        people=name_people(session, people),
    )


def _to_firm(public_id: str) -> Response:
    return redirect(url_for("unlocking.show", public_id=public_id, _anchor="plan"), 303)
