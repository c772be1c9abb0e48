"""Whether the register holds the firm of a row already, and what the row would add to what it holds.

A company number tells firms apart and joins them. Without it, one name (see `hub/suppliers/naming.py`) in one
place is one firm. An unclaimed record has its empty fields filled; a claimed one is its owner's alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hub.places.postcodes import parse_postcode
from hub.suppliers.models import Capability, Removal, Supplier
from hub.suppliers.naming import name_key

FILLED = (
    "trading_name",
    "company_number",
    "vat_number",
    "kind",
    "size",
    "postcode",
    "website",
    "contact_name",
    "contact_email",
    "contact_phone",
)
"""What an unclaimed record takes over where it says nothing itself."""
OTHER_FIRM = 55.0
"""Points of 100 below which two names under one company number are two firms, one of them mistyped."""
COLUMNS = ("id", "public_id", "state", "name", "name_key", *FILLED)

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a row comes to: the columns it would fill, and whether it adds what the firm does."""

    outcome: str
    supplier: Any = None
    fills: dict[str, str] = field(default_factory=dict)
    adds: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """What the register holds of the firms of some rows."""

    by_number: Mapping[str, list[Any]]
    by_key: Mapping[str, list[Any]]
    described: Collection[int]
    """Suppliers that say what they do."""
    removed: Collection[str]
    """Keys of names that were removed on request."""

    def plan(self, values: Values) -> Plan:
        """What the row would do to the register as it stands."""
        key, number = name_key(values["name"]), values["company_number"]
        if key in self.removed:
            return Plan("removed")
        held = self._meet(key, number, values["postcode"])
        if held is None:
            return Plan("new", adds=bool(values["title"]))
        if not _may_be_called(held, key):
            return Plan("wrong", held, problem=_other_name(held))
        if held.state != "unclaimed":
            return Plan("claimed" if held.state == "claimed" else "hidden", held)
        fills = {name: values[name] for name in FILLED if values[name] and not getattr(held, name)}
        adds = bool(values["title"]) and held.id not in self.described
        return Plan("filled" if fills or adds else "same", held, fills, adds)

    def _meet(self, key: str, number: str, postcode: str) -> Any:
        if number and number in self.by_number:
            return _first(self.by_number[number])
        named = [each for each in self.by_key.get(key, ()) if not (number and each.company_number)]
        return _first([each for each in named if is_one_place(each.postcode, postcode)])


def _first(found: Sequence[Any]) -> Any:
    """A claimed one before others, then the oldest."""
    return min(found, key=lambda each: (each.state != "claimed", each.id), default=None)


def is_one_place(one: str, other: str) -> bool:
    """Whether two postcodes may be one firm's: a missing one says nothing, half of one the same half."""
    first, second = parse_postcode(one), parse_postcode(other)
    return first is None or second is None or first.outcode == second.outcode


def _may_be_called(held: Any, key: str) -> bool:
    likeness: float = fuzz.token_set_ratio(held.name_key, key)
    return likeness >= OTHER_FIRM


def _other_name(held: Any) -> str:
    return f"Check the company number: the register holds it as that of “{held.name}”"


def read_register(session: Session, rows: Sequence[Values]) -> Register:
    """What is held of these rows' firms. Four statements; take some hundreds of rows at most."""
    keys = {name_key(values["name"]) for values in rows}
    numbers = {values["company_number"] for values in rows} - {""}
    chosen = select(*(getattr(Supplier, name) for name in COLUMNS))
    met = chosen.where(or_(Supplier.name_key.in_(keys), Supplier.company_number.in_(numbers)))
    held = session.execute(met.order_by(Supplier.id)).all()
    ids = [each.id for each in held]
    described = session.scalars(
        select(Capability.supplier_id).where(Capability.supplier_id.in_(ids)).distinct()
    )
    gone = select(Removal.name_key).where(Removal.state == "removed", Removal.name_key.in_(keys))
    return Register(
        _by(held, "company_number"),
        _by(held, "name_key"),
        set(described),
        set(session.scalars(gone)),
    )


def _by(held: Iterable[Any], column: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for each in held:
        if getattr(each, column):
            found.setdefault(getattr(each, column), []).append(each)
    return found


@dataclass(slots=True)
class Seen:
    """The firms of the rows so far: of two rows about one firm the first counts."""

    numbers: dict[str, int] = field(default_factory=dict)
    names: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)

    def meet(self, values: Values, row: int) -> int | None:
        """The row that told of this firm before; None for a firm new to the file, which is kept."""
        key, number, postcode = name_key(values["name"]), values["company_number"], values["postcode"]
        if number in self.numbers:
            return self.numbers[number]
        for other, place, first in self.names.get(key, ()):
            if not (number and other) and is_one_place(place, postcode):
                return first
        if number:
            self.numbers[number] = row
        self.names.setdefault(key, []).append((number, postcode, row))
        return None
