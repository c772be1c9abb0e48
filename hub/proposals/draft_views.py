"""An adviser makes a proposal: begun from a run, firms added, put in order with reasons, proposed."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADVISERS, allow
from hub.audit.looking import note_look
from hub.database import session
from hub.matches.pages import PAGE, PAGES, depth_of
from hub.matches.recording import RankingChangedError
from hub.paging import asked_page
from hub.privacy.erased_texts import firm_name
from hub.proposals.asking import NotOpenError
from hub.proposals.deciding import SettledError
from hub.proposals.deciding import withdraw as withdraw_proposal
from hub.proposals.drafting import MOST_FIRMS, TooManyFirmsError, add_firms, start_proposal
from hub.proposals.drafting import arrange as arrange_draft
from hub.proposals.forms import AddForm, DraftForm, StartForm, draft_form
from hub.proposals.models import Proposal
from hub.proposals.proposing import propose
from hub.proposals.queries import (
    find_proposal,
    find_proposal_by_key,
    may_read,
    page_proposals,
    page_requests,
)
from hub.requirements.queries import find_requirement
from hub.runs.ranking import NotOpenError as NotRankableError
from hub.runs.ranking import RequirementChangedError
from hub.runs.showing import bands_of
from hub.suppliers.finding_by_name import SEARCH_LENGTH, find_firms

blueprint = Blueprint("drafts", __name__)
CHANGED_MEANWHILE = (
    "Somebody else changed this proposal after you opened it. What you wrote is below; save it again to put "
    "it in place of theirs"
)


@blueprint.get("/advice/proposals")
@allow(ADVISERS)
def list_all() -> str:
    made, number = request.args.get("show") == "proposed", asked_page(request.args)
    actor = current_actor()
    return render_template(
        "proposals/list.html",
        made=made,
        page=page_proposals(session, actor, number) if made else page_requests(session, actor, number),
        form_key=uuid4().hex,
    )


@blueprint.post("/requirements/<public_id>/proposals")
@allow(ADVISERS)
def start(public_id: str) -> Response | tuple[str, int]:
    actor = current_actor()
    requirement = find_requirement(session, actor, public_id) or abort(404)
    form = StartForm()
    if not form.validate_on_submit():
        abort(400)
    form_key = form.form_key.data or ""
    made = find_proposal_by_key(session, actor, form_key)
    if made:
        return _to(made)
    try:
        proposal = start_proposal(session, requirement, actor, form_key=form_key)
        session.commit()
    except (NotRankableError, RequirementChangedError, RankingChangedError) as error:
        session.rollback()
        page = render_template("runs/not_recorded.html", requirement=requirement, why=type(error).__name__)
        return page, 409
    except IntegrityError:
        session.rollback()  # the same form was sent a moment ago
        return _to(find_proposal_by_key(session, actor, form_key) or abort(409))
    return _to(proposal.public_id)


@blueprint.get("/advice/proposals/<public_id>")
@allow(ADVISERS)
def edit(public_id: str) -> str | Response:
    proposal = _find(public_id)
    if proposal.state != "draft":
        return redirect(url_for("proposals.show", public_id=public_id), 303)
    return _page(proposal, draft_form(proposal, formdata=None))


@blueprint.post("/advice/proposals/<public_id>")
@allow(ADVISERS)
def arrange(public_id: str) -> str | Response | tuple[str, int]:
    proposal = _find(public_id, hold=True)
    if proposal.state != "draft":
        return redirect(url_for("proposals.show", public_id=public_id), 303)
    form = draft_form(proposal)
    valid = form.validate_on_submit()
    if form.is_stale(proposal) and not (valid and form.says(proposal)):
        return _conflict(proposal, form)
    if not valid or (form.proposes and form.lacks()):
        return _page(proposal, form)
    return _arrange(proposal, form)


def _arrange(proposal: Proposal, form: DraftForm) -> str | Response | tuple[str, int]:
    public_id = proposal.public_id
    try:
        arrange_draft(proposal, form.wanted())
        if form.proposes:
            propose(session, proposal, current_actor())
        session.commit()
    except NotOpenError:
        session.rollback()
        form.form_errors = ["The buyer has closed the requirement, so nothing can be proposed for it"]
        return _page(_find(public_id), form), 409
    except StaleDataError:
        session.rollback()
        return _conflict(_find(public_id), form)
    if form.proposes:
        flash("The shortlist is proposed. Its buyer gets a mail.")
        return redirect(url_for("proposals.show", public_id=public_id), 303)
    flash("The draft is saved. Its buyer does not see it yet.")
    return _to(public_id)


@blueprint.post("/advice/proposals/<public_id>/add")
@allow(ADVISERS)
def add(public_id: str) -> Response | str | tuple[str, int]:
    proposal = _find(public_id, hold=True)
    if proposal.state != "draft":
        return redirect(url_for("proposals.show", public_id=public_id), 303)
    form = AddForm()
    if not form.validate_on_submit():
        return _page(proposal, draft_form(proposal, formdata=None), form)
    try:
        added = add_firms(session, proposal, form.supplier.data or [])
        session.commit()
    except TooManyFirmsError:
        session.rollback()
        form.supplier.errors = [f"A proposal holds at most {MOST_FIRMS} firms"]
        proposal = _find(public_id)
        return _page(proposal, draft_form(proposal, formdata=None), form), 409
    flash("Added to the draft. Say why you propose each firm." if added else "On the draft already.")
    return _to(public_id)


@blueprint.post("/advice/proposals/<public_id>/withdraw")
@allow(ADVISERS)
def withdraw(public_id: str) -> Response:
    proposal = _find(public_id, hold=True)
    try:
        withdraw_proposal(proposal, current_actor())
        session.commit()
        flash("The proposal is withdrawn.")
    except SettledError:
        session.rollback()
        flash("This proposal is decided already, as you see here.")
    return redirect(url_for("proposals.show", public_id=public_id), 303)


def _find(public_id: str, *, hold: bool = False) -> Proposal:
    return find_proposal(session, current_actor(), public_id, hold=hold) or abort(404)


def _to(public_id: str) -> Response:
    return redirect(url_for("drafts.edit", public_id=public_id), 303)


def _conflict(proposal: Proposal, form: DraftForm) -> tuple[str, int]:
    """The form holds what the reader wrote, ready to be saved again on what is there now."""
    again = draft_form(proposal)
    again.version.data = str(proposal.version)
    again.form_errors = [CHANGED_MEANWHILE]
    return _page(proposal, again), 409


def _page(proposal: Proposal, form: DraftForm, adding: AddForm | None = None) -> str:
    requirement = proposal.requirement
    note_look("requirement", requirement.public_id, requirement.organisation_id)
    name = request.args.get("name", "")[:SEARCH_LENGTH].strip()
    shown = depth_of(request.args.get("page"))
    run = proposal.run
    return render_template(
        "proposals/edit.html",
        proposal=proposal,
        draft=form,
        form=adding or form,
        bands=bands_of(session, run, shown),
        more=shown // PAGE + 1 if len(run.matches) > shown and shown < PAGE * PAGES else None,
        name=name,
        firms=find_firms(session, name) if name else None,
        here={entry.supplier.public_id for entry in proposal.entries if entry.supplier},
        reads=may_read(session, current_actor(), proposal.requirement_id),
        firm_name=firm_name,
    )
