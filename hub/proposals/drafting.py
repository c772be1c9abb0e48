"""Making a proposal: begun from a run, firms put on it and taken off, put in order, reasons given."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from hub.accounts.actors import Actor
from hub.matches.models import Run
from hub.proposals.models import Proposal, ProposalEntry
from hub.requirements.models import Requirement
from hub.runs.ranking import rank
from hub.suppliers.models import SHOWN_STATES, Supplier

MOST_FIRMS = 20
"""Firms on one proposal: it is to be shorter than a ranking."""


class TooManyFirmsError(ValueError):
    """More firms than a proposal may have."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form wants of a draft: by public id of an entry its position and its reason."""

    introduction: str
    positions: Mapping[str, int]
    reasons: Mapping[str, str]
    remove: str | None = None


def start_proposal(session: Session, requirement: Requirement, actor: Actor, *, form_key: str) -> Proposal:
    """Add an empty draft, and the run that it is made from.

    Raises what `hub.runs.ranking.rank` raises, and IntegrityError where `form_key` was used before.
    """
    run = rank(session, requirement, actor, version=requirement.version, form_key=form_key)
    proposal = Proposal(
        requirement_id=requirement.id,
        run=run,
        title=requirement.title,
        started_by_id=actor.user_id,
        form_key=form_key,
    )
    session.add(proposal)
    session.flush()
    return proposal


def add_firms(session: Session, proposal: Proposal, public_ids: Collection[str]) -> int:
    """Put firms of the register at the end of the draft; the number of those that were not on it.

    Raises TooManyFirmsError.
    """
    chosen = select(Supplier).where(Supplier.public_id.in_(public_ids), Supplier.state.in_(SHOWN_STATES))
    found = {each.public_id: each for each in session.scalars(chosen)}
    here = {entry.supplier_id for entry in proposal.entries}
    new = [found[each] for each in dict.fromkeys(public_ids) if each in found and found[each].id not in here]
    if len(proposal.entries) + len(new) > MOST_FIRMS:
        raise TooManyFirmsError
    stands = where_they_stand(proposal.run, [each.public_id for each in new])
    last = max((entry.position for entry in proposal.entries), default=0)
    for position, supplier in enumerate(new, start=last + 1):
        entry = ProposalEntry(
            supplier=supplier,
            supplier_name=supplier.name,
            position=position,
            **stands[supplier.public_id],
        )
        proposal.entries.append(entry)
    if new:
        _changed(proposal)
    return len(new)


def where_they_stand(run: Run, public_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """By public id: rank, score and band in the run, or the texts of the gates that left it out."""
    found: dict[str, dict[str, Any]] = {
        each: {"rank": None, "score": None, "band": None, "gates": []} for each in public_ids
    }
    for place, row in enumerate(run.matches, start=1):
        if row["supplier"] in found:
            found[row["supplier"]] |= {"rank": place, "score": row["score"], "band": row["band"]}
    for row in run.excluded:
        if row["supplier"] in found:
            found[row["supplier"]]["gates"] = [gate["text"] for gate in row["gates"]]
    return found


def arrange(proposal: Proposal, wanted: Wanted) -> None:
    """Put the draft in the order asked for, from 1, with the reasons given; equals stay as they were."""
    kept = [entry for entry in proposal.entries if entry.public_id != wanted.remove]
    kept.sort(key=lambda entry: wanted.positions.get(entry.public_id, entry.position))
    for position, entry in enumerate(kept, start=1):
        entry.position = position
        entry.reason = wanted.reasons.get(entry.public_id, entry.reason)
    proposal.entries = kept
    proposal.introduction = wanted.introduction
    _changed(proposal)


def _changed(proposal: Proposal) -> None:
    flag_modified(proposal, "state")  # the version counts for its entries too
