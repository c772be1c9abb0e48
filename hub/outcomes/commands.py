"""`record-outcomes`: where suppliers came in the public requirements that have closed."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from hub.database import open_session
from hub.outcomes.recording import due_closings, forget_opened, keep, work_out


@click.command("record-outcomes")
@with_appcontext
def record_outcomes_command() -> None:
    """Work out where suppliers came in public requirements that have closed, and what would have altered it.

    The site does so itself when a requirement is closed; this does what was left undone.
    """
    click.echo(f"Closed requirements worked out: {record_outcomes()}.")


def record_outcomes() -> int:
    """Work out all that is due, each in a transaction of its own, and return how many were."""
    with open_session(writes=True) as session:
        forget_opened(session)
        session.commit()
        due = due_closings(session)
    done = 0
    with click.progressbar(due, label="Working out outcomes", file=sys.stderr) as bar:
        for requirement_id in bar:
            with open_session(writes=False) as session:
                worked_out = work_out(session, requirement_id)
            if worked_out is None:
                continue
            with open_session(writes=True) as session:
                done += keep(session, worked_out)
                session.commit()
    return done
