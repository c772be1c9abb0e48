"""Serving the site with waitress on this machine only: what `make run` ends in."""

from __future__ import annotations

import errno
import socket

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from hub.accounts.models import User
from hub.assets import LOOK, AssetError, fetch_assets
from hub.database import open_session
from hub.demo.commands import load_demo_command
from hub.demo.signins import DEMO_SIGN_INS, uses_demo_sign_ins
from hub.matches.indexing import current_index
from hub.migrating import migrate
from hub.receiving import LARGER_BODIES

HOST = "127.0.0.1"
THREADS = 8
MOST_READ = max(LARGER_BODIES.values()) + 1024 * 1024
"""Bytes of a body that are read at all; from MAX_CONTENT_LENGTH to here the answer is the site's own page."""


def require_free_port(port: int) -> None:
    """Raises ClickException where something else listens."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise click.ClickException(
                    f"Port {port} is not yours to use: set PORT to 1024 or above."
                ) from error
            raise click.ClickException(
                f"Port {port} is taken: stop what uses it, or choose another with PORT={port + 1} make run."
            ) from error


def prepare() -> None:
    """Assets, tables and, the first time, the demo: everything a first page needs."""
    try:
        fetch_assets(LOOK, current_app.config["ASSETS"])
    except AssetError as error:
        raise click.ClickException(str(error)) from error
    migrate()
    if current_app.config["HUB_DEMO"] and _is_empty():
        click.echo("First start: loading demo data (HUB_DEMO=0 starts with an empty hub).")
        click.get_current_context().invoke(load_demo_command)
    if current_app.config["SENTENCE_MODEL"]:
        click.echo("Loading the sentence model. The first time, it reads every text of the catalogue.")
    current_index().refresh()


def _is_empty() -> bool:
    with open_session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(User)) == 0


def tell_address(port: int) -> None:
    click.echo(f"\nGrowth Hub Match is at http://{HOST}:{port}  (Ctrl-C stops it)")
    with open_session(writes=False) as session:
        demo = uses_demo_sign_ins(session)
    if demo:
        click.echo("Demo sign-ins, for this machine only:")
        for sign_in in DEMO_SIGN_INS:
            click.echo(f"  {sign_in.kind:<14} {sign_in.email:<28} {sign_in.password}")


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Set up what is missing, then serve the site until Ctrl-C."""
    from waitress import create_server

    port = current_app.config["PORT"]
    require_free_port(port)
    prepare()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    server = create_server(app, host=HOST, port=port, threads=THREADS, max_request_body_size=MOST_READ)
    tell_address(port)
    try:
        server.run()
    finally:
        server.close()
    click.echo("\nStopped.")
