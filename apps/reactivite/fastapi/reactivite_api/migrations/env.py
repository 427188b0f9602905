"""How Alembic runs here: on the connection that migrate.py locked, or on one to DATABASE_URL for `alembic revision`."""

from alembic import context
from sqlalchemy import Connection

from reactivite_api.database import connect
from reactivite_api.models import Base
from reactivite_api.settings import DatabaseSettings


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()


locked: Connection | None = context.config.attributes.get("connection")
if locked is not None:
    run(locked)
else:
    with connect(DatabaseSettings().database_url.get_secret_value()).connect() as connection:
        run(connection)
