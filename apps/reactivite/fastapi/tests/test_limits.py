"""How often something may be tried, by all replicas together."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import FastAPI

from reactivite_api.app import create_app
from reactivite_api.limits import Limit, count
from reactivite_api.problems import Refused
from reactivite_api.services import Services

from .conftest import services_at
from .people import PASSWORD, Person, new_address, numbers, visitor


@pytest.fixture
def replica(migrated: str) -> Iterator[FastAPI]:
    """A second pod: nothing in common with the first but the database."""
    services = services_at(migrated)
    yield create_app(services)
    services.database.engine.dispose()


def tried(app: FastAPI, username: str, address: str, password: str = "wrong password") -> Any:
    return visitor(app, address).post("/users/login", json={"username": username, "password": password})


def test_guesses_from_one_address_end_soon_at_all_replicas(app: FastAPI, replica: FastAPI, me: Person) -> None:
    address = new_address()
    statuses = [tried((app, replica)[n % 2], me.username, address).status_code for n in range(8)]
    assert statuses == [401] * 5 + [429] * 3
    refused = tried(replica, me.username.upper(), address, PASSWORD)
    assert refused.status_code == 429
    assert 800 < int(refused.headers["Retry-After"]) <= 900
    assert "Trop d'essais" in refused.json()["detail"]
    # Whose account it is comes from elsewhere, and gets in.
    assert tried(app, me.username, new_address(), PASSWORD).status_code == 200


def test_of_guesses_that_come_together_none_is_overlooked(app: FastAPI, replica: FastAPI, me: Person) -> None:
    address = new_address()
    with ThreadPoolExecutor(12) as threads:
        answers = threads.map(lambda n: tried((app, replica)[n % 2], me.username, address).status_code, range(24))
    assert Counter(answers) == {401: 5, 429: 19}


def test_guesses_from_many_addresses_end_later(app: FastAPI, me: Person) -> None:
    statuses = [tried(app, me.username, new_address()).status_code for _ in range(52)]
    assert Counter(statuses) == {401: 49 + 1, 429: 2}


def test_guesses_at_many_accounts_end_later(app: FastAPI) -> None:
    address = new_address()
    statuses = [tried(app, f"nobody{next(numbers)}", address).status_code for _ in range(102)]
    assert Counter(statuses) == {401: 100, 429: 2}


def test_logins_that_succeed_do_not_count(app: FastAPI, me: Person) -> None:
    address = new_address()
    for _ in range(4):
        tried(app, me.username, address)
    statuses = {tried(app, me.username, address, PASSWORD).status_code for _ in range(60)}
    assert statuses == {200}


def test_registrations_from_one_address_end(app: FastAPI) -> None:
    somebody = visitor(app)

    def register() -> int:
        name = f"owner{next(numbers)}"
        new = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
        return somebody.post("/users", json=new).status_code

    assert Counter(register() for _ in range(22)) == {201: 20, 429: 2}


def test_begins_anew_when_the_window_is_over(services: Services) -> None:
    limit = Limit("test", 2, 60, new_address())

    def statuses(times: int) -> list[bool]:
        allowed = []
        for _ in range(times):
            try:
                services.database.transaction(lambda session: count(session, [limit]))
                allowed.append(True)
            except Refused:
                allowed.append(False)
        return allowed

    def pass_seconds(seconds: int) -> None:
        with services.database.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE attempts SET window_end = window_end - %s WHERE bucket = %s", (seconds, limit.bucket)
            )

    assert statuses(3) == [True, True, False]
    pass_seconds(50)
    assert statuses(1) == [False]
    pass_seconds(10)
    assert statuses(3) == [True, True, False]


def test_windows_that_are_over_are_forgotten(app: FastAPI, services: Services, me: Person) -> None:
    with services.database.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO attempts VALUES ('old', 1, 1)")
    assert tried(app, me.username, new_address(), PASSWORD).status_code == 200
    with services.database.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM attempts WHERE bucket = 'old'").scalar() == 0


def test_neither_names_nor_addresses_are_kept(app: FastAPI, services: Services, me: Person) -> None:
    address = new_address()
    tried(app, me.username, address)
    with services.database.engine.begin() as connection:
        rows = str(connection.exec_driver_sql("SELECT * FROM attempts").all())
    assert me.username not in rows
    assert address not in rows
