"""The public requirements of a supplier's categories: what it answers to each, and where it came."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from hub.accounts.actors import current_actor
from hub.accounts.policies import SUPPLIERS, allow
from hub.database import session
from hub.endings.wording import explain_own_result, tell_own_result
from hub.outcomes.answering import answer_lines, line_text, tally_answers
from hub.outcomes.queries import Asked, find_asked, page_asked
from hub.outcomes.recording import judged_on
from hub.outcomes.wording import fact_label, tell_outcome, tell_result, tell_steps
from hub.paging import asked_page
from hub.suppliers.own_views import fetch_supplier

blueprint = Blueprint("outcomes", __name__, url_prefix="/business/<public_id>/requirements")


@blueprint.get("")
@allow(SUPPLIERS)
def list_asked(public_id: str) -> str:
    supplier = fetch_supplier(public_id)
    page = page_asked(session, supplier, asked_page(request.args))
    tallies = tally_answers([each.requirement for each in page.rows if each.is_open], supplier)
    return render_template(
        "outcomes/list.html",
        supplier=supplier,
        page=page,
        tallies=tallies,
        tell_outcome=tell_outcome,
        tell_own_result=tell_own_result,
    )


@blueprint.get("/<requirement_id>")
@allow(SUPPLIERS)
def show(public_id: str, requirement_id: str) -> str:
    supplier = fetch_supplier(public_id)
    asked = find_asked(session, supplier, requirement_id) or abort(404)
    requirement, outcome = asked.requirement, asked.outcome
    return render_template(
        "outcomes/show.html",
        supplier=supplier,
        requirement=requirement,
        ended=explain_own_result(asked.ending, supplier),
        closing=asked.closing,
        outcome=outcome,
        fact_label=fact_label,
        told=tell_outcome(outcome, asked.closing),
        gates=_gates(asked),
        steps=tell_steps(outcome, supplier) if outcome else [],
        result=tell_result(outcome) if outcome and outcome.advice else "",
        answers=answer_lines(session, requirement, supplier),
        judged_on=judged_on(requirement),
        edits=current_actor().edits(supplier.organisation_id),
    )


def _gates(asked: Asked) -> list[tuple[str, str]]:
    """The musts that left the supplier out, in the requirement's words, each with the reason."""
    if asked.outcome is None:
        return []
    texts = {each.public_id: line_text(asked.requirement, each) for each in asked.requirement.criteria}
    return [(texts.get(gate["criterion"], ""), gate["reason"]) for gate in asked.outcome.gates]
