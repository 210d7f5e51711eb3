"""Alembic's environment: one connection, one transaction."""

from alembic import context
from sqlalchemy import create_engine, pool

from registry.db import session
from registry.db.base import Base

engine = create_engine(session.normalise_url(context.config.get_main_option("sqlalchemy.url") or ""), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=connection.dialect.name == "sqlite")
    with context.begin_transaction():
        context.run_migrations()
