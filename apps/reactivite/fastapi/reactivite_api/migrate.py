"""Brings the database to the tables of this version: `python -m reactivite_api.migrate`."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from .database import connect
from .logs import configure
from .models import Base
from .settings import DatabaseSettings

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"

# Of all that migrate this database one does it at a time; the others wait for it, and find nothing to do.
LOCK = "reactivite.migrations"
LOCK_SECONDS = 300


class MigrationError(Exception):
    """The database has not become what this version needs; the message says why."""


class Schema:
    """The revisions that this version knows."""

    def __init__(self) -> None:
        self.config = Config()
        self.config.set_main_option("script_location", str(MIGRATIONS))
        script = ScriptDirectory.from_config(self.config)
        self.head = script.get_current_head()
        self.known = {revision.revision for revision in script.walk_revisions()}

    def suits(self, engine: Engine) -> bool:
        """Whether the database has the tables of this version, or of a later one: that keeps what an earlier needs."""
        with engine.connect() as connection:
            return self.is_enough(current(connection))

    def is_enough(self, revision: str | None) -> bool:
        return revision is not None and (revision == self.head or revision not in self.known)

    def upgrade(self, connection: Connection) -> None:
        """Runs what has not run. Raises MigrationError when something is missing afterwards."""
        revision = current(connection)
        if self.is_enough(revision):
            log.info("nothing to migrate: the database is at revision %s", revision)
        else:
            self.config.attributes["connection"] = connection
            command.upgrade(self.config, "head")
            log.info("migrated from revision %s to %s", revision, current(connection))
        lacking = missing(connection)
        if lacking:
            raise MigrationError(f"the database lacks what this version needs: {', '.join(lacking)}")


def current(connection: Connection) -> str | None:
    """The database's revision; None before the first."""
    try:
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except ProgrammingError:
        # There is no such table yet.
        revision = None
    connection.rollback()
    return revision


def missing(connection: Connection) -> list[str]:
    """What the models have and the database has not, such as a table that somebody else made under one of our names.
    What it has beside that is a later version's."""
    differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    connection.rollback()
    return [
        ".".join(str(getattr(part, "name", part)) for part in difference[1:] if part is not None)
        for difference in differences
        if isinstance(difference, tuple) and difference[0].startswith("add_")
    ]


@contextmanager
def locked(connection: Connection) -> Iterator[None]:
    """The lock belongs to the connection: it ends with it, however that ends."""
    if connection.scalar(text("SELECT GET_LOCK(:name, :seconds)"), {"name": LOCK, "seconds": LOCK_SECONDS}) != 1:
        raise MigrationError(f"another migration has held the lock {LOCK} for {LOCK_SECONDS} seconds")
    connection.commit()
    try:
        yield
    finally:
        connection.invalidate()


def migrate(engine: Engine) -> None:
    with engine.connect() as connection, locked(connection):
        Schema().upgrade(connection)


def main() -> int:
    configure("info")
    # A statement that rebuilds a table takes as long as it takes.
    engine = connect(DatabaseSettings().database_url.get_secret_value(), read_timeout=None)
    try:
        migrate(engine)
    except DBAPIError as error:
        log.error("database: %s", error.orig)
        return 1
    except MigrationError as error:
        log.error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
