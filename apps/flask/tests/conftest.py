import pytest
from flask_app import create_app
from flask_app.database import connection_pool

from .postgres import Postgres, binaries, reason_to_skip


@pytest.fixture(scope="session")
def postgres():
    reason = reason_to_skip()
    if reason:
        pytest.skip(reason)
    server = Postgres(binaries())
    server.start()
    yield server
    server.remove()


@pytest.fixture
def client(postgres):
    """The app in front of the running server."""
    pool = connection_pool(postgres.conninfo)
    yield create_app(pool).test_client()
    pool.close()


@pytest.fixture
def orphan():
    """The app in front of nothing: a port where nobody listens."""
    pool = connection_pool("host=127.0.0.1 port=1 user=nobody dbname=nothing connect_timeout=1")
    yield create_app(pool).test_client()
    pool.close()
