"""Recording a ranking as a run: what was asked, the whole order, and who was left out by which gate."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import hub
from hub.accounts.actors import Actor
from hub.database import in_batches
from hub.matches.finding import Found, find_matches
from hub.matches.models import Run
from hub.matches.profiling import to_requirement
from hub.requirements.models import Requirement
from hub.suppliers.models import Supplier
from matching import records

CHUNK = 1000


def record_run(
    session: Session, requirement: Requirement, found: Found, actor: Actor, *, today: date | None = None
) -> Run:
    """Add the run of a ranking and return it. Where ``found`` was cut by its limit, the rest is ranked."""
    today = today or date.today()
    whole = _whole(session, requirement, found, today)
    ranking = whole.ranking
    spoken_of = [match.profile for match in ranking.matches] + [each.profile for each in ranking.excluded]
    names = _names(session, spoken_of)
    run = Run(
        requirement=requirement,
        recorded_by_id=actor.user_id,
        catalogue_version=whole.versions.catalogue,
        code_version=hub.__version__,
        weights_version=whole.versions.weights,
        meaning_version=whole.versions.meaning,
        asked=as_json(to_requirement(requirement, today)),
        matches=[_match(match, names) for match in ranking.matches],
        excluded=[_exclusion(each, names) for each in ranking.excluded],
        considered=ranking.considered,
        digest=whole.digest,
    )
    session.add(run)
    return run


def _whole(session: Session, requirement: Requirement, found: Found, today: date) -> Found:
    ranking = found.ranking
    if len(ranking.matches) + len(ranking.excluded) >= ranking.considered:
        return found
    return find_matches(session, requirement, ranking.considered, today=today)


def _names(session: Session, public_ids: list[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for chunk in in_batches(public_ids, CHUNK):
        chosen = select(Supplier.public_id, Supplier.name).where(Supplier.public_id.in_(chunk))
        names.update((row.public_id, row.name) for row in session.execute(chosen))
    return names


def _match(match: records.Match, names: dict[str, str]) -> dict[str, Any]:
    return {
        "supplier": match.profile,
        "name": names.get(match.profile, ""),
        "score": match.score,
        "band": match.band,
    }


def _exclusion(excluded: records.Exclusion, names: dict[str, str]) -> dict[str, Any]:
    gates = [
        {"criterion": gate.criterion, "text": gate.text, "verdict": gate.verdict, "reason": gate.reason}
        for gate in excluded.gates
    ]
    name = names.get(excluded.profile, "")
    return {"supplier": excluded.profile, "name": name, "score": excluded.score, "gates": gates}


def as_json(requirement: records.Requirement) -> dict[str, Any]:
    """The requirement as JSON keeps it: days as ISO texts, tuples as lists."""
    found: dict[str, Any] = json.loads(json.dumps(asdict(requirement), default=date.isoformat))
    return found


def from_json(asked: dict[str, Any]) -> records.Requirement:
    """The requirement that `as_json` wrote."""
    place, criteria = asked["place"], asked["criteria"]
    return records.Requirement(
        asked["title"],
        asked["description"],
        tuple(asked["categories"]),
        tuple(records.Criterion(**{**line, "value": _frozen(line["value"])}) for line in criteria),
        records.Place(**place) if place else None,
        date.fromisoformat(asked["on"]) if asked["on"] else None,
        tuple(asked["keep"]),
    )


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
