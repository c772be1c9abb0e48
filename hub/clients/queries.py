"""Reads for a firm's page: its checks, its consent, what it matches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, String, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.accounts.models import User
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.clients.standing import Standing, stand
from hub.exports.models import Export, ExportItem
from hub.facts.models import FactDocument
from hub.links.models import ShortlistLink
from hub.matches.models import NearMiss, OpenMatch
from hub.paging import Page, cut_page
from hub.requirements.models import Criterion, Requirement
from hub.scoping import seen
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Fact, Supplier
from hub.unlocking.weighing import told_from

MATCHES_A_PAGE = 25
ENTRIES_A_PAGE = 25


def list_checks(session: Session, actor: Actor, supplier: Supplier, name: str) -> Sequence[FactCheck]:
    """Every check of one fact, the latest first; also those taken back."""
    of_fact = FactCheck.supplier_id == supplier.id, FactCheck.fact == name
    found = select(FactCheck).where(seen(actor, FactCheck), *of_fact)
    return session.scalars(found.order_by(FactCheck.checked_on.desc(), FactCheck.id.desc())).all()


def find_check(session: Session, actor: Actor, supplier: Supplier, public_id: str) -> FactCheck | None:
    """A check of the firm that was not taken back, its row held."""
    chosen = select(FactCheck).where(
        seen(actor, FactCheck),
        FactCheck.supplier_id == supplier.id,
        FactCheck.public_id == public_id,
        FactCheck.taken_back_at.is_(None),
    )
    return session.scalar(chosen.with_for_update())


def document_digest(session: Session, fact: Fact) -> str:
    """Of the document that proves a fact; empty for none."""
    return session.scalar(select(FactDocument.digest).where(FactDocument.fact_id == fact.id)) or ""


def standings_of(session: Session, supplier: Supplier, today: date) -> dict[str, Standing]:
    """How the checks of a supplier's facts stand, by the name of the fact. Two statements at most."""
    return standings(session, [supplier.public_id], today).get(supplier.public_id, {})


def standings(session: Session, public_ids: Collection[str], today: date) -> dict[str, dict[str, Standing]]:
    """The same of many suppliers, by public id; nothing for one without. Two statements at most."""
    chosen = select(Supplier.public_id, FactCheck).join(Supplier, FactCheck.supplier_id == Supplier.id)
    held = chosen.where(Supplier.public_id.in_(public_ids), FactCheck.taken_back_at.is_(None))
    checks = defaultdict[tuple[str, str], list[FactCheck]](list)
    for public_id, check in session.execute(held):
        checks[public_id, check.fact].append(check)
    if not checks:
        return {}
    facts = (
        select(Supplier.public_id, Fact, FactDocument.digest)
        .join(Supplier, Fact.supplier_id == Supplier.id)
        .outerjoin(FactDocument, FactDocument.fact_id == Fact.id)
        .where(
            Supplier.public_id.in_({public_id for public_id, _name in checks}),
            Fact.name.in_({name for _public_id, name in checks}),
        )
    )
    found = defaultdict[str, dict[str, Standing]](dict)
    for public_id, fact, digest in session.execute(facts):
        standing = stand(fact, digest or "", checks.get((public_id, fact.name), ()), today)
        if standing is not None:
            found[public_id][fact.name] = standing
    return dict(found)


def list_consent(session: Session, actor: Actor, supplier: Supplier) -> Sequence[ConsentEntry]:
    """All that the firm gave and withdrew, the latest first."""
    return session.scalars(_consent(actor, supplier)).all()


def page_consent(session: Session, actor: Actor, supplier: Supplier, page: int) -> Page[ConsentEntry]:
    """A page of it. Two statements."""
    return cut_page(session, _consent(actor, supplier), page, ENTRIES_A_PAGE)


def _consent(actor: Actor, supplier: Supplier) -> Select[ConsentEntry]:
    found = select(ConsentEntry).where(seen(actor, ConsentEntry), ConsentEntry.supplier_id == supplier.id)
    return found.order_by(ConsentEntry.on_day.desc(), ConsentEntry.id.desc())


class Shared(NamedTuple):
    """Something of a firm that left the hub. `kind` is `entry` for what an adviser wrote down, `export` for a
    file, whose number is `what`, and `link` for one that the hub made; of these two there is no ground."""

    kind: str
    on_day: date
    shared_with: str
    what: str
    ground: str
    recorded_at: datetime
    recorded_by_id: int | None


def page_sharing(session: Session, actor: Actor, supplier: Supplier, page: int) -> Page[Shared]:
    """A page of what was shared of the firm, the latest first. Two statements.

    For advisers with what the hub itself gave out: a shortlist is its buyer's, so the firm is not told of it.
    """
    entries: Any = select(
        literal("entry").label("kind"),
        SharingEntry.on_day.label("on_day"),
        SharingEntry.shared_with.label("shared_with"),
        SharingEntry.what.label("what"),
        SharingEntry.ground.label("ground"),
        SharingEntry.recorded_at.label("recorded_at"),
        SharingEntry.recorded_by_id.label("recorded_by_id"),
    ).where(seen(actor, SharingEntry), SharingEntry.supplier_id == supplier.id)
    parts = [entries, _files(actor, supplier), _links(actor, supplier)] if actor.is_adviser else [entries]
    every = union_all(*parts).subquery()
    ordered: Any = select(every).order_by(every.c.on_day.desc(), every.c.recorded_at.desc(), every.c.what)
    cut = cut_page(session, ordered, page, ENTRIES_A_PAGE)
    return Page([Shared(*row) for row in cut.rows], cut.total, cut.number, cut.pages)


def _files(actor: Actor, supplier: Supplier) -> Any:
    """Files that an adviser took, each once however many of its shortlists the firm is on."""
    within = (
        select(ExportItem.export_id)
        .join(ShortlistEntry, ShortlistEntry.shortlist_id == ExportItem.shortlist_id)
        .where(ShortlistEntry.supplier_id == supplier.id)
    )
    return select(
        literal("export"),
        func.date(Export.taken_at, type_=Date()),
        literal(""),
        cast(Export.id, String),
        literal(""),
        Export.taken_at,
        Export.taken_by_id,
    ).where(seen(actor, Export), Export.refused.is_(False), Export.id.in_(within))


def _links(actor: Actor, supplier: Supplier) -> Any:
    """Links that the hub made, to shortlists that are shared with it."""
    on = select(ShortlistEntry.shortlist_id).where(ShortlistEntry.supplier_id == supplier.id)
    shown = select(Shortlist.id).where(seen(actor, Shortlist), Shortlist.id.in_(on))
    return select(
        literal("link"),
        func.date(ShortlistLink.made_at, type_=Date()),
        ShortlistLink.recipient,
        literal(""),
        literal(""),
        ShortlistLink.made_at,
        ShortlistLink.made_by_id,
    ).where(ShortlistLink.by_hub, ShortlistLink.shortlist_id.in_(shown))


def name_people(session: Session, ids: Collection[int | None]) -> Mapping[int | None, str]:
    """People by their numbers. One statement."""
    chosen = select(User.id, User.name, User.email).where(User.id.in_({each for each in ids if each}))
    return {row.id: row.name or row.email for row in session.execute(chosen)}


class Matched(NamedTuple):
    """A public requirement that a firm matches, with its place, or nearly does, with the must it misses."""

    requirement: Requirement
    position: int
    must: str


@dataclass(frozen=True, slots=True)
class Demand:
    """What a firm matches or nearly matches: public ones, and at least so many private ones, 0 for fewer
    than are told of."""

    page: Page[Matched]
    private_from: int


def page_matches(session: Session, actor: Actor, supplier: Supplier, page: int) -> Demand:
    """Requirements that the firm is among the best for, where it stands best first. Three statements."""
    found: Any = (
        select(Requirement, OpenMatch.position)
        .join(OpenMatch, OpenMatch.requirement_id == Requirement.id)
        .where(OpenMatch.supplier_id == supplier.id, *_public(actor))
        .order_by(OpenMatch.position, Requirement.id)
    )
    cut = cut_page(session, found, page, MATCHES_A_PAGE)
    rows = [Matched(requirement, position, "") for requirement, position in cut.rows]
    return Demand(Page(rows, cut.total, cut.number, cut.pages), _count_private(session, OpenMatch, supplier))


def page_near_misses(session: Session, actor: Actor, supplier: Supplier, page: int) -> Demand:
    """Requirements that one must alone leaves the firm out of, the best score first. Three statements."""
    found: Any = (
        select(Requirement, Criterion.text)
        .join(NearMiss, NearMiss.requirement_id == Requirement.id)
        .outerjoin(Criterion, Criterion.public_id == NearMiss.criterion)
        .where(NearMiss.supplier_id == supplier.id, *_public(actor))
        .order_by(NearMiss.score.desc(), Requirement.id)
    )
    cut = cut_page(session, found, page, MATCHES_A_PAGE)
    rows = [Matched(requirement, 0, must or "") for requirement, must in cut.rows]
    return Demand(Page(rows, cut.total, cut.number, cut.pages), _count_private(session, NearMiss, supplier))


def _public(actor: Actor) -> tuple[Any, ...]:
    return Requirement.visibility == "public", Requirement.state == "open", seen(actor, Requirement)


def _count_private(session: Session, model: Any, supplier: Supplier) -> int:
    """Buyers with a private one, as `hub/unlocking` tells of them: at least so many, or 0."""
    buyers: Select[Any] = (
        select(func.count(Requirement.organisation_id.distinct()))
        .join(model, model.requirement_id == Requirement.id)
        .where(
            model.supplier_id == supplier.id, Requirement.visibility == "private", Requirement.state == "open"
        )
    )
    return told_from(session.scalar(buyers) or 0)
