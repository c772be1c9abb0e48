"""Small catalogues to rank, with firms that do something else standing beside those a test asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.database import get_engine
from hub.places.models import County, Place
from hub.suppliers.models import Capability, Contract, Fact, Supplier
from hub.suppliers.naming import name_key

DRAINS = "We clear blocked drains and gullies by high-pressure jetting"


def make_firm(session: Session, name: str, *texts: str, **columns: Any) -> Supplier:
    """A supplier with a published capability for each text, `title: description`. Not committed."""
    firm = Supplier(name=name, name_key=name_key(name), **columns)
    for position, text in enumerate(texts):
        title, _, description = text.partition(": ")
        firm.capabilities.append(Capability(title=title, description=description, position=position))
    session.add(firm)
    return firm


def make_catalogue(session: Session) -> dict[str, Supplier]:
    """Four firms by a short name, committed: two of them work on drains."""
    firms = {
        "swift": make_firm(session, "Swift Drainage Ltd", f"Blocked drain clearance: {DRAINS} for schools"),
        "peak": make_firm(
            session, "Peak Pipe and Gully", "Gully emptying: Highway gullies and drains emptied"
        ),
        "bright": make_firm(session, "Bright Office Plants", "Office plants: Plants watered in offices"),
        "kestrel": make_firm(
            session, "Kestrel Networks", "Wi-Fi for schools: Wireless networks in classrooms"
        ),
    }
    session.commit()
    return firms


def make_many(session: Session, number: int) -> None:
    """Firms that all clear drains, each a little less than the last, with contracts, facts and a place."""
    county = County(slug="derby", name="Derby")
    place = Place(code="DE1", level="outcode", name="Derby", county=county, latitude=52.92, longitude=-1.47)
    for at in range(number):
        filler = " ".join(f"other{word}" for word in range(at % 40))
        firm = make_firm(session, f"Firm {at:03}", f"Drains: Blocked drains cleared {filler}", place=place)
        firm.contracts.append(
            Contract(title="Blocked drains at a school", buyer_name=f"Council {at}", source="own")
        )
        firm.facts.append(Fact(name="iso_9001", value=at % 2 == 0))
    session.commit()


def make_categories(session: Session) -> dict[str, Category]:
    lot = Category(slug="facilities", name="Facilities and cleaning", level="lot")
    drains = Category(slug="drain-clearance", name="Drain clearance", level="category", parent=lot)
    offices = Category(slug="office-cleaning", name="Office cleaning", level="category", parent=lot)
    session.add_all([lot, drains, offices])
    session.commit()
    return {each.slug: each for each in (lot, drains, offices)}


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The SQL that is sent inside the block. Needs an application context."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    engine = get_engine()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
