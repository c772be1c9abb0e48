"""Recording a ranking as a run: what was asked, the whole order, who was left out by which gate, and what the
ranking was made from, so that it can be made again."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

import hub
from hub.accounts.actors import Actor
from hub.database import in_batches
from hub.matches.finding import DEPTH, digest_of, in_lines
from hub.matches.indexing import Recorded, current_index
from hub.matches.models import CatalogueVersion, Run, RunCard
from hub.matches.profiling import to_requirement
from hub.matches.queries import quoted_contracts
from hub.matches.snapshots import Content, keep_snapshots
from hub.requirements.models import Requirement
from hub.suppliers.models import Contract, Supplier, may_be_ranked
from matching import records
from matching.replaying import digest_of as digest_of_lines
from matching.replaying import lines_of, text_key
from matching.rotating import SEEN, Exposure

CHUNK = 1000
TRIES = 3
"""Times that the register is read anew where it changes meanwhile."""


class RankingChangedError(ValueError):
    """The register changed while the ranking was being recorded."""


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """A run, and the digest that a page of the same ranking has: of the first places by score."""

    run: Run
    page_digest: str


def record_run(
    session: Session,
    requirement: Requirement,
    actor: Actor,
    *,
    seed: str = "",
    form_key: str | None = None,
    today: date | None = None,
) -> RecordedRun:
    """Rank the whole register against the requirement as it stands, and add the run. With a seed, suppliers
    of one band take turns.

    Raises RankingChangedError where the register changes faster than it is read.
    """
    asked = to_requirement(requirement, today or date.today())
    found, names = _read(session, asked, seed)
    lines = lines_of(found.record)
    run = Run(
        requirement=requirement,
        requirement_version=requirement.version,
        recorded_by_id=actor.user_id,
        form_key=form_key,
        catalogue_version=found.versions.catalogue,
        code_version=hub.__version__,
        weights_version=found.versions.weights,
        meaning_version=found.versions.meaning,
        seed=seed,
        asked=as_json(asked),
        made_with=_made_with(found),
        matches=[
            {"supplier": line.profile, "name": names[line.profile], "score": line.score, "band": line.band}
            for line in lines
            if not line.gates
        ],
        excluded=[_exclusion(each, names) for each in found.record.excluded],
        considered=len(lines),
        digest=digest_of_lines(lines),
    )
    session.add(run)
    session.flush()
    _keep_cards(session, run, found.record.shown, [criterion.id for criterion in asked.criteria])
    keep_snapshots(session, run.id, _contents(found))
    return RecordedRun(run, _page_digest(found.record))


def _read(session: Session, asked: records.Requirement, seed: str) -> tuple[Recorded, dict[str, str]]:
    """The whole ranking with the names of its suppliers, none of whom is changed or erased before the
    transaction ends."""
    for _ in range(TRIES):
        found = current_index().record(asked, exposure_of(session) if seed else {}, seed, DEPTH)
        names = _lock_suppliers(session, found.record.profiles)
        now = session.scalar(select(CatalogueVersion.number)) or 0
        if names.keys() == found.record.profiles.keys() and now == found.versions.catalogue:
            return found, names
    raise RankingChangedError


def exposure_of(session: Session) -> dict[str, Exposure]:
    """How often suppliers stood in the first places of the recorded runs that the hub keeps."""
    first = func.count().filter(RunCard.place == 1)
    seen = select(RunCard.supplier, func.count(), first).where(RunCard.place <= SEEN)
    return {name: Exposure(*counts) for name, *counts in session.execute(seen.group_by(RunCard.supplier))}


def _lock_suppliers(session: Session, public_ids: Collection[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for chunk in in_batches(sorted(public_ids), CHUNK):
        chosen = select(Supplier.public_id, Supplier.name).where(
            Supplier.public_id.in_(chunk), may_be_ranked()
        )
        locked = chosen.order_by(Supplier.public_id).with_for_update(read=True)
        names.update((row.public_id, row.name) for row in session.execute(locked))
    return names


def _made_with(found: Recorded) -> dict[str, Any]:
    record, makings = found.record, found.makings
    exposure = makings.exposure
    return {
        "weights": asdict(makings.weights),
        "tolerance": makings.tolerance,
        "counts": asdict(record.counts),
        "exposure": {name: exposure[name] for name in sorted(record.profiles.keys() & exposure.keys())},
        "reading": asdict(record.reading),
        "width": len(next(iter(record.asked.values()), b"")),
        "asked": {text_key(t).hex(): b64encode(vector).decode() for t, vector in record.asked.items()},
    }


def _contents(found: Recorded) -> Iterable[Content]:
    record, makings = found.record, found.makings
    for name, profile in record.profiles.items():
        yield Content("profile", profile, name)
    for name, meant in record.meant.items():
        yield Content("vectors", b"".join(text_key(t) + meant[t] for t in sorted(meant)), name)
    yield Content("synonyms", _bytes(sorted(makings.synonyms.table.items())))
    yield Content("categories", _bytes([asdict(category) for category in makings.categories]))


def _bytes(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _keep_cards(session: Session, run: Run, shown: Sequence[records.Match], criteria: Sequence[str]) -> None:
    contracts = quoted_contracts(session, (evidence for match in shown for evidence in match.evidence))
    rows = [
        {
            "run_id": run.id,
            "place": place,
            "supplier": match.profile,
            "reasons": {
                "verdicts": [asdict(verdict) for verdict in in_lines(match, criteria).verdicts],
                "evidence": [_evidence(evidence, contracts) for evidence in match.evidence],
            },
        }
        for place, match in enumerate(shown, start=1)
    ]
    if rows:
        session.execute(insert(RunCard), rows)


def _evidence(evidence: records.Evidence, contracts: Mapping[str, Contract]) -> dict[str, Any]:
    """The evidence, and for a contract whose word it is, for whom and when, as a page says it."""
    kept = asdict(evidence)
    contract = contracts.get(evidence.piece or "")
    if contract is not None:
        kept["contract"] = {
            "source": contract.source,
            "buyer_name": contract.buyer_name,
            "starts_on": contract.starts_on.isoformat() if contract.starts_on else None,
        }
    return kept


def _page_digest(record: records.Record) -> str:
    """The first by score, as a ranked page that nobody recorded has them."""
    scored = sorted(zip(record.order.scores, record.order.profiles, strict=True), key=_by_score)
    return digest_of(records.Match(name, score, 0) for score, name in scored[:DEPTH])


def _by_score(pair: tuple[float, str]) -> tuple[float, str]:
    return -pair[0], pair[1]


def _exclusion(excluded: records.Exclusion, names: Mapping[str, str]) -> dict[str, Any]:
    gates = [
        {"criterion": gate.criterion, "text": gate.text, "verdict": gate.verdict, "reason": gate.reason}
        for gate in excluded.gates
    ]
    name = names[excluded.profile]
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
