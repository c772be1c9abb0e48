"""Documents that prove facts, and the figures that a size follows from"""

import sqlalchemy as sa
from alembic import op


revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "size_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("turnover", sa.Numeric(precision=16, scale=2), nullable=False),
        sa.Column("balance_sheet", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("in_group", sa.Boolean(), nullable=False),
        sa.Column("group_name", sa.String(length=200), nullable=False),
        sa.Column("vcse", sa.String(length=40), nullable=False),
        sa.Column("year_ended_on", sa.Date(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "vcse IN ('', 'charity', 'community interest company', 'reinvests')",
            name=op.f("ck_size_statement_vcse"),
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.id"],
            name=op.f("fk_size_statement_supplier_id_supplier"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_size_statement")),
        sa.UniqueConstraint("supplier_id", name=op.f("uq_size_statement_supplier_id")),
    )
    op.create_table(
        "fact_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["fact.id"], name=op.f("fk_fact_document_fact_id_fact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_document")),
        sa.UniqueConstraint("fact_id", name=op.f("uq_fact_document_fact_id")),
    )
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("issued_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.drop_column("issued_on")

    op.drop_table("fact_document")
    op.drop_table("size_statement")
