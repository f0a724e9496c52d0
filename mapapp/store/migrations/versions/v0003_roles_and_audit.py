"""Roles for people, and the audit log, to which rows can only be added."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_REFUSAL = "the audit log is never changed"
_NO_REPLACE = """CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END"""


def upgrade() -> None:
    """Give everyone a role and make the log: the first account administers, the others could do all else."""
    role = sa.Column("role", sa.String(length=20), nullable=False, server_default="reporter")
    op.add_column("person", role)
    op.execute("UPDATE person SET role = 'editor'")
    op.execute("UPDATE person SET role = 'admin' WHERE id = (SELECT min(id) FROM person)")
    _extend_people()
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("deed", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER audit_no_{deed} BEFORE {deed.upper()} ON audit "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
        # INSERT OR REPLACE would delete without telling the trigger for it.
        op.execute(_NO_REPLACE)


def _extend_people() -> None:
    op.add_column("person", sa.Column("disabled", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, kind in (
        ("started_at", sa.String(length=32)),
        ("seen_at", sa.String(length=32)),
        ("browser", sa.Text()),
        ("address", sa.String(length=80)),
    ):
        op.add_column("sign_in", sa.Column(name, kind, nullable=False, server_default=sa.text("''")))
    op.create_table(
        "sign_in_failure",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.Float(), nullable=False),
        sa.Column("wait_until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_sign_in_failure"),
    )
    op.create_index("ix_sign_in_failure_last_at", "sign_in_failure", ["last_at"], unique=False)
