"""`audit verify` and `audit seal`: whether what happened is still written as it happened."""

from __future__ import annotations

import sys

import click
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.audit.models import EventHead
from hub.audit.sealing import FILE, read_seals, seal_head, seal_key
from hub.audit.verifying import Verified, verify_chain
from hub.database import open_session, utc_now


@click.group("audit")
def audit_commands() -> None:
    """Check the record of what happened, and write down where it ends."""


@audit_commands.command("verify")
def verify_command() -> None:
    """Find any edit, deletion, insertion or change of order in the chain of events.

    Prints the number of events and the last hash; or on stderr what is wrong, and exits with 1.
    """
    seals = read_seals(current_app.config["INSTANCE"], seal_key(current_app.config["SECRET_KEY"]))
    found = _verify(seals.hashes)
    problems = [*seals.problems, *found.problems]
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(1)
    events = f"{found.events:,} {'event' if found.events == 1 else 'events'}"
    click.echo(f"The chain holds: {events}, head {found.head}, {len(seals.hashes):,} sealed.")


@audit_commands.command("seal")
def seal_command() -> None:
    """Write the head of the chain down outside the database, sealed. Run it daily, and keep copies elsewhere.

    A chain that does not hold is not sealed.
    """
    instance, key = current_app.config["INSTANCE"], seal_key(current_app.config["SECRET_KEY"])
    seals = read_seals(instance, key)
    found = _verify(seals.hashes)
    if seals.problems or found.problems:
        click.echo("Nothing was sealed: run audit verify to see what is wrong.", err=True)
        sys.exit(1)
    if found.events == 0:
        click.echo("Nothing was sealed: there is no event yet.")
        return
    seal_head(instance, key, found.events, found.head, utc_now())
    click.echo(f"Event {found.events:,} with head {found.head} was sealed in {FILE}.")


def _verify(sealed: dict[int, str]) -> Verified:
    with open_session(writes=False) as session:
        _see_one_moment(session)
        return verify_chain(session, sealed)


def _see_one_moment(session: Session) -> None:
    """On PostgreSQL each statement sees its own moment unless told otherwise; SQLite's first read decides."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    session.execute(select(EventHead.number))
