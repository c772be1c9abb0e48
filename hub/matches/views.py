"""The start page, the search that ranks at once, and the ranked page of a saved requirement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ANYONE, BUYERS_AND_ADVISERS, allow
from hub.audit.looking import note_look
from hub.categories.queries import categories_by_slug, list_lots
from hub.clients.queries import standings
from hub.database import session
from hub.matches.cards import card_of
from hub.matches.covering import FEWEST_MUSTS, MOST_COVERS, count_musts, find_together, nobody_alone
from hub.matches.finding import EXCLUDED_SHOWN, Found, find_by_words, find_matches
from hub.matches.forms import SearchForm, SortForm
from hub.matches.pages import PAGE, PAGES, count_gone, depth_holding, depth_of, next_page, ties
from hub.matches.queries import count_capabilities, count_contracts, count_suppliers, facts_named
from hub.matches.sorting import FACTS, SIZES, SORTS, Ranked, Wish, sort_ranked, to_ranked
from hub.places.queries import matching_place
from hub.requirements.models import Requirement
from hub.requirements.queries import find_requirement, is_private
from hub.requirements.reading import plain_text, tell_unreadable, unreadable_names
from hub.runs.queries import list_runs
from hub.upkeep.noticing import Noticed
from hub.upkeep.queries import notice_now

blueprint = Blueprint("matches", __name__)
blueprint.add_app_template_global(card_of)

MOST_LISTED = 50
LONGEST_LISTED = 120
SORTED_BY = ("sort", "certificate", "size", "within", "priced")
"""The answers in the address by which a ranked page is sorted and filtered."""

LANDING = re.compile(r"match-\d{1,3}|left-out|sorted")
"""Where on the page a button that shows more leads to."""


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
    page |= {
        "found": found,
        "shown": shown,
        "more": next_page(found, shown),
        "ties": ties(found),
        "marks": _marks(found, shown),
        "checks": standings(session, [each.profile for each in found.ranking.matches[:shown]], date.today()),
    }
    return render_template("matches/search.html", **page)


def _marks(found: Found, shown: int) -> Mapping[str, list[Noticed]]:
    """What of each supplier shown needs a look, by public id."""
    suppliers = [found.suppliers[match.profile] for match in found.ranking.matches[:shown]]
    return notice_now(session, suppliers, date.today())


def _listed(name: str, most: int = MOST_LISTED) -> list[str]:
    """The answers of that name in the address, each once, without those that say nothing."""
    return _unlike(request.args.getlist(name), most)


def _unlike(texts: Iterable[str], most: int) -> list[str]:
    plain = (plain_text(each[:LONGEST_LISTED]) for each in texts)
    return list(dict.fromkeys(each for each in plain if each))[:most]


@blueprint.get("/requirements/<public_id>/matches")
@allow(BUYERS_AND_ADVISERS)
def show(public_id: str) -> str | tuple[str, int]:
    actor = current_actor()
    requirement = find_requirement(session, actor, public_id) or abort(404)
    if is_private(requirement):
        note_look("requirement", public_id, requirement.organisation_id)
    found = find_matches(session, requirement, PAGE * PAGES)
    ticked = _listed("supplier", PAGE * PAGES)
    form = _sort_form(requirement)
    valid = form.validate()
    wish = _wish(form) if valid else Wish()
    ranked = _ranked(requirement, found)
    order = sort_ranked(ranked, wish, ticked)
    shown = depth_holding(
        [each.supplier.public_id for each in order], ticked, depth_of(request.args.get("page"))
    )
    page = render_template(
        "matches/show.html",
        requirement=requirement,
        categories=categories_by_slug(session),
        found=found,
        form=form,
        wish=wish,
        ranked=ranked,
        order=order,
        shown=shown,
        more=shown // PAGE + 1 if len(order) > shown else None,
        ties=ties(found),
        marks=notice_now(session, [each.supplier for each in order[:shown]], date.today()),
        checks=standings(session, [each.supplier.public_id for each in order[:shown]], date.today()),
        asked_facts={each.public_id: each.fact for each in requirement.criteria if each.fact},
        most_listed=EXCLUDED_SHOWN,
        may_choose=actor.edits(requirement.organisation_id),
        ticked=ticked,
        gone=count_gone(found, ticked),
        every=request.args.get("excluded") == "all",
        runs=list_runs(session, actor, requirement),
        form_key=uuid4().hex,
        together=count_musts(requirement) >= FEWEST_MUSTS and nobody_alone(found),
    )
    return page if valid else (page, 400)


def _sort_form(requirement: Requirement) -> SortForm:
    placed = requirement.place is not None
    sorts = {name: text for name, text in SORTS.items() if placed or name != "distance"}
    return SortForm(sorts, SIZES, placed=placed, formdata=request.args)


def _wish(form: SortForm) -> Wish:
    return Wish(form.sort.data, form.certificate.data, form.size.data, form.kilometres, form.priced.data)


def _ranked(requirement: Requirement, found: Found) -> list[Ranked]:
    """The first hundred with what they can be sorted by. One statement."""
    matches, today = found.ranking.matches[: PAGE * PAGES], date.today()
    facts = facts_named(session, [match.profile for match in matches], FACTS)
    on = max(requirement.needed_on or today, today)
    return to_ranked(matches, found.suppliers, facts, matching_place(requirement.place), on)


@blueprint.post("/requirements/<public_id>/matches")
@allow(BUYERS_AND_ADVISERS)
def show_more(public_id: str) -> Response:
    """The same page with more on it. Nothing is kept here: the ticks of its form go into the address."""
    find_requirement(session, current_actor(), public_id) or abort(404)
    landing = request.form.get("show", "")
    asked = request.form if "arrange" in request.form else request.args
    kept: dict[str, Any] = {name: asked[name][:LONGEST_LISTED] for name in SORTED_BY if asked.get(name)}
    address = url_for(
        "matches.show",
        public_id=public_id,
        page=depth_of(request.args.get("page")) // PAGE,
        excluded="all" if request.args.get("excluded") == "all" else None,
        supplier=_unlike(request.form.getlist("supplier"), PAGE * PAGES),
        _anchor=landing if LANDING.fullmatch(landing) else None,
        **kept,
    )
    return redirect(address, 303)


@blueprint.get("/requirements/<public_id>/together")
@allow(BUYERS_AND_ADVISERS)
def together(public_id: str) -> str:
    """Who meets the musts together, where nobody does alone. Nothing is kept."""
    requirement = find_requirement(session, current_actor(), public_id) or abort(404)
    if is_private(requirement):
        note_look("requirement", public_id, requirement.organisation_id)
    found = find_together(session, requirement)
    return render_template(
        "matches/together.html",
        requirement=requirement,
        musts=count_musts(requirement),
        fewest=FEWEST_MUSTS,
        most=MOST_COVERS,
        found=found,
        marks=notice_now(session, found.suppliers, date.today()),
    )
