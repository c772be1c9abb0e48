"""Finding suppliers for a requirement: the ranking, and the rows of the database that it speaks of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.categories.queries import categories_by_slug
from hub.matches.indexing import Versions, current_index
from hub.matches.profiling import to_requirement
from hub.matches.queries import quoted_contracts, shown_suppliers
from hub.requirements.models import Requirement
from hub.suppliers.models import Contract, Supplier
from matching import records
from matching.index.holding import Held

DEPTH = 100
"""Places of a requirement's ranking that are always worked out, so that its digest does not depend on how
many a page shows."""

EXCLUDED_SHOWN = 200
"""Excluded suppliers that a page may list, those that would score most first."""

TITLE_WORDS = 200
"""Characters of the first line of a pasted text that may stand as its title."""


@dataclass(frozen=True, slots=True)
class Found:
    """A ranking with what is needed to show it.

    ``suppliers`` are by public id, as the database holds them now: a supplier that was withdrawn or suspended
    is in neither ``suppliers`` nor ``ranking``. ``contracts``, by public id, are those that evidence quotes.
    ``digest`` is the SHA-256 of the order and scores of the first `DEPTH` places.
    """

    ranking: records.Ranking
    suppliers: dict[str, Supplier]
    contracts: dict[str, Contract]
    digest: str
    versions: Versions


def find_matches(
    session: Session, requirement: Requirement, limit: int = 20, *, today: date | None = None
) -> Found:
    """The best suppliers for a saved requirement: at least ``limit`` of them where there are as many.

    Certificates must be in date on the day of need, or ``today`` where the buyer names none or it has passed.
    """
    asked = to_requirement(requirement, today or date.today())
    return _find(session, asked, max(limit, DEPTH))


def find_by_words(
    session: Session,
    words: str,
    limit: int = 20,
    *,
    keep: Sequence[str] = (),
    categories: Sequence[str] = (),
    today: date | None = None,
) -> Found:
    """The best suppliers for words alone, as typed or pasted. ``categories`` are slugs."""
    return _find(session, read_words(words, keep, categories, today or date.today()), limit)


def hold(asked: records.Requirement) -> Held:
    """A requirement held against the register as it stands, to be weighed in more than one way."""
    return current_index().hold(asked)


def read_words(
    words: str, keep: Sequence[str] = (), categories: Sequence[str] = (), on: date | None = None
) -> records.Requirement:
    """A requirement of words alone. The first of several lines says what is needed, the others more of it."""
    first, _, rest = words.strip().partition("\n")
    if not rest or len(first) > TITLE_WORDS:
        first, rest = words.strip(), ""
    return records.Requirement(first, rest, tuple(categories), on=on, keep=tuple(keep))


def _find(session: Session, asked: records.Requirement, limit: int) -> Found:
    ranking, versions = current_index().rank(asked, limit)
    spoken_of = [match.profile for match in ranking.matches]
    spoken_of += [excluded.profile for excluded in ranking.excluded[:EXCLUDED_SHOWN]]
    suppliers = shown_suppliers(session, spoken_of)
    ranking = _without_gone(ranking, set(spoken_of) - set(suppliers))
    ranking = _as_asked(ranking, [criterion.id for criterion in asked.criteria])
    contracts = quoted_contracts(session, (e for match in ranking.matches for e in match.evidence))
    return Found(ranking, suppliers, contracts, digest_of(ranking.matches), versions)


def _without_gone(ranking: records.Ranking, gone: set[str]) -> records.Ranking:
    """The index may hold a supplier that was withdrawn a moment ago; the database decides."""
    if not gone:
        return ranking
    return replace(
        ranking,
        matches=tuple(match for match in ranking.matches if match.profile not in gone),
        excluded=tuple(excluded for excluded in ranking.excluded if excluded.profile not in gone),
        considered=ranking.considered - len(gone),
        left_out=ranking.left_out - sum(excluded.profile in gone for excluded in ranking.excluded),
    )


def _as_asked(ranking: records.Ranking, criteria: Sequence[str]) -> records.Ranking:
    return replace(ranking, matches=tuple(in_lines(match, criteria) for match in ranking.matches))


def in_lines(match: records.Match, criteria: Sequence[str]) -> records.Match:
    """Verdicts in the order the buyer wrote the lines in, the need first: the matcher goes by their ids."""
    place = {criterion: at for at, criterion in enumerate(criteria)}
    verdicts = sorted(match.verdicts, key=lambda verdict: place.get(verdict.criterion, -1))
    return replace(match, verdicts=tuple(verdicts))


def digest_of(matches: Iterable[records.Match]) -> str:
    """SHA-256 of the first `DEPTH` lines of supplier and score, scores to nine decimals."""
    lines = [f"{match.profile} {match.score:.9f}" for match in matches]
    return hashlib.sha256("\n".join(lines[:DEPTH]).encode()).hexdigest()


def suggest_categories(session: Session, text: str, limit: int = 3) -> list[tuple[Category, float]]:
    """Categories that the words point to with a confidence of 0 to 1, for a person to confirm."""
    held = categories_by_slug(session)
    proposals = current_index().suggest(text, limit)
    return [(held[each.category], each.confidence) for each in proposals if each.category in held]
