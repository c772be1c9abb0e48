"""Publishing an award: it becomes a contract of its winner, once; and taking that back.

The contract's key within its source is the award's public id, so that one award is never two contracts. A
winner that the register does not hold gets an unclaimed record, as an imported award would make it.
"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hub.awards.sameness import Telling, is_same_award
from hub.duplicates.models import SupplierMerger
from hub.endings.models import EndingAward
from hub.requirements.models import Requirement
from hub.suppliers.models import Claim, Contract, Removal, Supplier
from hub.suppliers.naming import name_key

SOURCE = "buyer"


class PublishError(ValueError):
    """An award that cannot be published; the message says why, and what to do instead."""


def publish_award(session: Session, requirement: Requirement, award: EndingAward) -> Contract:
    """Make the award a contract of its winner, or bring that contract to what the award says now.

    Raises PublishError where the register may not hold the winner, or holds the contract already.
    """
    contract = award.contract
    if contract is None:
        supplier = award.supplier or _make_record(session, award.supplier_name)
        _check_news(session, requirement, award, supplier)
        contract = Contract(
            title=award.title,
            buyer_name=requirement.organisation.name,
            category=requirement.categories[0] if len(requirement.categories) == 1 else None,
            source=SOURCE,
            source_key=award.public_id,
        )
        session.add(contract)
        contract.supplier = award.supplier = supplier
        award.contract = contract
    contract.title, contract.value, contract.vat = award.title, award.value, award.vat
    contract.starts_on, contract.ends_on = award.starts_on, award.ends_on
    return contract


def take_back(session: Session, award: EndingAward) -> None:
    """The award is no contract any more. A record that it alone made goes with it."""
    contract, supplier = award.contract, award.supplier
    if contract is None:
        return
    award.contract = None
    session.flush()
    session.delete(contract)
    session.flush()
    if supplier is not None and _is_empty(session, supplier):
        award.supplier = None
        session.flush()
        session.delete(supplier)


def _make_record(session: Session, name: str) -> Supplier:
    """An unclaimed supplier of that name. Raises PublishError for a name that was removed on request."""
    key = name_key(name)
    removed = select(Removal.id).where(Removal.state == "removed", Removal.name_key == key)
    if session.scalars(removed).first() is not None:
        raise PublishError("The hub may hold no record of this name: leave the award unpublished")
    supplier = Supplier(state="unclaimed", name=name, name_key=key)
    session.add(supplier)
    return supplier


def _check_news(session: Session, requirement: Requirement, award: EndingAward, supplier: Supplier) -> None:
    """Raises PublishError where a file of published awards has brought this one already."""
    told = Telling(award.title, requirement.organisation.name, award.starts_on)
    imported = select(Contract).where(
        Contract.supplier_id == supplier.id, Contract.source.not_in(("own", SOURCE))
    )
    if any(is_same_award(told, each) for each in session.scalars(imported)):
        raise PublishError(
            "The register holds this contract already, from a published notice: leave the award unpublished"
        )


def _is_empty(session: Session, supplier: Supplier) -> bool:
    """Whether a record is nothing but a name that an award brought: nobody works with it or asks about it."""
    if supplier.state != "unclaimed" or supplier.entered_on is not None or supplier.company_number:
        return False
    session.expire(supplier, ["contracts", "capabilities", "facts"])
    if supplier.contracts or supplier.capabilities or supplier.facts:
        return False
    named = (
        select(Claim.id).where(or_(Claim.supplier_id == supplier.id, Claim.joins_id == supplier.id)),
        select(Removal.id).where(Removal.supplier_id == supplier.id),
        select(EndingAward.id).where(
            EndingAward.supplier_id == supplier.id, EndingAward.contract_id.is_not(None)
        ),
        select(SupplierMerger.id).where(
            or_(SupplierMerger.kept_id == supplier.id, SupplierMerger.merged_id == supplier.id)
        ),
    )
    return not any(session.scalars(each).first() is not None for each in named)
