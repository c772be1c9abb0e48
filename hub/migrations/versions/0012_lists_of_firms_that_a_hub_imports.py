"""Lists of firms that a hub imports"""

import sqlalchemy as sa
from alembic import op


revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "firm_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sheet", sa.String(length=100), nullable=False),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("category_words", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("work", sa.String(length=12), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('columns', 'categories', 'checking', 'checked', 'applied')",
            name=op.f("ck_firm_import_state"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"],
            ["user.id"],
            name=op.f("fk_firm_import_uploaded_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_firm_import_public_id")),
    )
    with op.batch_alter_table("firm_import") as table:
        table.create_index(table.f("ix_firm_import_sha256"), ["sha256"], unique=False)
        table.create_index(table.f("ix_firm_import_state"), ["state"], unique=False)

    op.create_table(
        "firm_import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=True),
        sa.Column("values", sa.JSON(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("supplier", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('', 'new', 'filled', 'same', 'claimed', 'hidden', 'removed', 'repeated', 'wrong')",
            name=op.f("ck_firm_import_row_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["firm_import.id"],
            name=op.f("fk_firm_import_row_import_id_firm_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_import_row")),
    )
    with op.batch_alter_table("firm_import_row") as table:
        table.create_index("ix_firm_import_row_outcome", ["import_id", "outcome"], unique=False)
        table.create_index(table.f("ix_firm_import_row_supplier"), ["supplier"], unique=False)
        table.create_index("uq_firm_import_row_position", ["import_id", "position"], unique=True)

    with op.batch_alter_table("supplier") as table:
        table.add_column(sa.Column("entered_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("supplier") as table:
        table.drop_column("entered_on")

    with op.batch_alter_table("firm_import_row") as table:
        table.drop_index("uq_firm_import_row_position")
        table.drop_index(table.f("ix_firm_import_row_supplier"))
        table.drop_index("ix_firm_import_row_outcome")

    op.drop_table("firm_import_row")
    with op.batch_alter_table("firm_import") as table:
        table.drop_index(table.f("ix_firm_import_state"))
        table.drop_index(table.f("ix_firm_import_sha256"))

    op.drop_table("firm_import")
