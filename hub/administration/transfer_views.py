"""The record of mergers and moves, and undoing one."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.forms import PressForm
from hub.accounts.models import Transfer
from hub.accounts.policies import ADMINISTRATORS, allow
from hub.administration.blueprint import blueprint
from hub.administration.planning import NotTransferableError, hold_both
from hub.administration.queries import find_transfer, names_of, page_transfers
from hub.administration.undoing import undo_transfer
from hub.database import session
from hub.paging import asked_page


@blueprint.get("/transfers")
@allow(ADMINISTRATORS)
def transfers() -> str:
    page = page_transfers(session, current_actor(), asked_page(request.args))
    people = {each.done_by_id for each in page.rows} | {each.undone_by_id for each in page.rows}
    return render_template("administration/transfers.html", page=page, names=names_of(session, people))


@blueprint.route("/transfers/<public_id>/undo", methods=["GET", "POST"])
@allow(ADMINISTRATORS)
def undo(public_id: str) -> Response | str:
    transfer = _find(public_id)
    if not PressForm().validate_on_submit():
        return render_template("administration/undo.html", transfer=transfer)
    hold_both(session, transfer.source_id, transfer.target_id)
    try:
        told = undo_transfer(session, _find(public_id), current_actor())
    except NotTransferableError as error:
        session.rollback()
        flash(str(error))
        return redirect(url_for("administration.transfers"), 303)
    session.commit()
    flash(" ".join(["It is undone.", *told]))
    return redirect(url_for("administration.transfers"), 303)


def _find(public_id: str) -> Transfer:
    return find_transfer(session, current_actor(), public_id) or abort(404)
