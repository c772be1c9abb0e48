"""What of a profile can be quoted: its capabilities, its contracts and the words of its facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matching.gates import states
from matching.records import EvidenceKind, Profile

NEVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a profile that can be quoted. ``id`` is None for a fact."""

    kind: EvidenceKind
    id: str | None
    title: str
    text: str
    category: str | None
    last_day: int


def items(profile: Profile) -> tuple[Item, ...]:
    """In the order of their ids, so that the order in the profile is no matter; facts after pieces."""
    pieces = sorted(profile.pieces, key=lambda piece: piece.id)
    facts = sorted(
        (fact for fact in profile.facts if states(fact.value)), key=lambda fact: (fact.name, fact.words)
    )
    return (
        *(Item(piece.kind, piece.id, piece.title, piece.text, piece.category, NEVER) for piece in pieces),
        *(
            Item("fact", None, fact.words, "", None, fact.expires.toordinal() if fact.expires else NEVER)
            for fact in facts
            if fact.words
        ),
    )
