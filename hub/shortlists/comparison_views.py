"""Up to six suppliers side by side: those ticked on a recorded ranking, or those of a shortlist."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.accounts.policies import BUYERS_AND_ADVISERS, allow
from hub.audit.looking import note_look
from hub.clients.queries import standings
from hub.clients.standing import Standing
from hub.database import session
from hub.matches.cards import card_of, kept_contracts
from hub.matches.models import Run
from hub.matches.queries import shown_suppliers
from hub.privacy.erased_texts import firm_name
from hub.runs.queries import cards_of, find_run
from hub.shortlists.comparing import MOST_COMPARED, Compared, compare_lines
from hub.shortlists.models import Shortlist
from hub.shortlists.queries import find_shortlist
from hub.shortlists.reading import called, card_of_entry, present_supplier

blueprint = Blueprint("comparisons", __name__)


@blueprint.get("/runs/<public_id>/compare")
@allow(BUYERS_AND_ADVISERS)
def ranked(public_id: str) -> str | tuple[str, int]:
    run = find_run(session, current_actor(), public_id) or abort(404)
    note_look("run", public_id, run.requirement.organisation_id)
    asked = list(dict.fromkeys(request.args.getlist("supplier")))
    columns = _of_run(run, asked[:MOST_COMPARED])
    page = render_template(
        "shortlists/compare.html",
        run=run,
        title=run.asked["title"],
        columns=columns,
        checks=_checks(columns),
        asked_facts=_asked_facts(run),
        lines=compare_lines(columns),
        left=max(0, len(asked) - MOST_COMPARED),
        back=url_for("runs.show", public_id=public_id, supplier=asked[:100]),
    )
    return page if len(columns) > 1 else (page, 400)


@blueprint.post("/runs/<public_id>/compare")
@allow(BUYERS_AND_ADVISERS)
def ticked(public_id: str) -> Response:
    """Nothing is kept here: the ticks of the ranking's form go into the address."""
    run = find_run(session, current_actor(), public_id) or abort(404)
    known = {row["supplier"] for row in run.matches}
    chosen = [each for each in dict.fromkeys(request.form.getlist("supplier")) if each in known]
    return redirect(url_for("comparisons.ranked", public_id=public_id, supplier=chosen[:100]), 303)


@blueprint.get("/shortlists/<public_id>/compare")
@allow(BUYERS_AND_ADVISERS)
def chosen(public_id: str) -> str | tuple[str, int]:
    shortlist = find_shortlist(session, current_actor(), public_id) or abort(404)
    note_look("shortlist", public_id, shortlist.organisation_id)
    columns = _of_shortlist(shortlist)
    page = render_template(
        "shortlists/compare.html",
        run=shortlist.run,
        title=shortlist.requirement.title,
        columns=columns,
        checks=_checks(columns),
        asked_facts=_asked_facts(shortlist.run),
        lines=compare_lines(columns),
        left=max(0, len(shortlist.entries) - MOST_COMPARED),
        back=url_for("shortlists.show", public_id=public_id),
    )
    return page if len(columns) > 1 else (page, 400)


def _checks(columns: list[Compared]) -> dict[str, dict[str, Standing]]:
    ids = [each.supplier.public_id for each in columns if each.supplier]
    return standings(session, ids, date.today())


def _asked_facts(run: Run) -> dict[str, str]:
    """The names of the facts that its lines asked for, by public id of the line."""
    return {line["id"]: line["fact"] for line in run.asked["criteria"] if line["fact"]}


def _of_run(run: Run, suppliers: list[str]) -> list[Compared]:
    """In the order of the ranking; one whose reasons were not kept or were erased is not compared."""
    kept = cards_of(session, run, suppliers)
    shown = shown_suppliers(session, list(kept))
    return [
        Compared(
            place,
            firm_name(row["name"]),
            row["band"],
            card_of({"score": row["score"], **reasons}, kept_contracts(reasons["evidence"])),
            shown.get(row["supplier"]),
        )
        for place, row in enumerate(run.matches, start=1)
        if (reasons := kept.get(row["supplier"]))
    ]


def _of_shortlist(shortlist: Shortlist) -> list[Compared]:
    return [
        Compared(entry.rank, called(entry), entry.band, card_of_entry(entry), present_supplier(entry))
        for entry in shortlist.entries[:MOST_COMPARED]
    ]
