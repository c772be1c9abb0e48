"""Writes a migration from the difference between the models and a freshly migrated SQLite database.

`python -m tests.drills.new_migration "What it is for"`. Read what it wrote before you keep it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from hub import create_app
from hub.database import get_engine
from hub.migrating import alembic_config, migrate


def write_migration(message: str, folder: Path) -> None:
    app = create_app({"INSTANCE": folder, "DATABASE_URL": f"sqlite:///{folder / 'hub.sqlite'}"})
    config = alembic_config()
    number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
    with app.app_context():
        migrate()
        with get_engine().execution_options(writes=True).begin() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message=message, autogenerate=True, rev_id=f"{number:04d}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit('Say what it is for: python -m tests.drills.new_migration "Shortlists keep notes"')
    with tempfile.TemporaryDirectory() as temporary:
        write_migration(sys.argv[1], Path(temporary))
