"""`refresh-queue`: bring the advisers' queue in step with everything that it comes from."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from hub.audit.collecting import note_fact
from hub.database import open_session, wait_for_turn
from hub.formatters import format_count
from hub.queue.following import Followed
from hub.queue.refreshing import refresh

ADVISORY_LOCK = 7_204_140
"""Any number will do on PostgreSQL, so long as nothing else asks for the same one."""


@click.command("refresh-queue")
@with_appcontext
def refresh_queue_command() -> None:
    """Bring the advisers' queue in step with everything that it comes from.

    Most of it follows by itself. This adds what changed by statement: matches of requirements, duplicates,
    flagged texts. Run it every night after `match-all`, `find-duplicates` and `check-profiles`.
    """
    followed = refresh_queue()
    click.echo(f"{format_count(followed.come, 'queue item')} new, {followed.settled:,} settled.")


def refresh_queue() -> Followed:
    with open_session(writes=True) as session:
        wait_for_turn(session, ADVISORY_LOCK)
        followed = refresh(session)
        if followed.come or followed.settled:
            note_fact(session, new=followed.come, settled=followed.settled)
        session.commit()
    return followed
