"""Masks of places; known places with who confirmed them, and other ways to write them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_KEPT = ("name", "locality", "lon", "lat", "precision", "radius_m", "source")


def upgrade() -> None:
    """Make the table of masks, and that of known places anew with the rows it has."""
    _create_masks()
    _renew_known_places()


def _create_masks() -> None:
    op.create_table(
        "mask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.String(length=80), nullable=False),
        sa.Column("place_id", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("radius_m", sa.Float(), nullable=False),
        sa.Column("through_revision", sa.Integer(), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("hidden", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name="fk_mask_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mask"),
    )
    op.create_index("ix_mask_incident_id", "mask", ["incident_id"], unique=False)


def _renew_known_places() -> None:
    connection = op.get_bind()
    before = sa.table("known_place", *(sa.column(name) for name in _KEPT))
    rows = [dict(row) for row in connection.execute(sa.select(before)).mappings()]
    op.drop_table("known_place")
    made = op.create_table(
        "known_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("locality", sa.String(length=200), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("precision", sa.String(length=20), nullable=False),
        sa.Column("radius_m", sa.Float(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.String(length=32), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_known_place"),
        sa.UniqueConstraint("name", "locality", name="uq_known_place_name_locality"),
    )
    new = {"aliases": "[]", "confirmed_by": "", "confirmed_at": "", "edited": False, "gone": False}
    if rows:
        op.bulk_insert(made, [{**row, **new} for row in rows])
