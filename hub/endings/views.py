"""How a requirement ended: its buyer says so, names who won it, and publishes the award."""

from __future__ import annotations

import re
from uuid import uuid4

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import BUYERS, allow
from hub.database import session
from hub.endings.awarding import AwardError, add_award, correct_award, withdraw_award
from hub.endings.forms import AwardForm, EndingForm, award_data, ending_data
from hub.endings.models import Ending, EndingAward
from hub.endings.publishing import PublishError
from hub.endings.queries import (
    find_award,
    find_ending,
    find_winner,
    hold_requirement,
    list_ranked,
    list_shortlisted,
)
from hub.endings.telling import end_requirement
from hub.endings.wording import ENDED, tell_value
from hub.formatters import quote_start
from hub.outcomes.recording import record_afterwards
from hub.paging import asked_page
from hub.privacy.erased_texts import firm_name
from hub.requirements.models import Requirement
from hub.requirements.queries import find_requirement
from hub.suppliers.finding_by_name import find_firms
from hub.suppliers.forms import ButtonForm, FindForm
from hub.suppliers.models import Supplier

blueprint = Blueprint("endings", __name__, url_prefix="/requirements/<public_id>")

CHANGED_MEANWHILE = (
    "Somebody else saved this after you opened it. Nothing of theirs was lost: it stands below. Your answers "
    "are in the form. Save again to put yours in place of theirs"
)


@blueprint.route("/ending", methods=["GET", "POST"])
@allow(BUYERS)
def tell(public_id: str) -> str | Response | tuple[str, int]:
    requirement = _find_to_end(public_id)
    ending = find_ending(session, current_actor(), requirement)
    form = EndingForm(data=ending_data(ending))
    if not form.validate_on_submit():
        return _ending_page(requirement, form), 400 if form.errors else 200
    saved = ending_data(ending)["version"]
    if form.version.data != saved:
        form.version.data = saved
        form.form_errors.append(CHANGED_MEANWHILE)
        return _ending_page(requirement, form, theirs=ending), 409
    awards = ending.awards if ending else []
    if form.how.data == "awarded":
        return _to_page(requirement, "requirements.show" if awards else "endings.list_winners")
    if awards:
        form.how.errors = ["Withdraw its awards first: they stand on the page of the requirement"]
        return _ending_page(requirement, form), 400
    was_open = requirement.state == "open"
    end_requirement(session, requirement, form.how.data, form.reason.data)
    session.commit()
    flash("How the requirement ended was saved.")
    return _to_page(requirement, just_closed=was_open)


@blueprint.get("/winner")
@allow(BUYERS)
def list_winners(public_id: str) -> str | tuple[str, int]:
    """Who won it: a supplier of its shortlists or its ranking, one found by name, or another firm."""
    requirement, actor = _find_to_end(public_id), current_actor()
    form = FindForm(request.args)
    asked = "name" in request.args
    valid = not asked or form.validate()
    firms = find_firms(session, form.name.data, asked_page(request.args)) if asked and valid else None
    page = render_template(
        "endings/find_winner.html",
        requirement=requirement,
        form=form,
        firms=firms,
        name=form.name.data if firms else "",
        shortlisted=[] if asked else list_shortlisted(session, actor, requirement),
        ranked=[] if asked else list_ranked(session, actor, requirement),
    )
    return page if valid else (page, 400)


@blueprint.route("/awards/add", methods=["GET", "POST"])
@allow(BUYERS)
def add(public_id: str) -> str | Response | tuple[str, int]:
    requirement = _find_to_end(public_id)
    winner = _winner()
    first = {
        "title": requirement.title,
        "form_key": uuid4().hex,
        "supplier_name": request.args.get("name", ""),
    }
    form = AwardForm(named=winner is not None, data=first)
    form.supplier.data, name = (winner.public_id, winner.name) if winner else ("", "")
    if not form.validate_on_submit():
        return _award_page(requirement, form, name), 400 if form.errors else 200
    sent = re.fullmatch("[0-9a-f]{32}", form.form_key.data or "")
    key, was_open = form.form_key.data if sent else uuid4().hex, requirement.state == "open"
    called = name or form.supplier_name.data
    try:
        add_award(session, requirement, winner, called, form.terms, form_key=key)
    except (AwardError, PublishError) as error:
        return _refuse(public_id, form, error, name), 400
    session.commit()
    flash(f"The award to {quote_start(called)} was saved.")
    return _to_page(requirement, just_closed=was_open)


@blueprint.route("/awards/<award_id>", methods=["GET", "POST"])
@allow(BUYERS)
def correct(public_id: str, award_id: str) -> str | Response | tuple[str, int]:
    requirement = _find_to_end(public_id)
    award = _find_award(requirement, award_id)
    form, name = AwardForm(named=True, data=award_data(award)), award.supplier_name
    if not form.validate_on_submit():
        return _award_page(requirement, form, name, award), 400 if form.errors else 200
    if form.version.data != str(award.version):
        form.version.data = str(award.version)
        form.form_errors.append(CHANGED_MEANWHILE)
        return _award_page(requirement, form, name, award, theirs=award), 409
    try:
        correct_award(session, requirement, award, form.terms)
    except PublishError as error:
        return _refuse(public_id, form, error, name, award_id), 400
    session.commit()
    flash("The award was saved.")
    return _to_page(requirement)


@blueprint.route("/awards/<award_id>/withdraw", methods=["GET", "POST"])
@allow(BUYERS)
def withdraw(public_id: str, award_id: str) -> str | Response:
    requirement = _find_to_end(public_id)
    award = _find_award(requirement, award_id)
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template(
            "endings/withdraw.html",
            requirement=requirement,
            award=award,
            form=form,
            firm_name=firm_name,
            tell_value=tell_value,
        )
    name = award.supplier_name
    withdraw_award(session, award)
    session.commit()
    flash(f"The award to {quote_start(firm_name(name))} was withdrawn.")
    return _to_page(requirement)


def _find_to_end(public_id: str) -> Requirement:
    """A requirement of the actor's own; a draft has no ending. A request that writes holds its row."""
    actor = current_actor()
    if request.method == "POST":
        hold_requirement(session, actor, public_id)
    requirement: Requirement = find_requirement(session, actor, public_id) or abort(404)
    if not actor.edits(requirement.organisation_id):
        abort(403)
    if requirement.state == "draft":
        abort(404)
    return requirement


def _find_award(requirement: Requirement, award_id: str) -> EndingAward:
    award: EndingAward = find_award(session, current_actor(), requirement, award_id) or abort(404)
    return award


def _winner() -> Supplier | None:
    """The supplier that the address or the form names; None for a firm by its name alone."""
    public_id = request.form.get("supplier", "") or request.args.get("supplier", "")
    if not public_id:
        return None
    winner: Supplier = find_winner(session, current_actor(), public_id) or abort(404)
    return winner


def _ending_page(requirement: Requirement, form: EndingForm, theirs: Ending | None = None) -> str:
    return render_template(
        "endings/tell.html", requirement=requirement, form=form, theirs=theirs, ENDED=ENDED
    )


def _award_page(
    requirement: Requirement,
    form: AwardForm,
    name: str,
    award: EndingAward | None = None,
    theirs: EndingAward | None = None,
) -> str:
    return render_template(
        "endings/award.html",
        requirement=requirement,
        form=form,
        name=name,
        award=award,
        theirs=theirs,
        firm_name=firm_name,
        tell_value=tell_value,
    )


def _refuse(public_id: str, form: AwardForm, error: ValueError, name: str, award_id: str = "") -> str:
    """The form again with what the verb said, and nothing of what it did."""
    session.rollback()
    if isinstance(error, PublishError):
        form.published.errors = [str(error)]
    else:
        form.form_errors.append(str(error))
    requirement: Requirement = find_requirement(session, current_actor(), public_id) or abort(404)
    award = _find_award(requirement, award_id) if award_id else None
    return _award_page(requirement, form, name, award)


def _to_page(
    requirement: Requirement, endpoint: str = "requirements.show", *, just_closed: bool = False
) -> Response:
    """On to a page of the requirement. When it has just closed, where suppliers came is worked out next."""
    response = redirect(url_for(endpoint, public_id=requirement.public_id), 303)
    if just_closed:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(record_afterwards(app, requirement.id))
    return response
