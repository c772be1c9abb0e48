"""Thresholds and unit costs as dated rows: advisers read them, administrators add to them."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request

from hub.accounts.policies import ADMINISTRATORS, ADVISERS, allow
from hub.administration.queries import names_of
from hub.database import session, utc_now
from hub.paging import asked_page
from hub.rules.buying import every_rule, limits_of
from hub.settings.blueprint import blueprint
from hub.settings.figure_forms import AmountForm, CostForm, NewCostForm
from hub.settings.figures import (
    AMOUNT_LABELS,
    BY_NAME,
    COST,
    COST_LABELS,
    OWN_COSTS,
    SLOTS,
    UnitCost,
    cost_name,
    cost_rows,
    read_amount,
    read_cost,
    unit_costs,
)
from hub.settings.queries import newest_version, page_versions
from hub.settings.saving_views import Answer, FormPage, save
from hub.settings.subjects import Subject


@blueprint.get("/figures")
@allow(ADVISERS)
def list_figures() -> str:
    today = utc_now().date()
    return render_template(
        "settings/figures.html",
        amounts=[(slot, limits_of(slot, today)) for slot in SLOTS],
        rules=every_rule(),
        costs=unit_costs(),
        today=today,
    )


@blueprint.get("/figures/amounts/<name>")
@allow(ADVISERS)
def show_amount(name: str) -> str:
    return _amount_page(name, AmountForm(utc_now().date())).render()


@blueprint.post("/figures/amounts/<name>")
@allow(ADMINISTRATORS)
def add_amount(name: str) -> Answer:
    form = AmountForm(utc_now().date())
    page = _amount_page(name, form)
    if not form.validate_on_submit():
        return page.render()
    return save(form, page.values["subject"], form.value, page)


@blueprint.route("/figures/costs/new", methods=["GET", "POST"])
@allow(ADMINISTRATORS)
def new_cost() -> Answer:
    form = NewCostForm({cost.name for cost in unit_costs()})
    page = FormPage("settings/new_cost.html", {"form": form})
    if not form.validate_on_submit():
        return page.render()
    name = cost_name(form.what.data or "")
    return save(form, _cost_subject(name), form.value(form.what.data or "", form.unit.data or ""), page)


@blueprint.get("/figures/costs/<name>")
@allow(ADVISERS)
def show_cost(name: str) -> str:
    return _cost_page(name, CostForm()).render()


@blueprint.post("/figures/costs/<name>")
@allow(ADMINISTRATORS)
def add_cost(name: str) -> Answer:
    form = CostForm()
    page = _cost_page(name, form)
    if not form.validate_on_submit():
        return page.render()
    latest: UnitCost = page.values["latest"]
    return save(form, page.values["subject"], form.value(latest.what, latest.unit), page)


def _amount_page(name: str, form: AmountForm) -> FormPage:
    slot = BY_NAME.get(name) or abort(404)
    today = utc_now().date()
    own = dict.fromkeys(AMOUNT_LABELS, "")
    subject = Subject(slot.key, slot.heading, "settings.show_amount", AMOUNT_LABELS, own, {"name": name})
    more: dict[str, Any] = {"form": form, "limits": limits_of(slot, today), "today": today}
    return FormPage("settings/amount.html", more | _versions(subject, form, read_amount))


def _cost_page(name: str, form: CostForm) -> FormPage:
    rows = cost_rows(name) or abort(404)
    more: dict[str, Any] = {
        "form": form,
        "latest": rows[-1],
        "own": [row for row in OWN_COSTS if row.name == name],
    }
    versions = _versions(_cost_subject(name), form, lambda value: read_cost(name, value))
    return FormPage("settings/cost.html", more | versions)


def _cost_subject(name: str) -> Subject:
    own = dict.fromkeys(COST_LABELS, "")
    return Subject(COST + name, "Unit cost", "settings.show_cost", COST_LABELS, own, {"name": name})


def _versions(subject: Subject, form: AmountForm | CostForm, read: Any) -> dict[str, Any]:
    """What was added, the latest first, and by whom. The form goes by the newest."""
    page, _before = page_versions(session, subject.key, asked_page(request.args))
    newest = newest_version(session, subject.key)
    if not form.is_submitted():
        form.seen.data = str(newest.number if newest else 0)
    return {
        "subject": subject,
        "page": page,
        "added": [(version, read(version.value)) for version in page.rows],
        "names": names_of(session, {each.set_by_id for each in page.rows}),
    }
