"""How long things are kept: the one list that the retention and the privacy notice go by.

`days` count from the day that `counted_from` says. A rule without days keeps things as long as the hub runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

THREE_YEARS = 3 * 365 + 1
"""Three years with the one leap day that they may hold: never a day too short."""

SIX_YEARS = 6 * 365 + 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of thing: what it is, how long it is kept, from when on, by whose decision, since when."""

    name: str
    kept: str
    days: int | None
    counted_from: str
    source: str
    since: date

    @property
    def sentence(self) -> str:
        return f"{self.kept}{' ' if self.days else ', '}{self.counted_from}"


HUB = "the hub’s own decision: no longer than it is of use"
LAW = "Procurement Act 2023, section 98: records of a procurement are kept for three years"
FIRST = date(2026, 11, 25)

RULES = (
    Rule(
        "decision records",
        "3 years",
        THREE_YEARS,
        "from the end: the last change of a closed requirement and of how it ended, its rankings with what "
        "they were made from, and its shortlists",
        LAW,
        FIRST,
    ),
    Rule("exports", "3 years", THREE_YEARS, "after the file was taken", LAW, date(2026, 12, 1)),
    Rule("invitations", "30 days", 30, "after they were used or withdrawn or ran out", HUB, FIRST),
    Rule("ended sign-ins", "30 days", 30, "after the sign-in ended", HUB, FIRST),
    Rule("abandoned registrations", "90 days", 90, "after the last answer", HUB, FIRST),
    Rule("undelivered mail", "7 days", 7, "after it was written", HUB, FIRST),
    Rule("decided claims", "1 year", 365, "after they were decided", HUB, FIRST),
    Rule(
        "unconfirmed accounts",
        "30 days",
        30,
        "after they were made, where the address was not confirmed and the person joined no organisation",
        HUB,
        FIRST,
    ),
    Rule(
        "imports",
        "30 days",
        30,
        "after the last change of a list of firms, or of its report",
        HUB,
        date(2026, 11, 30),
    ),
    Rule(
        "finished queue items",
        "1 year",
        365,
        "after they were done or settled",
        HUB,
        date(2026, 12, 1),
    ),
    Rule(
        "contacts and figures",
        "6 years",
        SIX_YEARS,
        "after the day of a contact with a firm, or the day that its jobs and turnover are as at",
        "the hub’s own decision: funders ask what came of support for years after it",
        date(2026, 12, 1),
    ),
    Rule("outbox files", "30 days", 30, "after the mail was kept as a file", HUB, FIRST),
    Rule(
        "events and looks",
        "As long as the hub runs",
        None,
        "because each entry of the record proves the one before it. People stand in it by number",
        "the hub’s own decision: a record with gaps proves nothing",
        FIRST,
    ),
)


def rule_named(name: str) -> Rule:
    """Raises KeyError."""
    return {rule.name: rule for rule in RULES}[name]
