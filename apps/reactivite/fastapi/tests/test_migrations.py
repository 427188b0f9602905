"""Migrations, as the Job runs them: at every apply, several at once, and after one that was killed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, event, text

from reactivite_api.database import connect
from reactivite_api.migrate import MIGRATIONS, MigrationError, Schema, current, migrate
from reactivite_api.models import Base

from .mariadb import MariaDB


@contextmanager
def engine_at(url: str) -> Iterator[Engine]:
    engine = connect(url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(empty: str) -> Iterator[Engine]:
    with engine_at(empty) as engine:
        yield engine


def state(connection: Connection) -> dict[str, object]:
    """Every table as the server describes it, and the defaults in it."""
    tables = [name for (name,) in connection.execute(text("SHOW TABLES"))]
    found: dict[str, object] = {
        name: connection.execute(text(f"SHOW CREATE TABLE {name}")).one()[1].split(" AUTO_INCREMENT=")[0]
        for name in tables
    }
    for name in ("triggers", "reactions"):
        found[f"{name} in it"] = sorted(connection.scalars(text(f"SELECT name FROM {name}")))  # noqa: S608
    found["revision"] = current(connection)
    return found


def state_of(engine: Engine) -> dict[str, object]:
    with engine.connect() as connection:
        return state(connection)


def test_the_migrated_database_is_that_of_the_models(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_defaults_are_there_once(engine: Engine) -> None:
    migrate(engine)
    migrate(engine)
    found = state_of(engine)
    for table, count in (("triggers", 15), ("reactions", 8)):
        names = found[f"{table} in it"]
        assert isinstance(names, list)
        assert (len(names), len(set(names))) == (count, count)


class KilledError(Exception):
    pass


def interrupted(engine: Engine, after: int) -> bool:
    """Migrates, and ends after so many statements as a pod that is killed; False when there were no more."""
    ran = 0

    def count(*_: object) -> None:
        nonlocal ran
        ran += 1
        if ran > after:
            raise KilledError

    event.listen(engine, "before_cursor_execute", count)
    try:
        migrate(engine)
        return False
    except KilledError:
        return True
    finally:
        event.remove(engine, "before_cursor_execute", count)


def test_one_that_was_killed_anywhere_is_finished_by_the_next(mariadb: MariaDB, empty: str, engine: Engine) -> None:
    migrate(engine)
    whole = state_of(engine)
    database = empty.rsplit("/", 1)[1]
    after = 0
    while True:
        mariadb.execute(f"DROP DATABASE {database}")
        mariadb.execute(f"CREATE DATABASE {database}")
        was = interrupted(engine, after)
        migrate(engine)
        assert state_of(engine) == whole, f"killed after {after} statements"
        if not was:
            break
        after += 1
    # The tables, the version of each revision, the defaults.
    assert after > 30


def test_several_at_once(empty: str, engine: Engine) -> None:
    command = [sys.executable, "-B", "-m", "reactivite_api.migrate"]
    jobs = [
        subprocess.Popen(command, env={"DATABASE_URL": empty}, cwd=Path(__file__).parent.parent, stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    output = [job.communicate(timeout=120)[0].decode() for job in jobs]
    assert [job.returncode for job in jobs] == [0, 0, 0], output
    assert sum("migrated from revision None" in text for text in output) == 1
    assert sum("nothing to migrate" in text for text in output) == 2
    names = state_of(engine)["triggers in it"]
    assert isinstance(names, list)
    assert len(names) == 15


def test_a_later_version_of_the_database_is_left_alone(engine: Engine) -> None:
    """As after a rollback: the older image's Job meets what the newer one made."""
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("ALTER TABLE users ADD COLUMN later INT"))
        connection.execute(text("CREATE TABLE later (id INT)"))
    before = state_of(engine)
    migrate(engine)
    assert state_of(engine) == before
    assert Schema().suits(engine)


def test_an_earlier_version_does_not_suit(engine: Engine) -> None:
    assert not Schema().suits(engine)
    migrate(engine)
    assert Schema().suits(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert not Schema().suits(engine)


def test_a_table_of_somebody_elses_making_is_named(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE users (id BIGINT PRIMARY KEY AUTO_INCREMENT, email VARCHAR(254))"))
    with pytest.raises(MigrationError, match=r"users\.username"):
        migrate(engine)


def test_a_refused_login_ends_at_once_and_says_why(mariadb: MariaDB) -> None:
    url = f"mysql+pymysql://nobody:wrong@127.0.0.1:{mariadb.port}/nothing"
    done = subprocess.run(
        [sys.executable, "-B", "-m", "reactivite_api.migrate"],
        env={"DATABASE_URL": url},
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Access denied" in done.stdout
    assert "wrong" not in done.stdout + done.stderr


def test_tells_whether_the_database_answers(empty: str) -> None:
    def ask(url: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-B", "-m", "reactivite_api.answers"],
            env={"DATABASE_URL": url},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert ask(empty).returncode == 0
    silent = ask("mysql+pymysql://nobody:secret@127.0.0.1:1/nothing")
    assert silent.returncode == 1
    assert "Can't connect" in silent.stderr
    assert "secret" not in silent.stderr


def test_migrations_only_add() -> None:
    """An older pod works on while a newer one has migrated: nothing that it uses may go."""
    for file in sorted((MIGRATIONS / "versions").glob("*.py")):
        for word in ("drop_", "alter_column", "rename_table", "DROP ", "RENAME "):
            assert word not in file.read_text(), file.name
