"""One side of the world: a supplier and a buying organisation with one of every thing they can have.

Each thing is named in `ids`, by the words that the table of routes uses. A new kind of thing is a line here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Invitation, Organisation, User
from hub.categories.models import Category
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.clients.standing import fingerprint
from hub.contacts.models import FirmContact
from hub.database import utc_now
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.endings.models import Ending, EndingAward
from hub.evaluations.models import Evaluation, ShortlistNote
from hub.exports.models import Export, ExportItem
from hub.facts.models import FactDocument, SizeStatement
from hub.growth.models import FirmFigure, FirmOwnership
from hub.imports.columns import FIELDS as LIST_FIELDS
from hub.imports.models import FirmImport, FirmImportRow
from hub.links.models import ShortlistLink
from hub.matches.models import Run, RunCard
from hub.outcomes.models import Closing, Outcome
from hub.proposals.models import Proposal, ProposalEntry, ProposalRequest
from hub.queue.models import QueueItem
from hub.requirements.contents import content_of
from hub.requirements.models import Criterion, Requirement, RequirementVersion
from hub.shortlists.models import PassedOver, Shortlist, ShortlistEntry
from hub.suppliers.models import Capability, Claim, Contract, Fact, Removal, Supplier, Wording
from hub.suppliers.naming import name_key
from hub.unlocking.models import PlannedAction, Unlock, UnlockedRequirement
from tests.permissions.marks import mark

FACT = "iso_9001"
NO_REASONS: dict[str, Any] = {"verdicts": [], "evidence": []}
SUSPENDED_NUMBER = "01234567"
UNSTATED_FACT = "cyber_essentials"
REQUIREMENTS = {
    "private": ("private", "open"),
    "draft": ("public", "draft"),
    "open": ("public", "open"),
    "closed": ("public", "closed"),
    "shared": ("private", "closed"),
}
"""Visibility and state of each requirement. Of the private and of the shared one there are shortlists, of the
closed one there is an outcome. Those that are public are in the category of everybody's drains."""
MARKED = {"draft": "private", "closed": "open"}
"""What the texts of a requirement are marked as, where it is not their own kind."""


NOTHING_MOVED = (
    "filled",
    "coming",
    "doubled",
    "capabilities",
    "contracts",
    "facts",
    "figures",
    "claims",
    "invitations",
)
"""What the record of a merger tells of."""
IMPORTS = ("columns", "categories", "checking", "checked", "applied")
"""A list of firms in each state; the check of the third has stopped."""

DRAINS = select(Category).where(Category.slug == "drains")


@dataclass
class Side:
    """`ids` are public ids by the word for the thing; `values` is what a form must send back."""

    letter: str
    supplier: Organisation
    buyer: Organisation
    waiting: Organisation
    ids: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def make_side(session: Session, letter: str, *, confirmed: bool) -> Side:
    """Organisations a, b or c with all their things, flushed. Members are added by the world."""
    side = Side(
        letter,
        Organisation(
            kind="supplier", name=f"Firm {letter}", confirmed_at=utc_now() if letter == "a" else None
        ),
        Organisation(
            kind="buyer",
            name=f"Council {letter}",
            body="council",
            confirmed_at=utc_now() if confirmed else None,
        ),
        Organisation(kind="buyer", name=f"Parish {mark(f'parish{letter}', 'waiting')}", body="council"),
    )
    session.add_all([side.supplier, side.buyer, side.waiting])
    session.flush()
    side.ids |= {
        "supplier organisation": side.supplier.public_id,
        "buying organisation": side.buyer.public_id,
        "waiting organisation": side.waiting.public_id,
    }
    firm = _make_firm(session, side)
    _make_records(session, side, firm)
    for state in IMPORTS:
        _make_import(session, side, state)
    for kind in REQUIREMENTS:
        _make_requirement(session, side, firm, kind)
    for organisation in (side.supplier, side.buyer):
        _make_invitation(session, side, organisation)
    _make_queue_items(session, side, firm)
    return side


def _make_queue_items(session: Session, side: Side, firm: Supplier) -> None:
    """The firm's own, as its making brought it; one that is done; one about a private requirement."""
    secret = mark("hub", "private")
    item = session.scalars(
        select(QueueItem).where(QueueItem.kind == "profile", QueueItem.source_id == firm.id)
    ).one()
    item.snooze_reason = f"They are moving {secret}"
    unclaimed = session.scalars(select(Supplier).where(Supplier.public_id == side.ids["unclaimed supplier"]))
    record = unclaimed.one()
    done = QueueItem(kind="flagged", source_id=record.id, supplier=record, target=record.public_id, urgency=2)
    done.state, done.note, done.last_act, done.last_at = "done", f"Rang {secret}", "done", utc_now()
    hidden_id = side.ids["private requirement"]
    hidden = session.scalars(select(Requirement).where(Requirement.public_id == hidden_id)).one()
    few = QueueItem(kind="few", source_id=hidden.id, requirement=hidden, target=hidden.public_id, urgency=1)
    session.add_all([done, few])
    session.flush()
    for word, each in (("queue item", item), ("done queue item", done), ("private queue item", few)):
        side.ids[word] = each.public_id
        side.values[f"{word} version"] = str(each.version)


def _make_firm(session: Session, side: Side) -> Supplier:
    secret = mark(f"supplier{side.letter}", "private")
    contact = mark(f"supplier{side.letter}", "contact")
    firm = Supplier(
        organisation=side.supplier,
        state="claimed",
        name=f"Firm {side.letter}",
        name_key=f"firm {side.letter}",
        kind="company",
        size="small",
        postcode="NN1 1AA",
        contact_name=f"Kim {contact}",
        contact_email=f"{contact}@firm-{side.letter}.example",
        contact_phone=f"01604 960 001 {contact}",
        website=f"https://firm-{side.letter}.example",
    )
    drains = f"We clear drains and gullies, team {side.letter}"
    published = [
        Capability(title=f"Drains {side.letter}", description=drains, position=0),
        Capability(title=f"Gullies {side.letter}", description=drains, position=1),
    ]
    draft = Capability(title=f"Draft {secret}", description=f"Drains {secret}", state="draft", position=2)
    withdrawn = Capability(title=f"Old {secret}", description=secret, state="withdrawn", position=3)
    earlier = Wording(
        title=f"Jetting {secret}",
        description=secret,
        category=secret,
        features=[secret],
        benefits=[secret],
    )
    published[1].wordings = [earlier]
    published[1].category = session.scalars(DRAINS).one()
    firm.capabilities = [*published, draft, withdrawn]
    own = Contract(title="Drains of a school", buyer_name="A school", source="own")
    award = Contract(title="Drains of a town", source="ocds", source_key=f"award-{side.letter}")
    firm.contracts = [own, award]
    firm.facts = [Fact(name=FACT, value=True, body="A body")]
    session.add(firm)
    session.flush()
    content = f"%PDF-1.4 {mark(f'supplier{side.letter}', 'contact')}".encode()
    document = FactDocument(fact_id=firm.facts[0].id, content=content, digest="0" * 64, size=len(content))
    figures = SizeStatement(
        supplier_id=firm.id, staff=12, turnover=Decimal(900_000), year_ended_on=date(2025, 3, 31)
    )
    told = mark(f"supplier{side.letter}", "plan")
    planned = PlannedAction(
        supplier_id=firm.id,
        fact="iso_14001",
        value=True,
        told=f"2 requirements {told}",
        steps=f"Ask {told}",
        checker=f"Kim {told}",
        due_on=date(2026, 1, 31),
    )
    session.add_all([document, figures, planned])
    session.flush()
    side.ids |= {
        "supplier": firm.public_id,
        "capability": published[1].public_id,
        "draft capability": draft.public_id,
        "withdrawn capability": withdrawn.public_id,
        "wording": earlier.public_id,
        "contract": own.public_id,
        "award": award.public_id,
    }
    side.ids["planned action"] = planned.public_id
    _make_contacts(session, side, firm)
    _make_advice(session, side, firm, told)
    side.ids["document"] = f"document {document.id}"
    side.values["supplier version"] = str(firm.version)
    return firm


def _make_contacts(session: Session, side: Side, firm: Supplier) -> None:
    """One that counts and one that an adviser who has left struck out."""
    secret = mark("hub", "private")
    told = {"supplier_id": firm.id, "day": date(2026, 1, 31), "channel": "call", "intensity": "light"}
    standing, struck = (
        FirmContact(**told, quarters=2, about=f"Asked {secret}", next_step=f"Ring {secret}") for _ in "12"
    )
    struck.struck_at, struck.struck_reason = utc_now(), f"Another firm {secret}"
    session.add_all([standing, struck])
    session.flush()
    figure = FirmFigure(supplier_id=firm.id, as_at=date(2026, 1, 31), turnover=90_000, given="firm")
    said = FirmOwnership(supplier_id=firm.id, kind="family")
    session.add_all([figure, said])
    session.flush()
    side.ids |= {"figure": figure.public_id, "ownership": f"ownership {firm.id}"}
    side.ids |= {"contact entry": standing.public_id, "struck contact entry": struck.public_id}


def _make_advice(session: Session, side: Side, firm: Supplier, told: str) -> None:
    """A check of the firm's fact, what it agreed to, and what was shared of it."""
    stood = fingerprint(firm.facts[0], "0" * 64)
    day = date(2025, 1, 31)
    check = FactCheck(supplier_id=firm.id, fact=FACT, stood=stood, how="document", checked_on=day)
    earlier = FactCheck(supplier_id=firm.id, fact=FACT, stood="1" * 64, how="visit", checked_on=day)
    check.note = f"Rang {told}"
    earlier.taken_back_at, earlier.taken_back_reason = utc_now(), f"Wrong {told}"
    consent = ConsentEntry(
        supplier_id=firm.id, purpose="partner", partner=f"Trust {told}", act="given", how="phone", on_day=day
    )
    consent.note = f"Kim said {told}"
    shared = SharingEntry(
        supplier_id=firm.id, shared_with=f"Trust {told}", what=f"Name {told}", ground="consent", on_day=day
    )
    results = ConsentEntry(supplier_id=firm.id, purpose="results", act="given", how="phone", on_day=day)
    session.add_all([check, earlier, consent, results, shared])
    session.flush()
    side.ids |= {"fact check": check.public_id, "taken back check": earlier.public_id}
    side.ids |= {"consent": f"consent {consent.id}", "results consent": f"consent {results.id}"}
    side.ids["sharing"] = f"sharing {shared.id}"
    side.values["fact stood"] = stood


def _make_records(session: Session, side: Side, firm: Supplier) -> None:
    """Records beside the firm: two unclaimed ones, asked about, and two that the register does not show."""
    private = mark(f"supplier{side.letter}", "suspended")
    for state in ("suspended", "withdrawn"):
        name = f"{state.title()} {private}"
        hidden = Supplier(name=name, name_key=name_key(name), state=state, contact_name=private)
        hidden.company_number = SUSPENDED_NUMBER if state == "suspended" else None
        hidden.capabilities = [Capability(title=f"Drains {private}", description=f"Drains {private}")]
        hidden.organisation = Organisation(kind="supplier", name=name)
        hidden.capabilities[0].category = session.scalars(DRAINS).one()
        session.add(hidden)
        session.flush()
        side.ids |= {
            f"{state} supplier": hidden.public_id,
            f"{state} organisation": hidden.organisation.public_id,
        }
    _make_doubles(session, side, firm)
    unclaimed, record = (_make_record(session, side, word) for word in ("unclaimed", "asked about"))
    asked = mark(f"record{side.letter}", "removal")
    declined = Removal(
        supplier_id=unclaimed.id, supplier_name=unclaimed.name, name_key=unclaimed.name_key, state="declined"
    )
    removal = Removal(
        supplier=record,
        supplier_name=record.name,
        name_key=record.name_key,
        reason=f"We closed {asked}",
        email=f"{asked}@mail.example",
    )
    session.add_all([removal, declined])
    session.flush()
    side.ids["removal"] = removal.public_id


def _make_doubles(session: Session, side: Side, firm: Supplier) -> None:
    """A record that may be the firm's as well, and one that was merged into it."""
    double, merged = (_make_record(session, side, word) for word in ("double", "merged"))
    merged.state = "withdrawn"
    pair = DuplicatePair(first=firm, second=double, score=1.0)
    moved: dict[str, Any] = {name: [] for name in NOTHING_MOVED}
    merger = SupplierMerger(kept=firm, merged=merged, moved=moved | {"state": "unclaimed", "staying": {}})
    session.add_all([pair, merger])
    session.flush()
    side.ids |= {"pair": pair.public_id, "record merger": merger.public_id}


def _make_record(session: Session, side: Side, word: str) -> Supplier:
    name = f"Record {3 * side.letter}{word.replace(' ', '')}"  # no two sides' names may look like one firm's
    award = Contract(title="Drains of a village", source="ocds", source_key=f"{word} {side.letter}")
    record = Supplier(name=name, name_key=name_key(name), state="unclaimed", contracts=[award])
    session.add(record)
    session.flush()
    side.ids[f"{word} supplier"] = record.public_id
    return record


def _make_import(session: Session, side: Side, state: str) -> None:
    """A list that the hub uploaded, with one good row and one to put right."""
    secret = mark("hub", "private")
    found = FirmImport(
        file_name=f"{secret} {state} {side.letter}.csv",
        sha256=f"{state} {side.letter}",
        sheet=secret,
        sheets=[secret],
        headings=["Name", "Sector", secret],
        columns={} if state == "columns" else {"name": 0, "category": 1},
        category_words={secret: "drains"},
        state=state,
        rows=2,
        checked=2 if state in {"checked", "applied"} else 0,
        work="gone" if state == "checking" else "",
        beat_at=utc_now() - timedelta(hours=1) if state == "checking" else None,
    )
    session.add(found)
    session.flush()
    name = f"List {state} {side.letter} {secret}"
    values = dict.fromkeys((each.key for each in LIST_FIELDS), "") | {"name": name}
    good, wrong = (
        FirmImportRow(import_id=found.id, position=at, number=at + 1, name=name, cells=[name, secret])
        for at in (1, 2)
    )
    good.values, good.outcome = values, "new" if state in {"checked", "applied"} else ""
    wrong.problems, wrong.outcome = [{"column": 0, "message": secret}], "wrong" if found.checked else ""
    session.add_all([good, wrong])
    session.flush()
    side.ids[f"{state} import"] = found.public_id


def _make_requirement(session: Session, side: Side, firm: Supplier, kind: str) -> None:
    """A requirement with a line, a run of it and a shortlist of that, all with texts of that kind."""
    secret = mark(f"buyer{side.letter}", MARKED.get(kind, kind))
    unread = secret.replace("xopen", "xunread")
    visibility, state = REQUIREMENTS[kind]
    requirement = Requirement(
        organisation=side.buyer,
        state=state,
        visibility=visibility,
        title=f"Drains {secret}",
        description=f"Drains cleared {secret}",
        reservation_told=f"Told {unread}",
        reservation_checked=f"Checked {unread}",
        keep_words=[unread],
        criteria=[Criterion(text=f"Jetting {secret}", importance="should", reason=f"Because {unread}")],
        categories=[session.scalars(DRAINS).one()] if visibility == "public" else [],
        closed_at=utc_now() if state == "closed" else None,
    )
    session.add(requirement)
    session.flush()
    side.ids[f"{kind} requirement"] = requirement.public_id
    once = content_of(requirement) | {"description": f"Once {unread}"}
    session.add(RequirementVersion(requirement_id=requirement.id, number=1, content=once))
    side.values[f"{kind} requirement version"] = str(requirement.version)
    if kind == "open":
        _make_unlock(session, requirement, firm)
        session.add(ProposalRequest(requirement_id=requirement.id))
    if kind == "closed":
        _make_outcome(session, side, requirement, firm)
        _make_ending(session, side, requirement, unread)
    if kind in {"draft", "open", "closed"}:
        return
    unclaimed = side.ids["unclaimed supplier"]
    shortlist = _make_shortlist(side, requirement, firm, secret)
    row = {"supplier": unclaimed, "name": "A record", "score": 0.4, "band": 2}
    shortlist.run.matches = [*shortlist.run.matches, row]
    if kind == "shared":
        shortlist.state, shortlist.shared_at = "shared", utc_now()
        shortlist.form_key = form_key_of(side.letter)
    session.add(shortlist)
    session.flush()
    session.add(_make_card(shortlist.run, firm, secret))
    session.add(RunCard(run_id=shortlist.run.id, place=3, supplier=unclaimed, reasons=NO_REASONS))
    _make_evaluation(session, side, shortlist, kind, secret)
    side.ids |= {f"{kind} shortlist": shortlist.public_id, f"{kind} run": shortlist.run.public_id}
    side.values[f"{kind} shortlist version"] = str(shortlist.version)


def _make_outcome(session: Session, side: Side, requirement: Requirement, firm: Supplier) -> None:
    """The side's own firm came first; of the others nothing was worked out."""
    closing = Closing(
        requirement_id=requirement.id,
        requirement_version=requirement.version,
        catalogue_version=1,
        judged_on=utc_now().date(),
        considered=1,
        left_out=0,
    )
    session.add(closing)
    session.flush()
    outcome = Outcome(requirement_id=requirement.id, supplier_id=firm.id, position=1, band=1, gates=[])
    session.add(outcome)
    session.flush()
    side.ids["outcome"] = f"outcome {firm.id}"


def _make_unlock(session: Session, requirement: Requirement, firm: Supplier) -> None:
    unlock = Unlock(
        supplier_id=firm.id,
        fact=UNSTATED_FACT,
        value="cyber_essentials",
        public=1,
        barred=0,
        worth=Decimal(10_000),
        found_on=date(2026, 1, 31),
    )
    session.add(unlock)
    session.flush()
    session.add(UnlockedRequirement(unlock_id=unlock.id, requirement_id=requirement.id, barred=False))


def _make_ending(session: Session, side: Side, requirement: Requirement, unread: str) -> None:
    """It was awarded to a firm that the register does not hold; nothing of that is published."""
    award = EndingAward(
        supplier_name=f"Winner {unread}", title=f"Drains {unread}", awarded_on=utc_now().date()
    )
    ending = Ending(requirement=requirement, how="awarded", reason=f"Best {unread}", awards=[award])
    session.add(ending)
    session.flush()
    side.ids |= {"ending": ending.public_id, "ending award": award.public_id}


def form_key_of(letter: str) -> str:
    """The key of the form that side's shared shortlist was made with."""
    return f"the-form-key-of-side-{letter}"


def _make_shortlist(side: Side, requirement: Requirement, firm: Supplier, secret: str) -> Shortlist:
    run = Run(
        requirement=requirement,
        catalogue_version=1,
        code_version="0",
        asked={"title": f"Drains {secret}", "criteria": [], "keep": [secret]},
        made_with={
            "asked": {},
            "counts": {"suppliers": 1, "forms": {secret: 1}, "stems": {}, "members": {}},
            "reading": {
                "corrections": [],
                "widenings": [],
                "proposals": [],
                "ignored": [secret],
                "passed_over": 0,
            },
        },
        matches=[
            {"supplier": firm.public_id, "name": f"{firm.name}{at}", "score": 0.5, "band": 1} for at in "12"
        ],
        considered=2,
        digest="0" * 64,
    )
    shortlist = Shortlist(organisation=side.buyer, requirement=requirement, run=run)
    shortlist.entries = [
        ShortlistEntry(
            supplier=firm,
            supplier_name=f"{firm.name}{at}",
            position=at,
            rank=at,
            score=0.5,
            band=1,
            verdicts=[],
            evidence=[],
            reason=f"They know drains {secret}",
        )
        for at in (1, 2)
    ]
    return shortlist


def _make_evaluation(session: Session, side: Side, shortlist: Shortlist, kind: str, secret: str) -> None:
    """What a colleague who has left declared and noted."""
    shortlist.few_reason = f"Nobody else {secret}"
    shortlist.passed_over = [PassedOver(rank=3, words=f"Too far {secret}")]
    evaluation = Evaluation(shortlist_id=shortlist.id, interests=[1], interest_words=f"A cousin {secret}")
    note = ShortlistNote(shortlist_id=shortlist.id, rank=1, text=f"Ask them {secret}")
    session.add_all([evaluation, note])
    token = f"token of a link to the {kind} shortlist of {side.letter}"
    link = ShortlistLink(shortlist=shortlist, recipient=f"Reader {secret}", ends_on=date(2099, 1, 1))
    link.token_hash = sha256(token.encode()).hexdigest()
    session.add(link)
    session.flush()
    side.ids |= {f"{kind} link": link.public_id, f"{kind} link token": token}
    if kind == "shared":
        _make_export(session, side, shortlist)
        _make_proposals(session, side, shortlist, secret)
    session.flush()
    side.ids |= {f"{kind} evaluation": evaluation.public_id, f"{kind} note": note.public_id}


def _make_proposals(session: Session, side: Side, shortlist: Shortlist, secret: str) -> None:
    """One that waits for its buyer, and a draft, by somebody who has left."""
    firm = shortlist.entries[0].supplier
    for word, state in (("proposal", "proposed"), ("draft proposal", "draft")):
        proposal = Proposal(
            requirement_id=shortlist.requirement_id,
            run_id=shortlist.run_id,
            title=f"Drains {secret}",
            state=state,
            introduction=f"I know them {secret}",
            proposed_at=utc_now() if state == "proposed" else None,
            answer=f"Not yet {secret}",
        )
        entry = ProposalEntry(supplier=firm, supplier_name=f"{firm.name}1" if firm else "", position=1)
        entry.rank, entry.score, entry.band, entry.gates = 1, 0.5, 1, [f"Jetting {secret}"]
        entry.reason = f"They jet {secret}"
        proposal.entries = [entry]
        session.add(proposal)
        session.flush()
        side.ids |= {word: proposal.public_id, f"{word} entry": entry.public_id}
        side.values[f"{word} version"] = str(proposal.version)


def _make_export(session: Session, side: Side, shortlist: Shortlist) -> None:
    """Taken by somebody who has left."""
    run = shortlist.run
    item = ExportItem(shortlist=shortlist, shortlist_public_id=shortlist.public_id, run_digest=run.digest)
    item.run_public_id = run.public_id
    export = Export(format="csv", shortlists=1, rows=2, digest="0" * 64, items=[item])
    session.add(export)
    session.flush()
    side.ids["export"] = f"export {export.id}"


def make_note(session: Session, side: Side, user: User) -> str:
    """A note of this person's on the side's private shortlist."""
    chosen = select(Shortlist.id).where(Shortlist.public_id == side.ids["private shortlist"])
    text = f"Ask again {mark(f'buyer{side.letter}', 'private')}"
    note = ShortlistNote(shortlist_id=session.scalars(chosen).one(), user_id=user.id, rank=1, text=text)
    session.add(note)
    session.flush()
    side.ids[f"note of {user.email.partition('.')[0]}"] = note.public_id
    return note.public_id


def _make_card(run: Run, firm: Supplier, secret: str) -> RunCard:
    told = {"criterion": "a", "text": f"Jetting {secret}", "importance": "should", "verdict": "partly"}
    verdict = told | {"share": 0.5, "possible": 1.0, "reason": ""}
    reasons = {"verdicts": [verdict], "evidence": []}
    return RunCard(run_id=run.id, place=1, supplier=firm.public_id, reasons=reasons)


def _make_invitation(session: Session, side: Side, organisation: Organisation) -> None:
    kind = organisation.kind
    invited = mark(f"{kind}{side.letter}", "invited")
    token = f"token of {kind} {side.letter}"
    invitation = Invitation(
        organisation=organisation,
        email=f"{invited}@mail.example",
        role="editor",
        token_hash=sha256(token.encode()).hexdigest(),
        expires_at=utc_now() + timedelta(days=2),
    )
    session.add(invitation)
    session.flush()
    side.ids[f"{kind} invitation"] = invitation.public_id
    side.ids[f"{kind} invitation token"] = token


def make_personal_invitation(session: Session, side: Side, user: User) -> None:
    """An invitation of one of the people to the organisation that waits."""
    token = f"personal token {side.letter}"
    invitation = Invitation(
        organisation=side.waiting,
        email=user.email,
        role="editor",
        token_hash=sha256(token.encode()).hexdigest(),
        expires_at=utc_now() + timedelta(days=2),
    )
    session.add(invitation)
    session.flush()
    side.ids |= {"personal invitation": invitation.public_id, "personal invitation token": token}


def make_claim(session: Session, side: Side, claimant: User, owner: str) -> None:
    """A claim on the side's unclaimed record, with a proof that only its claimant and the hub read."""
    chosen = select(Supplier).where(Supplier.public_id == side.ids["unclaimed supplier"])
    claimed = session.scalars(chosen).one()
    claim = Claim(
        supplier=claimed,
        supplier_name=claimed.name,
        user=claimant,
        proof=f"Ring me {mark(owner, 'waiting')}",
        answer=f"We rang {mark(owner, 'waiting')}",
    )
    session.add(claim)
    session.flush()
    side.ids["claim"] = claim.public_id
