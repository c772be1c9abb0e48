"""Browsing the categories, and loading them by command."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.categories.loading import load_categories, load_own_categories
from hub.categories.models import Category
from hub.categories.queries import find_category
from hub.categories.reading import CategoryRow
from hub.database import open_session
from hub.suppliers.models import Capability, Supplier
from tests.page_client import PageClient


def test_anybody_browses_from_lots_down_to_a_subcategory(session: Session, page_client: PageClient) -> None:
    load_own_categories(session)
    session.commit()
    lots = page_client.get("/categories")
    assert lots.heading == "Categories"
    assert len(lots.select("main ul li a")) == 13
    lot = page_client.get("/categories/cloud-software")
    assert "Ready-made programs" in lot.text
    assert len(lot.select("main ul li a")) == 18
    payroll = page_client.get("/categories/cloud-software-payroll")
    assert payroll.texts(".govuk-breadcrumbs a") == ["Categories", "Cloud software", "Accounting and finance"]
    assert "No supplier has published anything" in payroll.text


def test_an_unknown_category_is_not_found(page_client: PageClient) -> None:
    page_client.get("/categories/no-such-thing", status=404)


def test_a_hub_without_categories_says_so(page_client: PageClient) -> None:
    assert "no categories yet" in page_client.get("/categories").text


def test_a_category_lists_twenty_five_suppliers_a_page(session: Session, page_client: PageClient) -> None:
    load_own_categories(session)
    taxis = find_category(session, "transport-taxi-and-private-hire")
    for number in range(26):
        capability = Capability(title="Cars", category=taxis)
        session.add(
            Supplier(name=f"Cars {number:02}", name_key=f"cars {number:02}", capabilities=[capability])
        )
    session.commit()
    first = page_client.get("/categories/transport")
    assert first.texts(".hub-firms a") == [f"Cars {number:02}" for number in range(25)]
    assert "26 suppliers in order of name, page 1 of 2" in first.text
    assert page_client.get("/categories/transport?page=2").texts(".hub-firms a") == ["Cars 25"]
    assert page_client.get("/categories/transport?page=x").texts(".hub-firms a") == first.texts(
        ".hub-firms a"
    )


def test_a_retired_category_keeps_its_page_and_says_what_it_is(
    session: Session, page_client: PageClient
) -> None:
    rows = (CategoryRow("transport", "Transport"), CategoryRow("transport-taxis", "Taxis", "transport"))
    load_categories(session, rows)
    load_categories(session, rows[:1])
    session.commit()
    assert "no longer in the hub’s list" in page_client.get("/categories/transport-taxis").text
    assert page_client.get("/categories/transport").select("main ul") == []
    assert "Taxis" not in page_client.get("/categories/transport").text


def count(app: Flask) -> int:
    with app.app_context(), open_session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(Category)) or 0


def test_the_command_loads_the_list_that_comes_with_the_hub(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["load-categories"])
    assert result.output == "Categories: 485 added, 0 changed, 0 retired.\n"
    assert count(app) == 485


def test_the_command_loads_a_hub_s_own_file(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("slug,name,parent\ntransport,Transport,\n")
    result = app.test_cli_runner().invoke(args=["load-categories", str(file)])
    assert result.output == "Categories: 1 added, 0 changed, 0 retired.\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n", "line 1: this is not UTF-8 text; save the file as UTF-8."),
        (b"slug,name,parent\nb,B,\na,A,zz\n", "line 3: the parent 'zz' does not stand above it."),
        (None, "No such file or directory."),
    ],
)
def test_a_bad_file_changes_nothing_and_costs_one_line(
    app: Flask, tmp_path: Path, content: bytes | None, reason: str
) -> None:
    file = tmp_path / "list.csv"
    if content is not None:
        file.write_bytes(content)
    result = app.test_cli_runner().invoke(args=["load-categories", str(file)])
    assert result.exit_code == 1
    assert result.stderr == f"Nothing was loaded from {file}: {reason}\n"
    assert count(app) == 0
