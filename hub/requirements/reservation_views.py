"""The reservation checker: what the rules allow, and whom each reservation would leave out."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, render_template, request

from hub.accounts.actors import current_actor
from hub.accounts.policies import BUYERS, allow
from hub.database import session
from hub.matches.reserving import FIRST, weigh_reservations
from hub.requirements.case_forms import CaseForm, case_of, first_answers
from hub.requirements.queries import find_own_requirement
from hub.requirements.reservation_options import bordering_of, options_for
from hub.rules.buying import meaning_of_location, reservation_duties
from hub.rules.kinds import BUYING, name_kind
from hub.rules.procedure import advise
from hub.rules.reservations import cited_by, judge

blueprint = Blueprint("reservations", __name__)


@blueprint.get("/requirements/<public_id>/reservations")
@allow(BUYERS)
def show(public_id: str) -> str | tuple[str, int]:
    actor, today = current_actor(), date.today()
    requirement = find_own_requirement(session, actor, public_id) or abort(404)
    case = case_of(requirement, today)
    form = CaseForm(formdata=request.args or None, data=first_answers(case))
    valid = not request.args or form.validate()
    if request.args and valid:
        case = form.case(requirement.organisation.body, today)
    options = options_for(requirement, bordering_of(requirement))
    judged = [judge(case, each.reservation) for each in options]
    effects = weigh_reservations(session, requirement, [each.wanted for each in options], today=today)
    page = render_template(
        "requirements/reservations.html",
        requirement=requirement,
        form=form,
        case=case,
        kind=name_kind(case.kind),
        bought=BUYING[case.buying],
        points=advise(case),
        rows=list(zip(options, judged, effects.of_each, strict=True)),
        cited=cited_by(judged),
        found=effects.found,
        first=FIRST,
        duties=reservation_duties(),
        location=meaning_of_location(),
        today=today,
        owns=actor.owns(requirement.organisation_id),
        may_edit=actor.edits(requirement.organisation_id),
    )
    return page if valid else (page, 400)
