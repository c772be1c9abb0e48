"""A buyer asks the hub for a shortlist, and decides on what is proposed."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import BUYERS, BUYERS_AND_ADVISERS, allow
from hub.audit.looking import note_look
from hub.database import session
from hub.privacy.erased_texts import firm_name
from hub.proposals.asking import NotOpenError, ask_for_shortlist
from hub.proposals.asking import take_back as take_back_asking
from hub.proposals.deciding import SettledError, ranked_entries
from hub.proposals.deciding import confirm as confirm_proposal
from hub.proposals.deciding import decline as decline_proposal
from hub.proposals.forms import DeclineForm, KeepForm
from hub.proposals.models import Proposal
from hub.proposals.queries import find_proposal, may_read
from hub.requirements.models import Requirement
from hub.requirements.queries import find_requirement
from hub.shortlists.choosing import NotRankedError

blueprint = Blueprint("proposals", __name__)
ASKED = "The hub was asked for a shortlist. Its advisers can read this requirement until you have one."


@blueprint.post("/requirements/<public_id>/ask-for-shortlist")
@allow(BUYERS)
def ask(public_id: str) -> Response:
    requirement = _find_requirement(public_id)
    try:
        ask_for_shortlist(session, requirement, current_actor())
        session.commit()
    except NotOpenError:
        abort(409)
    except IntegrityError:
        session.rollback()  # a colleague asked at this moment
    flash(ASKED)
    return redirect(url_for("requirements.show", public_id=public_id), 303)


@blueprint.post("/requirements/<public_id>/stop-asking-for-shortlist")
@allow(BUYERS)
def take_back(public_id: str) -> Response:
    requirement = _find_requirement(public_id)
    if take_back_asking(session, requirement):
        session.commit()
        flash("You no longer ask the hub for a shortlist.")
    return redirect(url_for("requirements.show", public_id=public_id), 303)


@blueprint.get("/proposals/<public_id>")
@allow(BUYERS_AND_ADVISERS)
def show(public_id: str) -> str | Response:
    proposal = find_proposal(session, current_actor(), public_id) or abort(404)
    if proposal.state == "draft":
        return redirect(url_for("drafts.edit", public_id=public_id), 303)
    kept = [entry.public_id for entry in proposal.entries]
    return _page(proposal, KeepForm(formdata=None, data={"keep": kept}), DeclineForm(formdata=None))


@blueprint.post("/proposals/<public_id>/confirm")
@allow(BUYERS)
def confirm(public_id: str) -> Response | str:
    proposal = _find_to_decide(public_id)
    form = KeepForm()
    if proposal.state == "proposed" and not form.validate_on_submit():
        return _page(proposal, form, DeclineForm(formdata=None))
    try:
        shortlist = confirm_proposal(session, proposal, form.keep.data or [], current_actor())
        session.commit()
    except SettledError:
        return _settled(proposal)
    except NotRankedError:
        abort(409)
    if shortlist is None:
        flash("You confirmed the proposal. No firm of it is in the ranking, so there is no shortlist.")
        return _to(public_id)
    flash("The shortlist is yours now. The reasons on it are the adviser’s: change them as you see it.")
    return redirect(url_for("shortlists.show", public_id=shortlist.public_id), 303)


@blueprint.post("/proposals/<public_id>/decline")
@allow(BUYERS)
def decline(public_id: str) -> Response | str:
    proposal = _find_to_decide(public_id)
    form = DeclineForm()
    if proposal.state == "proposed" and not form.validate_on_submit():
        kept = [entry.public_id for entry in proposal.entries]
        return _page(proposal, KeepForm(formdata=None, data={"keep": kept}), form, failed=form)
    try:
        decline_proposal(proposal, current_actor(), answer=form.answer.data or "")
        session.commit()
    except SettledError:
        return _settled(proposal)
    flash("You declined the proposal. The hub’s advisers read why.")
    return _to(public_id)


def _find_requirement(public_id: str) -> Requirement:
    requirement: Requirement = find_requirement(session, current_actor(), public_id) or abort(404)
    return requirement if current_actor().edits(requirement.organisation_id) else abort(403)


def _find_to_decide(public_id: str) -> Proposal:
    proposal = find_proposal(session, current_actor(), public_id, hold=True) or abort(404)
    return proposal if current_actor().edits(proposal.requirement.organisation_id) else abort(403)


def _settled(proposal: Proposal) -> Response:
    session.rollback()
    flash("This proposal is decided already, as you see here.")
    return _to(proposal.public_id)


def _to(public_id: str) -> Response:
    return redirect(url_for("proposals.show", public_id=public_id), 303)


def _page(
    proposal: Proposal, keep: KeepForm, declining: DeclineForm, failed: DeclineForm | None = None
) -> str:
    """`failed` is the form whose errors head the page; the one that keeps firms, unless it says otherwise."""
    actor, organisation = current_actor(), proposal.requirement.organisation_id
    note_look("requirement", proposal.requirement.public_id, organisation)
    return render_template(
        "proposals/show.html",
        proposal=proposal,
        form=failed or keep,
        keep=keep,
        declining=declining,
        ranked={entry.id for entry in ranked_entries(session, proposal).values()},
        may_decide=proposal.state == "proposed" and actor.edits(organisation),
        reads=may_read(session, actor, proposal.requirement_id),
        member=actor.role_in(organisation) is not None,
        firm_name=firm_name,
    )
