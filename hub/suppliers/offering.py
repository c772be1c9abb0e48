"""What a supplier offers: capabilities added, changed, shown, withdrawn and put in order."""

from __future__ import annotations

from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.suppliers.models import Capability, Supplier

MOST_CAPABILITIES = 50


class OfferError(ValueError):
    """A capability that cannot be added; the message says what to do instead."""


def add_capability(
    session: Session,
    supplier: Supplier,
    *,
    title: str,
    description: str,
    category: Category | None,
    draft: bool = False,
) -> Capability:
    """Put a capability at the end of the supplier's list; a draft is seen by its members only.

    The same words under the same category are one capability: a form sent twice adds nothing. Raises
    OfferError for one too many.
    """
    held = supplier.capabilities
    said = (title, description, category.id if category else None)
    for each in held:
        if (each.title, each.description, each.category_id) == said:
            return each
    if len(held) >= MOST_CAPABILITIES:
        raise OfferError(f"A profile holds {MOST_CAPABILITIES} capabilities: change one of yours instead")
    position = max((capability.position for capability in held), default=-1) + 1
    capability = Capability(
        title=title,
        description=description,
        category=category,
        state="draft" if draft else "published",
        position=position,
    )
    held.append(capability)
    session.add(capability)
    return capability


def edit_capability(
    capability: Capability, *, title: str, description: str, category: Category | None
) -> Capability:
    capability.title, capability.description, capability.category = title, description, category
    return capability


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
