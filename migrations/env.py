"""Alembic runs here with a connection that `cop/base/schema.py` hands in."""
from alembic import context

from cop.base.db import UtcDateTime, db


def name_types(kind, thing, _autogenerate):
    """Migrations speak of plain types: they must not import our code."""
    return "sa.DateTime(timezone=True)" if isinstance(thing, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=db.metadata,
    render_as_batch=True,
    render_item=name_types,
    compare_type=False,
    transactional_ddl=True,  # on SQLite, too: Alembic would store each step for itself
)
with context.begin_transaction():
    context.run_migrations()
