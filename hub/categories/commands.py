"""`load-categories`: put a hub's own list, or the one that comes with the hub, in place."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import with_appcontext

from hub.audit.collecting import note_fact
from hub.categories.loading import load_categories, own_categories
from hub.categories.reading import read_categories
from hub.database import session
from hub.text_files import TextFileError


@click.command("load-categories")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@with_appcontext
def load_categories_command(file: Path | None) -> None:
    """Load the marketplace list from FILE (JSON or CSV), or without FILE the one that comes with the hub.

    Categories are told apart by slug. Those that FILE lacks are retired, never deleted.
    """
    try:
        content = file.read_bytes() if file else None
        rows = own_categories() if content is None else read_categories(content)
    except (TextFileError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        click.echo(f"Nothing was loaded from {file}: {reason}.", err=True)
        sys.exit(1)
    loaded = load_categories(session, rows)
    if loaded.added or loaded.changed or loaded.retired:
        sha256 = hashlib.sha256(content).hexdigest() if content is not None else ""
        note_fact(session, file=file.name if file else "", sha256=sha256, counts=asdict(loaded))
    session.commit()
    click.echo(f"Categories: {loaded.added} added, {loaded.changed} changed, {loaded.retired} retired.")
