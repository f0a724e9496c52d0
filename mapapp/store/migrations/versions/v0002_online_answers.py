"""The answers of online geocoders."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "online_answer",
        sa.Column("service", sa.String(length=200), nullable=False),
        sa.Column("question_hash", sa.String(length=64), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("got_at", sa.String(length=32), nullable=False),
        sa.Column("keep_until", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("service", "question_hash", name="pk_online_answer"),
    )
    op.create_index("ix_online_answer_keep_until", "online_answer", ["keep_until"], unique=False)
