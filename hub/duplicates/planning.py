"""What a merger of two records will do, before it does: the page that asks and the merger go by one plan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, joinedload

from hub.accounts.models import Invitation, Membership, Organisation
from hub.administration.planning import Doubled
from hub.facts.models import SizeStatement
from hub.suppliers.models import SHOWN_STATES, Capability, Claim, Contract, Fact, Removal, Supplier

FILLED = (
    ("trading_name",),
    ("company_number",),
    ("vat_number",),
    ("kind",),
    ("size",),
    ("postcode", "place_id"),
    ("website",),
    ("contact_name", "contact_email", "contact_phone"),
)
"""What the kept record takes over where it has nothing; what belongs together comes together."""
SET_ASIDE = frozenset({"supplier_id", "position", "updated_at", "vat"})
"""Columns of a part that a merger changes, or that follow from a change; VAT was not there at the first ones,
whose digests have to stay the same."""
PARTS: dict[str, Any] = {
    "capabilities": Capability,
    "contracts": Contract,
    "facts": Fact,
    "figures": SizeStatement,
}


class NotMergeableError(ValueError):
    """A merger that cannot be, or cannot be taken back. The text says what to do about it."""


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What comes from `merged` to `kept`: columns by name, rows by number."""

    kept: Supplier
    merged: Supplier
    filled: list[str]
    parts: dict[str, list[int]]
    """Numbers of the capabilities, contracts, facts and figures that come, by the names of `PARTS`."""
    staying: dict[str, int]
    """How many of each stay behind, because the kept record has the same."""
    claims: list[int]
    coming: list[Membership]
    doubled: list[Doubled]
    invitations: list[int]
    texts: dict[str, dict[int, str]]
    """Digests of the parts that come, by number: an undoing tells what was changed since."""

    @property
    def both_claimed(self) -> bool:
        return self.kept.organisation_id is not None and self.merged.organisation_id is not None

    @property
    def digest(self) -> str:
        """The same for the same plan: what an adviser agreed to is what is done."""
        versions = [(each.id, each.version, each.state) for each in (self.kept, self.merged)]
        people = [(each.id, each.role) for each in self.coming]
        both = [(each.here.id, each.here.role, each.there.id, each.there.role) for each in self.doubled]
        texts = {name: sorted(held.items()) for name, held in self.texts.items()}
        whole = [versions, self.filled, texts, self.staying, self.claims, people, both, self.invitations]
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def hold_records(session: Session, *ids: int) -> dict[int, Supplier]:
    """Lock the records and then the organisations that they belong to, in order, and read them anew."""
    chosen = select(Supplier).where(Supplier.id.in_(ids)).order_by(Supplier.id).with_for_update(of=Supplier)
    held = session.scalars(chosen.execution_options(populate_existing=True)).all()
    numbers = [each.organisation_id for each in held if each.organisation_id]
    organisations = select(Organisation).where(Organisation.id.in_(numbers)).order_by(Organisation.id)
    locked = organisations.with_for_update(key_share=True).execution_options(populate_existing=True)
    session.scalars(locked).all()
    return {each.id: each for each in held}


def plan_merger(session: Session, kept: Supplier, merged: Supplier) -> MergePlan:
    """Everything that the kept record lacks comes from the merged one. Raises NotMergeableError."""
    _check_records(kept, merged)
    claims = _open_claims(session, kept, merged)
    parts, staying = _choose_parts(session, kept, merged)
    coming, doubled, invitations = _people(session, kept, merged)
    return MergePlan(
        kept=kept,
        merged=merged,
        filled=[name for group in FILLED if _is_empty(kept, group) for name in group if _value(merged, name)],
        parts=parts,
        staying=staying,
        claims=claims,
        coming=coming,
        doubled=doubled,
        invitations=invitations,
        texts={name: digests(session, PARTS[name], numbers) for name, numbers in parts.items()},
    )


def _check_records(kept: Supplier, merged: Supplier) -> None:
    if kept.id == merged.id:
        raise NotMergeableError("Choose two different records.")
    for each in (kept, merged):
        if each.state not in SHOWN_STATES:
            raise NotMergeableError(f"{each.name} is {each.state}, so it cannot be merged.")
    if merged.organisation_id is not None and kept.organisation_id is None:
        raise NotMergeableError(
            f"Keep {merged.name}: a firm has registered it and its members work with it. "
            f"The record of {kept.name} can be merged into it."
        )


def _is_empty(supplier: Supplier, group: tuple[str, ...]) -> bool:
    return not any(_value(supplier, name) for name in group)


def _value(supplier: Supplier, name: str) -> Any:
    return getattr(supplier, name)


def _open_claims(session: Session, kept: Supplier, merged: Supplier) -> list[int]:
    """Claims that follow to the kept record. Raises NotMergeableError for what has to be decided first."""
    removals = select(Removal.id).where(
        Removal.supplier_id.in_([kept.id, merged.id]), Removal.state == "asked"
    )
    if session.scalars(removals).first() is not None:
        raise NotMergeableError(
            "Somebody has asked for one of these records to be removed. Decide that first."
        )
    waiting = select(Claim.id).where(Claim.supplier_id == merged.id, Claim.state == "asked")
    claims = list(session.scalars(waiting.order_by(Claim.id)))
    if claims and kept.state != "unclaimed":
        raise NotMergeableError(f"Somebody claims the record of {merged.name}. Decide that claim first.")
    return claims


def _choose_parts(
    session: Session, kept: Supplier, merged: Supplier
) -> tuple[dict[str, list[int]], dict[str, int]]:
    """Parts that come and how many stay: of two that say the same, the kept record's is enough."""
    coming, staying = {}, {}
    proofs: set[int | None] = set()  # a contract that proves a capability which comes is needed there
    for name, model in PARTS.items():
        have = {_sameness(name, row) for row in _rows(session, model, kept)}
        rows = _rows(session, model, merged)
        come = [row for row in rows if _sameness(name, row) not in have or row.id in proofs]
        coming[name], staying[name] = [row.id for row in come], len(rows) - len(come)
        if model is Capability:
            proofs = {row.proof_contract_id for row in come}
    return coming, staying


def _rows(session: Session, model: Any, supplier: Supplier) -> list[Any]:
    ordered = select(model).where(model.supplier_id == supplier.id).order_by(model.id)
    if model is Capability:
        ordered = ordered.order_by(None).order_by(Capability.position, Capability.id)
    return list(session.scalars(ordered.execution_options(populate_existing=True)))


def _sameness(name: str, row: Any) -> tuple[Any, ...]:
    """What makes two rows say the same. A published award is in the register once, so never in both."""
    if name == "figures":
        return ("one a record",)
    if name == "facts":
        return (row.name,)
    if name == "capabilities":
        said = (row.title, row.description, tuple(row.features), tuple(row.benefits))
        return (*said, row.category_id, row.state, row.proof_fact, row.proof_link)
    own = (row.title.casefold(), row.buyer_name.casefold(), row.value, row.starts_on, row.ends_on)
    return own if row.source == "own" else (row.source, row.source_key)


def _people(
    session: Session, kept: Supplier, merged: Supplier
) -> tuple[list[Membership], list[Doubled], list[int]]:
    """Members and open invitations of the merged record's organisation, where both records have one."""
    if kept.organisation_id is None or merged.organisation_id is None:
        return [], [], []
    there = {each.user_id: each for each in members_of(session, kept.organisation_id)}
    here = members_of(session, merged.organisation_id)
    invited = {each.user.email for each in there.values()}
    open_ones = select(Invitation).where(
        Invitation.organisation_id == merged.organisation_id,
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
    )
    invitations = session.scalars(open_ones.order_by(Invitation.id)).all()
    return (
        [each for each in here if each.user_id not in there],
        [Doubled(each, there[each.user_id]) for each in here if each.user_id in there],
        [each.id for each in invitations if each.email not in invited],
    )


def members_of(session: Session, organisation_id: int) -> list[Membership]:
    chosen = select(Membership).where(Membership.organisation_id == organisation_id)
    whole = chosen.options(joinedload(Membership.user)).order_by(Membership.id)
    return list(session.scalars(whole.execution_options(populate_existing=True)))


def digests(session: Session, model: Any, numbers: Collection[int]) -> dict[int, str]:
    """What each row says, as a hash, by number; without what a merger itself changes."""
    table = inspect(model).local_table
    told = [column for column in table.columns if column.name not in SET_ASIDE]
    chosen = select(*told).where(table.c.id.in_(numbers)).order_by(table.c.id)
    return {row["id"]: _digest(row) for row in session.execute(chosen).mappings()} if numbers else {}


def _digest(row: Mapping[Any, Any]) -> str:
    text = json.dumps({str(name): value for name, value in row.items()}, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
