"""Lists that are shown a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list. Pages count from 1; none is one empty page, one past the end is the last."""

    rows: Sequence[Row]
    total: int
    number: int
    pages: int


def asked_page(values: Any) -> int:
    """The page that an address asks for, 1 where it says nothing sensible."""
    return int(values.get("page", 1, type=int))


def cut_page(
    session: Session,
    ordered: Select[Any],
    page: int,
    size: int,
    *,
    values: dict[str, Any] | None = None,
    total: int | None = None,
) -> Page[Any]:
    """That page of the rows, in their order: things where one column is selected, tuples where more are.

    `values` are those that the statement is to be given. Two statements; one where the total is known.
    """
    values = values or {}
    if total is None:
        counted = select(func.count()).select_from(ordered.order_by(None).subquery())
        total = session.scalar(counted, values) or 0
    pages = max(1, ceil(total / size))
    number = min(max(1, page), pages)
    window = ordered.limit(bindparam("page_size")).offset(bindparam("page_start"))
    found = session.execute(window, values | {"page_size": size, "page_start": (number - 1) * size})
    rows = found.scalars().all() if len(ordered.column_descriptions) == 1 else found.all()
    return Page(rows, total, number, pages)
