"""Reading the values in a publisher's cells: days, sums of money, sizes."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from hub.awards.cleaning import clean_line
from hub.awards.records import Firm, UnusableValueError
from hub.suppliers.models import SUPPLIER_SIZES
from hub.suppliers.naming import NAME_LENGTH, tidy_name

LARGEST_AMOUNT = Decimal(10) ** 12
"""A contract's value holds twelve digits before the point."""
POUNDS = re.compile(r"-?£?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,10})?")
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=$|[T ])")


def read_pounds(text: str) -> Decimal | None:
    """Pounds as written, with or without thousands separated; None for an empty cell."""
    plain = text.strip()
    if not plain:
        return None
    if not POUNDS.fullmatch(plain):
        raise UnusableValueError("the amount is not a number of pounds", plain)
    return check_amount(Decimal(plain.replace("£", "").replace(",", "")))


def check_amount(amount: Decimal) -> Decimal:
    try:
        if abs(amount) < LARGEST_AMOUNT:
            return amount
    except InvalidOperation:
        pass
    raise UnusableValueError("the amount is larger than the hub can hold", str(amount)[:40])


def read_day(text: str) -> date | None:
    """The day that an ISO date or moment starts with, as its publisher wrote it; None for an empty cell."""
    if not text.strip():
        return None
    found = DAY.match(text.strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else _refuse_day(text)
    except ValueError:
        return _refuse_day(text)


def _refuse_day(text: str) -> date | None:
    raise UnusableValueError("the date is not a day of the calendar", clean_line(text, 40))


def read_size(text: str) -> str:
    """One of the hub's four sizes. "SME" says no more than "not large", and stays unsaid."""
    size = text.strip().casefold()
    return size if size in SUPPLIER_SIZES else ""


def read_firm(name: str, *, company_number: str = "", size: str = "", postcode: str = "") -> Firm:
    tidy = tidy_name(name[: 5 * NAME_LENGTH])
    if not tidy:
        raise UnusableValueError("no supplier is named")
    if len(tidy) > NAME_LENGTH:
        raise UnusableValueError(f"the supplier’s name is longer than {NAME_LENGTH} characters", tidy[:40])
    return Firm(tidy, company_number, size, postcode)
