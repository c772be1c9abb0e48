"""A small world whose every figure can be worked out on paper: see `test_counting.py`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from hub.contacts.models import FirmContact
from hub.endings.models import Ending, EndingAward
from hub.growth.models import FirmFigure, FirmOwnership
from hub.matches.models import Run
from hub.places.models import County, Place
from hub.reports.periods import Period, Quarter
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Supplier
from tests.hub.requirements.requirements_made import make_requirement
from tests.people import make_member

SPRING = Period(Quarter(2026, 2), Quarter(2026, 2))
"""April to June 2026."""


def make_place(session: Session, name: str) -> Place:
    county = County(slug=name.lower(), name=name)
    place = Place(code=name[:2].upper(), level="area", name=name, county=county, latitude=52, longitude=-1)
    session.add(place)
    session.flush()
    return place


def make_firm(session: Session, number: int, place: Place | None, **columns: Any) -> Supplier:
    firm = Supplier(name=f"Firm {number}", name_key=f"firm {number}", place_id=place.id if place else None)
    for name, value in columns.items():
        setattr(firm, name, value)
    session.add(firm)
    session.flush()
    return firm


def log(session: Session, firm: Supplier, day: date, quarters: int, intensity: str = "light") -> FirmContact:
    contact = FirmContact(
        supplier_id=firm.id, day=day, channel="call", intensity=intensity, quarters=quarters, about="Plans"
    )
    session.add(contact)
    return contact


def figure(session: Session, firm: Supplier, day: date, **columns: int) -> None:
    session.add(FirmFigure(supplier_id=firm.id, as_at=day, given="firm", **columns))


def make_world(session: Session) -> list[Supplier]:
    """Firms 0 to 11 in Avon, small; 12 to 25 in Brent, micro. Committed.

    Every firm was rung on 1 May for half an hour. Firms 0 to 9 were visited on 2 May for three hours, as part
    of intensive support. A visit to firm 10 was struck out, and firm 25 was rung again in July.
    Firms 0 to 19 had 10 jobs on 1 January 2026, and 10 and a half times their number tenths more on 1
    January 2027. Firms 0 to 11 are led by women, as their owners say.
    """
    avon, brent = make_place(session, "Avon"), make_place(session, "Brent")
    firms = [make_firm(session, number, avon, size="small") for number in range(12)]
    firms += [make_firm(session, number, brent, size="micro") for number in range(12, 26)]
    for number, firm in enumerate(firms):
        log(session, firm, date(2026, 5, 1), 2)
        if number < 10:
            log(session, firm, date(2026, 5, 2), 12, "intensive")
        if number < 12:
            session.add(FirmOwnership(supplier_id=firm.id, kind="women"))
        if number < 20:
            figure(session, firm, date(2026, 1, 1), jobs_tenths=100)
            figure(session, firm, date(2027, 1, 1), jobs_tenths=100 + number)
    log(session, firms[10], date(2026, 5, 3), 90).struck_at = datetime(2026, 5, 4, tzinfo=UTC)
    log(session, firms[25], date(2026, 7, 1), 8)
    _decide(session, firms)
    session.commit()
    return firms


def _decide(session: Session, firms: list[Supplier]) -> None:
    """Firms 0 to 13 are on a shortlist shared in April and frozen in July; firm 0 also on one frozen in June.
    Firms 0 to 9 won £1,000 each, firms 10 and 11 something without a value."""
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, title="Drains")
    ending = Ending(requirement=requirement, how="awarded")
    april, june, july = (datetime(2026, month, 30, 23, 30, tzinfo=UTC) for month in (4, 6, 7))
    for chosen, moments in (
        (firms[:14], {"shared_at": april, "frozen_at": july}),
        (firms[:1], {"frozen_at": june}),
        (firms[:20], {"frozen_at": july}),
        (firms[:20], {}),
    ):
        run = Run(
            requirement=requirement,
            catalogue_version=1,
            code_version="0",
            asked={},
            matches=[],
            digest="0" * 64,
        )
        shortlist = Shortlist(
            organisation_id=requirement.organisation_id, requirement=requirement, run=run, **moments
        )
        shortlist.entries = [
            ShortlistEntry(
                supplier=firm,
                supplier_name=firm.name,
                position=place,
                rank=place,
                score=0.5,
                band=1,
                verdicts=[],
                evidence=[],
            )
            for place, firm in enumerate(chosen, 1)
        ]
        session.add(shortlist)
    ending.awards = [
        EndingAward(
            supplier=firm,
            supplier_name=firm.name,
            title="Drains",
            value=Decimal(1000) if place < 10 else None,
            awarded_on=date(2026, 6, 30),
        )
        for place, firm in enumerate(firms[:12])
    ]
    session.add(ending)
