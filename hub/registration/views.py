"""Registering a business, a few questions a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from hub.accounts import presence
from hub.accounts.actors import current_actor
from hub.accounts.models import User
from hub.accounts.policies import ANYONE, SIGNED_IN, allow
from hub.categories.models import Category
from hub.categories.queries import category_choices, category_path, find_category
from hub.database import session
from hub.duplicates.finding import find_likely_same
from hub.forms import HubForm
from hub.matches.finding import suggest_categories
from hub.registration import steps
from hub.registration.forms import CategoryForm, CheckForm
from hub.registration.registering import (
    claim_records,
    find_registration,
    keep_answers,
    register_supplier,
    take_registration,
)
from hub.suppliers.fields import KINDS, NO_CATEGORY, SIZE_HINTS, SIZES
from hub.suppliers.models import Supplier
from hub.suppliers.queries import list_own_suppliers, list_unclaimed, some_contracts

blueprint = Blueprint("registration", __name__)

DIFFERENT = "different"
"""The button of the page that shows records of the same firm: this business is none of them."""
OURS = "ours"
"""The button beside one of them: this record is of the business that registers."""


@blueprint.get("/business/register")
@allow(ANYONE)
def begin() -> Response:
    """Where every "register your business" leads: an account first, then the first open question."""
    if not current_actor().signed_in:
        here = url_for("registration.begin")
        return redirect(url_for("accounts.create_account", next=here), 303)
    return redirect(_address(steps.first_unanswered(_answers())), 303)


@blueprint.route("/business/register/<step>", methods=["GET", "POST"])
@allow(SIGNED_IN)
def answer(step: str) -> str | Response:
    page = steps.STEPS.get(step) or abort(404)
    answers = _answers()
    if steps.is_too_early(page, answers):
        return _leave(answers)
    if page is steps.CHECK:
        return _check(answers)
    form = _build_form(page, answers)
    if not form.validate_on_submit():
        return _show(page, form, answers)

    given = _given(page, form)
    same = _same_firms(page, answers | given)
    if same and not {DIFFERENT, OURS} & request.form.keys():
        return _ask_whether_same(page, given, same)
    if page.identifies:
        given |= _said_of_records(page, answers, same)
    kept = keep_answers(session, _user_id(), given)
    session.commit()
    return redirect(_address(steps.first_unanswered(kept.answers)), 303)


def _check(answers: dict[str, Any]) -> str | Response:
    """Show all answers; once accepted, make the supplier of them, and of the same answers only one."""
    form = CheckForm()
    if not form.validate_on_submit():
        return _show(steps.CHECK, form, answers)

    registration = take_registration(session, _user_id())
    if registration is None:
        return _leave({})
    supplier = register_supplier(
        session, session.get_one(User, _user_id()), _contact() | registration.answers
    )
    claimed = claim_records(session, current_actor(), supplier, registration.answers.get("ours", ()))
    presence.renew(presence.current_sign_in().user)
    session.commit()
    flash(f"{supplier.name} is registered. Buyers find it from the next search on.")
    if claimed:
        flash("An adviser of the hub will check the record that you claimed, and write to you.")
    return redirect(url_for("suppliers.desk", public_id=supplier.public_id), 303)


def _leave(answers: dict[str, Any]) -> Response:
    """To the first open question; who comes back to a registration that is finished goes to the desk."""
    if not answers and current_actor().is_supplier:
        return redirect(url_for("suppliers.manage"), 303)
    return redirect(_address(steps.first_unanswered(answers)), 303)


def _build_form(page: steps.Step, answers: dict[str, Any]) -> HubForm:
    if page.form is CategoryForm:
        words = f"{answers['title']}\n{answers['description']}"
        proposals = [category for category, _confidence in suggest_categories(session, words)]
        return CategoryForm(
            proposals=proposals, choices=category_choices(session), chosen=answers.get("category")
        )
    return page.form(data=_contact() | answers)


def _contact() -> dict[str, Any]:
    """Whom buyers contact as long as nobody else is named: the person who registers."""
    return {"contact_name": current_user.name, "contact_email": current_user.email, "contact_phone": ""}


def _given(page: steps.Step, form: HubForm) -> dict[str, Any]:
    if isinstance(form, CategoryForm):
        return {"category": form.category}
    return {name: form[name].data for name in page.asks}


def _same_firms(page: steps.Step, answers: dict[str, Any]) -> Sequence[Supplier]:
    """Records of the register that may be of the business, and that the person was not asked about yet."""
    if not page.identifies:
        return ()
    names = ("name", "company_number", "postcode", "website")
    likely = find_likely_same(session, **{name: answers.get(name, "") for name in names})
    seen = _kept(page, answers, "seen")
    return [each.supplier for each in likely if each.supplier.public_id not in seen]


def _said_of_records(page: steps.Step, answers: dict[str, Any], same: Sequence[Supplier]) -> dict[str, Any]:
    """Which records the person was asked about, and which of them are of the business."""
    asked = [each.public_id for each in same]
    ours = [each for each in asked if each == request.form.get(OURS)]
    return {"seen": _kept(page, answers, "seen") + asked, "ours": _kept(page, answers, "ours") + ours}


def _kept(page: steps.Step, answers: dict[str, Any], name: str) -> list[str]:
    """What was said of records on the pages before this one: the first page begins anew."""
    return [] if page is steps.QUESTIONS[0] else list(answers.get(name, ()))


def _ask_whether_same(page: steps.Step, given: dict[str, Any], same: Sequence[Supplier]) -> str:
    return render_template(
        "registration/same_firm.html",
        step=page,
        given=given,
        same=same,
        contracts=some_contracts(session, same),
        different=DIFFERENT,
        ours=OURS,
    )


def _show(page: steps.Step, form: HubForm, answers: dict[str, Any]) -> str:
    before = steps.step_before(page)
    return render_template(
        page.template,
        step=page,
        form=form,
        back=_address(before) if before else None,
        place_in_order=steps.place_in_order(page),
        answers=_contact() | answers,
        ours=list_unclaimed(session, answers.get("ours", ())) if page is steps.CHECK else (),
        shown=_shown(answers) if page is steps.CHECK else {},
        size_hints=SIZE_HINTS,
        registered=list_own_suppliers(session, current_actor()) if before is None else [],
        **_category_words(form),
    )


def _category_words(form: HubForm) -> dict[str, Any]:
    """What the category page says of its proposals: where each stands in the list and what it covers."""
    if not isinstance(form, CategoryForm):
        return {}
    hints = {each.slug: f"{_path(each)} {each.help}".strip() for each in form.proposals}
    return {"has_proposals": bool(form.proposals), "category_hints": hints}


def _path(category: Category) -> str:
    """The headings that it stands under, from the lot down."""
    above = " › ".join(each.name for each in category_path(category)[:-1])
    return f"In {above}." if above else ""


def _shown(answers: dict[str, Any]) -> dict[str, str]:
    """Answers in the words of the page, for those kept as a key."""
    slug = answers["category"]
    category = None if slug == NO_CATEGORY else find_category(session, slug)
    return {
        "kind": KINDS[answers["kind"]],
        "size": f"{SIZES[answers['size']]}: {SIZE_HINTS[answers['size']].lower()}",
        "category": category.name if category else "No category of the list fits",
    }


def _answers() -> dict[str, Any]:
    registration = find_registration(session, _user_id())
    return dict(registration.answers) if registration else {}


def _user_id() -> int:
    found = current_actor().user_id
    return found if found is not None else abort(403)


def _address(step: steps.Step) -> str:
    return url_for("registration.answer", step=step.name)
