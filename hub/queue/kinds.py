"""The kinds of queue items: what they are called, how urgent they are, and what settles each."""

from __future__ import annotations

from dataclasses import dataclass

FEWEST = 3
"""Suppliers that match a requirement, or it needs a look."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`by_hand` where the source has no act of its own that settles it: an adviser says that it is done."""

    name: str
    words: str
    urgency: int
    reason: str
    """Why it is in the queue; empty where the item itself says."""
    action: str
    endpoint: str
    by_hand: bool = True
    anchor: str = ""
    """Where on a page that shows several the thing stands; the public id follows."""


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "claim",
            "Claims",
            0,
            "Somebody says that this record is their firm’s",
            "Decide the claim",
            "advice.claim",
            by_hand=False,
        ),
        Kind(
            "removal",
            "Requests to remove a record",
            0,
            "Somebody asks for this record to be removed",
            "Decide the request",
            "advice.decisions",
            by_hand=False,
            anchor="removal-",
        ),
        Kind(
            "buyer",
            "Buying organisations to confirm",
            0,
            "This buying organisation waits for the hub to confirm it",
            "Look at its members",
            "advice.decisions",
            by_hand=False,
            anchor="buyer-",
        ),
        Kind(
            "few",
            f"Requirements with fewer than {FEWEST} matches",
            1,
            f"Fewer than {FEWEST} suppliers match this requirement",
            "Read the requirement",
            "requirements.show",
        ),
        Kind("register", "Companies House", 1, "", "Record a check", "upkeep.check_company"),
        Kind("certificate", "Certificates and insurances", 1, "", "Look at the profile", "suppliers.show"),
        Kind(
            "pair",
            "Firms listed twice",
            2,
            "",
            "Compare the two records",
            "duplicates.show",
            by_hand=False,
        ),
        Kind(
            "flagged",
            "Texts to look at",
            2,
            "A text of this profile looks as if it were written to be found",
            "Read the text",
            "suppliers.show",
        ),
        Kind("profile", "New and changed profiles", 2, "", "Read the profile", "suppliers.show"),
    )
}
"""In the order in which the page counts them."""

NEW_PROFILE = "This profile is new"
CHANGED_PROFILE = "The firm changed its profile"
