"""Connections to MySQL, and transactions on them."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine, QueuePool, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

T = TypeVar("T")

# Requests that one process works on at once, each with a connection of its own: none waits for one that another holds.
THREADS = 8

# Of two transactions that wait for each other, MySQL ends one (1213); tried again, it finds its way free.
DEADLOCK = 1213
TRIES = 4


def connect(url: str, read_timeout: int | None = 10) -> Engine:
    """An engine that has not connected yet: the app starts without its database, and finds it when it comes.

    @param read_timeout: seconds that a statement may take; None: any
    """
    return create_engine(
        url,
        # What a transaction reads after it has waited for a lock is what the one before it wrote.
        isolation_level="READ COMMITTED",
        # An error that is logged shall not hold what somebody wrote.
        hide_parameters=True,
        pool_size=THREADS,
        max_overflow=1,
        pool_timeout=2,
        # A restart of the database costs no request more than the wait; a proxy or firewall may cut what idles.
        pool_pre_ping=True,
        pool_recycle=300,
        connect_args={"connect_timeout": 2, "read_timeout": read_timeout, "write_timeout": 10, "charset": "utf8mb4"},
    )


class Database:
    def __init__(self, engine: Engine):
        self.engine = engine
        self.session = sessionmaker(engine, expire_on_commit=False)

    def in_use(self) -> int:
        """Connections that are out of the pool."""
        pool = self.engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0

    def transaction(self, work: Callable[[Session], T]) -> T:
        """What `work` returns, after the commit; tried again when MySQL ended it for another's sake, so it must have no
        effect but on the session."""
        for left in reversed(range(TRIES)):
            try:
                with self.session.begin() as session:
                    return work(session)
            except OperationalError as error:
                if left == 0 or error.orig is None or error.orig.args[0] != DEADLOCK:
                    raise
        raise AssertionError("unreachable")
