"""The hub's list of categories, changed by its administrators."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.categories.changing import free_slug
from hub.categories.models import Category
from hub.database import open_session
from hub.matches.models import CatalogueVersion
from hub.suppliers.models import Capability
from tests.hub.matches.catalogue_made import counted_statements, make_firm
from tests.page_client import PageClient

LIST = "/administration/settings/categories"
DRAINS = {"seen": "0", "name": "Drains", "help": "", "under": "trades", "act": "save"}


@pytest.fixture(autouse=True)
def tree(session: Session) -> None:
    """trades > drains > jetting, trades > roofs, and goods beside them."""
    trades, goods = (Category(slug=name.lower(), name=name, level="lot") for name in ("Trades", "Goods"))
    drains = Category(slug="drains", name="Drains", level="category", parent=trades)
    jetting = Category(slug="jetting", name="Jetting", level="subcategory", parent=drains)
    roofs = Category(slug="roofs", name="Roofs", level="category", parent=trades)
    session.add_all([trades, goods, drains, jetting, roofs])
    session.flush()
    firm = make_firm(session, "Elm Drains", "Clearing: We clear blocked drains")
    session.flush()
    capability = session.scalars(select(Capability).where(Capability.supplier_id == firm.id)).one()
    capability.category_id = jetting.id
    session.commit()


def stands(slug: str) -> tuple[str, str, str | None, bool]:
    with open_session(writes=False) as reading:
        each = reading.scalars(select(Category).where(Category.slug == slug)).one()
        return each.name, each.level, each.parent.slug if each.parent else None, each.retired


def catalogue_version() -> int:
    with open_session(writes=False) as reading:
        return reading.scalar(select(CatalogueVersion.number)) or 0


def test_a_renamed_category_is_called_so_everywhere_and_searches_read_it_anew(
    administrator: PageClient, context: Session
) -> None:
    before = catalogue_version()
    administrator.submit(f"{LIST}/drains", DRAINS | {"name": "Gullies and drains", "why": "Buyers say gully"})
    assert stands("drains")[0] == "Gullies and drains"
    assert catalogue_version() > before
    assert "Gullies and drains" in administrator.get("/categories/trades").text
    history = administrator.get("/administration/settings/history/category.drains")
    assert "Buyers say gully" in history.text
    assert "What stood before" in history.text
    again = administrator.get(f"{LIST}/drains?version=1")
    assert again.values()["name"] == "Drains"


def test_a_preview_says_what_it_touches_and_changes_nothing(
    administrator: PageClient, context: Session
) -> None:
    page = administrator.post(f"{LIST}/drains", DRAINS | {"retired": "y", "act": "preview", "under": "goods"})
    assert "1 capability and 0 requirements stand under it and the 1 heading below it." in page.text
    assert "It moves, with the 1 heading below it, to Goods." in page.text
    assert stands("drains") == ("Drains", "category", "trades", False)


def test_a_retired_category_stays_on_what_has_it_and_is_not_offered(
    administrator: PageClient, context: Session
) -> None:
    administrator.submit(f"{LIST}/drains", DRAINS | {"retired": "y"})
    assert stands("drains")[3]
    assert stands("jetting")[3]
    assert "Jetting" not in administrator.get("/categories/drains").text
    assert "Elm Drains" in administrator.get("/categories/jetting").text
    assert "drains" not in [each.get("value") for each in administrator.get(f"{LIST}/new").select("option")]
    administrator.submit(f"{LIST}/drains", DRAINS | {"seen": "2"})
    assert not stands("drains")[3]


def test_what_is_below_moves_along_and_takes_its_level(administrator: PageClient, context: Session) -> None:
    administrator.submit(f"{LIST}/drains", DRAINS | {"under": ""})
    assert stands("drains")[1:3] == ("lot", None)
    assert stands("jetting")[1:3] == ("category", "drains")


@pytest.mark.parametrize(
    ("slug", "changed", "error"),
    [
        (
            "drains",
            {"under": "roofs"},
            "The list has three levels: with what is below it, it does not fit there",
        ),
        ("drains", {"name": "roofs"}, "“roofs” stands there already: give it another name"),
        ("drains", {"under": "jetting"}, "Select one of the listed answers"),
        ("drains", {"name": ""}, "Enter the name"),
    ],
)
def test_what_does_not_fit_is_refused(
    administrator: PageClient, slug: str, changed: dict[str, str], error: str
) -> None:
    page = administrator.post(f"{LIST}/{slug}", DRAINS | changed)
    assert page.errors == [error]


def test_nothing_is_offered_under_what_is_retired(administrator: PageClient, context: Session) -> None:
    administrator.submit(f"{LIST}/drains", DRAINS | {"retired": "y"})
    page = administrator.post(
        f"{LIST}/jetting", {"seen": "0", "name": "Jetting", "help": "", "under": "drains", "act": "save"}
    )
    assert page.errors == ["“Drains” is not offered any more: select another, or offer that again"]


def test_a_new_category_is_offered_at_once(administrator: PageClient, context: Session) -> None:
    administrator.submit(f"{LIST}/new", {"name": "Drains", "help": "", "under": "goods", "seen": "0"})
    assert stands("drains-2") == ("Drains", "category", "goods", False)
    assert "drains-2" in [each.get("value") for each in administrator.get(f"{LIST}/new").select("option")]
    page = administrator.post(f"{LIST}/new", {"name": "drains", "under": "goods", "seen": "0"})
    assert page.errors == ["“drains” stands there already: give it another name"]


def test_the_second_of_two_is_told(administrator: PageClient, context: Session) -> None:
    administrator.submit(f"{LIST}/drains", DRAINS | {"name": "Gullies"})
    page = administrator.post(f"{LIST}/drains", DRAINS | {"name": "Sewers"}, 409)
    assert "after you opened it" in page.text
    assert stands("drains")[0] == "Gullies"
    administrator.submit(f"{LIST}/drains", page.values() | {"act": "save"})
    assert stands("drains")[0] == "Sewers"


def test_the_list_costs_as_many_statements_however_long_it_is(
    administrator: PageClient, session: Session
) -> None:
    sent = []
    for round_ in "ab":
        with administrator.app.app_context(), counted_statements() as statements:
            administrator.get(LIST)
            administrator.get(f"{LIST}/trades")
        sent.append(len(statements))
        lot = session.scalars(select(Category).where(Category.slug == "trades")).one()
        session.add_all(
            Category(slug=f"{round_}-{number}", name=f"{round_} {number}", level="category", parent=lot)
            for number in range(20)
        )
        session.commit()
    assert sent[0] == sent[1]


@pytest.mark.parametrize(
    ("name", "taken", "slug"),
    [
        ("Mowing & verges", set(), "mowing-verges"),
        ("Drains", {"drains", "drains-2"}, "drains-3"),
        ("Łódź", {"category"}, "d"),
        ("清掃", {"category"}, "category-2"),
    ],
)
def test_a_slug_is_made_of_the_name(name: str, taken: set[str], slug: str) -> None:
    assert free_slug(name, taken) == slug
