"""A check may be broken off, taken over and given up, and never leaves half of anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hub.database import utc_now
from hub.imports import checking, commands
from hub.imports.checking import STALE, Check, check_batch, open_check, write_batch
from hub.imports.models import FirmImport, FirmImportRow
from hub.suppliers.models import Supplier
from tests.hub.imports.files_made import make_csv
from tests.hub.imports.lists_made import COLUMNS, apply, check, counts, fresh, upload
from tests.page_client import PageClient

FIRMS = 25


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "BATCH", 10)
    monkeypatch.setattr(commands, "PAUSE", 0)


@pytest.fixture
def there(adviser: PageClient) -> str:
    """A list whose last row is about the firm of the first."""
    rows = [(f"Firm {number}", "NN1 1AA") for number in range(FIRMS)]
    return upload(adviser, make_csv([("Name", "Postcode"), *rows, ("FIRM 0 LTD", "NN1 1AA")]))


class Stopped:
    """The process that checks is ended after its first batch: from then on nothing of it runs."""

    def __init__(self) -> None:
        self.written = 0

    def __call__(self, *values: Any) -> bool:
        self.written += 1
        if self.written == 2:
            raise SystemExit
        return write_batch(*values)


@pytest.fixture
def stopped(adviser: PageClient, session: Session, there: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same list, its check ended after ten rows, a moment ago."""
    with monkeypatch.context() as ended:
        ended.setattr(commands, "write_batch", Stopped())
        values = adviser.get(f"{there}/columns").values(COLUMNS)
        with pytest.raises(SystemExit):
            adviser.submit(f"{there}/columns", values)
    return there


@pytest.fixture
def stale(stopped: str, session: Session) -> str:
    """The same, a while ago."""
    long_ago = utc_now() - STALE - timedelta(seconds=1)
    session.execute(update(FirmImport).values(beat_at=long_ago))
    session.commit()
    return stopped


def late_batch(reading: Session) -> tuple[Check, list[Any]]:
    """What the ended check would write next, had it only been slow."""
    found = fresh(reading).scalars(select(FirmImport)).one()
    check = open_check(reading, found.id, found.work)
    assert check is not None
    return check, check_batch(reading, check)


def test_the_page_of_a_check_shows_how_far_it_is_and_looks_again(adviser: PageClient, stopped: str) -> None:
    assert adviser.client.get(stopped).headers["Refresh"] == "2"
    page = adviser.get(stopped)
    assert "10 of 26 rows checked" in page.text
    assert page.one("progress").get("value") == "10"


def test_a_check_that_stopped_goes_on_where_it_was(adviser: PageClient, reading: Session, stale: str) -> None:
    """The firms of the first rows are remembered: the last row is about one of them."""
    assert adviser.get(stale).heading == "The check has stopped"
    assert "Refresh" not in adviser.client.get(stale).headers
    page = adviser.get(adviser.submit(f"{stale}/go-on"))
    assert counts(page) == {"New": "25 rows", "Same firm twice": "1 row"}
    apply(adviser, stale)
    assert fresh(reading).scalar(select(func.count(Supplier.id))) == FIRMS


def test_a_check_that_runs_is_not_begun_twice(adviser: PageClient, reading: Session, stopped: str) -> None:
    before = fresh(reading).scalars(select(FirmImport.work)).one()
    adviser.submit(f"{stopped}/go-on")
    assert fresh(reading).scalars(select(FirmImport.work)).one() == before


def test_the_command_goes_on_with_what_was_left_behind(app: Flask, adviser: PageClient, stale: str) -> None:
    run = app.test_cli_runner().invoke(args=["check-imports"])
    assert (run.exit_code, run.output) == (0, "Checks finished: 1\n")
    assert adviser.get(stale).heading == "Check the list before it is imported"
    assert app.test_cli_runner().invoke(args=["check-imports"]).output == "Checks finished: 0\n"


def test_a_check_that_another_took_over_writes_nothing_more(
    adviser: PageClient, session: Session, reading: Session, stale: str
) -> None:
    slow, rows = late_batch(reading)
    adviser.submit(f"{stale}/go-on")
    assert not write_batch(session, slow, rows, utc_now())
    assert open_check(fresh(reading), slow.import_id, slow.work) is None


def test_other_columns_give_a_check_up(
    adviser: PageClient, session: Session, reading: Session, stopped: str
) -> None:
    slow, rows = late_batch(reading)
    check(adviser, stopped, column1="")
    assert not write_batch(session, slow, rows, utc_now())
    session.rollback()
    chosen = select(FirmImportRow.values).where(FirmImportRow.position == 11)
    values = fresh(reading).scalars(chosen).one() or {}
    assert values["postcode"] == ""


def test_a_list_that_was_discarded_meanwhile_stops_the_check(
    adviser: PageClient, session: Session, reading: Session, stopped: str
) -> None:
    slow, rows = late_batch(reading)
    adviser.submit(f"{stopped}/discard")
    assert not write_batch(session, slow, rows, utc_now())
