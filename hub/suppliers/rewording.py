"""How a capability was worded before, what was changed since, and taking an earlier wording up again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.categories.models import Category
from hub.suppliers.models import Capability, Wording
from hub.suppliers.offering import Offer, offer_of

NAMES = ("What you do", "Description", "Category", "Features", "Benefits")


@dataclass(frozen=True, slots=True)
class Change:
    """One answer as it stood and as it was worded next."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A wording that ended, and what the one after it changed."""

    public_id: str
    ended_at: datetime
    changes: tuple[Change, ...]


def compare_wordings(capability: Capability, categories: Mapping[str, Category]) -> list[Compared]:
    """Each earlier wording, the newest first, against the one that took its place."""
    after, found = offer_of(capability).said, []
    for wording in capability.wordings:
        before = _said(wording)
        changes = tuple(
            Change(name, _told(name, old, categories), _told(name, new, categories))
            for name, old, new in zip(NAMES, before, after, strict=True)
            if old != new
        )
        found.append(Compared(wording.public_id, wording.ended_at, changes))
        after = before
    return found


def find_wording(capability: Capability, public_id: str) -> Wording | None:
    return next((each for each in capability.wordings if each.public_id == public_id), None)


def offer_again(capability: Capability, wording: Wording, categories: Mapping[str, Category]) -> Offer:
    """The wording as an offer; what proves the capability stays. A category that is gone is none."""
    title, description, slug, features, benefits = _said(wording)
    return Offer(
        title,
        description,
        categories.get(slug),
        features,
        benefits,
        capability.proof_contract,
        capability.proof_fact,
        capability.proof_link,
    )


def _said(wording: Wording) -> tuple[Any, ...]:
    return (
        wording.title,
        wording.description,
        wording.category,
        list(wording.features),
        list(wording.benefits),
    )


def _told(name: str, value: Any, categories: Mapping[str, Category]) -> str:
    if name == "Category":
        return categories[value].name if value in categories else "No category"
    return "\n".join(value) if isinstance(value, list) else value
