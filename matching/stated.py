"""What profiles state, as keys that many of them share: a typed line is held against each key once.

A key is JSON, what it is about and what is stated. Who has no key of what a line asks about does not say.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from typing import Any

from matching.gates import FILTERS, Ruling, rule
from matching.records import Criterion, Fact, Place, Profile, Requirement

AREA = "area"

FACT = "fact "
"""Before the name of a fact: it may be called what a filter is."""

REMEMBERED = 1 << 16
"""Keys that need not be read again."""


def stated_by(profile: Profile) -> set[str]:
    """The keys of all that a typed line could ask of a profile."""
    place = profile.place
    stated: dict[str, Any] = {"size": profile.size, "kind": profile.kind}
    if place:
        stated |= {"county": place.county, "region": place.region}
        stated[AREA] = [place.name, place.latitude, place.longitude]
    keys = {_key(about, value) for about, value in stated.items() if value}
    return keys | {
        _key(FACT + fact.name, [fact.value, fact.expires and fact.expires.isoformat()])
        for fact in profile.facts
    }


def asked_about(criterion: Criterion) -> str:
    """What a typed line asks about, as keys begin. Who is in the country shows by the region."""
    name = "region" if criterion.fact == "uk" else criterion.fact or ""
    return name if name == AREA or name in FILTERS else FACT + name


def about(key: str) -> str:
    """What a key is about."""
    return str(json.loads(key)[0])


def rule_key(criterion: Criterion, requirement: Requirement, key: str) -> Ruling:
    """What a line comes to for who states a key of what it asks about, and no other of that."""
    return rule(criterion, requirement, _who_states(key))


@lru_cache(maxsize=REMEMBERED)
def _who_states(key: str) -> Profile:
    """A profile that states a key, and nothing else."""
    subject, value = json.loads(key)
    if subject.startswith(FACT):
        stated, expires = value
        frozen = tuple(stated) if isinstance(stated, list) else stated
        day = date.fromisoformat(expires) if expires else None
        return Profile("", "", facts=(Fact(subject.removeprefix(FACT), frozen, expires=day),))
    if subject == AREA:
        return Profile("", "", place=Place(*value))
    if subject in ("county", "region"):
        return Profile("", "", place=Place("", 0.0, 0.0, **{subject: value}))
    return Profile("", "", **{subject: value})


def _key(subject: str, value: Any) -> str:
    return json.dumps([subject, value])
