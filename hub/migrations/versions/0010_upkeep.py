"""What the company register says of a firm, and what of a profile needs a look"""

from typing import Any

import sqlalchemy as sa
from alembic import op


revision = "0010"
down_revision = "0009"


def columns() -> list[sa.Column[Any]]:
    """What a supplier gains."""
    return [
        sa.Column("register_status", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("register_name", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("register_renamed", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("register_source", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("register_checked_on", sa.Date(), nullable=True),
        sa.Column("dissolved_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("nudges", sa.Boolean(), nullable=False, server_default=sa.true()),
    ]


def upgrade() -> None:
    for column in columns():
        op.add_column("supplier", column)
    op.create_table(
        "concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("notice", sa.Integer(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("nudged_for", sa.Integer(), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('gone', 'trouble', 'renamed', 'another name', 'lapsed', 'lapsing', 'untouched')",
            name=op.f("ck_concern_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.id"],
            name=op.f("fk_concern_supplier_id_supplier"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
    )
    with op.batch_alter_table("concern") as table:
        table.create_index(op.f("ix_concern_kind"), ["kind"], unique=False)
        table.create_index("uq_concern_supplier_id_kind_about", ["supplier_id", "kind", "about"], unique=True)


def downgrade() -> None:
    op.drop_table("concern")
    for column in reversed(columns()):
        op.drop_column("supplier", column.name)
