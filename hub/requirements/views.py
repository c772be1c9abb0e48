"""A buyer's requirements: describing a need, checking it line by line, changing and closing it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.models import Organisation
from hub.accounts.policies import BUYERS, BUYERS_AND_ADVISERS, allow
from hub.accounts.queries import hold_standing
from hub.audit.looking import note_look
from hub.categories.models import Category
from hub.categories.queries import categories_by_slug, category_choices, category_path
from hub.database import session
from hub.endings.queries import find_ending
from hub.endings.telling import forget_ending
from hub.endings.wording import tell_ending, tell_value
from hub.matches.finding import suggest_categories
from hub.matches.sifting import sift_musts
from hub.outcomes.recording import forget, record_afterwards
from hub.places.queries import find_place, list_counties
from hub.privacy.erased_texts import firm_name
from hub.proposals.queries import find_request, list_proposals_of
from hub.requirements.answering import answers_of, first_values
from hub.requirements.case_forms import case_of
from hub.requirements.contents import as_requirement, is_content_of
from hub.requirements.copying import copy_requirement
from hub.requirements.describing import (
    describe_requirement,
    told_categories,
    told_in_words,
    told_lines,
)
from hub.requirements.editing import (
    Answers,
    answers_held,
    close_requirement,
    edit_requirement,
    open_requirement,
)
from hub.requirements.editing import keep_word as take_as_written
from hub.requirements.examples import Example, facts_often_asked, find_example, list_examples
from hub.requirements.filters import FILTERS
from hub.requirements.forms import LONGEST_TITLE, RequirementForm, WordsForm
from hub.requirements.keeping import keeping
from hub.requirements.models import Requirement
from hub.requirements.queries import (
    find_requirement,
    is_private,
    is_shared,
    list_describing,
    list_requirements,
)
from hub.requirements.reading import plain_text, tell_unreadable, unreadable_names
from hub.requirements.reservation_fields import Buyer
from hub.requirements.reserving import county_hints, filter_hints, judge_filters
from hub.requirements.reviewing import review
from hub.requirements.version_queries import find_version
from hub.rules.kinds import name_kind
from hub.rules.procedure import advise
from hub.rules.reservations import cited_by

blueprint = Blueprint("requirements", __name__)

CHANGED_MEANWHILE = (
    "Somebody else saved this requirement after you opened it. Nothing of theirs was lost: it stands below. "
    "Your answers are in the form. Save again to put yours in place of theirs"
)


@blueprint.url_value_preprocessor
def check_encoding(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Look at a form's bytes before anything parses them: afterwards lost bytes can't be told from text."""
    encoded = request.mimetype == "application/x-www-form-urlencoded"
    g.unreadable = unreadable_names(request.get_data()) if request.method == "POST" and encoded else set()


@blueprint.get("/requirements")
@allow(BUYERS)
def list_own() -> str:
    actor = current_actor()
    return render_template(
        "requirements/list_own.html",
        listed=list_requirements(session, actor),
        may_describe=actor.describes,
        tell_ending=tell_ending,
    )


@blueprint.route("/requirements/describe", methods=["GET", "POST"])
@allow(BUYERS)
def describe() -> str | Response | tuple[str, int]:
    organisations = {each.public_id: each for each in list_describing(session, current_actor())}
    if not organisations:
        abort(403)
    form = WordsForm({key: each.name for key, each in organisations.items()}, data=_words_asked())
    if not form.validate_on_submit() or g.unreadable:
        refused = tell_unreadable(form, g.unreadable) or form.errors
        page = render_template(
            "requirements/describe.html", form=form, example=_example_asked(), examples=list_examples()
        )
        return page, 400 if refused else 200

    sent = re.fullmatch("[0-9a-f]{32}", form.form_key.data or "")
    requirement = describe_requirement(
        session,
        organisation_id=_chosen(organisations, form).id,
        user_id=current_actor().user_id,
        title=form.title.data,
        description=form.description.data or "",
        form_key=form.form_key.data if sent else uuid4().hex,
        today=date.today(),
    )
    session.commit()
    return redirect(url_for("requirements.edit", public_id=requirement.public_id), 303)


def _chosen(organisations: Mapping[str, Organisation], form: WordsForm) -> Organisation:
    """The organisation that the form names, or the only one. Its row is held, so that it is not merged away
    while the requirement comes to it."""
    only = next(iter(organisations.values()))
    asked = organisations[form.organisation.data] if "organisation" in form else only
    return hold_standing(session, asked.id) or abort(409)


def _example_asked() -> Example | None:
    return find_example(request.args.get("template", ""))


def _words_asked() -> dict[str, str]:
    """The words of an example, or those brought along from a search: a short need is the title, a long one
    the description."""
    example = _example_asked()
    if example is not None:
        return {"title": example.title, "description": example.description}
    words = plain_text(request.args.get("words", "")) or ""
    first, _, rest = words.partition("\n")
    return {
        "title": first[:LONGEST_TITLE].strip(),
        "description": words if rest or first[LONGEST_TITLE:] else "",
    }


@blueprint.get("/requirements/<public_id>")
@allow(BUYERS_AND_ADVISERS)
def show(public_id: str) -> str:
    requirement = _find(public_id)
    if is_private(requirement):
        note_look("requirement", public_id, requirement.organisation_id)
    return render_template(
        "requirements/show.html",
        requirement=requirement,
        shared=is_shared(session, requirement),
        asked=find_request(session, requirement),
        proposals=list_proposals_of(session, current_actor(), requirement),
        may_edit=current_actor().edits(requirement.organisation_id),
        member=current_actor().role_in(requirement.organisation_id) is not None,
        owns=current_actor().owns(requirement.organisation_id),
        ending=find_ending(session, current_actor(), requirement),
        tell_ending=tell_ending,
        tell_value=tell_value,
        firm_name=firm_name,
        filters=FILTERS,
        points=advise(case_of(requirement, date.today())),
        form_key=uuid4().hex,
        kind=name_kind(requirement.organisation.body),
        today=date.today(),
        reviewed=_review(answers_held(requirement), requirement) if _may_rank(requirement) else None,
    )


def _may_rank(requirement: Requirement) -> bool:
    """Whether advice before ranking is of use: to those who own it, while it is not closed."""
    return requirement.state != "closed" and current_actor().role_in(requirement.organisation_id) is not None


def _review(answers: Answers, requirement: Requirement) -> dict[str, Any]:
    """What the advice panel shows: the points, and how many suppliers come through the musts."""
    sifted = sift_musts(answers, requirement.keep_words)
    return {"points": review(answers, sifted), "sifted": sifted}


@blueprint.route("/requirements/<public_id>/edit", methods=["GET", "POST"])
@allow(BUYERS)
def edit(public_id: str) -> str | Response | tuple[str, int]:
    requirement = _find_to_edit(public_id)
    categories = categories_by_slug(session)
    counties = [county.name for county in list_counties(session)]
    form = RequirementForm(
        categories,
        category_choices(session),
        partial(find_place, session),
        Buyer(requirement.organisation.body, date.today(), counties),
        data=first_values(_asked_again(requirement, categories) or requirement),
    )
    if request.method != "POST" or _rearranged(form):
        return _edit_page(form, requirement)

    valid = form.validate_on_submit()
    if tell_unreadable(form, g.unreadable) or not valid:
        return _edit_page(form, requirement), 400
    if "check" in request.form:
        return _edit_page(form, requirement, written=answers_of(form, categories))
    if form.version.data != str(requirement.version):
        return _conflict(form, requirement, categories)
    try:
        with keeping(session, requirement, current_actor().user_id):
            edit_requirement(requirement, answers_of(form, categories))
        session.commit()
    except StaleDataError:
        session.rollback()
        return _conflict(form, _find_to_edit(public_id), categories_by_slug(session))
    return _ranked(public_id)


def _conflict(
    form: RequirementForm, requirement: Requirement, categories: Mapping[str, Category]
) -> Response | tuple[str, int]:
    """Both versions on one page; or as if it had been saved now, where the same form was sent before."""
    if is_content_of(answers_of(form, categories), requirement):
        return _ranked(requirement.public_id)
    form.version.data = str(requirement.version)
    form.form_errors.append(CHANGED_MEANWHILE)
    return _edit_page(form, requirement, theirs=requirement), 409


def _ranked(public_id: str) -> Response:
    return redirect(url_for("matches.show", public_id=public_id), 303)


def _asked_again(requirement: Requirement, categories: Mapping[str, Category]) -> Requirement | None:
    """The answers of the kept version that the address names, to be looked through and saved again."""
    number = request.args.get("version", type=int)
    if number is None or request.method == "POST":
        return None
    version = find_version(session, requirement, number) or abort(404)
    postcode = version.content["postcode"]
    flash(f"These are the answers of version {version.number}. Nothing is changed until you save them.")
    place = find_place(session, postcode) if postcode else None
    return as_requirement(version.content, requirement, categories, place)


def _rearranged(form: RequirementForm) -> bool:
    """Whether a button was pressed that shows the form again with another line, or with one line fewer."""
    if "add" in request.form:
        form.add_line()
    elif "remove" in request.form:
        form.drop_line(request.form["remove"])
    else:
        return "choose" in request.form
    return True


def _edit_page(
    form: RequirementForm,
    requirement: Requirement,
    theirs: Requirement | None = None,
    written: Answers | None = None,
) -> str:
    """The page with its form. The advice is on what is ``written`` there, or else on what is saved."""
    words = f"{form.title.data or ''}\n{form.description.data or ''}"
    proposed = suggest_categories(session, words)
    shown = {slug: form.held[slug].name for slug in form.chosen if slug in form.held}
    shown |= {category.slug: category.name for category, _ in proposed}
    form.offer(shown.items())
    form.categories.data, form.other_category.data = form.chosen, ""
    judged = judge_filters(form.case)
    return render_template(
        "requirements/edit.html",
        form=form,
        requirement=requirement,
        theirs=theirs,
        kinds=form.offered,
        hints=_category_hints([form.held[slug] for slug in shown], proposed, words),
        told=told_in_words(requirement),
        sources=told_lines(form.description.data or "", [entry.form.text.data or "" for entry in form.lines]),
        often=facts_often_asked(form.chosen),
        reviewed=_review(written or answers_held(requirement), requirement),
        checked=written is not None,
        filter_hints=filter_hints(judged),
        cited=cited_by(judged.values()),
        today=date.today(),
        county_hints=county_hints(requirement),
    )


def _category_hints(
    shown: Sequence[Category], proposed: Iterable[tuple[Category, float]], words: str
) -> dict[str, str]:
    """By slug, where each category stands, for two may have one name, how sure a proposal is, and which words
    of the text it shares."""
    shared = told_categories(words, shown)
    sure = {category.slug: f"{confidence:.0%} sure" for category, confidence in proposed}
    above = {each.slug: ", ".join(step.name for step in category_path(each)[:-1]) for each in shown}
    told = {
        slug: (
            f"In {path}" if path else "",
            sure.get(slug, ""),
            f"In your text: {', '.join(f'“{word}”' for word in shared[slug])}" if shared[slug] else "",
        )
        for slug, path in above.items()
    }
    return {slug: ". ".join(filter(None, parts)) for slug, parts in told.items() if any(parts)}


@blueprint.post("/requirements/<public_id>/close")
@allow(BUYERS)
def close(public_id: str) -> Response:
    requirement = _find_to_edit(public_id)
    close_requirement(requirement)
    session.commit()
    flash("The requirement is closed.")
    response = redirect(url_for("requirements.show", public_id=public_id), 303)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    response.call_on_close(record_afterwards(app, requirement.id))
    return response


@blueprint.post("/requirements/<public_id>/open")
@allow(BUYERS)
def open(public_id: str) -> Response:  # noqa: A001
    requirement = _find_to_edit(public_id)
    if not forget_ending(session, requirement):
        flash("Withdraw its awards first. A requirement that was awarded does not open again.")
        return redirect(url_for("requirements.show", public_id=public_id), 303)
    open_requirement(requirement)
    forget(session, requirement.id)
    session.commit()
    flash("The requirement is open again.")
    return redirect(url_for("requirements.show", public_id=public_id), 303)


@blueprint.post("/requirements/<public_id>/keep-word")
@allow(BUYERS)
def keep_word(public_id: str) -> Response:
    requirement = _find_to_edit(public_id)
    word, kept = plain_text(request.form.get("word")) or "", request.form.get("kept") == "yes"
    with keeping(session, requirement, current_actor().user_id):
        take_as_written(requirement, word, kept=kept)
    session.commit()
    return _ranked(public_id)


@blueprint.post("/requirements/<public_id>/copy")
@allow(BUYERS)
def copy(public_id: str) -> Response:
    requirement = _find_to_edit(public_id)
    hold_standing(session, requirement.organisation_id) or abort(409)
    sent = re.fullmatch("[0-9a-f]{32}", request.form.get("form_key", ""))
    made = copy_requirement(
        session,
        requirement,
        user_id=current_actor().user_id,
        form_key=sent[0] if sent else uuid4().hex,
    )
    session.commit()
    flash("This is a copy, and a draft: nobody else sees it. Change what is different, then save.")
    return redirect(url_for("requirements.edit", public_id=made.public_id), 303)


def _find(public_id: str) -> Requirement:
    requirement: Requirement = find_requirement(session, current_actor(), public_id) or abort(404)
    return requirement


def _find_to_edit(public_id: str) -> Requirement:
    requirement = _find(public_id)
    if not current_actor().edits(requirement.organisation_id):
        abort(403)
    return requirement
