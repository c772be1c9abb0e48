"""Reads of the marketplace list. The whole tree is a few hundred rows: one statement fetches it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from hub.categories.models import Category
from hub.paging import Page, cut_page
from hub.suppliers.models import Capability, Supplier, may_be_ranked
from matching import records

Choices = dict[str, list[tuple[str, str]]]
"""Lot name to its (slug, label) pairs: what WTForms makes option groups of."""


def all_categories(session: Session, *, retired: bool = False) -> list[Category]:
    """The whole list in order, parents and children joined up, in one statement."""
    held = list(session.scalars(select(Category).order_by(Category.position, Category.name)))
    shown = [category for category in held if retired or not category.retired]
    _join_up(held, shown)
    return shown


def _join_up(held: Iterable[Category], shown: Iterable[Category]) -> None:
    """Fill `parent` and `children` from the rows at hand, so that walking the tree asks nothing more."""
    by_id = {category.id: category for category in held}
    children: dict[int | None, list[Category]] = {}
    for category in shown:
        children.setdefault(category.parent_id, []).append(category)
    for category in by_id.values():
        set_committed_value(category, "parent", by_id.get(category.parent_id or 0))
        set_committed_value(category, "children", children.get(category.id, []))


def list_lots(session: Session) -> list[Category]:
    """The lots in order, their categories and subcategories at hand."""
    return [category for category in all_categories(session) if category.level == "lot"]


def categories_by_slug(session: Session) -> dict[str, Category]:
    """Every category that may be offered, by slug."""
    return {category.slug: category for category in all_categories(session)}


def find_category(session: Session, slug: str) -> Category | None:
    """A category by slug, retired or not, with its parents and children at hand."""
    return next((each for each in all_categories(session, retired=True) if each.slug == slug), None)


def category_path(category: Category) -> list[Category]:
    """From the lot down to the category itself."""
    above = category_path(category.parent) if category.parent else []
    return [*above, category]


def category_choices(session: Session) -> Choices:
    """Choices for a `SelectField`, a group for each lot; a subcategory reads `Category: subcategory`."""
    return {
        lot.name: [(each.slug, _label(each)) for each in headings_below(lot)] for lot in list_lots(session)
    }


def headings_below(category: Category) -> list[Category]:
    """Its children and theirs, where the tree is at hand."""
    return [each for child in category.children for each in (child, *headings_below(child))]


def _label(category: Category) -> str:
    return ": ".join(each.name for each in category_path(category)[1:])


def matching_categories(session: Session) -> tuple[records.Category, ...]:
    """The list as the matcher reads it. Retired headings are kept: capabilities may stand under them."""
    return tuple(
        records.Category(each.slug, each.name, each.parent.slug if each.parent else None, each.help)
        for each in all_categories(session, retired=True)
    )


def list_suppliers_in(session: Session, category: Category, page: int, size: int = 25) -> Page[Supplier]:
    """Suppliers with something published under a category or below it, by name.

    A page past the end is the last one.
    """
    ids = [category.id, *(each.id for each in headings_below(category))]
    published = select(Capability.supplier_id).where(
        Capability.category_id.in_(ids), Capability.state == "published"
    )
    found = select(Supplier).where(Supplier.id.in_(published), may_be_ranked())
    ordered = found.options(selectinload(Supplier.place)).order_by(Supplier.name, Supplier.id)
    return cut_page(session, ordered, page, size)
