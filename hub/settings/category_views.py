"""The hub’s list of categories: added, renamed, moved, retired, with what each change touches."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import ADMINISTRATORS, allow
from hub.categories.changing import (
    Heading,
    WrongPlaceError,
    add_category,
    change_category,
    count_touched,
    heading_of,
    require_place,
)
from hub.categories.models import Category
from hub.categories.queries import all_categories, category_path, headings_below
from hub.database import session, wait_for_turn
from hub.settings.blueprint import blueprint
from hub.settings.category_forms import CategoryForm, ChangeCategoryForm
from hub.settings.queries import find_version, newest_version
from hub.settings.saving import TURN, ChangedMeanwhileError, keep_what_stood, save_setting
from hub.settings.saving_views import SAVED, STANDS_ALREADY, Answer, FormPage, beside_theirs
from hub.settings.subjects import CATEGORY, find_subject


@blueprint.get("/administration/settings/categories")
@allow(ADMINISTRATORS)
def list_categories() -> str:
    lots = [each for each in all_categories(session, retired=True) if each.level == "lot"]
    return render_template("settings/categories.html", lots=lots, below=headings_below)


@blueprint.route("/administration/settings/categories/new", methods=["GET", "POST"])
@allow(ADMINISTRATORS)
def new_category() -> Answer:
    tree = all_categories(session, retired=True)
    form = CategoryForm(_places(tree, None), data={"under": request.args.get("under", "")})
    page = FormPage("settings/new_category.html", {"form": form})
    if not form.validate_on_submit() or not _fits(form, tree, None):
        return page.render()
    wait_for_turn(session, TURN)
    try:
        category = add_category(session, form.heading)
    except WrongPlaceError as error:
        return _refused(form, page, error)
    value = asdict(heading_of(category))
    save_setting(
        session, CATEGORY + category.slug, value, current_actor(), seen=0, why=form.why.data or "Added"
    )
    session.commit()
    flash(f"{category.name} is added. It counts from now on.")
    return redirect(url_for("settings.show_category", slug=category.slug), 303)


@blueprint.route("/administration/settings/categories/<slug>", methods=["GET", "POST"])
@allow(ADMINISTRATORS)
def show_category(slug: str) -> Answer:
    tree = all_categories(session, retired=True)
    category = next((each for each in tree if each.slug == slug), None) or abort(404)
    key, standing = CATEGORY + slug, asdict(heading_of(category))
    newest = newest_version(session, key)
    form = ChangeCategoryForm(
        _places(tree, category),
        data=_asked_again(key, standing) | {"seen": str(newest.number if newest else 0)},
    )
    page = FormPage(
        "settings/category.html",
        {
            "form": form,
            "category": category,
            "path": category_path(category),
            "touched": count_touched(session, category),
            "key": key,
        },
    )
    if not form.validate_on_submit() or not _fits(form, tree, category):
        return page.render()
    if request.form.get("act") == "preview":
        return page.render(preview=form.heading, places=_places(tree, None))
    return _save(form, key, form.heading, standing, page)


def _save(form: CategoryForm, key: str, heading: Heading, standing: dict[str, Any], page: FormPage) -> Answer:
    slug, value = key.removeprefix(CATEGORY), asdict(heading)
    wait_for_turn(session, TURN)
    seen = max(form.seen_number, keep_what_stood(session, key, standing))
    try:
        saved = save_setting(session, key, value, current_actor(), seen=seen, why=form.why.data or "")
        change_category(session, slug, heading)
    except ChangedMeanwhileError as error:
        return beside_theirs(form, find_subject(key) or abort(404), value, error, page)
    except WrongPlaceError as error:
        return _refused(form, page, error)
    session.commit()
    flash(SAVED if saved else STANDS_ALREADY)
    return redirect(url_for("settings.show_category", slug=slug), 303)


def _refused(form: CategoryForm, page: FormPage, error: WrongPlaceError) -> Response | str:
    """Somebody moved another heading meanwhile, and this one does not fit any more."""
    session.rollback()
    form.under.errors = [str(error)]
    return page.render()


def _fits(form: CategoryForm, tree: list[Category], category: Category | None) -> bool:
    try:
        require_place(tree, category, form.heading)
    except WrongPlaceError as error:
        form.under.errors = [str(error)]
        return False
    return True


def _places(tree: list[Category], category: Category | None) -> dict[str, str]:
    """Headings that something may stand under, with their path; not the category itself or one below it."""
    moving = {category, *headings_below(category)} if category else set()
    offered = [
        each
        for each in tree
        if each not in moving
        and each.level != "subcategory"
        and (not each.retired or (category is not None and category.parent is each))
    ]
    return {each.slug: ": ".join(one.name for one in category_path(each)) for each in offered}


def _asked_again(key: str, standing: dict[str, Any]) -> dict[str, Any]:
    """What an earlier version said, where the address asks for it, to be looked at and saved."""
    number = request.args.get("version", 0, type=int)
    version = find_version(session, key, number) if number else None
    return standing | (version.value if version else {})
