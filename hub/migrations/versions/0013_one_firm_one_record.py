"""One firm, one record"""

import sqlalchemy as sa
from alembic import op


revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "duplicate_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('found', 'different', 'merged')", name=op.f("ck_duplicate_pair_state")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user.id"],
            name=op.f("fk_duplicate_pair_decided_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["supplier.id"],
            name=op.f("fk_duplicate_pair_first_id_supplier"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["supplier.id"],
            name=op.f("fk_duplicate_pair_second_id_supplier"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pair")),
        sa.UniqueConstraint("public_id", name=op.f("uq_duplicate_pair_public_id")),
    )
    with op.batch_alter_table("duplicate_pair") as table:
        table.create_index(table.f("ix_duplicate_pair_second_id"), ["second_id"], unique=False)
        table.create_index(table.f("ix_duplicate_pair_state"), ["state"], unique=False)
        table.create_index("uq_duplicate_pair_first_id_second_id", ["first_id", "second_id"], unique=True)

    op.create_table(
        "supplier_block",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.id"],
            name=op.f("fk_supplier_block_supplier_id_supplier"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", "supplier_id", name=op.f("pk_supplier_block")),
    )
    with op.batch_alter_table("supplier_block") as table:
        table.create_index(table.f("ix_supplier_block_supplier_id"), ["supplier_id"], unique=False)

    op.create_table(
        "supplier_merger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["done_by_id"], ["user.id"], name=op.f("fk_supplier_merger_done_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["supplier.id"], name=op.f("fk_supplier_merger_kept_id_supplier"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"],
            ["supplier.id"],
            name=op.f("fk_supplier_merger_merged_id_supplier"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"],
            ["user.id"],
            name=op.f("fk_supplier_merger_undone_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_merger")),
        sa.UniqueConstraint("public_id", name=op.f("uq_supplier_merger_public_id")),
    )
    with op.batch_alter_table("supplier_merger") as table:
        table.create_index(table.f("ix_supplier_merger_kept_id"), ["kept_id"], unique=False)
        table.create_index(table.f("ix_supplier_merger_merged_id"), ["merged_id"], unique=False)

    with op.batch_alter_table("supplier") as table:
        table.add_column(sa.Column("trading_name", sa.String(length=200), nullable=False, server_default=""))
        table.add_column(sa.Column("vat_number", sa.String(length=12), nullable=False, server_default=""))
        table.create_index(table.f("ix_supplier_vat_number"), ["vat_number"], unique=False)


def downgrade() -> None:
    # Not in a batch: SQLite would make the table anew and drop the old one, and its rows' parts with it.
    op.drop_index(op.f("ix_supplier_vat_number"), table_name="supplier")
    op.drop_column("supplier", "vat_number")
    op.drop_column("supplier", "trading_name")

    with op.batch_alter_table("supplier_merger") as table:
        table.drop_index(table.f("ix_supplier_merger_merged_id"))
        table.drop_index(table.f("ix_supplier_merger_kept_id"))

    op.drop_table("supplier_merger")
    with op.batch_alter_table("supplier_block") as table:
        table.drop_index(table.f("ix_supplier_block_supplier_id"))

    op.drop_table("supplier_block")
    with op.batch_alter_table("duplicate_pair") as table:
        table.drop_index("uq_duplicate_pair_first_id_second_id")
        table.drop_index(table.f("ix_duplicate_pair_state"))
        table.drop_index(table.f("ix_duplicate_pair_second_id"))

    op.drop_table("duplicate_pair")
