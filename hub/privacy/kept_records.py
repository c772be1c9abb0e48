"""What becomes of erased firms and people in decision records that the law keeps: runs, shortlists, endings.

The order, the scores and the verdicts stay, and the digest of a run covers nothing else. Texts of an erased
firm become their hashes, and names in other people's words the roles of who bore them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Text, and_, cast, delete, func, or_, select, update
from sqlalchemy.orm import Session

from hub.contacts.models import FirmContact
from hub.endings.models import Ending, EndingAward
from hub.evaluations.models import Evaluation, ShortlistNote
from hub.links.models import ShortlistLink
from hub.matches.models import Run, RunCard, Snapshot
from hub.privacy.erased_texts import FIRM, as_hash, cut_names
from hub.proposals.models import Proposal, ProposalEntry
from hub.requirements.models import Criterion, Requirement, RequirementVersion
from hub.shortlists.models import PassedOver, Shortlist, ShortlistEntry
from hub.suppliers.models import Supplier
from matching.words import words

Record = dict[str, Any]
STAYS = {"synchronize_session": False}
STAYING: dict[Any, Any] = {Requirement: Requirement.updated_at, Ending: Ending.told_at}


def hash_firm(
    session: Session, supplier: Supplier, people: Mapping[str, str], *, awards: Collection[str] | None = None
) -> set[int]:
    """Hash the firm's texts in every run, shortlist and ending; returns the numbers of their requirements.

    Its profile as runs kept it goes, and its reasons there: its place and score stay.
    `awards` are the public ids of published awards that stay, with the firm's name; None where nothing does.
    `people` are names and addresses of its people with their roles, for the reasons that buyers gave.
    """
    keeps_name = awards is not None
    roles = dict(people) | ({} if keeps_name else {supplier.name: FIRM})
    touched = _hash_runs(session, supplier.public_id, keeps_name, roles)
    for model in (Snapshot, RunCard):
        session.execute(delete(model).where(model.supplier == supplier.public_id), execution_options=STAYS)
    chosen = select(ShortlistEntry, Shortlist.requirement_id).join(Shortlist)
    for entry, requirement_id in session.execute(chosen.where(ShortlistEntry.supplier_id == supplier.id)):
        values = {
            "supplier_name": entry.supplier_name if keeps_name else as_hash(entry.supplier_name),
            "verdicts": [_hashed(verdict, "reason") for verdict in entry.verdicts],
            "evidence": [_evidence(evidence, awards or ()) for evidence in entry.evidence],
            "reason": cut_names(entry.reason, roles),
        }
        _change(session, ShortlistEntry, entry.id, values)
        touched.add(requirement_id)
    touched |= _hash_proposals(session, supplier, roles, keeps_name)
    return touched | _hash_awards(session, supplier, roles, keeps_name)


def _hash_proposals(
    session: Session, supplier: Supplier, roles: Mapping[str, str], keeps_name: bool
) -> set[int]:
    """The firm on what the hub proposed to buyers: its name, and what people wrote of it."""
    of_firm = select(ProposalEntry.proposal_id).where(ProposalEntry.supplier_id == supplier.id)
    chosen = select(ProposalEntry, Proposal.requirement_id).join(Proposal, ProposalEntry.proposal)
    touched: set[int] = set()
    for entry, requirement_id in session.execute(chosen.where(Proposal.id.in_(of_firm))).all():
        values = {"reason": cut_names(entry.reason, roles)}
        if entry.supplier_id == supplier.id and not keeps_name:
            values["supplier_name"] = as_hash(entry.supplier_name)
        _change(session, ProposalEntry, entry.id, values)
        touched.add(requirement_id)
    written = select(Proposal.id, Proposal.introduction, Proposal.answer).where(Proposal.id.in_(of_firm))
    for number, introduction, answer in session.execute(written).all():
        said = {"introduction": introduction, "answer": answer}
        if (cut := cut_names(said, roles)) != said:
            _change(session, Proposal, number, cut)
    return touched


def _hash_awards(
    session: Session, supplier: Supplier, roles: Mapping[str, str], keeps_name: bool
) -> set[int]:
    """What a buyer recorded of an award to the firm, whether by its record or by its name alone."""
    named = and_(
        EndingAward.supplier_id.is_(None), func.lower(EndingAward.supplier_name) == supplier.name.lower()
    )
    chosen = select(EndingAward, Ending.reason, Ending.requirement_id).join(EndingAward.ending)
    touched: set[int] = set()
    for award, reason, requirement_id in session.execute(
        chosen.where(or_(EndingAward.supplier_id == supplier.id, named))
    ).all():
        name = award.supplier_name if keeps_name else as_hash(award.supplier_name)
        values = {"supplier_name": name, "title": cut_names(award.title, roles)}
        _change(session, EndingAward, award.id, values)
        if (cut := cut_names(reason, roles)) != reason:
            _change(session, Ending, award.ending_id, {"reason": cut})
        touched.add(requirement_id)
    return touched


def _cut_words(session: Session, run_id: int, roles: Mapping[str, str]) -> None:
    """The firm's names in what colleagues wrote of the shortlists of a run, whether it was chosen or not."""
    shortlists = select(Shortlist.id).where(Shortlist.run_id == run_id)
    for model, name in ((PassedOver, "words"), (ShortlistNote, "text"), (Evaluation, "interest_words")):
        written = select(model.id, getattr(model, name)).where(model.shortlist_id.in_(shortlists))
        for number, text in session.execute(written).all():
            if (cut := cut_names(text, roles)) != text:
                _change(session, model, number, {name: cut})


def _hash_runs(session: Session, public_id: str, keeps_name: bool, roles: Mapping[str, str]) -> set[int]:
    spoken_of = or_(*(cast(column, Text).contains(public_id) for column in (Run.matches, Run.excluded)))
    chosen = select(Run.id, Run.requirement_id, Run.matches, Run.excluded).where(spoken_of)
    touched: set[int] = set()
    names = () if keeps_name else ("name",)
    for run in session.execute(chosen).all():
        values = {
            "matches": [_of_firm(each, public_id, names) for each in run.matches],
            "excluded": [_of_firm(each, public_id, names) for each in run.excluded],
        }
        _change(session, Run, run.id, values)
        _cut_words(session, run.id, roles)
        touched.add(run.requirement_id)
    return touched


def _of_firm(row: Record, public_id: str, names: tuple[str, ...]) -> Record:
    if row["supplier"] != public_id:
        return row
    hashed = _hashed(row, *names)
    gates = {"gates": [_hashed(gate, "reason") for gate in row["gates"]]} if "gates" in row else {}
    return hashed | gates


def _evidence(evidence: Record, awards: Collection[str]) -> Record:
    """A reason whose words are a published award's stays as it is."""
    if evidence.get("piece") in awards:
        return evidence
    hashed = _hashed(evidence, "title", "quote") | {"spans": []}
    if "contract" in evidence:
        hashed["contract"] = _hashed(evidence["contract"], "buyer_name")
    return hashed


def _hashed(record: Record, *names: str) -> Record:
    return record | {name: as_hash(record[name]) for name in names if record.get(name)}


def cut_to_roles(session: Session, organisation_id: int, roles: Mapping[str, str]) -> int:
    """Put roles in the place of names in the records of a buying organisation; the number of rows changed."""
    changed = 0
    own = select(Requirement.id).where(Requirement.organisation_id == organisation_id)
    shortlists = select(Shortlist.id).where(Shortlist.organisation_id == organisation_id)
    endings = select(Ending.id).where(Ending.requirement_id.in_(own))
    proposals = select(Proposal.id).where(Proposal.requirement_id.in_(own))
    for model, names, condition in (
        (Requirement, ("title", "description"), Requirement.organisation_id == organisation_id),
        (Criterion, ("text", "reason"), Criterion.requirement_id.in_(own)),
        (RequirementVersion, ("content",), RequirementVersion.requirement_id.in_(own)),
        (Run, ("asked",), Run.requirement_id.in_(own)),
        (Ending, ("reason",), Ending.requirement_id.in_(own)),
        (EndingAward, ("title",), EndingAward.ending_id.in_(endings)),
        (ShortlistEntry, ("verdicts", "reason"), ShortlistEntry.shortlist_id.in_(shortlists)),
        (Shortlist, ("few_reason",), Shortlist.id.in_(shortlists)),
        (PassedOver, ("words",), PassedOver.shortlist_id.in_(shortlists)),
        (Evaluation, ("interest_words",), Evaluation.shortlist_id.in_(shortlists)),
        (Proposal, ("title", "introduction", "answer"), Proposal.requirement_id.in_(own)),
        (ProposalEntry, ("reason", "gates"), ProposalEntry.proposal_id.in_(proposals)),
        (ShortlistLink, ("recipient",), ShortlistLink.shortlist_id.in_(shortlists)),
        (ShortlistNote, ("text",), ShortlistNote.shortlist_id.in_(shortlists)),
    ):
        columns = [getattr(model, name) for name in names]
        for row in session.execute(select(model.id, *columns).where(condition)).all():
            before = {name: getattr(row, name) for name in names}
            after = cut_names(before, roles)
            if after != before:
                _change(session, model, row.id, after)
                changed += 1
                if model is Run:
                    _cut_run(session, row.id, roles)
    return changed


def cut_contacts(session: Session, organisation_id: int, roles: Mapping[str, str]) -> int:
    """The same in what advisers logged of a firm that goes on without the person."""
    columns = {
        each.key: each for each in (FirmContact.about, FirmContact.next_step, FirmContact.struck_reason)
    }
    firm = select(Supplier.id).where(Supplier.organisation_id == organisation_id)
    changed = 0
    for row in session.execute(
        select(FirmContact.id, *columns.values()).where(FirmContact.supplier_id.in_(firm))
    ).all():
        before = {name: getattr(row, name) for name in columns}
        after = cut_names(before, roles)
        if after != before:
            _change(session, FirmContact, row.id, after)
            changed += 1
    return changed


def _cut_run(session: Session, number: int, roles: Mapping[str, str]) -> None:
    """What a run keeps of how its words were read: the words of the names go from the counts too. The run
    says that they did, for its words are not those any more that it was ranked by."""
    made_with = session.scalars(select(Run.made_with).where(Run.id == number)).one()
    if made_with is not None:
        gone = {part for name in roles for word in words(name) for part in (word.word, word.stem)}
        counts = {
            kind: found if isinstance(found, int) else {key: found[key] for key in found.keys() - gone}
            for kind, found in made_with["counts"].items()
        }
        reading = _without(made_with["reading"], gone)
        kept = made_with | {"counts": counts, "reading": reading, "cut": True}
        _change(session, Run, number, {"made_with": kept})
    for card in session.execute(select(RunCard.place, RunCard.reasons).where(RunCard.run_id == number)).all():
        mine = (RunCard.run_id == number) & (RunCard.place == card.place)
        cut = update(RunCard).where(mine).values(reasons=cut_names(card.reasons, roles))
        session.execute(cut, execution_options=STAYS)


def _without(reading: Record, gone: Collection[str]) -> Record:
    """The notes of a reading without those that speak of a word that is gone."""
    return {
        kind: notes if isinstance(notes, int) else [each for each in notes if not _speaks_of(each, gone)]
        for kind, notes in reading.items()
    }


def _speaks_of(note: Any, gone: Collection[str]) -> bool:
    said = note if isinstance(note, str) else " ".join(map(str, note.values()))
    return any(word.word in gone for word in words(said))


def _change(session: Session, model: Any, number: int, values: Mapping[str, Any]) -> None:
    """By statement: the event of an erasure says how much was changed, and never what.

    The day of change of a requirement and its ending stays: the law counts from it. Versions rise, so that
    a form which was open meanwhile does not bring the old words back.
    """
    more: dict[str, Any] = {}
    if model in {Requirement, Ending, EndingAward}:
        more["version"] = model.version + 1
    if model in STAYING:
        more[STAYING[model].key] = STAYING[model]
    statement = update(model).where(model.id == number).values(**values, **more)
    session.execute(statement, execution_options=STAYS)
