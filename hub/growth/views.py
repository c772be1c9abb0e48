"""A firm's jobs and turnover: its own page and the advisers'. What its owner says of its ownership."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, SUPPLIERS, allow
from hub.contacts.wording import name_person
from hub.database import session
from hub.growth.forms import FigureForm, OwnershipForm, TakenDownForm
from hub.growth.queries import find_figure, hold_supplier, list_ownership, page_figures
from hub.growth.stating import (
    FirmsOwnWordError,
    remove_figure,
    say_ownership,
    state_figure,
    take_down_figure,
)
from hub.growth.wording import GIVEN_WORDS, tell_jobs
from hub.paging import asked_page
from hub.suppliers.models import Supplier
from hub.suppliers.own_views import fetch_supplier_to_edit, fetch_supplier_to_lead
from hub.suppliers.queries import find_supplier

blueprint = Blueprint("growth", __name__)
Answer = Response | str | tuple[str, int]


@blueprint.context_processor
def words_for_pages() -> dict[str, Any]:
    return {"given_words": GIVEN_WORDS, "tell_jobs": tell_jobs, "name_person": name_person}


@blueprint.route("/business/<public_id>/growth", methods=["GET", "POST"])
@allow(SUPPLIERS)
def state(public_id: str) -> str | Response:
    supplier = fetch_supplier_to_edit(public_id)
    form = FigureForm(data={"as_at": date.today()})
    if not form.validate_on_submit():
        return _page("growth/state.html", supplier, form)
    state_figure(session, supplier, form.figures)
    session.commit()
    flash("The figures were saved. You can take them away at any time.")
    return redirect(url_for("growth.state", public_id=public_id), 303)


@blueprint.post("/business/<public_id>/growth/<figure_id>/remove")
@allow(SUPPLIERS)
def remove(public_id: str, figure_id: str) -> Response:
    return _remove(fetch_supplier_to_edit(public_id), figure_id, "growth.state")


@blueprint.route("/business/<public_id>/ownership", methods=["GET", "POST"])
@allow(SUPPLIERS)
def say(public_id: str) -> str | Response:
    supplier = fetch_supplier_to_lead(public_id)
    form = OwnershipForm(data={"kinds": sorted(list_ownership(session, current_actor(), supplier))})
    if not form.validate_on_submit():
        return render_template("growth/ownership.html", supplier=supplier, form=form)
    kinds = form.kinds.data or []
    say_ownership(session, supplier, current_actor(), kinds)
    session.commit()
    flash("Saved. It is used in counts alone." if kinds else "Nothing is held of the ownership now.")
    return redirect(url_for("growth.say", public_id=public_id), 303)


@blueprint.route("/advice/firms/<public_id>/figures", methods=["GET", "POST"])
@allow(ADVISERS)
def show(public_id: str) -> Answer:
    supplier = _find(public_id)
    form = TakenDownForm(data={"as_at": date.today()})
    if not form.validate_on_submit():
        return _page("growth/show.html", supplier, form)
    try:
        take_down_figure(session, supplier, current_actor(), form.figures, form.given.data)
    except FirmsOwnWordError as error:
        form.form_errors = [str(error)]
        return _page("growth/show.html", supplier, form), 409
    session.commit()
    flash("The figures were saved. The firm reads them on its own page.")
    return redirect(url_for("growth.show", public_id=public_id), 303)


@blueprint.post("/advice/firms/<public_id>/figures/<figure_id>/remove")
@allow(ADVISERS)
def take_away(public_id: str, figure_id: str) -> Response:
    return _remove(_find(public_id), figure_id, "growth.show")


def _remove(supplier: Supplier, figure_id: str, back: str) -> Response:
    figure = find_figure(session, current_actor(), supplier, figure_id) or abort(404)
    remove_figure(session, figure)
    session.commit()
    flash("The figures were taken away.")
    return redirect(url_for(back, public_id=supplier.public_id), 303)


def _find(public_id: str) -> Supplier:
    find = hold_supplier if request.method == "POST" else find_supplier
    return find(session, current_actor(), public_id) or abort(404)


def _page(template: str, supplier: Supplier, form: FigureForm) -> str:
    page = page_figures(session, current_actor(), supplier, asked_page(request.args))
    return render_template(template, supplier=supplier, page=page, form=form)
