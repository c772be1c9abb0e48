"""What the demo generator yields: plain records, ready for any table."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple


class FirmCapability(NamedTuple):
    """One thing a firm says it can do. `category` is a slug."""

    public_id: str
    title: str
    description: str
    category: str
    state: str = "published"


class FirmContract(NamedTuple):
    """Work done. `value` in pounds; `source_key` only where it was published."""

    public_id: str
    title: str
    description: str
    buyer_name: str
    category: str
    value: int | None
    starts_on: date
    ends_on: date | None
    source: str
    source_key: str | None


class FirmFact(NamedTuple):
    """A stated fact under its name in `hub/facts/kinds.py`."""

    name: str
    value: Any
    body: str = ""
    number: str = ""
    expires_on: date | None = None


class Firm(NamedTuple):
    """A fictional firm. `trade` is the material it was written from; what is not known is empty."""

    public_id: str
    trade: str
    state: str
    name: str
    kind: str = ""
    size: str = ""
    outcode: str = ""
    company_number: str | None = None
    website: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    capabilities: tuple[FirmCapability, ...] = ()
    contracts: tuple[FirmContract, ...] = ()
    facts: tuple[FirmFact, ...] = ()
