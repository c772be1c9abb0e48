"""Supply and demand for advisers: a table, a chart and a drawn map."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from hub.accounts.policies import ADVISERS, allow
from hub.categories.queries import all_categories
from hub.database import session
from hub.insight.drawing import MAP, draw_chart, draw_map
from hub.insight.forms import SupplyForm
from hub.insight.queries import (
    Balance,
    last_month,
    list_counties_asked,
    list_old_deserts,
    list_trend,
    page_balances,
)
from hub.paging import asked_page
from hub.places.queries import list_counties

blueprint = Blueprint("insight", __name__, url_prefix="/advice")


@blueprint.get("/supply")
@allow(ADVISERS)
def supply() -> str:
    month = last_month(session)
    if month is None:
        return render_template("insight/not_yet.html")
    counties = {county.slug: county for county in list_counties(session)}
    counted = {each.slug: each for each in all_categories(session) if each.level != "subcategory"}
    form = SupplyForm(
        {slug: county.name for slug, county in counties.items()},
        {slug: category.name for slug, category in counted.items()},
        formdata=request.args,
    )
    county, category = counties.get(form.county.data), counted.get(form.category.data)
    page = page_balances(session, month, county, form.show.data, asked_page(request.args))
    trend = list_trend(session, county, category)
    return render_template(
        "insight/supply.html",
        form=form,
        month=month,
        county=county,
        category=category,
        page=page,
        balances=[Balance(now, before) for now, before in page.rows],
        chart=draw_chart(trend, suppliers=category is not None),
        trend=trend,
        marks=draw_map(list_counties_asked(session, month, category)),
        size=MAP,
        old_deserts=list_old_deserts(session, month, county),
    )
