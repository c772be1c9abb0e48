"""Loading the demo into a hub by command."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_security.utils import verify_password
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.categories.models import Category
from hub.database import open_session
from hub.demo.loading import load_demo
from hub.demo.signins import DEMO_PASSWORD, DEMO_SIGN_INS
from hub.matches.models import CatalogueChange
from hub.reports.composing import compose
from hub.reports.periods import quick_choices
from hub.requirements.models import Requirement
from hub.suppliers.models import Capability, Contract, Supplier
from tests.page_client import PageClient


def counted(app: Flask, model: type) -> int:
    with app.app_context(), open_session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_command_fills_an_empty_hub_and_prints_who_signs_in(app: Flask, page_client: PageClient) -> None:
    runner = app.test_cli_runner()
    result = runner.invoke(args=["load-demo"])
    assert result.exit_code == 0, result.output
    assert "Loaded 300 suppliers and 40 requirements." in result.stdout
    for each in DEMO_SIGN_INS:
        assert f"{each.email:<28} {each.password}" in result.stdout
    assert (counted(app, Supplier), counted(app, Requirement), counted(app, User)) == (300, 40, 4)
    assert counted(app, CatalogueChange) == 300
    with app.app_context(), open_session(writes=False) as session:
        check_what_was_loaded(session)
    again = runner.invoke(args=["load-demo", "--suppliers", "5"])
    assert again.output == "The demo is already loaded. Nothing changed.\n"
    assert counted(app, Supplier) == 300
    assert page_client.get("/categories/construction-and-trades").select(".hub-firms a")


def check_what_was_loaded(session: Session) -> None:
    """Everything has found its category and place, and four people their organisations."""
    assert session.scalar(select(func.count()).where(Capability.category_id.is_(None))) == 0
    assert session.scalar(select(func.count()).where(Contract.category_id.is_(None))) == 0
    lost = select(func.count()).where(Supplier.place_id.is_(None), Supplier.postcode != "")
    assert session.scalar(lost) == 0
    assert {each.state for each in session.scalars(select(Requirement))} == {"open", "closed"}
    assert all(each.place and each.categories for each in session.scalars(select(Requirement)))
    people = {user.email: user for user in session.scalars(select(User))}
    kinds = [people[each.email].memberships[0].organisation.kind for each in DEMO_SIGN_INS]
    assert kinds == ["supplier", "buyer", "hub", "hub"]
    assert all(verify_password(DEMO_PASSWORD, user.password) for user in people.values())
    supplier = people["supplier@demo.example"].memberships[0].organisation
    owned = session.scalars(select(Supplier).where(Supplier.organisation == supplier)).one()
    assert owned.place is not None
    assert owned.place.code == "ST16"
    claimed = select(Supplier).where(Supplier.state == "claimed")
    assert all(each.organisation_id for each in session.scalars(claimed))
    unclaimed = select(Supplier).where(Supplier.state == "unclaimed")
    assert not any(each.organisation_id for each in session.scalars(unclaimed))
    check_that_a_report_shows_something(session)


def check_that_a_report_shows_something(session: Session) -> None:
    """Of the last whole financial year: firms helped, and their jobs before and after."""
    helped, jobs = compose(session, quick_choices(date.today())["Last financial year"])[:2]
    assert helped.parts["whole"][0].values is not None
    assert jobs.parts["whole"][0].values is not None


def test_a_hub_with_real_accounts_is_refused_and_unchanged(app: Flask) -> None:
    with app.app_context(), open_session(writes=True) as session:
        session.add(User(email="clerk@council.example", fs_uniquifier="one"))
        session.commit()
    result = app.test_cli_runner().invoke(args=["load-demo"])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "this hub holds real accounts" in result.stderr
    assert counted(app, Supplier) == counted(app, Category) == 0


def test_a_hub_s_own_categories_and_places_are_left_as_they_are(context: Session) -> None:
    context.add(Category(slug="transport", name="Getting about", level="lot"))
    context.flush()
    load_demo(context, suppliers=12, requirements=3, seed=7, today=date(2026, 3, 1))
    assert context.scalars(select(Category.name)).all() == ["Getting about"]
    assert context.scalar(select(func.count()).select_from(Supplier)) == 12
    assert context.scalar(select(func.count()).where(Capability.category_id.is_not(None))) == 0


@pytest.mark.parametrize(("suppliers", "told"), [(0, []), (30, [30]), (1_001, [1_000, 1])])
def test_progress_is_told_batch_by_batch(context: Session, suppliers: int, told: list[int]) -> None:
    heard: list[int] = []
    load_demo(
        context, suppliers=suppliers, requirements=0, seed=7, today=date(2026, 3, 1), progress=heard.append
    )
    assert heard == told
    context.rollback()
