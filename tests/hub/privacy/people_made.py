"""A person who appears in every table that holds something about people, and texts to look for afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from hub.accounts.models import Invitation, Membership, Organisation, SignIn, Transfer, User
from hub.audit.models import Look
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.contacts.models import FirmContact
from hub.database import utc_now
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.evaluations.models import Evaluation, ShortlistNote
from hub.exports.models import Export
from hub.facts.models import FactDocument, SizeStatement
from hub.growth.models import FirmFigure, FirmOwnership
from hub.imports.models import FirmImport, FirmImportRow
from hub.links.models import ShortlistLink
from hub.mail.models import Message
from hub.matches.models import Run
from hub.outcomes.models import Closing, Outcome
from hub.proposals.models import Proposal, ProposalEntry, ProposalRequest
from hub.queue.models import QueueItem
from hub.requirements.models import Criterion, Requirement, RequirementVersion
from hub.settings.models import SettingVersion
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Capability, Claim, Contract, Fact, Registration, Removal, Supplier
from hub.suppliers.naming import name_key
from hub.unlocking.models import Effort, PlannedAction
from tests.people import make_organisation, make_user

NAME = "Zenobia Quillfeather"
EMAIL = "zenobia@quillfeather.example"
PHONE = "01632 960 417"
FIRM = "Quillfeather Peatworks Ltd"
CAPABILITY = "Heather bale damming of eroded grips"
OWN_WORK = "Sphagnum plug planting on Brindle Moss"
BUYER_OF_WORK = "Brindle Commoners Trust"
CERTIFICATE = "PEAT-77-ZQ"
DOCUMENT = "Schedule of cover for a bog"
GROUP = "Fenland Turbary Holdings"
OF_THE_FIRM = (FIRM, CAPABILITY, OWN_WORK, BUYER_OF_WORK, CERTIFICATE, DOCUMENT, GROUP)
TEXTS = (NAME, EMAIL, PHONE, *OF_THE_FIRM, "quillfeather")
"""What nobody may find once the person and the firm are erased."""


@dataclass(frozen=True)
class Made:
    user: User
    firm: Organisation
    supplier: Supplier
    buyer: Organisation
    colleague: User
    requirement: Requirement
    run: Run
    shortlist: Shortlist


def make_outcome(session: Session, made: Made) -> None:
    """The firm came first in the requirement."""
    about = {"requirement_id": made.requirement.id}
    versions = {"requirement_version": made.requirement.version, "catalogue_version": 1}
    session.add(Closing(**about, **versions, judged_on=date(2026, 5, 3), considered=1, left_out=0))
    session.flush()
    session.add(Outcome(**about, supplier_id=made.supplier.id, position=1, band=1, gates=[]))


def make_everything(session: Session) -> Made:
    """The person alone in a firm, one of two owners of a buyer; every table knows them. Committed."""
    user = make_user(session, NAME)
    user.email = EMAIL
    colleague = make_user(session, "Ola Brandt")
    firm, buyer = make_organisation(session, "supplier", FIRM), make_organisation(session, "buyer", "Ashby")
    for person, organisation in ((user, firm), (user, buyer), (colleague, buyer)):
        session.add(Membership(user=person, organisation=organisation, role="owner"))
    supplier = make_firm(session, firm)
    session.flush()
    requirement, run, shortlist = make_decision(session, user, buyer, supplier)
    _make_traces(session, user, colleague, buyer)
    session.commit()
    return Made(user, firm, supplier, buyer, colleague, requirement, run, shortlist)


def make_firm(session: Session, firm: Organisation) -> Supplier:
    supplier = Supplier(
        organisation=firm,
        name=FIRM,
        name_key=name_key(FIRM),
        contact_name=NAME,
        contact_email=EMAIL,
        contact_phone=PHONE,
        website="https://quillfeather.example",
    )
    supplier.capabilities = [Capability(title=CAPABILITY, description=f"{CAPABILITY}, by hand")]
    supplier.contracts = [Contract(title=OWN_WORK, buyer_name=BUYER_OF_WORK, source="own")]
    supplier.facts = [Fact(name="iso9001", value=True, body="Lintott", number=CERTIFICATE)]
    session.add(supplier)
    session.flush()
    content = b"%PDF-1.4 " + DOCUMENT.encode()
    session.add(
        FactDocument(fact_id=supplier.facts[0].id, content=content, digest="0" * 64, size=len(content))
    )
    told = {"channel": "call", "intensity": "light", "quarters": 1}
    session.add(
        FirmContact(
            supplier_id=supplier.id, day=date(2026, 5, 3), about=f"Asked {NAME} of {CAPABILITY}", **told
        )
    )
    session.add(FirmOwnership(supplier_id=supplier.id, kind="women"))
    session.add(FirmFigure(supplier_id=supplier.id, as_at=date(2026, 5, 3), jobs_tenths=25, given="firm"))
    session.add(
        SizeStatement(
            supplier_id=supplier.id,
            staff=3,
            turnover=Decimal(90_000),
            in_group=True,
            group_name=GROUP,
            year_ended_on=date(2025, 3, 31),
        )
    )
    return supplier


def make_decision(
    session: Session, user: User, buyer: Organisation, supplier: Supplier
) -> tuple[Requirement, Run, Shortlist]:
    """A requirement, its run and a shortlist of two: the supplier, and Elm Moors, which stays."""
    elm = Supplier(name="Elm Moors", name_key="elm moors", state="unclaimed")
    requirement = Requirement(
        organisation=buyer, created_by_id=user.id, title="Peat", description=f"Ask {NAME} for the keys"
    )
    line = Criterion(text="Dams of heather", importance="should")
    requirement.criteria = [line]
    session.add_all([requirement, elm])
    session.flush()
    match = {"supplier": supplier.public_id, "name": supplier.name, "score": 0.5, "band": 1}
    other = {"supplier": elm.public_id, "name": elm.name, "score": 0.4, "band": 1}
    gate = {
        "criterion": line.public_id,
        "text": line.text,
        "verdict": "not met",
        "reason": f"No: {CERTIFICATE}",
    }
    run = Run(
        requirement=requirement,
        recorded_by_id=user.id,
        catalogue_version=1,
        code_version="0",
        asked={"title": "Peat", "description": f"Ask {NAME} for the keys"},
        matches=[match, other],
        excluded=[{"supplier": supplier.public_id, "name": supplier.name, "score": 0.5, "gates": [gate]}],
        digest="0" * 64,
    )
    shortlist = Shortlist(organisation=buyer, requirement=requirement, run=run, created_by_id=user.id)
    shortlist.entries = [
        make_entry(supplier, line, 1, reason=f"{FIRM} did well, says {NAME}"),
        make_entry(elm, line, 2),
    ]
    kept = RequirementVersion(requirement_id=requirement.id, number=1, saved_by_id=user.id, content={})
    session.add(kept)
    shortlist.frozen_by_id = user.id  # frozen in name only: it is arranged by tests
    session.add_all([run, shortlist])
    session.flush()
    planned = PlannedAction(
        supplier_id=elm.id,
        fact="iso_9001",
        value=True,
        told="1 requirement",
        steps="Ask",
        checker="Its adviser",
        due_on=date(2030, 1, 1),
        agreed_by_id=user.id,
        settled_by_id=user.id,
    )
    logged = FirmContact(
        supplier_id=elm.id,
        day=date(2026, 5, 3),
        channel="visit",
        intensity="light",
        quarters=2,
        about="Peat",
        by_id=user.id,
        struck_by_id=user.id,
        struck_at=utc_now(),
    )
    taken = FirmFigure(
        supplier_id=elm.id, as_at=date(2026, 5, 3), turnover=1, given="call", entered_by_id=user.id
    )
    session.add_all([logged, taken, FirmOwnership(supplier_id=elm.id, kind="family")])
    session.add(SettingVersion(key="identity", number=1, value=None, set_by_id=user.id))
    about = {"supplier_id": elm.id, "on_day": date(2025, 1, 1), "recorded_by_id": user.id}
    session.add_all(
        [
            FactCheck(
                supplier_id=elm.id,
                fact="iso_9001",
                stood="0" * 64,
                how="visit",
                checked_on=date(2025, 1, 1),
                checked_by_id=user.id,
                taken_back_at=utc_now(),
                taken_back_by_id=user.id,
            ),
            ConsentEntry(**about, purpose="results", act="given", how="phone"),
            SharingEntry(**about, shared_with="A body", what="Its name", ground="task"),
        ]
    )
    session.add_all([planned, Effort(fact="iso_9001", hours=40.0, set_by_id=user.id)])
    session.add(Export(taken_by_id=user.id, format="csv", shortlists=1, rows=1, digest="e" * 64))
    link = ShortlistLink(shortlist_id=shortlist.id, token_hash="f" * 64, recipient="Our auditor")
    link.made_by_id, link.ends_on = user.id, date(2030, 1, 1)
    session.add(link)
    _make_proposal(session, user, run, supplier)
    said = {"shortlist_id": shortlist.id, "user_id": user.id}
    session.add(Evaluation(**said, interests=[1], interest_words=f"{NAME} once worked there"))
    session.add(ShortlistNote(**said, rank=1, text="Ask them about floods"))
    session.flush()
    return requirement, run, shortlist


def _make_proposal(session: Session, user: User, run: Run, supplier: Supplier) -> None:
    """Everything of it is by the person, and about their firm."""
    session.add(ProposalRequest(requirement_id=run.requirement_id, asked_by_id=user.id))
    proposal = Proposal(requirement_id=run.requirement_id, run_id=run.id, title=f"Peat for {NAME}")
    proposal.introduction, proposal.answer = f"{FIRM} is near", f"{NAME} knows {FIRM}"
    proposal.started_by_id = proposal.proposed_by_id = proposal.settled_by_id = user.id
    proposal.state, proposal.proposed_at, proposal.settled_at = "declined", utc_now(), utc_now()
    reason = f"{FIRM} digs, says {NAME}"
    proposal.entries = [
        ProposalEntry(supplier=supplier, supplier_name=supplier.name, position=1, reason=reason)
    ]
    session.add(proposal)
    session.flush()


def make_entry(supplier: Supplier, line: Criterion, rank: int, reason: str = "") -> ShortlistEntry:
    """An entry with a reason in the words of the supplier's capability and one in those of its contract."""
    capability = next(iter(supplier.capabilities), None)
    verdict = {
        "criterion": line.public_id,
        "text": line.text,
        "importance": "should",
        "verdict": "met",
        "share": 0.5,
        "possible": 0.5,
        "reason": f"Stated: {CERTIFICATE}" if capability else "Some of it",
    }
    title = capability.title if capability else "Moor keeping"
    evidence = {
        "criterion": line.public_id,
        "kind": "capability",
        "share": 0.3,
        "worth": 0.3,
        "title": title,
        "quote": f"{title}, by hand",
        "spans": [[0, 7]],
        "piece": capability.public_id if capability else "2345678b9cdf",
    }
    found = [evidence]
    for contract in supplier.contracts:
        kept = {"source": contract.source, "buyer_name": contract.buyer_name, "starts_on": None}
        quoted = {"kind": "contract", "title": contract.title, "quote": contract.title, "spans": [[0, 4]]}
        found.append(evidence | quoted | {"share": 0.1, "piece": contract.public_id, "contract": kept})
    return ShortlistEntry(
        supplier=supplier,
        supplier_name=supplier.name,
        position=rank,
        rank=rank,
        score=0.5,
        band=1,
        verdicts=[verdict],
        evidence=found,
        reason=reason,
    )


def _make_traces(session: Session, user: User, colleague: User, buyer: Organisation) -> None:
    """A row in each of the other tables. Beside each stands one of somebody else's, who must not be told."""
    now = utc_now()
    other = make_organisation(session, "buyer", "Brook")
    rook = Supplier(name="Rook Moors", name_key="rook moors", state="unclaimed")
    session.add_all([other, rook])
    session.flush()
    for person, address, words in ((user, EMAIL, "zq"), (colleague, colleague.email, "other-person")):
        session.add_all(
            [
                SignIn(user=person, key_hash=f"hash-{words}", browser=f"Browser {words}"),
                Registration(user_id=person.id, answers={"name": f"Firm of {words}"}),
                Removal(
                    supplier_name="Rook Moors", name_key="rook moors", email=address, reason=f"Mine {words}"
                ),
                Claim(
                    supplier=rook,
                    supplier_name="Rook Moors",
                    user=person,
                    proof=f"Proof {words}",
                    answer=f"Answer {words}",
                ),
                Message(recipient=address, subject=f"Subject {words}", body=f"Body {words}"),
                Look(
                    user_id=person.id, kind="requirement", public_id=f"look-{words}"[:12], page="advice.show"
                ),
            ]
        )
    for number, (person, address) in enumerate(((user, EMAIL), (colleague, colleague.email)), start=1):
        found = FirmImport(
            uploaded_by_id=person.id,
            file_name=f"list-{number}.csv",
            sha256=str(number),
            headings=["Name", "Email"],
        )
        session.add(found)
        session.flush()
        session.add(
            FirmImportRow(import_id=found.id, position=1, number=2, cells=["Rook Moors", address.upper()])
        )
    for by, to, token in ((user, "guest@other.example", "1"), (colleague, EMAIL, "2")):
        session.add(
            Invitation(
                organisation=buyer,
                email=to,
                role="viewer",
                token_hash=token * 64,
                invited_by=by,
                expires_at=now + timedelta(days=2),
            )
        )
    session.add_all(
        [
            Claim(supplier_name="Lark Ltd", user=colleague, proof="other-proof", decided_by_id=user.id),
            Message(recipient="guest@other.example", subject="Join us", body=f"{NAME} invites you"),
            Removal(supplier_name="Wren Ltd", name_key="wren", decided_by_id=user.id),
            DuplicatePair(
                first_id=rook.id - 1, second_id=rook.id, state="different", score=1.0, decided_by_id=user.id
            ),
            QueueItem(
                kind="flagged",
                source_id=rook.id,
                supplier_id=rook.id,
                urgency=2,
                assigned_to_id=user.id,
                last_by_id=user.id,
                last_act="assigned",
            ),
            SupplierMerger(
                kept=rook,
                merged_id=rook.id - 1,
                moved={},
                done_by_id=user.id,
                undone_by_id=user.id,
                undone_at=now,
            ),
            Transfer(
                kind="move",
                source=buyer,
                target=other,
                moved={},
                done_by_id=user.id,
                undone_by_id=user.id,
                undone_at=now,
            ),
        ]
    )
