"""Rankings that can be made again"""

import sqlalchemy as sa
from alembic import op


revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("supplier", sa.String(length=12), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("digest", name=op.f("uq_snapshot_digest")),
    )
    with op.batch_alter_table("snapshot") as table:
        table.create_index(op.f("ix_snapshot_supplier"), ["supplier"], unique=False)

    op.create_table(
        "run_card",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("supplier", sa.String(length=12), nullable=False),
        sa.Column("reasons", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name=op.f("fk_run_card_run_id_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "place", name=op.f("pk_run_card")),
    )
    with op.batch_alter_table("run_card") as table:
        table.create_index(op.f("ix_run_card_supplier"), ["supplier"], unique=False)

    op.create_table(
        "run_snapshot",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name=op.f("fk_run_snapshot_run_id_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshot.id"],
            name=op.f("fk_run_snapshot_snapshot_id_snapshot"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_id", "snapshot_id", name=op.f("pk_run_snapshot")),
    )
    with op.batch_alter_table("run_snapshot") as table:
        table.create_index(op.f("ix_run_snapshot_snapshot_id"), ["snapshot_id"], unique=False)

    with op.batch_alter_table("run") as table:
        table.add_column(sa.Column("requirement_version", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("form_key", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("seed", sa.String(length=32), nullable=False, server_default=""))
        table.add_column(sa.Column("made_with", sa.LargeBinary(), nullable=True))
        table.create_unique_constraint(op.f("uq_run_form_key"), ["form_key"])


def downgrade() -> None:
    with op.batch_alter_table("run") as table:
        table.drop_constraint(op.f("uq_run_form_key"), type_="unique")
        table.drop_column("made_with")
        table.drop_column("seed")
        table.drop_column("form_key")
        table.drop_column("requirement_version")
    with op.batch_alter_table("run_snapshot") as table:
        table.drop_index(op.f("ix_run_snapshot_snapshot_id"))

    op.drop_table("run_snapshot")
    with op.batch_alter_table("run_card") as table:
        table.drop_index(op.f("ix_run_card_supplier"))

    op.drop_table("run_card")
    with op.batch_alter_table("snapshot") as table:
        table.drop_index(op.f("ix_snapshot_supplier"))

    op.drop_table("snapshot")
