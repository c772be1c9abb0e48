"""The size of one's own business: its figures in, the answers under both definitions out."""

from __future__ import annotations

from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub.accounts.policies import SUPPLIERS, allow
from hub.database import session
from hub.facts.queries import find_statement
from hub.facts.size_forms import SizeForm, data_of
from hub.facts.stating_size import remove_size as remove
from hub.facts.stating_size import state_size as state
from hub.rules.held import size_rule, vcse_rule
from hub.suppliers.blueprint import blueprint
from hub.suppliers.fields import SIZES
from hub.suppliers.forms import ButtonForm
from hub.suppliers.own_views import fetch_supplier_to_edit


@blueprint.route("/business/<public_id>/size", methods=["GET", "POST"])
@allow(SUPPLIERS)
def state_size(public_id: str) -> str | Response:
    supplier = fetch_supplier_to_edit(public_id)
    statement = find_statement(session, supplier)
    form = SizeForm(today=date.today(), data=data_of(statement))
    if not form.validate_on_submit():
        return render_template(
            "facts/size.html",
            supplier=supplier,
            form=form,
            statement=statement,
            rules=(size_rule("uk"), size_rule("ec")),
            vcse=vcse_rule(),
        )

    state(session, supplier, **form.values)
    session.commit()
    flash(f"The figures were saved. By them your business is {SIZES[supplier.size].lower()}.")
    return _to_desk(public_id)


@blueprint.route("/business/<public_id>/size/remove", methods=["GET", "POST"])
@allow(SUPPLIERS)
def remove_size(public_id: str) -> str | Response:
    supplier = fetch_supplier_to_edit(public_id)
    statement = find_statement(session, supplier) or abort(404)
    form = ButtonForm()
    if not form.validate_on_submit():
        return render_template("facts/remove_size.html", supplier=supplier, form=form)

    remove(session, statement)
    session.commit()
    flash("The figures were removed. Your size is what your profile says.")
    return _to_desk(public_id)


def _to_desk(public_id: str) -> Response:
    return redirect(url_for("suppliers.desk", public_id=public_id, _anchor="size"), 303)
