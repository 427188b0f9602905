"""A server for all tests, a fresh database for those that want one, and the app in front of a migrated one."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from reactivite_api.app import create_app
from reactivite_api.database import Database, connect
from reactivite_api.migrate import Schema, migrate
from reactivite_api.passwords import Passwords
from reactivite_api.services import Services
from reactivite_api.tokens import Tokens

from .mariadb import MariaDB, reason_to_skip
from .people import Person, register

SECRET_KEY = "0123456789abcdef" * 4

# Hashes that cost nothing: what they cost is measured elsewhere.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaDB]:
    reason = reason_to_skip()
    if reason:
        pytest.skip(reason)
    server = MariaDB()
    server.start()
    yield server
    server.remove()


@pytest.fixture
def empty(mariadb: MariaDB) -> Iterator[str]:
    """URL of a database without tables."""
    name = f"test_{uuid4().hex}"
    mariadb.execute(f"CREATE DATABASE {name}")
    yield mariadb.url(name)
    mariadb.execute(f"DROP DATABASE {name}")


@pytest.fixture(scope="session")
def migrated(mariadb: MariaDB) -> str:
    """URL of a database with the tables; whoever uses it keeps to people of his own."""
    mariadb.execute("CREATE DATABASE migrated")
    url = mariadb.url("migrated")
    engine = connect(url)
    migrate(engine)
    engine.dispose()
    return url


def services_at(url: str) -> Services:
    return Services(
        database=Database(connect(url)),
        schema=Schema(),
        passwords=Passwords(CHEAP),
        tokens=Tokens(SECRET_KEY),
        mail=None,
    )


@pytest.fixture(scope="session")
def services(migrated: str) -> Iterator[Services]:
    services = services_at(migrated)
    yield services
    services.database.engine.dispose()


@pytest.fixture(scope="session")
def app(services: Services) -> FastAPI:
    return create_app(services)


@pytest.fixture
def me(app: FastAPI) -> Person:
    return register(app)


@pytest.fixture
def other(app: FastAPI) -> Person:
    return register(app)
