"""Alembic runs on the connection that `hub.migrating` hands it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from hub.database import PackedJSON, UtcDateTime
from hub.models import Base


def render_item(kind: str, thing: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """A migration stands without this code: our own types are written as what the database holds."""
    if kind == "type" and isinstance(thing, PackedJSON):
        return "sa.LargeBinary()"
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=render_item,
)
context.run_migrations()
