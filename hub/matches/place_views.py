"""The place of a requirement and its suppliers around it: a list, a drawn map, four meanings of local."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from hub.accounts.actors import current_actor
from hub.accounts.policies import BUYERS_AND_ADVISERS, allow
from hub.audit.looking import note_look
from hub.database import session
from hub.matches.drawing import SIZE, direction, draw
from hub.matches.finding import find_matches
from hub.matches.forms import RadiusForm
from hub.matches.nearness import USUAL_KM, count_held, crossings_of, hold_near, meanings_of
from hub.matches.pages import PAGE, PAGES
from hub.matches.queries import facts_named
from hub.places.models import Place
from hub.places.queries import matching_place
from hub.requirements.editing import AREA
from hub.requirements.models import Requirement
from hub.requirements.queries import find_requirement, is_private
from matching.served import SERVES

blueprint = Blueprint("places", __name__)


@blueprint.get("/requirements/<public_id>/places")
@allow(BUYERS_AND_ADVISERS)
def show(public_id: str) -> str | tuple[str, int]:
    actor = current_actor()
    requirement = find_requirement(session, actor, public_id) or abort(404)
    if is_private(requirement):
        note_look("requirement", public_id, requirement.organisation_id)
    may_edit = actor.edits(requirement.organisation_id)
    if requirement.place is None:
        return render_template("matches/no_place.html", requirement=requirement, may_edit=may_edit)
    radius = _asked_km(requirement)
    form = RadiusForm(formdata=request.args or None, data={"km": f"{radius:g}"})
    valid = not request.args or form.validate()
    page = _page(requirement, requirement.place, form, form.kilometres if valid else radius)
    return page if valid else (page, 400)


def _asked_km(requirement: Requirement) -> float:
    """The distance that the requirement asks for, or the usual."""
    asked = (float(each.value) for each in requirement.criteria if each.fact == AREA and each.value)
    return next(asked, USUAL_KM)


def _page(requirement: Requirement, place: Place, form: RadiusForm, radius: float) -> str:
    found = find_matches(session, requirement, PAGE * PAGES)
    matches, centre = found.ranking.matches[: PAGE * PAGES], matching_place(place)
    facts = facts_named(session, [match.profile for match in matches], [SERVES])
    meanings = meanings_of(centre, radius) if centre else ()
    near = hold_near(centre, meanings, matches, found.suppliers, facts) if centre else []
    return render_template(
        "matches/places.html",
        requirement=requirement,
        place=place,
        form=form,
        radius=radius,
        meanings=meanings,
        held=count_held(meanings, near),
        near=near,
        crossings=crossings_of(meanings, near),
        drawing=draw(place, radius, near),
        size=SIZE,
        direction=direction,
        left=found.ranking.considered - found.ranking.left_out,
    )
