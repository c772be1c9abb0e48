"""A requirement tried against one's own profile: what is found of it and what is not. No rank, no points."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from hub.matches.cards import Line, card_of
from hub.matches.finding import read_words
from hub.matches.placing import answer_all
from hub.matches.queries import quoted_contracts
from hub.suppliers.models import Supplier
from matching import records
from matching.sentences import read_lines, without_lines


def try_words(session: Session, supplier: Supplier, words: str, today: date) -> tuple[Line, ...] | None:
    """How the profile answers a requirement in words, line by line; None for one that no search finds.

    The first line says what is needed; sentences that say must or should are lines of their own.
    """
    match = next(iter(answer_all([read_requirement(words, today)], supplier.public_id)), None)
    return card_of(match, quoted_contracts(session, match.evidence)).lines if match else None


def read_requirement(words: str, today: date) -> records.Requirement:
    """The words as a buyer's draft would hold them."""
    whole = read_words(words, on=today)
    lines = read_lines(whole.description)
    return records.Requirement(
        whole.title,
        without_lines(whole.description, [line.text for line in lines]),
        criteria=lines,
        on=today,
    )
