"""The commands of `flask --app hub`, each kept beside the area it serves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy.exc import DatabaseError, OperationalError

from hub.accounts.commands import add_member, reset_second_factor, set_password
from hub.assets import fetch_assets_command
from hub.audit.commands import audit_commands
from hub.awards.commands import import_awards_command
from hub.categories.commands import load_categories_command
from hub.demo.commands import load_demo_command
from hub.duplicates.commands import find_duplicates_command
from hub.imports.commands import check_imports_command
from hub.insight.commands import measure_supply_command
from hub.mail.commands import deliver_mail_command
from hub.matches.commands import match_all_command, rank_command
from hub.migrating import migrate_command, require_current_version
from hub.outcomes.commands import record_outcomes_command
from hub.places.commands import import_places_command
from hub.privacy.commands import erase_command, retention_command
from hub.queue.commands import refresh_queue_command
from hub.runs.commands import replay_command
from hub.serving import serve_command
from hub.shortlists.commands import learn_command
from hub.unlocking.commands import find_unlocks_command
from hub.upkeep.commands import check_profiles_command, import_companies_command

INSUFFICIENT_PRIVILEGE = "42501"
"""PostgreSQL's code for what this user may not do."""

SETTING_UP = (migrate_command, fetch_assets_command, serve_command)
ON_THE_DATABASE = (
    load_categories_command,
    import_places_command,
    load_demo_command,
    import_awards_command,
    import_companies_command,
    check_profiles_command,
    check_imports_command,
    rank_command,
    match_all_command,
    record_outcomes_command,
    find_unlocks_command,
    find_duplicates_command,
    measure_supply_command,
    refresh_queue_command,
    learn_command,
    add_member,
    set_password,
    reset_second_factor,
    deliver_mail_command,
    erase_command,
    retention_command,
)
ON_FILES = (replay_command,)
"""Commands that ask no database."""
GROUPS = (audit_commands,)
"""Commands of several words; each word of theirs works on the database."""


def needing_the_database(callback: Callable[..., Any]) -> Callable[..., Any]:
    """One line where the database is locked, away or no database; nothing of the command is kept then."""

    @wraps(callback)
    def guarded(*arguments: Any, **options: Any) -> Any:
        try:
            return callback(*arguments, **options)
        except DatabaseError as error:
            if not _is_the_operators(error):
                raise
            reason = str(error.orig).strip().splitlines()[0]
            click.echo(
                f"The database could not be used ({reason}). Nothing was changed: try again.", err=True
            )
            sys.exit(1)

    return guarded


def _is_the_operators(error: DatabaseError) -> bool:
    """Whether the operator can put it right: no connection, a file of something else, no permission."""
    forbidden = getattr(error.orig, "sqlstate", None) == INSUFFICIENT_PRIVILEGE
    return isinstance(error, OperationalError) or type(error) is DatabaseError or forbidden


def of_this_version(callback: Callable[..., Any]) -> Callable[..., Any]:
    """One line where the database is not migrated."""

    @wraps(callback)
    def checked(*arguments: Any, **options: Any) -> Any:
        require_current_version()
        return callback(*arguments, **options)

    return checked


for command in SETTING_UP:
    command.callback = needing_the_database(command.callback or (lambda: None))
for command in (*ON_THE_DATABASE, *(one for group in GROUPS for one in group.commands.values())):
    # Flask's with_appcontext opens the context inside the callback; the check needs it as well.
    inside = of_this_version(command.callback or (lambda: None))
    command.callback = with_appcontext(needing_the_database(inside))


def init_commands(app: Flask) -> None:
    for command in (*SETTING_UP, *ON_THE_DATABASE, *ON_FILES, *GROUPS):
        app.cli.add_command(command)
