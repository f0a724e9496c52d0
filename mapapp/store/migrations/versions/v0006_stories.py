"""Stories, what was decided about the places they name, and forms that were not sent yet."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "story",
        sa.Column("incident_id", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("published", sa.String(length=10), nullable=False),
        sa.Column("near", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.String(length=32), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_story_incident_id"),
        sa.PrimaryKeyConstraint("incident_id", name="pk_story"),
    )
    op.create_table(
        "decision",
        sa.Column("incident_id", sa.String(length=80), nullable=False),
        sa.Column("mention", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("place_id", sa.String(length=80), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("near", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_decision_incident_id"),
        sa.PrimaryKeyConstraint("incident_id", "mention", name="pk_decision"),
    )
    op.create_table(
        "draft",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_draft_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "form", name="pk_draft"),
    )
    op.create_index("ix_draft_saved_at", "draft", ["saved_at"], unique=False)
