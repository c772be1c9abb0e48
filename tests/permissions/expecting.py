"""The words of the table: what a request leads to, for whom, with own, another's and a missing thing.

    page        answered: a page, a file, or the way to another page of the site. Nothing changes
    changed     done: rows changed, and none that belong to the other side
    sign in     sent to the sign-in page. Nothing changes
    signs       answered with a session cookie or without one: signing in and out
    403 404 400 405 409 410   refused with that status. Nothing changes

An answer reads `own/other/missing`; one word alone holds for all three.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.permissions.identities import Identity

TARGETS = ("own", "other", "missing")
OUTCOMES = frozenset({"page", "changed", "sign in", "signs", "400", "403", "404", "405", "409", "410"})
ALLOWED = frozenset({"page", "changed", "signs"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """Answers by the name of an identity or of a group: the nearest name counts."""

    answers: Mapping[str, tuple[str, str, str]]

    def expected(self, identity: Identity, target: str) -> str:
        nearest = next(name for name in identity.names if name in self.answers)
        return self.answers[nearest][TARGETS.index(target)]

    def but(self, **answers: str) -> Pattern:
        """The same with other answers for some."""
        return Pattern({**self.answers, **{name: _read(answer) for name, answer in answers.items()}})


def pattern(**answers: str) -> Pattern:
    return Pattern({name: _read(answer) for name, answer in answers.items()})


def _read(answer: str) -> tuple[str, str, str]:
    parts = answer.split("/")
    own, other, missing = parts if len(parts) == len(TARGETS) else parts * len(TARGETS)
    unknown = {own, other, missing} - OUTCOMES
    if unknown:
        raise ValueError(f"No outcome is called {unknown}")
    return own, other, missing


PUBLIC = pattern(anyone="page/page/404")
PUBLIC_ACTING = pattern(anyone="changed/changed/404")
NOT_THERE = pattern(anyone="404")
SIGNED_IN = pattern(anyone="page/page/404", nobody="sign in")
REFUSED = pattern(anyone="403", nobody="sign in")

SUPPLIER_LIST = REFUSED.but(supplier="page")
SUPPLIER_READING = REFUSED.but(supplier="page/404/404")
SUPPLIER_EDITING = SUPPLIER_READING.but(supplier_viewer="403/404/404")
SUPPLIER_ACTING = SUPPLIER_EDITING.but(supplier="changed/404/404")
SUPPLIER_LEADING = SUPPLIER_EDITING.but(supplier_editor="403/404/404")
SUPPLIER_LEADING_ACTING = SUPPLIER_LEADING.but(supplier="changed/404/404")
SUPPLIER_MISSING = REFUSED.but(supplier="404")

BUYER_LIST = REFUSED.but(buyer="page")
BUYER_READING = REFUSED.but(buyer="page/404/404")
BUYER_EDITING = BUYER_READING.but(buyer_viewer="403/404/404")
BUYER_ACTING = BUYER_EDITING.but(buyer="changed/404/404")
BUYER_AND_ADVISER_READING = BUYER_READING.but(staff="404")
SHARED_READING = BUYER_READING.but(staff="page/page/404")

ADVISER_READING = REFUSED.but(staff="page/page/404")
ADVISER_ACTING = REFUSED.but(staff="changed/changed/404")
