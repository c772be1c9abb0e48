"""Running a check apart from any page, and `check-imports`, which goes on with those that were broken off."""

from __future__ import annotations

import logging
import time
from functools import partial
from threading import Thread

import click
from flask import Flask, Response, current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from hub.database import open_session, utc_now
from hub.imports.checking import check_batch, is_stale, open_check, write_batch
from hub.imports.models import FirmImport
from hub.imports.staging import begin_check

logger = logging.getLogger(__name__)
PAUSE = 0.02
"""Seconds between two batches, in which other people's pages are answered."""


def check_afterwards(response: Response, import_id: int, work: str) -> Response:
    """Begin the check once the answer is on its way: in a thread, or in a test before the next request."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    response.call_on_close(partial(_run if app.testing else _run_apart, app, import_id, work))
    return response


def _run_apart(app: Flask, import_id: int, work: str) -> None:
    """A process that ends meanwhile leaves the import where it stands; its page offers to go on."""
    Thread(target=_run, args=(app, import_id, work), daemon=True).start()


def _run(app: Flask, import_id: int, work: str) -> None:
    with app.app_context():
        try:
            run_check(import_id, work)
        except SQLAlchemyError as error:
            logger.error("A check of an import stopped: %s", type(error).__name__)


def run_check(import_id: int, work: str) -> None:
    """Check every row that is left, each batch in a transaction of its own."""
    with open_session(writes=False) as reading:
        check = open_check(reading, import_id, work)
    while check is not None:
        with open_session(writes=False) as reading:
            rows = check_batch(reading, check)
        with open_session(writes=True) as writing:
            goes_on = write_batch(writing, check, rows, utc_now())
            writing.commit()
        if not rows or not goes_on:
            return
        time.sleep(PAUSE)


@click.command("check-imports")
@with_appcontext
def check_imports_command() -> None:
    """Go on with the checks of imported lists that a stopped process left behind."""
    with open_session(writes=True) as session:
        checking = session.scalars(select(FirmImport).where(FirmImport.state == "checking")).all()
        begun = [(each.id, begin_check(session, each)) for each in checking if is_stale(each, utc_now())]
        session.commit()
    for import_id, work in begun:
        run_check(import_id, work)
    click.echo(f"Checks finished: {len(begun)}")
