"""What requirements that exist ask for and a profile does not answer: a short list, the most asked for first.

Only requirements that their buyers have made public are looked at, in the supplier's own categories.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from hub.facts.kinds import FACT_KINDS
from hub.health.queries import count_asking, list_put_to
from hub.matches.placing import answer_all
from hub.matches.profiling import profile_of, to_requirement
from hub.places.queries import matching_place
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Capability, Supplier
from matching.gates import FILTERS, Ruling, rule

MOST = 7
MOST_IN_WORDS = 3
HELD = 10
"""Open requirements, the newest, whose lines in words are held against the profile."""
UNANSWERED = ("not stated", "not met")


@dataclass(slots=True)
class Missing:
    """One thing that is asked for: by which requirements, by how many as a must, and what the profile says.

    ``fact`` is the name of the fact to state, ``capability`` the public id of one to publish; neither for a
    line in words.
    """

    what: str
    why: str = ""
    asked_as: str = ""
    """The newest line that asks for it, in its buyer's words; empty where `what` is one."""
    asked: list[Requirement] = field(default_factory=list)
    musts: int = 0
    count: int = 0
    fact: str = ""
    capability: str = ""

    @property
    def weight(self) -> tuple[int, int, str]:
        """The most asked for comes first, then what is a must most often."""
        return -self.count, -self.musts, self.what


class _Line(NamedTuple):
    requirement: Requirement
    criterion: Criterion
    ruling: Ruling


def list_missing(session: Session, supplier: Supplier, today: date) -> list[Missing]:
    """At most `MOST` things, those in words last. As many statements for one requirement as for a hundred."""
    asked = list_put_to(session, supplier, today)
    stated = sorted(
        [*_facts(supplier, asked, today), *_unpublished(session, supplier)], key=lambda each: each.weight
    )
    in_words = sorted(_words(supplier, asked, today), key=lambda each: each.weight)[:MOST_IN_WORDS]
    return [*stated[: MOST - len(in_words)], *in_words]


def _facts(supplier: Supplier, asked: Iterable[Requirement], today: date) -> list[Missing]:
    found: dict[str, Missing] = {}
    for line in _unanswered(supplier, asked, today):
        name = line.criterion.fact or ""
        first = Missing(FACT_KINDS[name].label, _told(line.ruling), asked_as=line.criterion.text, fact=name)
        missing = found.setdefault(name, first)
        missing.musts += line.criterion.importance == "must"
        missing.asked.append(line.requirement)
        missing.count += 1
    return list(found.values())


def _told(ruling: Ruling) -> str:
    return "Your profile does not say." if ruling.verdict == "not stated" else f"{ruling.reason}."


def _unanswered(supplier: Supplier, asked: Iterable[Requirement], today: date) -> Iterator[_Line]:
    """Lines about a fact that could be stated, and is not, or is not as it is asked for."""
    profile = profile_of(supplier, (), supplier.facts, matching_place(supplier.place))
    for requirement in asked:
        read = to_requirement(requirement, today)
        for criterion, line in zip(requirement.criteria, read.criteria, strict=True):
            if criterion.fact in FACT_KINDS and criterion.fact not in FILTERS:
                ruling = rule(line, read, profile)
                if ruling.verdict in UNANSWERED:
                    yield _Line(requirement, criterion, ruling)


def _words(supplier: Supplier, asked: Sequence[Requirement], today: date) -> list[Missing]:
    """Lines in words that no passage of the profile speaks about."""
    held = [each for each in asked if each.state == "open"][:HELD]
    answers = answer_all([to_requirement(each, today) for each in held], supplier.public_id)
    found: dict[str, Missing] = defaultdict(lambda: Missing(""))
    for requirement, match in zip(held, answers, strict=False):
        silent = {verdict.criterion for verdict in match.verdicts if verdict.verdict == "not stated"}
        for criterion in requirement.criteria:
            if criterion.fact is None and criterion.public_id in silent:
                missing = found[" ".join(criterion.text.casefold().split())]
                missing.what = missing.what or criterion.text
                missing.why = "No passage of yours speaks about it."
                missing.musts += criterion.importance == "must"
                missing.asked.append(requirement)
                missing.count += 1
    return list(found.values())


def _unpublished(session: Session, supplier: Supplier) -> list[Missing]:
    """Capabilities that nobody sees, under categories that nothing else of the supplier stands under."""
    shown = {each.category_id for each in supplier.capabilities if each.state == "published"}
    hidden = [
        each for each in supplier.capabilities if each.state != "published" and each.category_id is not None
    ]
    asking = count_asking(session, {each.category_id or 0 for each in hidden} - shown)
    return [_hidden(each, asking[each.category_id]) for each in hidden if each.category_id in asking]


def _hidden(capability: Capability, count: int) -> Missing:
    state = "is a draft" if capability.state == "draft" else "is withdrawn"
    heading = capability.category.name if capability.category else ""
    return Missing(
        capability.title,
        f"It {state}, and nothing else of yours stands under {heading}.",
        count=count,
        capability=capability.public_id,
    )
