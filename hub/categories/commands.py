"""`load-categories`: put a hub's own list, or the one that comes with the hub, in place."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

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
        rows = read_categories(file.read_bytes()) if file else own_categories()
    except (TextFileError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        click.echo(f"Nothing was loaded from {file}: {reason}.", err=True)
        sys.exit(1)
    loaded = load_categories(session, rows)
    session.commit()
    click.echo(f"Categories: {loaded.added} added, {loaded.changed} changed, {loaded.retired} retired.")
