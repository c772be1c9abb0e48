"""Supply and demand counted by hand-worked registers, and what the page makes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.database import utc_now
from hub.insight.drawing import draw_chart, draw_map
from hub.insight.measuring import measure, months_to_measure
from hub.insight.models import SupplyCount
from hub.insight.queries import CountyBalance
from hub.places.models import County, Place
from hub.requirements.models import Requirement
from hub.suppliers.models import Capability, Supplier
from tests.hub.shortlists.test_statements import counted
from tests.page_client import PageClient
from tests.people import make_member, make_organisation

THIS = utc_now().date().replace(day=1)


class Hub:
    """A register of drains and roofs in two counties."""

    def __init__(self, session: Session) -> None:
        self.session, self.number = session, 0
        lot = Category(slug="works", name="Works", level="lot")
        self.drains = Category(slug="drains", name="Drains", level="category", parent=lot)
        self.jetting = Category(slug="jetting", name="Jetting", level="subcategory", parent=self.drains)
        self.roofs = Category(slug="roofs", name="Roofs", level="category", parent=lot)
        self.derby = Place(
            code="DE1",
            level="outcode",
            name="Derby",
            latitude=52.9,
            longitude=-1.5,
            county=County(slug="derby", name="Derby"),
        )
        self.stafford = Place(
            code="ST16",
            level="outcode",
            name="Stafford",
            latitude=52.8,
            longitude=-2.1,
            county=County(slug="staffordshire", name="Staffordshire"),
        )
        self.buyers = [make_organisation(session, "buyer") for _ in range(2)]
        session.add_all([self.drains, self.jetting, self.roofs, self.derby, self.stafford])
        session.flush()

    def supplier(self, place: Place | None, *categories: Category, **more: object) -> Supplier:
        self.number += 1
        supplier = Supplier(name=f"Firm {self.number}", name_key=f"firm {self.number}", place=place, **more)
        supplier.capabilities = [
            Capability(title="It", description="It", category=each) for each in categories
        ]
        self.session.add(supplier)
        return supplier

    def ask(
        self, place: Place | None, *categories: Category, buyer: int = 0, public: bool = True, **more: object
    ) -> Requirement:
        requirement = Requirement(
            organisation=self.buyers[buyer],
            title="Some of it",
            visibility="public" if public else "private",
            place=place,
            categories=list(categories),
            **more,
        )
        self.session.add(requirement)
        return requirement

    def counts(self, month: date = THIS) -> dict[tuple[str, str], tuple[int, int, int]]:
        """Suppliers, requirements and private ones by category and area."""
        self.session.flush()
        measure(self.session, month)
        rows = self.session.scalars(select(SupplyCount).where(SupplyCount.month == month))
        return {
            (row.category.slug, "whole" if row.whole else row.county.slug if row.county else "none"): (
                row.suppliers,
                row.requirements,
                row.private,
            )
            for row in rows
        }


@pytest.fixture
def hub(session: Session) -> Hub:
    return Hub(session)


def test_what_stands_under_a_category_counts_for_it_once(hub: Hub) -> None:
    hub.supplier(hub.derby, hub.drains, hub.jetting)
    hub.supplier(hub.stafford, hub.jetting)
    hub.supplier(None, hub.drains)
    hub.ask(hub.derby, hub.drains, hub.jetting, estimated_value=Decimal(5000))
    found = hub.counts()
    assert found == {
        ("drains", "derby"): (1, 1, 0),
        ("drains", "staffordshire"): (1, 0, 0),
        ("drains", "none"): (1, 0, 0),
        ("drains", "whole"): (3, 1, 0),
    }
    whole = select(SupplyCount.value).where(SupplyCount.whole)
    assert hub.session.scalars(whole).one() == Decimal(5000)


def test_who_is_not_ranked_and_what_is_not_published_are_no_supply(hub: Hub) -> None:
    hub.supplier(hub.derby, hub.drains, state="withdrawn")
    hub.supplier(hub.derby, hub.drains).capabilities[0].state = "withdrawn"
    assert hub.counts() == {}


def test_drafts_and_what_was_asked_longer_ago_are_no_demand(hub: Hub) -> None:
    hub.ask(hub.derby, hub.drains, state="draft")
    hub.ask(hub.derby, hub.drains, created_at=utc_now() - timedelta(days=400))
    assert hub.counts() == {}
    hub.ask(hub.derby, hub.drains, state="closed")
    assert hub.counts()["drains", "whole"] == (0, 1, 0)


@pytest.mark.parametrize(
    ("buyers", "told"), [([0, 0], 0), ([0, 0, 0], 0), ([0, 1], 0), ([0, 0, 1], 3), ([0, 1, 1, 1], 4)]
)
def test_private_ones_are_told_from_three_of_two_organisations_on_and_never_by_county(
    hub: Hub, buyers: list[int], told: int
) -> None:
    hub.supplier(hub.derby, hub.drains)
    for buyer in buyers:
        hub.ask(hub.derby, hub.drains, buyer=buyer, public=False, estimated_value=Decimal(9))
    found = hub.counts()
    assert found["drains", "whole"] == (1, 0, told)
    assert found["drains", "derby"] == (1, 0, 0)
    assert set(hub.session.scalars(select(SupplyCount.value))) == {Decimal(0)}


def test_a_month_back_knows_who_was_there_by_then(hub: Hub) -> None:
    before = (THIS - timedelta(days=1)).replace(day=1)
    hub.supplier(hub.derby, hub.roofs, created_at=datetime.combine(before, datetime.min.time(), UTC))
    hub.supplier(hub.derby, hub.roofs)
    assert hub.counts(before)["roofs", "whole"] == (1, 0, 0)
    assert hub.counts()["roofs", "whole"] == (2, 0, 0)


def test_a_month_counted_again_stands_once(hub: Hub) -> None:
    hub.supplier(hub.derby, hub.roofs)
    assert hub.counts() == hub.counts()


def test_months_that_nobody_counted_are_named_and_this_one_always() -> None:
    months = months_to_measure(date(2026, 2, 9), [date(2026, 1, 1), date(2026, 2, 1)])
    assert months[-1] == date(2026, 2, 1)
    assert months[0] == date(2024, 2, 1)
    assert date(2026, 1, 1) not in months
    assert len(months) == 24


def test_the_command_counts_and_says_so(app: Flask, hub: Hub) -> None:
    hub.supplier(hub.derby, hub.roofs)
    hub.session.commit()
    for _ in range(2):
        result = app.test_cli_runner().invoke(args=["measure-supply"])
        assert result.exit_code == 0, result.output
    reckoned = {row.reckoned for row in hub.session.scalars(select(SupplyCount))}
    assert reckoned == {False}, "it was not there in the months before"


def test_the_page_shows_deserts_and_what_came(hub: Hub, page_client: PageClient) -> None:
    hub.ask(hub.derby, hub.drains)
    hub.ask(hub.derby, hub.roofs)
    for _ in range(3):
        hub.supplier(hub.derby, hub.roofs)
    hub.counts()
    year_ago = SupplyCount(
        month=THIS.replace(year=THIS.year - 1), category=hub.roofs, whole=True, suppliers=1, requirements=4
    )
    hub.session.add(year_ago)
    hub.session.commit()
    page_client.sign_in(make_member(hub.session, "hub"))
    page = page_client.get("/advice/supply")
    first = page.select("table")[0]
    assert "Drains Desert" in " ".join(first.text_content().split())
    assert "Roofs" not in first.text_content()
    assert "Three or more can do it now" in page.text
    page = page_client.get("/advice/supply?show=all&county=derby&category=roofs")
    assert "Roofs" in page.select("table")[0].text_content()
    assert page_client.get("/advice/supply?show=nonsense&county=nowhere&category=none").heading


def test_before_anything_is_counted_the_page_says_so(session: Session, page_client: PageClient) -> None:
    page_client.sign_in(make_member(session, "hub"))
    assert "Nothing has been counted yet" in page_client.get("/advice/supply").text


def test_more_categories_cost_no_more_statements(hub: Hub, page_client: PageClient) -> None:
    page_client.sign_in(make_member(hub.session, "hub"))
    sent = []
    for number in (1, 20):
        for at in range(number):
            category = Category(slug=f"c{number}-{at}", name=f"C{number}-{at}", level="category")
            hub.session.add(category)
            hub.ask(hub.derby, category)
        hub.counts()
        hub.session.commit()
        page_client.get("/advice/supply")
        with counted(page_client.app) as statements:
            page_client.get("/advice/supply")
        sent.append(len(statements))
    assert sent[0] == sent[1] <= 16


def test_a_chart_needs_two_months_and_keeps_inside_its_frame() -> None:
    assert draw_chart([(THIS, 1, 2)], suppliers=True) is None
    trend = [(date(2026, month, 1), month, 10 * month) for month in range(1, 7)]
    chart = draw_chart(trend, suppliers=True)
    assert chart is not None
    assert [line.last for line in chart.lines] == [6, 60]
    points = [tuple(map(float, point.split(","))) for line in chart.lines for point in line.points.split()]
    assert all(0 <= x <= 600 and 0 <= y <= 240 for x, y in points)


def test_north_is_up_and_west_is_left() -> None:
    derby = CountyBalance("Derby", "derby", 52.9, -1.5, 3, 1)
    cornwall = CountyBalance("Cornwall", "cornwall", 50.4, -4.8, 1, 0)
    first, second = draw_map([derby, cornwall])
    assert first.x > second.x
    assert first.y < second.y
    assert draw_map([]) == []
