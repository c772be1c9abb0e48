"""The organisations of the hub; buying organisations are made, merged and split here."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.joining import open_organisation
from hub.accounts.models import Organisation
from hub.accounts.policies import ADMINISTRATORS, allow
from hub.administration.asking import asked_text
from hub.administration.blueprint import blueprint
from hub.administration.forms import MoveForm, OpenBuyerForm, TransferForm
from hub.administration.planning import NotTransferableError, Plan, hold_both, plan_merger, plan_move
from hub.administration.queries import (
    find_standing_buyer,
    list_movable_requirements,
    page_organisations,
    page_standing_buyers,
)
from hub.administration.transferring import carry_out
from hub.database import session
from hub.members.queries import list_members
from hub.paging import asked_page

Answer = Response | str | tuple[str, int]
CHANGED_MEANWHILE = "Something changed after you opened this page. Check again what will move."


@blueprint.get("/organisations")
@allow(ADMINISTRATORS)
def organisations() -> str:
    text = asked_text(request.args)
    page = page_organisations(session, current_actor(), text, asked_page(request.args))
    return render_template("administration/organisations.html", text=text, page=page)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@allow(ADMINISTRATORS)
def open_buyer() -> Response | str:
    """A new buying organisation. With `from` it is made for a split, which goes on from here."""
    origin = find_standing_buyer(session, current_actor(), request.args.get("from", ""))
    form = OpenBuyerForm()
    if not form.validate_on_submit():
        return render_template("administration/open_buyer.html", form=form, origin=origin)
    made = open_organisation(session, "buyer", form.name.data)
    made.body = form.body.data
    session.commit()
    flash(f"{made.name} is made. It has no members yet.")
    if origin is None:
        return redirect(url_for("administration.organisations", q=made.name), 303)
    return redirect(url_for("administration.move", public_id=origin.public_id, into=made.public_id), 303)


@blueprint.route("/organisations/<public_id>/merge", methods=["GET", "POST"])
@allow(ADMINISTRATORS)
def merge(public_id: str) -> Answer:
    source = _find(public_id)
    if "into" not in request.args:
        return _choose_target(source, "merge")
    target = _find_target(source)
    form, plan, problem = TransferForm(), None, ""
    try:
        plan = plan_merger(session, source, target)
    except NotTransferableError as error:
        problem = str(error)
    agreed = form.validate_on_submit()
    if plan is None or not agreed or form.digest.data != plan.digest:
        problem = problem or (CHANGED_MEANWHILE if agreed else "")
        page = {"source": source, "target": target, "plan": plan, "form": form, "problem": problem}
        return render_template("administration/merge.html", **page), 409 if problem else 200
    return _carry_out(plan, f"{source.name} is merged into {target.name}.")


@blueprint.route("/organisations/<public_id>/move", methods=["GET", "POST"])
@allow(ADMINISTRATORS)
def move(public_id: str) -> Answer:
    source = _find(public_id)
    if "into" not in request.args:
        return _choose_target(source, "move")
    target = _find_target(source)
    form = _move_form(source)
    page = {"source": source, "target": target, "form": form}
    if not form.validate_on_submit():
        return render_template("administration/move.html", **page)
    people, requirements = form.people.data or [], form.requirements.data or []
    try:
        plan = plan_move(session, source, target, people, requirements)
    except NotTransferableError as error:
        form.form_errors.append(str(error).removesuffix("."))
        return render_template("administration/move.html", **page)
    if form.digest.data != plan.digest:
        problem = CHANGED_MEANWHILE if form.digest.data else ""
        words = {choice.value: choice.label for choice in form.requirements.choices}
        page |= {"plan": plan, "problem": problem, "chosen": [words[each] for each in requirements]}
        return render_template("administration/check_move.html", **page), 409 if problem else 200
    return _carry_out(plan, f"What you chose is with {target.name} now.")


def _find(public_id: str) -> Organisation:
    return find_standing_buyer(session, current_actor(), public_id) or abort(404)


def _find_target(source: Organisation) -> Organisation:
    """The organisation that the address names, with both rows held where the request writes."""
    target = _find(request.args["into"])
    if request.method == "POST":
        hold_both(session, source.id, target.id)
    return target


def _choose_target(source: Organisation, act: str) -> str:
    text = asked_text(request.args)
    others = page_standing_buyers(session, current_actor(), text, asked_page(request.args), but=source)
    return render_template(
        "administration/choose_target.html", source=source, act=act, text=text, page=others
    )


def _move_form(source: Organisation) -> MoveForm:
    actor = current_actor()
    members = list_members(session, actor, source)
    requirements = list_movable_requirements(session, actor, source)
    return MoveForm(
        {each.user.public_id: f"{each.user.name or each.user.email} ({each.role})" for each in members},
        {each.public_id: each.label for each in requirements},
    )


def _carry_out(plan: Plan, message: str) -> Response:
    carry_out(session, plan, current_actor())
    session.commit()
    flash(f"{message} You can undo it here.")
    return redirect(url_for("administration.transfers"), 303)
