"""`find-unlocks`: the fact that would bring each firm most requirements into reach."""

from __future__ import annotations

import sys
from datetime import date

import click
from flask.cli import with_appcontext

from hub.database import open_session
from hub.formatters import format_count
from hub.unlocking.finding import open_requirements, reach, weigh_actions, write


@click.command("find-unlocks")
@with_appcontext
def find_unlocks_command() -> None:
    """Hold every open requirement against the register, and keep which fact gained would bring each firm
    among its first ten. Run it every night by a timer."""
    today = date.today()
    with open_session(writes=False) as session:
        requirements = open_requirements(session)
    with click.progressbar(
        reach(list(requirements), today),
        length=len(requirements),
        label="Holding requirements",
        file=sys.stderr,
    ) as bar:
        reached = dict(bar)
    weighed = list(weigh_actions(reached, requirements))
    with open_session(writes=True) as session:
        kept = write(session, weighed, today)
        session.commit()
    click.echo(f"{format_count(len(requirements), 'requirement')} held: {format_count(kept, 'action')} kept.")
