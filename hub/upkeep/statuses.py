"""What Companies House calls the state of a company, and what the hub calls it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

STATUSES: Mapping[str, str] = {
    "active": "Active",
    "strike-off": "Proposed to be struck off",
    "liquidation": "In liquidation",
    "administration": "In administration",
    "receivership": "In receivership",
    "arrangement": "In a voluntary arrangement",
    "other": "Neither active nor dissolved",
    "closed": "Closed or converted",
    "dissolved": "Dissolved",
    "absent": "No longer on the register",
}
"""What stands in `Supplier.register_status`, in words. The last three are `GONE_STATUSES`."""

WRITTEN = (
    ("proposal to strike off", "strike-off"),
    ("voluntary arrangement", "arrangement"),
    ("in administration", "administration"),
    ("administration order", "administration"),
    ("receiver", "receivership"),
    ("liquidation", "liquidation"),
    ("dissolved", "dissolved"),
    ("struck off", "dissolved"),
    ("removed", "dissolved"),
    ("closed", "closed"),
    ("converted", "closed"),
)
"""Words of `CompanyStatus` and what they mean: the first that is found counts. A company with several answers
("In Administration/Receiver Manager") has the one that stands first here."""


@dataclass(frozen=True, slots=True)
class Check:
    """What an adviser found at the company register, and on which day. An empty name says that it is the one
    that the hub knows the firm by."""

    status: str
    name: str
    dissolved_on: date | None
    checked_on: date


def read_status(written: str) -> str:
    """A key of `STATUSES` for the register's own words; `other` for words that are not known.

    >>> read_status("Active - Proposal to Strike off"), read_status("RECEIVER MANAGER"), read_status("Open")
    ('strike-off', 'receivership', 'other')
    """
    words = written.casefold().strip()
    sound = "active" if words.startswith("active") else "other"
    return next((key for part, key in WRITTEN if part in words), sound)
