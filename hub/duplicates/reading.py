"""Records of the register as they are compared, read by column: nothing of a session's objects is touched."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from hub.database import in_batches
from hub.duplicates.blocking import WORD
from hub.duplicates.models import SupplierBlock
from hub.duplicates.rarity import Rarity
from hub.duplicates.records import Firm, Signals, read_signals
from hub.duplicates.words import plain_word
from hub.places.loading import own_places
from hub.suppliers.models import SHOWN_STATES, Supplier
from hub.suppliers.naming import split_words

COMPARED = (
    "name",
    "trading_name",
    "company_number",
    "vat_number",
    "postcode",
    "website",
    "contact_email",
    "contact_phone",
)
"""Columns of a supplier that are compared, in the order of `Firm`."""
COLUMNS = (Supplier.id, *(getattr(Supplier, name) for name in COMPARED))
CHUNK = 2_000


def firm_of(supplier: Supplier | Row[Any]) -> Firm:
    return Firm(*(getattr(supplier, name) or "" for name in COMPARED))


def read_suppliers(session: Session, ids: Collection[int]) -> dict[int, Signals]:
    """Those of the suppliers that are shown, by number."""
    found: dict[int, Signals] = {}
    for batch in in_batches(sorted(ids)):
        shown = select(*COLUMNS).where(Supplier.id.in_(batch), Supplier.state.in_(SHOWN_STATES))
        found.update((row.id, read_signals(firm_of(row))) for row in session.execute(shown))
    return found


def read_register(session: Session) -> Iterator[tuple[int, Signals]]:
    """Every supplier that is shown, in the order of numbers, a chunk at a time."""
    last = 0
    while True:
        after = select(*COLUMNS).where(Supplier.id > last, Supplier.state.in_(SHOWN_STATES))
        rows = session.execute(after.order_by(Supplier.id).limit(CHUNK)).all()
        if not rows:
            return
        yield from ((row.id, read_signals(firm_of(row))) for row in rows)
        last = rows[-1].id


def count_keys(session: Session, keys: Collection[str]) -> dict[str, int]:
    """How many records are kept under each of the keys."""
    counts: dict[str, int] = {}
    for batch in in_batches(sorted(keys)):
        counted = select(SupplierBlock.key, func.count()).where(SupplierBlock.key.in_(batch))
        rows = session.execute(counted.group_by(SupplierBlock.key)).all()
        counts.update((row[0], row[1]) for row in rows)
    return counts


def count_firms(session: Session) -> int:
    return session.scalar(select(func.count(Supplier.id)).where(Supplier.state.in_(SHOWN_STATES))) or 0


def rarity_of(firms: int, counts: Mapping[str, int]) -> Rarity:
    """What words are worth in a register of so many firms, by the counts of its keys."""
    words = {key.removeprefix(WORD): count for key, count in counts.items() if key.startswith(WORD)}
    return Rarity(firms, words, place_words())


def read_rarity(session: Session, signals: Collection[Signals]) -> Rarity:
    """What words of these names are worth in the register as it stands: two statements or more."""
    words = {WORD + word for each in signals for called in each.names for word in called.words}
    return rarity_of(count_firms(session), count_keys(session, words))


@cache
def place_words() -> frozenset[str]:
    """Words that are a town's or a county's whole name."""
    table = own_places()
    names = {row["name"] for kind in ("areas", "outcodes", "counties") for row in table[kind]}
    words = (split_words(name) for name in names)
    return frozenset(plain_word(each[0]) for each in words if len(each) == 1)
