"""Lists that were uploaded, and pages of an adviser who goes on with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.places.models import County, Place
from tests.hub.imports.files_made import make_csv
from tests.page_client import Page, PageClient, clean

HOME = "/advice/imports"
COLUMNS = "form[method=post]:not([action])"


def make_register(session: Session) -> None:
    """Two categories and one place. Committed."""
    lot = Category(slug="facilities", name="Facilities", level="lot")
    drains = Category(slug="drains", name="Drains", level="category", parent=lot)
    roofs = Category(slug="roofs", name="Roofs and gutters", level="category", parent=lot)
    county = County(slug="northamptonshire", name="Northamptonshire")
    place = Place(
        code="NN1", level="outcode", name="Northampton", county=county, latitude=52.2, longitude=-0.9
    )
    session.add_all([lot, drains, roofs, place])
    session.commit()


def fresh(reading: Session) -> Session:
    """The session as it sees the database now."""
    reading.rollback()
    return reading


def form_with(content: bytes, name: str = "firms.csv") -> dict[str, Any]:
    """What a client takes to send the form with this file: the library's own would leave a large one open."""
    mark = "a-line-that-no-file-holds"
    lawful = f'--{mark}\r\nContent-Disposition: form-data; name="lawful"\r\n\r\ny\r\n'
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = (lawful + head).encode() + content + f"\r\n--{mark}--\r\n".encode()
    return {"data": body, "content_type": f"multipart/form-data; boundary={mark}"}


def upload(adviser: PageClient, content: bytes) -> str:
    """The address of the import."""
    return adviser.submit(HOME, **form_with(content))


def check(adviser: PageClient, there: str, **changed: str) -> Page:
    """The columns as they are proposed, but for those changed, and the page that comes after the check."""
    values = adviser.get(f"{there}/columns").values(COLUMNS) | changed
    return adviser.get(adviser.submit(f"{there}/columns", values))


def apply(adviser: PageClient, there: str) -> Page:
    values = adviser.get(there).values(f"form[action='{there}/apply']")
    return adviser.get(adviser.submit(f"{there}/apply", values))


def bring(adviser: PageClient, *rows: Sequence[str], headings: Sequence[str]) -> Page:
    """From rows to the report; the page before it, where nothing is to be brought."""
    there = upload(adviser, make_csv([headings, *rows]))
    page = check(adviser, there)
    return apply(adviser, there) if page.select(f"form[action='{there}/apply']") else page


def counts(page: Page) -> Mapping[str, Any]:
    """Words and numbers of the first list of the page."""
    first = page.select("main dl")[0]
    return dict(zip(*([clean(each) for each in first.cssselect(name)] for name in ("dt", "dd")), strict=True))
