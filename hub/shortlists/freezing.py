"""Freezing a shortlist: from then on it stands as it stood, with a digest of the choice and one of the words.

The choice is who was chosen in which order with which score, who was passed over, and what colleagues scored.
The words are reasons and notes: an erasure may put a role in the place of a name there, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from hub.accounts.actors import Actor
from hub.audit.chain import canonical, hash_text
from hub.database import utc_now
from hub.shortlists.cutting import Cut
from hub.shortlists.models import PassedOver, Shortlist, ShortlistEntry


def put_reasons(
    shortlist: Shortlist, cut: Cut, reasons: Mapping[int, tuple[str, str]], few_reason: str
) -> None:
    """Keep why suppliers were passed over, by rank as (usual reason, words), and why few were chosen.

    A reason for somebody who is not passed over any more goes.
    """
    held = {each.rank: each for each in shortlist.passed_over}
    wanted = []
    for place in cut.passed_over:
        quick, words = reasons.get(place.rank, ("", ""))
        if quick or words:
            each = held.get(place.rank) or PassedOver(rank=place.rank)
            each.quick, each.words = quick, words
            wanted.append(each)
    shortlist.passed_over = wanted
    shortlist.few_reason = few_reason
    flag_modified(shortlist, "state")  # the version counts for these too


def freeze(
    shortlist: Shortlist,
    actor: Actor,
    evaluations: Sequence[Mapping[str, Any]],
    notes: Sequence[Mapping[str, Any]],
) -> None:
    """Freeze it as it stands. Freezing twice keeps the first moment."""
    if shortlist.frozen_at is None:
        shortlist.frozen_at, shortlist.frozen_by_id = utc_now(), actor.user_id
        shortlist.frozen_digests = digests_of(shortlist, evaluations, notes)


def digests_of(
    shortlist: Shortlist, evaluations: Sequence[Mapping[str, Any]], notes: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    """SHA-256 of choice and words, each over one spelling of its JSON."""
    choice = {
        "run": shortlist.run.public_id,
        "digest": shortlist.run.digest,
        "chosen": [_chosen(entry) for entry in _in_order(shortlist.entries)],
        "passed over": [[each.rank, each.quick] for each in shortlist.passed_over],
        "scores": [{name: each[name] for name in ("interests", "scores")} for each in evaluations],
    }
    words = {
        "reasons": [entry.reason for entry in _in_order(shortlist.entries)],
        "passed over": [each.words for each in shortlist.passed_over],
        "few": shortlist.few_reason,
        "interests": [each["interest_words"] for each in evaluations],
        "notes": [[each["rank"], each["text"]] for each in notes],
    }
    return {"choice": hash_text(canonical(choice)), "words": hash_text(canonical(words))}


def changed_since(shortlist: Shortlist, digests: Mapping[str, str]) -> Collection[str]:
    """Which parts of a frozen shortlist are not as they were frozen: none, `words`, `choice`."""
    return [part for part, digest in shortlist.frozen_digests.items() if digests.get(part) != digest]


def _in_order(entries: Sequence[ShortlistEntry]) -> list[ShortlistEntry]:
    return sorted(entries, key=lambda entry: (entry.position, entry.rank))


def _chosen(entry: ShortlistEntry) -> list[Any]:
    verdicts = [[each["criterion"], each["verdict"]] for each in entry.verdicts]
    return [entry.position, entry.rank, entry.score, entry.band, verdicts]
