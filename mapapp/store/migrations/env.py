"""Alembic's entry: runs the migrations in the transaction that `mapapp.store.schema` has begun."""

from alembic import context

from mapapp.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
