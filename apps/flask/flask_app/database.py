"""Connections to PostgreSQL. Where, and as whom: libpq's environment variables (PGHOST, PGUSER, PGPASSWORD...).

https://www.postgresql.org/docs/current/libpq-envars.html
"""

from psycopg_pool import ConnectionPool

# As many as gunicorn's threads: no request waits for a connection that another one holds.
THREADS = 8

# Seconds that a request waits for a connection, below the three that a proxy waits for an answer.
PATIENCE = 2


def connection_pool(conninfo: str = "") -> ConnectionPool:
    """A pool that is closed yet. It checks a connection before it hands it out, so that a restart of the database
    costs no request more than the wait."""
    return ConnectionPool(
        conninfo,
        kwargs={"autocommit": True, "options": "-c statement_timeout=2000"},
        min_size=1,
        max_size=THREADS,
        timeout=PATIENCE,
        # Gives up soon: the next request, at the latest the next probe, tries anew. The default doubles its waits for
        # five minutes, which a database that is back would have to sit out.
        reconnect_timeout=5,
        check=ConnectionPool.check_connection,
        open=False,
        name="postgres",
    )
