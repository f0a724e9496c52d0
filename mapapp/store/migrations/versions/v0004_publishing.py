"""What readers see, in time: publications say from when, of which kind and why, and nothing else says it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Complete the publications there are, and drop the column that repeated the last of each incident."""
    with op.batch_alter_table("publication") as table:
        table.drop_index("ix_publication_incident_id_revision")
        for name, kind in (
            ("made_at", sa.String(length=32)),
            ("kind", sa.String(length=20)),
            ("note", sa.Text()),
        ):
            table.add_column(sa.Column(name, kind, nullable=False, server_default=""))
    op.execute("UPDATE publication SET made_at = at, kind = 'published'")
    op.execute("UPDATE publication SET kind = 'unpublished' WHERE revision IS NULL")
    with op.batch_alter_table("publication") as table:
        for name in ("made_at", "kind", "note"):
            table.alter_column(name, server_default=None)
        table.create_index("ix_publication_incident_id_at", ["incident_id", "at"])
    # Not as a batch: that would make the table anew, which others refer to.
    op.drop_column("incident", "published_revision")
