"""Features, benefits and proof of a capability, and how it was worded before"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=12), nullable=False),
        sa.Column("capability_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=120), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("benefits", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["capability_id"],
            ["capability.id"],
            name=op.f("fk_wording_capability_id_capability"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("public_id", name=op.f("uq_wording_public_id")),
    )
    with op.batch_alter_table("wording") as batch:
        batch.create_index(batch.f("ix_wording_capability_id"), ["capability_id"])
    with op.batch_alter_table("capability") as batch:
        batch.add_column(sa.Column("features", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("benefits", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("proof_contract_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("proof_fact", sa.String(length=60), nullable=False, server_default=""))
        batch.add_column(sa.Column("proof_link", sa.String(length=300), nullable=False, server_default=""))
        batch.create_foreign_key(
            batch.f("fk_capability_proof_contract_id_contract"),
            "contract",
            ["proof_contract_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("capability") as batch:
        batch.drop_constraint(batch.f("fk_capability_proof_contract_id_contract"), type_="foreignkey")
        for name in ("proof_link", "proof_fact", "proof_contract_id", "benefits", "features"):
            batch.drop_column(name)
    op.drop_table("wording")
