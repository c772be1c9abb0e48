"""Company numbers as Companies House writes them: 8 digits, or 2 letters and 6 digits."""

from __future__ import annotations

import re

SHAPE = re.compile(r"(?:[0-9]{8}|[A-Z]{2}[0-9]{6})\Z")
LENGTH = 8
SHORTEST = 7
"""Numbers below 10,000,000 are often written without their leading nought."""


def read_company_number(text: str) -> str | None:
    """The number in the register's own spelling, or None where no such number can exist.

    >>> read_company_number("sc 123 456"), read_company_number("1234567"), read_company_number("12345")
    ('SC123456', '01234567', None)
    """
    written = re.sub(r"[\s.-]", "", text).upper()
    if written.isascii() and written.isdecimal() and len(written) == SHORTEST:
        written = written.zfill(LENGTH)
    return written if SHAPE.match(written) else None
