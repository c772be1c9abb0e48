"""Reading a file of categories, JSON or CSV, into checked rows. Pure: bytes in, rows or one clear error out.

CSV has a heading line with the columns `slug`, `name` and `parent` (the parent's slug, empty for a lot), and
as wanted `help`, `cpv` and `source`; a parent stands above its children. JSON is an object with
`categories`: a list of objects with `slug`, `name`, as wanted `help`, `cpv`, and `children` of the same
form; `source` beside `categories` holds for all of them. Both are UTF-8 and go three levels deep.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from hub.categories.models import CATEGORY_LEVELS
from hub.text_files import TextFileError, decode_text, read_lines

COLUMNS = ("slug", "name", "parent")
LONGEST = {"slug": 120, "name": 200, "parent": 120, "help": 300, "cpv": 200, "source": 200}
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CPV = re.compile(r"(?:[0-9]{2}|[0-9]{8})(?: (?:[0-9]{2}|[0-9]{8}))*")


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One heading of the list. `parent` is the slug one level up, empty for a lot."""

    slug: str
    name: str
    parent: str = ""
    help: str = ""
    cpv: str = ""
    source: str = ""


Placed = tuple[str, CategoryRow]
"""Where in the file a row stands, for messages, and the row."""


def read_categories(content: bytes) -> tuple[CategoryRow, ...]:
    """Rows of a JSON or CSV file, told apart by their first character. Raises TextFileError."""
    return read_json(content) if decode_text(content).lstrip().startswith(("{", "[")) else read_csv(content)


def read_csv(content: bytes) -> tuple[CategoryRow, ...]:
    lines = read_lines(content, COLUMNS)
    return _checked(
        (place, CategoryRow(**{name: cells.get(name, "") for name in LONGEST})) for place, cells in lines
    )


def read_json(content: bytes) -> tuple[CategoryRow, ...]:
    try:
        held = json.loads(decode_text(content))
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise TextFileError(f"line {line}: this is not JSON") from error
    if not isinstance(held, dict) or not isinstance(held.get("categories"), list):
        raise TextFileError("line 1: write an object with a list named 'categories'")
    return _checked(_from_objects(held["categories"], "", _string(held, "source", "line 1"), 0))


def _from_objects(objects: list[Any], parent: str, source: str, depth: int) -> Iterator[Placed]:
    for number, held in enumerate(objects, 1):
        place = f"item {number} under {parent}" if parent else f"lot {number}"
        if not isinstance(held, dict):
            raise TextFileError(f"{place}: write an object with 'slug' and 'name'")
        if depth >= len(CATEGORY_LEVELS):
            raise TextFileError(f"{place}: categories go three levels deep")
        values = {name: _string(held, name, place) for name in ("slug", "name", "help", "cpv")}
        yield place, CategoryRow(parent=parent, source=source, **values)
        children = held.get("children", [])
        if not isinstance(children, list):
            raise TextFileError(f"{place}: 'children' must be a list")
        yield from _from_objects(children, values["slug"], source, depth + 1)


def _string(held: dict[str, Any], name: str, place: str) -> str:
    value = held.get(name, "")
    if not isinstance(value, str):
        raise TextFileError(f"{place}: {name!r} must be text")
    return value.strip()


def _checked(placed: Iterable[Placed]) -> tuple[CategoryRow, ...]:
    """The rows, or TextFileError at the first that cannot stand where it does."""
    depths: dict[str, int] = {}
    rows = []
    for place, row in placed:
        for problem in _problems(row, depths):
            raise TextFileError(f"{place}: {problem}")
        depths[row.slug] = depths[row.parent] + 1 if row.parent else 0
        rows.append(row)
    if not rows:
        raise TextFileError("line 1: the file holds no categories")
    return tuple(rows)


def _problems(row: CategoryRow, depths: dict[str, int]) -> Iterator[str]:
    """What is wrong with a row, most telling first. `depths` holds the slugs above it."""
    if not SLUG.fullmatch(row.slug):
        yield f"the slug {row.slug!r} must be lower-case letters, digits and single hyphens"
    if row.slug in depths:
        yield f"the slug {row.slug!r} stands twice"
    if not row.name:
        yield f"{row.slug!r} needs a name"
    if row.parent and row.parent not in depths:
        yield f"the parent {row.parent!r} does not stand above it"
    elif row.parent and depths[row.parent] + 1 >= len(CATEGORY_LEVELS):
        yield f"{row.slug!r} is a fourth level; categories go three levels deep"
    if row.cpv and not CPV.fullmatch(row.cpv):
        yield f"cpv {row.cpv!r} must be codes of 2 or 8 digits, joined by spaces"
    for name, longest in LONGEST.items():
        if len(getattr(row, name)) > longest:
            yield f"{name} must be {longest} characters or fewer"
