"""The marketplace list for anybody to browse, with the suppliers that stand in it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from hub.accounts.policies import ANYONE, allow
from hub.categories.queries import category_path, find_category, list_lots, list_suppliers_in
from hub.database import session
from hub.paging import asked_page

blueprint = Blueprint("categories", __name__, url_prefix="/categories")


@blueprint.get("")
@allow(ANYONE)
def browse() -> str:
    return render_template("categories/browse.html", lots=list_lots(session))


@blueprint.get("/<slug>")
@allow(ANYONE)
def show(slug: str) -> str:
    category = find_category(session, slug) or abort(404)
    return render_template(
        "categories/show.html",
        category=category,
        path=category_path(category),
        page=list_suppliers_in(session, category, asked_page(request.args)),
    )
