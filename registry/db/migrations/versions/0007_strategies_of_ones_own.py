"""Strategies of one's own: their saved texts, which one is in force, and what each would say of the documents.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "strategy_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("profile_version", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("saved_by", sa.String(length=255), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy_text")),
        sa.UniqueConstraint("profile", "number", name=op.f("uq_strategy_text_profile_number")),
    )
    op.create_table(
        "strategy_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(length=60), nullable=False),
        sa.Column("chosen_by", sa.String(length=255), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy_choice")),
    )
    op.create_table(
        "strategy_outcome",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("facts", sa.String(length=64), nullable=False),
        sa.Column("states", sa.JSON(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["specification_document.id"],
            name=op.f("fk_strategy_outcome_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", "facts", name=op.f("pk_strategy_outcome")),
    )


def downgrade() -> None:
    op.drop_table("strategy_outcome")
    op.drop_table("strategy_choice")
    op.drop_table("strategy_text")
