"""Profiles that need a look, made by hand, and a company register's file of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from hub.suppliers.models import Fact, Supplier
from tests.hub.suppliers.suppliers_made import make_capability, make_supplier

TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
HEADING = (
    "CompanyName",
    " CompanyNumber",
    "RegAddress.PostCode",
    "CompanyStatus",
    "DissolutionDate",
    "PreviousName_1.CONDATE",
    " PreviousName_1.CompanyName",
    " PreviousName_2.CompanyName",
)
LINE = {"CompanyName": "KESTREL DRAINS LIMITED", " CompanyNumber": "01234567", "CompanyStatus": "Active"}


def make_firm(session: Session, name: str = "Kestrel Drains Ltd", **columns: Any) -> Supplier:
    """A claimed firm that clears drains, with a company number. Not committed."""
    firm = make_supplier(session, name, **{"company_number": "01234567"} | columns)
    make_capability(session, firm, "Blocked drains", description="We clear blocked drains and gullies")
    return firm


def make_certificate(firm: Supplier, days: int, name: str = "iso_9001", today: date = TODAY) -> Fact:
    """A certificate of the firm that ends so many days after today."""
    fact = Fact(name=name, value=True, expires_on=today + timedelta(days=days))
    firm.facts.append(fact)
    return fact


def write_companies(path: Path, lines: Iterable[Mapping[str, str]], heading: Iterable[str] = HEADING) -> Path:
    """A snapshot with these lines; what a line leaves out is as in `LINE`, or empty."""
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(heading), restval="", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(LINE | dict(line) for line in lines)
    return path
