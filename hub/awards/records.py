"""What a published file is read into: awards, and the entries that give none.

An entry is one line of a file, or one winner where a line names several.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hub.suppliers.naming import name_key

RESTATED_SOURCES = frozenset({"digital-outcomes", "ocds"})
"""Sources whose every notice names all its winners: a winner that a newer notice leaves out lost the award.
A line of G-Cloud sales says nothing of other sales."""
MARK_LENGTH = 12
GROUP_LENGTH = 100


class BrokenFileError(Exception):
    """A file that can't be read whole: nothing of it is imported. Lines count from 1; 0 is the file."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Firm:
    """The winner as the publisher names it. `size` is empty where the file does not say which of the four."""

    name: str
    company_number: str = ""
    size: str = ""
    postcode: str = ""

    @property
    def key(self) -> str:
        return name_key(self.name)


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the publisher files the work: its words; slugs of the hub's list, best first; a CPV code."""

    label: str
    slugs: tuple[str, ...] = ()
    cpv: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """One winner of one entry. Awards with the same `source_key` are one contract, their amounts added up.

    `group` names what was bought within the source and `edition` sorts its restatements: of one group only
    the newest edition counts. `amount` is pounds, None where the publisher gave none for this winner.
    """

    line: int
    group: str
    firm: Firm
    heading: Heading
    title: str
    description: str = ""
    buyer_name: str = ""
    amount: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    edition: str = ""

    @property
    def source_key(self) -> str:
        return f"{self.group}:{firm_mark(self.firm.key)}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that gives no contract. `reason` is one of few sentences; `detail` is what stood there."""

    line: int
    reason: str
    supplier: str = ""
    detail: str = ""


class UnusableValueError(ValueError):
    """A value of one entry that can't be read; its entry is skipped, the file goes on."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


def firm_mark(key: str) -> str:
    """A short mark of a firm's key, so that a source key tells whose award it was when it was published."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:MARK_LENGTH]


def digest_of(*parts: str) -> str:
    """One short key for several texts, whatever they hold."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:32]
