"""Whether a check of a fact still counts: it is of the value, its proof and its document as they stood."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from hub.clients.models import FactCheck
from hub.facts.kinds import FACT_KINDS
from hub.facts.wording import has_lapsed
from hub.suppliers.models import Fact

OF_ITS_OWN = {"serves": "Area served", "social_value_words": "Social value in its own words"}
"""Facts whose labels speak to the firm."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest check of a fact. `state` is `checked`, `changed` where the fact is another by now, or
    `ran out` where its last day has passed."""

    state: str
    check: FactCheck

    @property
    def label(self) -> str:
        """What the fact is called, to others than its firm."""
        if self.check.fact in OF_ITS_OWN:
            return OF_ITS_OWN[self.check.fact]
        kind = FACT_KINDS.get(self.check.fact)
        return kind.label if kind else self.check.fact.replace("_", " ").capitalize()

    @property
    def counts(self) -> bool:
        return self.state == "checked"


def fingerprint(fact: Fact, document: str = "") -> str:
    """SHA-256 in hex of what a check is of; `document` is the digest of the proof, empty for none."""
    days = [day.isoformat() if day else "" for day in (fact.issued_on, fact.expires_on)]
    kept = [fact.name, fact.value, fact.body, fact.number, *days, document]
    return sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def stand(fact: Fact, document: str, checks: Iterable[FactCheck], today: date) -> Standing | None:
    """How the latest of a fact's checks stands; those taken back are none. None where there is none."""
    held = [each for each in checks if each.taken_back_at is None]
    if not held:
        return None
    latest = max(held, key=lambda check: (check.checked_on, check.id))
    if latest.stood != fingerprint(fact, document):
        return Standing("changed", latest)
    return Standing("ran out" if has_lapsed(fact, today) else "checked", latest)
