"""The rules of `hub/scoping.py` as a table: for each model, which rows a person owns and which they see.

A thing goes by its side and its name (`a private requirement`), a membership or a sign-in by its person. A
new rule is a line here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub import scoping
from hub.accounts.actors import NOBODY, Actor, actor_of
from hub.accounts.models import Invitation, Membership, Organisation, SignIn, Transfer, User
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.contacts.models import FirmContact
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.endings.models import Ending, EndingAward
from hub.evaluations.models import Evaluation, ShortlistNote
from hub.exports.models import Export
from hub.facts.models import FactDocument
from hub.growth.models import FirmFigure, FirmOwnership
from hub.matches.models import Run
from hub.outcomes.models import Outcome
from hub.proposals.models import Proposal
from hub.queue.models import QueueItem
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist
from hub.suppliers.models import Claim, Supplier
from tests.permissions.identities import IDENTITIES, Identity
from tests.permissions.world import World

Names = Callable[[Identity], set[str]]


def ours(group: str, *things: str) -> Names:
    """People of that name or group have these things of their own side."""
    return lambda who: {f"{who.side} {thing}" for thing in things} if group in who.names else set()


def everyones(group: str, *things: str) -> Names:
    """People of that name or group have these things of all sides."""
    return lambda who: (
        {f"{side} {each}" for side in "abc" for each in things} if group in who.names else set()
    )


def just(group: str, *names: str) -> Names:
    return lambda who: set(names) if group in who.names else set()


def both(*parts: Names) -> Names:
    return lambda who: set().union(*(part(who) for part in parts))


def colleagues(who: Identity) -> set[str]:
    """The members of one's organisations. Who was disabled still is one of those of side a and of the hub."""
    if not {"supplier", "buyer", "staff"} & set(who.names):
        return set()
    former = {"disabled"} if who.side == "a" else set()
    others = {f"{who.side} {kind} colleague" for kind in ("supplier", "buyer") if kind in who.names}
    return {each.name for each in IDENTITIES if each.belongs & who.belongs} | former | others


def themselves(who: Identity) -> set[str]:
    return set() if "nobody" in who.names else {who.name}


def claims(who: Identity) -> set[str]:
    return CLAIMED.get(who.name, set())


SHOWN = ("supplier", "unclaimed supplier", "asked about supplier", "double supplier")
HIDDEN = ("suspended supplier", "withdrawn supplier", "merged supplier")
PUBLIC_REQUIREMENTS = ("open requirement", "closed requirement")
REQUIREMENTS = ("private requirement", "draft requirement", *PUBLIC_REQUIREMENTS, "shared requirement")
ORGANISATIONS = (
    "supplier organisation",
    "buying organisation",
    "waiting organisation",
    "suspended organisation",
    "withdrawn organisation",
)
MEMBERS = {"c supplier colleague", *(f"{side} parish owner" for side in "abc")}.union(
    *(colleagues(each) for each in IDENTITIES)
)

OWN_REQUIREMENTS = ours("buyer", *REQUIREMENTS)
OWN_SHORTLISTS = ours("buyer", "private shortlist", "shared shortlist")
OWN_EVALUATIONS = ours("buyer", "private evaluation", "shared evaluation")


def notes(who: Identity) -> set[str]:
    """Those on the shortlists of one's side, by whichever colleague."""
    writers = {each.name for each in IDENTITIES if each.side == who.side and "buyer" in each.names}
    things = ("private note", "shared note", *(f"note of {name}" for name in writers))
    return ours("buyer", *things)(who)


OWN_RUNS = ours("buyer", "private run", "shared run")
OWN_ORGANISATIONS = both(
    ours("supplier", "supplier organisation"), ours("buyer", "buying organisation"), just("staff", "the hub")
)
OWN_INVITATIONS = both(
    *(ours(name, "supplier invitation") for name in ("supplier_owner", "supplier_other")),
    *(
        ours(name, "buyer invitation")
        for name in ("buyer_owner", "buyer_other", "buyer_unconfirmed", "divided")
    ),
)
OWN_OWNERSHIP = both(*(ours(name, "ownership") for name in ("supplier_owner", "supplier_other")))
INVITATIONS = ("supplier invitation", "buyer invitation", "personal invitation")
CLAIMED = {"newcomer": {"a claim"}, "removed": {"b claim"}}

CONFIRMED = ("buyer_owner", "buyer_editor", "buyer_viewer", "buyer_other", "divided")

CONSENT = ("consent", "results consent")

OWN: dict[type[Any], Names] = {
    Supplier: ours("supplier", "supplier"),
    FactDocument: ours("supplier", "document"),
    Requirement: OWN_REQUIREMENTS,
    Ending: ours("buyer", "ending"),
    EndingAward: ours("buyer", "ending award"),
    Shortlist: OWN_SHORTLISTS,
    Evaluation: OWN_EVALUATIONS,
    ShortlistNote: notes,
    Run: OWN_RUNS,
    Proposal: ours("buyer", "proposal"),
    Organisation: OWN_ORGANISATIONS,
    Membership: colleagues,
    Invitation: OWN_INVITATIONS,
    Claim: claims,
    SignIn: themselves,
    Outcome: ours("supplier", "outcome"),
    FirmFigure: ours("supplier", "figure"),
    FirmOwnership: OWN_OWNERSHIP,
    ConsentEntry: ours("supplier", *CONSENT),
    SharingEntry: ours("supplier", "sharing"),
}
SEEN: dict[type[Any], Names] = {
    Supplier: both(everyones("anyone", *SHOWN), everyones("staff", *HIDDEN)),
    FactDocument: both(
        ours("supplier", "document"), *(everyones(name, "document") for name in ("staff", *CONFIRMED))
    ),
    Requirement: both(OWN_REQUIREMENTS, everyones("staff", *PUBLIC_REQUIREMENTS, "shared requirement")),
    Ending: both(ours("buyer", "ending"), everyones("staff", "ending")),
    EndingAward: both(ours("buyer", "ending award"), everyones("staff", "ending award")),
    Evaluation: OWN_EVALUATIONS,
    ShortlistNote: notes,
    Shortlist: both(OWN_SHORTLISTS, everyones("staff", "shared shortlist")),
    Run: both(OWN_RUNS, everyones("staff", "shared run")),
    Proposal: both(ours("buyer", "proposal"), everyones("staff", "proposal", "draft proposal")),
    Organisation: both(OWN_ORGANISATIONS, everyones("staff", *ORGANISATIONS)),
    Membership: both(colleagues, just("administrator", *MEMBERS)),
    Invitation: both(OWN_INVITATIONS, everyones("administrator", *INVITATIONS)),
    Claim: both(claims, just("staff", "a claim", "b claim", "c claim")),
    SignIn: themselves,
    Transfer: everyones("administrator", "transfer"),
    Outcome: ours("supplier", "outcome"),
    DuplicatePair: everyones("staff", "pair"),
    SupplierMerger: everyones("staff", "record merger"),
    FirmFigure: both(ours("supplier", "figure"), everyones("staff", "figure")),
    FirmOwnership: OWN_OWNERSHIP,
    FirmContact: everyones("staff", "contact entry", "struck contact entry"),
    FactCheck: everyones("staff", "fact check", "taken back check"),
    ConsentEntry: both(ours("supplier", *CONSENT), everyones("staff", *CONSENT)),
    SharingEntry: both(ours("supplier", "sharing"), everyones("staff", "sharing")),
    Export: everyones("staff", "export"),
    QueueItem: both(
        everyones("staff", "queue item", "done queue item"), just("staff", "a QueueItem without a name")
    ),
}
RULES = {"own": (OWN, scoping.OWN), "seen": (SEEN, scoping.SEEN)}


def faults(world: World, session: Session) -> list[str]:
    """Each rule and person for whom it holds for other rows than the table says."""
    names = _names(world)
    return [
        f"{rule} {model.__name__} as {who.name}: {sorted(found)} and not {sorted(expected(who))}"
        for rule, (table, _rules) in RULES.items()
        for model, expected in table.items()
        for who in IDENTITIES
        if (found := _found(session, rule, model, _actor(world, session, who), names)) != expected(who)
    ]


def _found(
    session: Session, rule: str, model: type[Any], actor: Actor, names: dict[str | int, str]
) -> set[str]:
    condition = getattr(scoping, rule)(actor, model)
    rows = session.scalars(select(model).where(condition))
    return {names.get(_key(row), f"a {model.__name__} without a name") for row in rows}


def _key(row: Any) -> str | int:
    if isinstance(row, Outcome):
        return f"outcome {row.supplier_id}"
    if isinstance(row, FirmOwnership):
        return f"ownership {row.supplier_id}"
    if isinstance(row, ConsentEntry | SharingEntry):
        return f"{'consent' if isinstance(row, ConsentEntry) else 'sharing'} {row.id}"
    if isinstance(row, Export):
        return f"export {row.id}"
    if isinstance(row, FactDocument):
        return f"document {row.id}"
    key: str | int = row.user_id if isinstance(row, Membership | SignIn) else row.public_id
    return key


def _names(world: World) -> dict[str | int, str]:
    things = {
        id_: f"{side.letter} {thing}" for side in world.sides.values() for thing, id_ in side.ids.items()
    }
    people = {id_: name for name, id_ in world.user_ids.items()}
    return {**things, **people, world.hub: "the hub"}


def _actor(world: World, session: Session, who: Identity) -> Actor:
    """The person as the site sees them: for it, who was disabled is nobody."""
    if who.name in {"nobody", "disabled"}:
        return NOBODY
    return actor_of(session.get_one(User, world.user_ids[who.name]))
