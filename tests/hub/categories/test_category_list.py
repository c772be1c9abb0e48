"""The hub's list: what comes with it, loading over what is there, reading it back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from hub.categories.loading import Loaded, load_categories, load_own_categories, own_categories
from hub.categories.models import Category
from hub.categories.queries import (
    all_categories,
    categories_by_slug,
    category_choices,
    category_path,
    find_category,
    list_lots,
    list_suppliers_in,
    matching_categories,
)
from hub.categories.reading import CategoryRow
from hub.database import get_engine, open_session
from hub.suppliers.models import Capability, Supplier
from matching import records

LOTS = [
    "cloud-hosting",
    "cloud-software",
    "cloud-support",
    "digital-outcomes",
    "digital-specialists",
    "it-support",
    "professional-services",
    "facilities-and-cleaning",
    "construction-and-trades",
    "transport",
    "food-and-catering",
    "creative-and-print",
    "training",
]
TWO = (CategoryRow("transport", "Transport"), CategoryRow("transport-taxis", "Taxis", "transport"))


def test_every_lot_and_category_that_comes_with_the_hub_has_help_and_a_code() -> None:
    rows = own_categories()
    lots = {row.slug for row in rows if not row.parent}
    shown = [row for row in rows if not row.parent or row.parent in lots]
    assert [row.slug for row in rows if not row.parent] == LOTS
    assert [row.slug for row in shown if not row.help.endswith(".") or not row.cpv] == []
    assert {row.parent: 0 for row in shown if row.parent}.keys() == lots
    assert len({row.help for row in shown}) == len(shown)


def test_marketplace_names_are_those_published(shared_data: Path) -> None:
    facts = json.loads((shared_data / "facts" / "categories.json").read_text())
    published = {lot["lot"] for lot in facts["lots"]} | set(facts["specialist_roles"])
    for lot in facts["lots"]:
        for category in lot["categories"]:
            published |= {category["name"], *category.get("subcategories", [])}
    for outcome in facts["outcomes"]:
        published |= {outcome["name"], *outcome["types"]}
    ours = {row.name for row in own_categories() if row.source.startswith("Crown Commercial Service")}
    assert ours - {"Digital outcomes", "Digital specialists"} == published


def test_every_code_stands_in_the_common_procurement_vocabulary(shared_data: Path) -> None:
    with (shared_data / "facts" / "cpv-2008.csv").open(newline="", encoding="utf-8") as file:
        codes = {line["code"] for line in csv.DictReader(file)}
    used = {code.ljust(8, "0") for row in own_categories() for code in row.cpv.split()}
    assert used - codes == set()


def test_loading_twice_changes_nothing(session: Session) -> None:
    assert load_own_categories(session).added == len(own_categories())
    assert load_own_categories(session) == Loaded()


def test_a_new_list_updates_by_slug_and_retires_what_it_lacks(session: Session) -> None:
    load_categories(session, (*TWO, CategoryRow("transport-boats", "Boats", "transport")))
    renamed = CategoryRow("transport-taxis", "Taxis and cars", "transport", help="By the trip.")
    assert load_categories(session, (TWO[0], renamed)) == Loaded(changed=1, retired=1)
    assert [(each.name, each.help) for each in all_categories(session)] == [
        ("Transport", ""),
        ("Taxis and cars", "By the trip."),
    ]
    boats = find_category(session, "transport-boats")
    assert boats is not None
    assert boats.retired


def test_a_retired_category_that_comes_back_is_offered_again(session: Session) -> None:
    load_categories(session, TWO)
    load_categories(session, TWO[:1])
    assert load_categories(session, TWO) == Loaded(changed=1)
    assert [each.slug for each in all_categories(session)] == ["transport", "transport-taxis"]


def test_the_whole_tree_is_read_in_one_statement(app: Flask) -> None:
    with app.app_context():
        with open_session(writes=True) as session:
            load_own_categories(session)
            session.commit()
        said: list[str] = []
        listener = lambda *args: said.append(args[2])  # noqa: E731
        event.listen(get_engine(), "before_cursor_execute", listener)
        with open_session(writes=False) as session:
            lots = list_lots(session)
            names = [child.parent.name for lot in lots for child in lot.children]
            assert [lot.slug for lot in lots] == LOTS
            assert sum(len(child.children) for lot in lots for child in lot.children) > 200
        event.remove(get_engine(), "before_cursor_execute", listener)
    assert len(names) > 100
    assert len([statement for statement in said if statement.startswith("SELECT")]) == 1


def test_choices_are_grouped_by_lot_and_name_the_way_down(session: Session) -> None:
    load_categories(session, (*TWO, CategoryRow("transport-taxis-rank", "Rank taxis", "transport-taxis")))
    assert category_choices(session) == {
        "Transport": [("transport-taxis", "Taxis"), ("transport-taxis-rank", "Taxis: Rank taxis")]
    }


def test_a_path_goes_from_the_lot_down(session: Session) -> None:
    load_own_categories(session)
    category = find_category(session, "cloud-software-payroll")
    assert category is not None
    assert [each.name for each in category_path(category)] == [
        "Cloud software",
        "Accounting and finance",
        "Payroll",
    ]
    assert find_category(session, "cloud-software-pay") is None


def test_the_matcher_reads_slugs_names_and_parents_retired_ones_too(session: Session) -> None:
    load_categories(session, TWO)
    load_categories(session, TWO[:1])
    assert matching_categories(session) == (
        records.Category("transport", "Transport", None),
        records.Category("transport-taxis", "Taxis", "transport"),
    )


def add_supplier(
    session: Session, name: str, category: Category, *, state: str = "claimed", shown: str = "published"
) -> None:
    capability = Capability(title="Work", category=category, state=shown)
    session.add(Supplier(name=name, name_key=name.lower(), state=state, capabilities=[capability]))


def test_a_category_lists_published_suppliers_below_it_by_name(session: Session) -> None:
    load_own_categories(session)
    listed = categories_by_slug(session)
    finance, payroll = listed["cloud-software-accounting-and-finance"], listed["cloud-software-payroll"]
    other = listed["transport"]
    add_supplier(session, "Beech Payroll", payroll)
    add_supplier(session, "Alder Ledgers", finance)
    add_supplier(session, "Cedar Cars", other)
    add_supplier(session, "Dogwood Drafts", payroll, shown="draft")
    add_supplier(session, "Elder Gone", payroll, state="withdrawn")
    session.flush()
    assert [each.name for each in list_suppliers_in(session, finance, 1).rows] == [
        "Alder Ledgers",
        "Beech Payroll",
    ]
    assert [each.name for each in list_suppliers_in(session, payroll, 1).rows] == ["Beech Payroll"]


@pytest.mark.parametrize(("asked", "number", "names"), [(-3, 1, 2), (2, 2, 2), (3, 3, 1), (99, 3, 1)])
def test_pages_past_either_end_are_the_first_and_the_last(
    session: Session, asked: int, number: int, names: int
) -> None:
    load_categories(session, TWO)
    taxis = find_category(session, "transport-taxis")
    assert taxis
    for letter in "ABCDE":
        add_supplier(session, f"{letter} Cars", taxis)
    session.flush()
    page = list_suppliers_in(session, taxis, asked, size=2)
    assert (page.number, page.pages, page.total, len(page.rows)) == (number, 3, 5, names)
