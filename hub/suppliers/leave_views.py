"""Taking one's things along, and leaving: downloads, the profile withdrawn, the record deleted."""

from __future__ import annotations

from flask import abort, current_app, flash, make_response, redirect, render_template, url_for
from flask.wrappers import Response as File
from flask_login import current_user
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.models import User
from hub.accounts.policies import SUPPLIERS, allow
from hub.database import get_engine, session, utc_now
from hub.privacy.downloading import to_json
from hub.privacy.erasing import erase_firm
from hub.privacy.finishing import finish_erasure
from hub.privacy.forms import OwnPasswordForm
from hub.settings.current import identity
from hub.suppliers.blueprint import blueprint
from hub.suppliers.downloading import copy_supplier, to_archive, to_mapping
from hub.suppliers.leaving import CHANGES, LeaveError, count_awards, count_members
from hub.suppliers.models import Supplier
from hub.suppliers.own_views import fetch_supplier, fetch_supplier_to_lead

DONE = {
    "withdraw": "Your profile is withdrawn. No search finds it until you show it again.",
    "show": "Your profile is shown again. Buyers find it at their next search.",
}


@blueprint.get("/business/<public_id>/leave")
@allow(SUPPLIERS)
def leave(public_id: str) -> str:
    return _show(fetch_supplier(public_id))


@blueprint.get("/business/<public_id>/download.json")
@allow(SUPPLIERS)
def download_json(public_id: str) -> File:
    copy = copy_supplier(session, fetch_supplier(public_id))
    content = to_json(to_mapping(copy, hub_name=identity().name, now=utc_now()))
    return _file(content, "application/json; charset=utf-8", f"business-{public_id}.json")


@blueprint.get("/business/<public_id>/download.zip")
@allow(SUPPLIERS)
def download_csv(public_id: str) -> File:
    content = to_archive(copy_supplier(session, fetch_supplier(public_id)))
    return _file(content, "application/zip", f"business-{public_id}.zip")


def _file(content: bytes, kind: str, name: str) -> File:
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.post("/business/<public_id>/profile/<any(withdraw, show):change>")
@allow(SUPPLIERS)
def change_state(public_id: str, change: str) -> Response:
    """Withdraw the profile, or show it again."""
    supplier = fetch_supplier_to_lead(public_id)
    try:
        CHANGES[change](supplier)
    except LeaveError as error:
        session.rollback()
        flash(str(error))
        return redirect(url_for("suppliers.leave", public_id=public_id), 303)
    session.commit()
    flash(DONE[change])
    return redirect(url_for("suppliers.leave", public_id=public_id), 303)


@blueprint.route("/business/<public_id>/delete", methods=["GET", "POST"])
@allow(SUPPLIERS)
def delete(public_id: str) -> Response | str:
    """Delete the record for good, once the owner's password was given."""
    fetch_supplier_to_lead(public_id)
    user = session.get_one(User, current_user.id)
    session.commit()  # nothing is held while the password is checked
    form = OwnPasswordForm(user.password)
    if not form.validate_on_submit():
        return _show_deletion(fetch_supplier_to_lead(public_id), form)
    supplier = fetch_supplier_to_lead(public_id)
    if supplier.organisation is None:
        abort(404)
    gone = erase_firm(session, supplier.organisation, by="an owner of the business")
    session.commit()
    finish_erasure(session, get_engine(), current_app.config["INSTANCE"], gone)
    flash("The business’s record is deleted. Your own account is as it was.")
    return redirect(url_for("accounts.start"), 303)


def _show(supplier: Supplier) -> str:
    return render_template(
        "suppliers/leave.html", supplier=supplier, owns=current_actor().owns(supplier.organisation_id)
    )


def _show_deletion(supplier: Supplier, form: OwnPasswordForm) -> str:
    return render_template(
        "suppliers/delete.html",
        supplier=supplier,
        form=form,
        awards=count_awards(session, supplier),
        members=count_members(session, supplier),
    )
