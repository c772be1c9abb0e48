"""VAT registration numbers of the United Kingdom: 9 digits, or 12 where a branch has its own."""

from __future__ import annotations

import re

SHAPE = re.compile(r"(?:GB|XI)?(?P<digits>[0-9]{9}(?:[0-9]{3})?)\Z")
WEIGHTS = (8, 7, 6, 5, 4, 3, 2)
NEWER = 55
"""Added to the sum for numbers given out since 2010, which the older rule would refuse."""


def read_vat_number(text: str) -> str | None:
    """The digits of the number, without the country; None where no such number can exist.

    The last two of nine digits are check digits: with them the weighted sum of the others is a multiple of
    97, or is so once 55 is added (HMRC, VAT registration number check digits).

    >>> read_vat_number("gb 980 7806 84"), read_vat_number("980780685")
    ('980780684', None)
    """
    found = SHAPE.match(re.sub(r"[\s.-]", "", text).upper())
    if found is None or not found["digits"].isascii():
        return None
    digits = [int(digit) for digit in found["digits"]]
    total = sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=False))
    total += 10 * digits[7] + digits[8]
    return found["digits"] if total % 97 == 0 or (total + NEWER) % 97 == 0 else None
