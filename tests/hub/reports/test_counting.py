"""Each figure of a report beside its working, on the small world of `reports_made.py`."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.contacts.models import FirmContact
from hub.places.models import County
from hub.reports.composing import compose
from hub.reports.counting import count_all, list_counties
from hub.reports.periods import Period, Quarter, quarter_of, quick_choices, read_period
from hub.suppliers.models import Supplier
from tests.hub.matches.catalogue_made import counted_statements
from tests.hub.reports.reports_made import SPRING, figure, log, make_firm, make_place, make_world

GONE = None
LIGHT, MEDIUM, INTENSIVE = range(3)


@pytest.fixture
def firms(session: Session) -> list[Supplier]:
    return make_world(session)


def shown(session: Session, period: Period = SPRING) -> dict[tuple[str, str, str], object]:
    return {
        (section.measure.key, part, row.label): row.values
        for section in compose(session, period)
        for part, rows in section.parts.items()
        for row in rows
    }


@pytest.mark.usefixtures("firms")
def test_counts_before_anything_is_left_out(session: Session) -> None:
    counties = list_counties(session)
    avon, brent = (
        session.scalars(select(County.id).where(County.name == name)).one() for name in ("Avon", "Brent")
    )
    found = count_all(session, SPRING, list(counties))
    assert found["helped"] == {
        # 26 calls and 10 visits; 26 x 2 + 10 x 12 = 172 quarters
        "whole": {None: (26, 36, 172)},
        # 10 firms: 20 contacts, 10 x (2 + 12) quarters; 16 firms with 2 quarters each
        "intensity": {LIGHT: (16, 16, 32), INTENSIVE: (10, 20, 140)},
        # Avon: 12 x 2 + 10 x 12 = 144; Brent: 14 x 2 = 28
        "county": {avon: (12, 22, 144), brent: (14, 14, 28)},
        "size": {"small": (12, 22, 144), "micro": (14, 14, 28)},
        "ownership": {"women": (12, 22, 144)},
    }
    # changes are 0, 1, ... 19 tenths: their sum is 190, their median 9.5
    assert found["jobs"]["whole"] == {None: (20, 2000, 2190, 190, 9.5)}
    # 0 to 11: 66, median 5.5; 12 to 19: 124, median 15.5
    assert found["jobs"]["county"] == {avon: (12, 1200, 1266, 66, 5.5), brent: (8, 800, 924, 124, 15.5)}
    assert found["jobs"]["ownership"] == {"women": (12, 1200, 1266, 66, 5.5)}
    assert found["turnover"]["whole"] == {}
    # 14 in April, by their first day, and firm 0 again in June
    assert found["introduced"]["whole"] == {None: (14, 15)}
    assert found["introduced"]["county"] == {avon: (12, 13), brent: (2, 2)}
    assert found["won"]["whole"] == {None: (12, 12)}
    assert found["valued"]["whole"] == {None: (10, 10_000)}


@pytest.mark.usefixtures("firms")
def test_a_report_leaves_out_what_tells_of_a_few(session: Session) -> None:
    report = shown(session)
    assert report["helped", "intensity", "Intensive"] == (10, 20, 140)
    assert report["helped", "intensity", "Medium"] == (0, 0, 0), "it follows from the total"
    assert report["helped", "county", "Avon"] == (12, 22, 144)
    assert report["helped", "ownership", "Led by women"] == (12, 22, 144)
    assert report["helped", "ownership", "Led by disabled people"] is GONE
    assert report["jobs", "whole", "All firms"] == (20, 2000, 2190, 190, 9.5)
    # 8 firms of Brent are few, and Avon alone would give them away
    assert report["jobs", "county", "Brent"] is GONE
    assert report["jobs", "county", "Avon"] is GONE
    # 12 of 20 led by women leaves 8 others
    assert report["jobs", "ownership", "Led by women"] is GONE
    assert report["turnover", "whole", "All firms"] is GONE
    assert report["introduced", "county", "Brent"] is GONE
    assert report["won", "whole", "All firms"] == (12, 12)
    # all twelve winners are led by women: who knows one would know what its owner said
    assert report["won", "ownership", "Led by women"] is GONE


@pytest.mark.usefixtures("firms")
def test_a_quarter_in_which_a_firm_was_rung_tells_nothing_of_it(session: Session) -> None:
    summer = Period(Quarter(2026, 3), Quarter(2026, 3))
    assert shown(session, summer)["helped", "whole", "All firms"] is GONE
    both = Period(Quarter(2026, 2), Quarter(2026, 3))
    assert shown(session, both)["helped", "whole", "All firms"] == (26, 37, 180)


@pytest.mark.parametrize(
    ("days", "pair"),
    [
        # the last on or before the first contact, 1 May 2026; the latest half a year later
        ([(2025, 1, 1), (2026, 5, 1), (2026, 10, 31), (2027, 3, 1)], (2, 4)),
        # 183 days after 1 May are 31 October
        ([(2026, 1, 1), (2026, 10, 30)], None),
        ([(2026, 1, 1), (2026, 10, 31)], (1, 2)),
        # none before: the first within 183 days after, and the other 183 days after that
        ([(2026, 5, 2), (2026, 6, 1), (2026, 11, 1)], (1, 3)),
        ([(2026, 6, 1), (2026, 11, 1)], None),
        ([(2026, 11, 1), (2027, 11, 1)], None),
    ],
)
def test_before_and_after(
    session: Session, days: list[tuple[int, int, int]], pair: tuple[int, int] | None
) -> None:
    """The figures are 1, 2, 3 and 4 pounds in the order of their days."""
    firm = make_firm(session, 1, None)
    log(session, firm, date(2026, 5, 1), 2)
    log(session, firm, date(2026, 6, 1), 2)
    for pounds, day in enumerate(days, 1):
        figure(session, firm, date(*day), turnover=pounds)
    session.flush()
    found = count_all(session, SPRING, [])["turnover"]["whole"]
    expected = {None: (1, *pair, pair[1] - pair[0], float(pair[1] - pair[0]))} if pair else {}
    assert found == expected


def test_the_first_contact_of_a_firm_may_be_before_the_period(session: Session) -> None:
    """It was rung in 2025 first: a figure of April 2026 is one after that."""
    firm = make_firm(session, 1, None)
    for day in (date(2025, 5, 1), date(2026, 5, 1)):
        log(session, firm, day, 2)
    figure(session, firm, date(2025, 4, 1), turnover=10)
    figure(session, firm, date(2026, 4, 1), turnover=12)
    session.flush()
    assert count_all(session, SPRING, [])["turnover"]["whole"] == {None: (1, 10, 12, 2, 2.0)}


def test_counties_with_few_firms_stand_together(session: Session) -> None:
    avon, brent = make_place(session, "Avon"), make_place(session, "Brent")
    for number in range(21):
        firm = make_firm(session, number, avon if number < 12 else brent if number < 15 else None)
        log(session, firm, date(2026, 5, 1), 2)
    session.flush()
    report = shown(session)
    assert report["helped", "county", "Avon"] is GONE
    assert report["helped", "county", "Elsewhere, or not known"] is GONE, "3 + 6 = 9 firms are few"
    assert ("helped", "county", "Brent") not in report


def test_a_larger_hub_is_counted_in_as_many_statements(session: Session, firms: list[Supplier]) -> None:
    compose(session, SPRING)  # the transaction has begun
    with counted_statements() as few:
        compose(session, SPRING)
    for number in range(100, 140):
        firm = make_firm(session, number, None)
        session.add(
            FirmContact(
                supplier_id=firm.id,
                day=date(2026, 5, 1),
                channel="call",
                intensity="medium",
                quarters=1,
                about="",
            )
        )
    session.flush()
    with counted_statements() as many:
        compose(session, SPRING)
    assert len(few) == len(many) == 10


def test_periods_are_whole_quarters() -> None:
    assert quarter_of(date(2026, 6, 30)) == Quarter(2026, 2)
    assert quarter_of(date(2026, 7, 1)) == Quarter(2026, 3)
    found = {words: (each.since, each.until) for words, each in quick_choices(date(2026, 2, 1)).items()}
    assert found == {
        "Last quarter": (date(2025, 10, 1), date(2025, 12, 31)),
        "This quarter": (date(2026, 1, 1), date(2026, 3, 31)),
        "Last financial year": (date(2024, 4, 1), date(2025, 3, 31)),
        "This financial year": (date(2025, 4, 1), date(2026, 3, 31)),
    }
    assert read_period("26q2-27q1") == Period(Quarter(2026, 2), Quarter(2027, 1))
    assert read_period("26q2-27q1").overlaps(SPRING)
    assert not SPRING.overlaps(SPRING)
    assert not read_period("26q3-27q1").overlaps(SPRING)
