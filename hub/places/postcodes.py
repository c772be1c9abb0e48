"""UK postcodes as people type them, and the form the hub keeps them in."""

from __future__ import annotations

import re
from dataclasses import dataclass

OUTCODE = r"(?P<area>[A-Z]{1,2})[0-9][0-9A-Z]?"
INCODE = r"[0-9][ABD-HJLNP-UW-Z]{2}"
"""The last two letters are never C, I, K, M, O or V."""
POSTCODE = re.compile(rf"(?P<outcode>{OUTCODE})(?P<incode>{INCODE})?")
LONGEST = 12
"""Characters that may stand in the field: a postcode has at most seven, the rest is spacing."""


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode in its parts: `DE1 2FS` has the outcode DE1, the incode 2FS and lies in the area DE."""

    area: str
    outcode: str
    incode: str = ""

    def __str__(self) -> str:
        return f"{self.outcode} {self.incode}".strip()


def parse_postcode(text: str) -> Postcode | None:
    """A full postcode or an outward code alone, in any case and spacing; None where it is neither.

    Whether it is in use is not looked up.
    """
    written = "".join(text.split())
    if len(text) > LONGEST or not written.isascii():
        return None
    found = POSTCODE.fullmatch(written.upper())
    if found is None:
        return None
    return Postcode(found["area"], found["outcode"], found["incode"] or "")


def normalise_postcode(text: str) -> str | None:
    """`de12fs` as `DE1 2FS`, `de1` as `DE1`; None where it is no postcode."""
    postcode = parse_postcode(text)
    return None if postcode is None else str(postcode)
