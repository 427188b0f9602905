"""Brings the database to the tables of this version: `python -m reactivite_api.migrate`."""

import json
import logging
import sys
import time
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError

from .models import Base

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"

# Of all that migrate this database one does it at a time; the others wait for it, and find nothing to do.
LOCK = "reactivite-migrations"
LOCK_SECONDS = 300

# How long to wait for a database that is starting.
PATIENCE_SECONDS = 120


class Schema:
    """The versions that the migrations of this image know."""

    def __init__(self) -> None:
        self.config = Config()
        self.config.set_main_option("script_location", str(MIGRATIONS))
        script = ScriptDirectory.from_config(self.config)
        self.head = script.get_current_head()
        self.known = {revision.revision for revision in script.walk_revisions()}

    def suits(self, engine: Engine) -> bool:
        """Whether the database has the tables of this version or of a later one, which keeps what an earlier needs."""
        with engine.connect() as connection:
            current = self.current(connection)
        return current is not None and (current == self.head or current not in self.known)

    def current(self, connection: Connection) -> str | None:
        try:
            return connection.scalar(text("SELECT version_num FROM alembic_version"))
        except ProgrammingError:
            # There is no such table yet.
            connection.rollback()
            return None
