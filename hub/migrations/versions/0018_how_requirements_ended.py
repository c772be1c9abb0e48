"""How requirements ended, and the contracts that came of it"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

IMPORTED = "source IN ('own', 'g-cloud-sales', 'digital-outcomes', 'ocds')"
WITH_BUYERS = "source IN ('own', 'g-cloud-sales', 'digital-outcomes', 'ocds', 'buyer')"
VAT = "vat IN ('', 'included', 'excluded')"


def upgrade() -> None:
    with op.batch_alter_table("contract") as batch:
        batch.add_column(sa.Column("vat", sa.String(length=10), nullable=False, server_default=""))
        batch.drop_constraint(batch.f("ck_contract_source"), type_="check")
        batch.create_check_constraint(batch.f("ck_contract_source"), WITH_BUYERS)
        batch.create_check_constraint(batch.f("ck_contract_vat"), VAT)
    op.create_table(
        "ending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "how IN ('awarded', 'cancelled', 'unsuitable', 'assessing')", name=op.f("ck_ending_how")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["requirement.id"],
            name=op.f("fk_ending_requirement_id_requirement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ending")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ending_public_id")),
        sa.UniqueConstraint("requirement_id", name=op.f("uq_ending_requirement_id")),
    )
    op.create_table(
        "ending_award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("ending_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=True),
        sa.Column("supplier_name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("value", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("vat", sa.String(length=10), nullable=False),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(VAT, name=op.f("ck_ending_award_vat")),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contract.id"],
            name=op.f("fk_ending_award_contract_id_contract"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["ending_id"], ["ending.id"], name=op.f("fk_ending_award_ending_id_ending"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.id"],
            name=op.f("fk_ending_award_supplier_id_supplier"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ending_award")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_ending_award_contract_id")),
        sa.UniqueConstraint("form_key", name=op.f("uq_ending_award_form_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ending_award_public_id")),
    )
    for name in ("ending_id", "supplier_id"):
        op.create_index(op.f(f"ix_ending_award_{name}"), "ending_award", [name])


def downgrade() -> None:
    op.drop_table("ending_award")
    op.drop_table("ending")
    op.execute("DELETE FROM contract WHERE source = 'buyer'")
    with op.batch_alter_table("contract") as batch:
        batch.drop_constraint(batch.f("ck_contract_vat"), type_="check")
        batch.drop_constraint(batch.f("ck_contract_source"), type_="check")
        batch.create_check_constraint(batch.f("ck_contract_source"), IMPORTED)
        batch.drop_column("vat")
