"""What a report counts: the measures with their definitions and columns, and what firms are parted by."""

from __future__ import annotations

from dataclasses import dataclass

PARTS = ("whole", "intensity", "county", "size", "ownership")
SPAN = 183
"""Days of the six months that part “before” from “after”."""


@dataclass(frozen=True, slots=True)
class Measure:
    """`columns` are headings with how their values read; the first are the firms that count.

    The firms of one `within` another are some of the other's.
    """

    key: str
    heading: str
    definition: str
    columns: tuple[tuple[str, str], ...]
    parts: tuple[str, ...] = ("whole", "county", "size", "ownership")
    within: str = ""


GROWTH = (
    "Firms helped in the period that have both figures, as known today. Before: the last figure on or before "
    "the day of the firm’s first contact, or else the first one within six months after it. After: the "
    "latest figure at least six months after that contact and that figure. Six months are 183 days. The "
    "median is that of the firms’ changes."
)
MEASURES = (
    Measure(
        "helped",
        "Firms helped",
        "Firms with a contact of an adviser in the period, entries that were struck out aside. A firm counts "
        "once, under the most intensive of its contacts in the period; contacts and hours are all of its.",
        (("Firms", "count"), ("Contacts", "count"), ("Hours", "quarters")),
        PARTS,
    ),
    *(
        Measure(
            key,
            heading,
            GROWTH,
            (("Firms", "count"), *((word, kind) for word in ("Before", "After", "Change", "Median change"))),
            within="helped",
        )
        for key, heading, kind in (
            ("jobs", "Jobs before and after", "tenths"),
            ("turnover", "Turnover before and after", "pounds"),
        )
    ),
    Measure(
        "introduced",
        "Introductions to buyers",
        "Firms on shortlists that were shared with the hub or frozen in the period, whichever came first. A "
        "firm on two shortlists was introduced twice.",
        (("Firms", "count"), ("Introductions", "count")),
    ),
    Measure(
        "won",
        "Awards won",
        "Firms of the register that buyers recorded an award to on this hub, by the award date. Awards that "
        "were imported do not count.",
        (("Firms", "count"), ("Awards", "count")),
    ),
    Measure(
        "valued",
        "Value of awards won",
        "The same, for firms with an award whose buyer stated a value: as stated, with VAT or without.",
        (("Firms", "count"), ("Value", "pounds")),
        within="won",
    ),
)
