"""What a supplier offers: capabilities added, changed, shown, withdrawn and put in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.suppliers.models import Capability, Contract, Supplier, Wording

MOST_CAPABILITIES = 50
MOST_WORDINGS = 50
"""Earlier wordings of one capability that are kept."""
TITLE_LENGTH = 200


class OfferError(ValueError):
    """A capability that cannot be added; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing a supplier does: its words, its category, what proves it."""

    title: str
    description: str
    category: Category | None
    features: Sequence[str] = ()
    benefits: Sequence[str] = ()
    proof_contract: Contract | None = None
    proof_fact: str = ""
    proof_link: str = ""

    @property
    def said(self) -> tuple[Any, ...]:
        """The words, and the category they stand under."""
        slug = self.category.slug if self.category else ""
        return self.title, self.description, slug, list(self.features), list(self.benefits)

    def put_on(self, capability: Capability) -> Capability:
        capability.title, capability.description = self.title, self.description
        capability.category = self.category
        capability.features, capability.benefits = list(self.features), list(self.benefits)
        capability.proof_contract, capability.proof_fact = self.proof_contract, self.proof_fact
        capability.proof_link = self.proof_link
        return capability


def offer_of(capability: Capability) -> Offer:
    """A capability as it is worded now."""
    return Offer(
        capability.title,
        capability.description,
        capability.category,
        tuple(capability.features),
        tuple(capability.benefits),
        capability.proof_contract,
        capability.proof_fact,
        capability.proof_link,
    )


def add_capability(session: Session, supplier: Supplier, offer: Offer, *, draft: bool = False) -> Capability:
    """Put a capability at the end of the supplier's list; a draft is seen by its members only.

    The same words under the same category are one capability: a form sent twice adds nothing. Raises
    OfferError for one too many.
    """
    same = (each for each in supplier.capabilities if offer_of(each).said == offer.said)
    return next(same, None) or _append(session, supplier, offer, draft=draft)


def copy_capability(session: Session, supplier: Supplier, capability: Capability) -> Capability:
    """A draft with the same words, to be made into something else. Raises OfferError for one too many."""
    offer = offer_of(capability)
    title = f"Copy of {offer.title}"[:TITLE_LENGTH]
    return _append(session, supplier, replace(offer, title=title), draft=True)


def _append(session: Session, supplier: Supplier, offer: Offer, *, draft: bool) -> Capability:
    held = supplier.capabilities
    if len(held) >= MOST_CAPABILITIES:
        raise OfferError(f"A profile holds {MOST_CAPABILITIES} capabilities: change one of yours instead")
    position = max((capability.position for capability in held), default=-1) + 1
    capability = offer.put_on(Capability(state="draft" if draft else "published", position=position))
    held.append(capability)
    session.add(capability)
    return capability


def edit_capability(session: Session, capability: Capability, offer: Offer) -> Capability:
    """Word it anew, from the next search on. What it said until now is kept, the newest of it."""
    before = offer_of(capability)
    if before.said != offer.said:
        title, description, category, features, benefits = before.said
        wording = Wording(
            capability=capability,
            title=title,
            description=description,
            category=category,
            features=features,
            benefits=benefits,
        )
        session.add(wording)
        session.flush()
        for old in capability.wordings[MOST_WORDINGS:]:
            session.delete(old)
    return offer.put_on(capability)


def publish_capability(capability: Capability) -> Capability:
    """Show it to buyers from the next search on."""
    capability.state = "published"
    return capability


def withdraw_capability(capability: Capability) -> Capability:
    """Show it to nobody but the supplier; it can be published again."""
    capability.state = "withdrawn"
    return capability


def move_capability(supplier: Supplier, capability: Capability, places: int) -> Capability:
    """Move it up (fewer than 0) or down the supplier's list; past an end it stays at the end."""
    order = [each for each in supplier.capabilities if each is not capability]
    at = supplier.capabilities.index(capability) + places
    order.insert(max(0, at), capability)
    for position, each in enumerate(order):
        each.position = position
    return capability
