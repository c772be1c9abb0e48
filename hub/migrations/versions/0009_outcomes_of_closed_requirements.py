"""Outcomes of closed requirements.

Public came to mean that suppliers see a requirement as well. Nobody had agreed to that: those that were public
are private again, and forms that were open are out of date.
"""

import sqlalchemy as sa
from alembic import op


revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "closing",
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("requirement_version", sa.Integer(), nullable=False),
        sa.Column("catalogue_version", sa.Integer(), nullable=False),
        sa.Column("worked_out_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("considered", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name=op.f("fk_closing_requirement_id_requirement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("requirement_id", name=op.f("pk_closing")),
    )
    op.create_table(
        "outcome",
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("band", sa.Integer(), nullable=True),
        sa.Column("if_met", sa.Integer(), nullable=True),
        sa.Column("gates", sa.JSON(), nullable=False),
        sa.Column("advice", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["closing.requirement_id"],
            name=op.f("fk_outcome_requirement_id_closing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supplier.id"], name=op.f("fk_outcome_supplier_id_supplier"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("requirement_id", "supplier_id", name=op.f("pk_outcome")),
    )
    with op.batch_alter_table("outcome") as table:
        table.create_index(op.f("ix_outcome_supplier_id"), ["supplier_id"], unique=False)

    with op.batch_alter_table("requirement") as table:
        table.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE requirement SET closed_at = updated_at WHERE state = 'closed'")
    op.execute(
        "UPDATE requirement SET visibility = 'private', version = version + 1 WHERE visibility = 'public'"
    )


def downgrade() -> None:
    with op.batch_alter_table("requirement") as table:
        table.drop_column("closed_at")

    with op.batch_alter_table("outcome") as table:
        table.drop_index(op.f("ix_outcome_supplier_id"))

    op.drop_table("outcome")
    op.drop_table("closing")
