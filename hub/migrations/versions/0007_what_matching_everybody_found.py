"""What matching everybody found"""

import sqlalchemy as sa
from alembic import op


revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "matching",
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("requirement_version", sa.Integer(), nullable=False),
        sa.Column("catalogue_version", sa.Integer(), nullable=False),
        sa.Column("weights_version", sa.String(length=12), nullable=False),
        sa.Column("meaning_version", sa.String(length=12), nullable=False),
        sa.Column("matched_on", sa.Date(), nullable=False),
        sa.Column("considered", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name=op.f("fk_matching_requirement_id_requirement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("requirement_id", name=op.f("pk_matching")),
    )
    op.create_table(
        "near_miss",
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=12), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["matching.requirement_id"],
            name=op.f("fk_near_miss_requirement_id_matching"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.id"],
            name=op.f("fk_near_miss_supplier_id_supplier"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("requirement_id", "supplier_id", name=op.f("pk_near_miss")),
    )
    with op.batch_alter_table("near_miss") as table:
        table.create_index(op.f("ix_near_miss_supplier_id"), ["supplier_id"], unique=False)

    op.create_table(
        "open_match",
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["matching.requirement_id"],
            name=op.f("fk_open_match_requirement_id_matching"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.id"],
            name=op.f("fk_open_match_supplier_id_supplier"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("requirement_id", "position", name=op.f("pk_open_match")),
    )
    with op.batch_alter_table("open_match") as table:
        table.create_index(op.f("ix_open_match_supplier_id"), ["supplier_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("open_match") as table:
        table.drop_index(op.f("ix_open_match_supplier_id"))

    op.drop_table("open_match")
    with op.batch_alter_table("near_miss") as table:
        table.drop_index(op.f("ix_near_miss_supplier_id"))

    op.drop_table("near_miss")
    op.drop_table("matching")
