"""Choosing suppliers from a ranking: the run is recorded, and each choice is kept as it stood."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.matches.finding import Found
from hub.matches.recording import record_run
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Contract, Supplier
from matching.records import Evidence, Match


class NotRankedError(ValueError):
    """A supplier that this ranking does not hold."""


class RankingChangedError(ValueError):
    """The register changed while the ranking was being recorded."""


def choose_suppliers(
    session: Session,
    requirement: Requirement,
    found: Found,
    chosen: Collection[str],
    actor: Actor,
    *,
    form_key: str,
) -> Shortlist:
    """Record the ranking as a run and add a shortlist of the chosen suppliers, by public id, in its order.

    Raises NotRankedError for a supplier that is not in the ranking, RankingChangedError where the run is no
    longer the ranking that was found, and IntegrityError where `form_key` was used by another transaction.
    """
    ranks = {match.profile: rank for rank, match in enumerate(found.ranking.matches, start=1)}
    if not set(chosen) <= set(ranks):
        raise NotRankedError
    run = record_run(session, requirement, found, actor)
    if run.digest != found.digest:
        raise RankingChangedError
    # The requirement may be moving to another organisation at this moment: its shortlists go with it.
    owner = select(Requirement.organisation_id).where(Requirement.id == requirement.id)
    shortlist = Shortlist(
        organisation_id=session.scalars(owner.with_for_update(read=True)).one(),
        requirement=requirement,
        run=run,
        created_by_id=actor.user_id,
        form_key=form_key,
    )
    picked = [match for match in found.ranking.matches if match.profile in set(chosen)]
    shortlist.entries = [
        _entry(match, found.suppliers[match.profile], ranks[match.profile], position, found.contracts)
        for position, match in enumerate(picked, start=1)
    ]
    session.add(shortlist)
    session.flush()  # a form key in use is told here, where the page can answer it
    return shortlist


def _entry(
    match: Match, supplier: Supplier, rank: int, position: int, contracts: Mapping[str, Contract]
) -> ShortlistEntry:
    return ShortlistEntry(
        supplier=supplier,
        supplier_name=supplier.name,
        position=position,
        rank=rank,
        score=match.score,
        band=match.band,
        verdicts=[asdict(verdict) for verdict in match.verdicts],
        evidence=[_evidence(evidence, contracts) for evidence in match.evidence],
    )


def _evidence(evidence: Evidence, contracts: Mapping[str, Contract]) -> dict[str, Any]:
    """The evidence, and for a contract whose word it is, for whom and when, as the page said it."""
    kept = asdict(evidence)
    contract = contracts.get(evidence.piece or "")
    if contract is not None:
        kept["contract"] = {
            "source": contract.source,
            "buyer_name": contract.buyer_name,
            "starts_on": contract.starts_on.isoformat() if contract.starts_on else None,
        }
    return kept
