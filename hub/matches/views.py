"""The start page, the search that ranks at once, and the ranked page of a saved requirement."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, abort, render_template, request, url_for

from hub.accounts.actors import current_actor
from hub.accounts.policies import ANYONE, BUYERS_AND_ADVISERS, allow
from hub.categories.queries import categories_by_slug, list_lots
from hub.database import session
from hub.matches.cards import card_of
from hub.matches.finding import EXCLUDED_SHOWN, find_by_words, find_matches
from hub.matches.forms import SearchForm
from hub.matches.pages import depth_of, next_page, ties
from hub.matches.queries import count_capabilities, count_contracts, count_suppliers
from hub.requirements.queries import find_requirement
from hub.requirements.reading import plain_text, tell_unreadable, unreadable_names

blueprint = Blueprint("matches", __name__)
blueprint.add_app_template_global(card_of)

MOST_LISTED = 50
LONGEST_LISTED = 120


@blueprint.get("/")
@allow(ANYONE)
def home() -> str:
    form = SearchForm((), (), formdata=None)
    return render_template(
        "matches/home.html",
        search=form,
        lots=list_lots(session),
        suppliers=count_suppliers(session),
        capabilities=count_capabilities(session),
        contracts=count_contracts(session),
    )


@blueprint.get("/search")
@allow(ANYONE)
def search() -> str | tuple[str, int]:
    held = categories_by_slug(session)
    chosen, keep = _listed("category"), _listed("keep")
    form = SearchForm(held, chosen, formdata=request.args)
    page = {"form": form, "categories": held, "chosen": chosen, "keep": keep, "found": None}
    if "q" not in request.args:
        return render_template("matches/search.html", **page | {"form": SearchForm((), (), formdata=None)})
    valid = form.validate()
    if tell_unreadable(form, unreadable_names(request.query_string)) or not valid:
        return render_template("matches/search.html", **page), 400
    shown = depth_of(request.args.get("page"))
    found = find_by_words(session, form.q.data, shown, keep=keep, categories=chosen)
    page |= {"found": found, "shown": shown, "more": next_page(found, shown), "ties": ties(found)}
    return render_template("matches/search.html", **page)


def _listed(name: str) -> list[str]:
    """The answers of that name in the address, each once, without those that say nothing."""
    plain = (plain_text(each[:LONGEST_LISTED]) for each in request.args.getlist(name))
    return list(dict.fromkeys(each for each in plain if each))[:MOST_LISTED]


@blueprint.get("/requirements/<public_id>/matches")
@allow(BUYERS_AND_ADVISERS)
def show(public_id: str) -> str:
    actor = current_actor()
    requirement = find_requirement(session, actor, public_id) or abort(404)
    shown = depth_of(request.args.get("page"))
    found = find_matches(session, requirement, shown)
    return render_template(
        "matches/show.html",
        requirement=requirement,
        categories=categories_by_slug(session),
        found=found,
        shown=shown,
        more=next_page(found, shown),
        ties=ties(found),
        most_listed=EXCLUDED_SHOWN,
        may_choose=actor.edits(requirement.organisation_id),
        ticked=request.args.getlist("supplier"),
        form_key=uuid4().hex,
        address=url_for("matches.show", public_id=public_id),
    )
