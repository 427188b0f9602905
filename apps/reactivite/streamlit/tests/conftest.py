"""One database and one API for all tests; each works with an owner of its own."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from reactivite_front.api import Account
from reactivite_front.api import Api as Client

from . import stack

# Without it, a test that cannot run here fails; with it, it is left out, and says why.
MAY_SKIP = os.environ.get("MAY_SKIP") == "1"

PASSWORD = "correct horse battery"

numbers = count(1)


def today() -> date:
    """Where the browser of the tests is, and where the app thinks itself without one."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()


@pytest.fixture(scope="session")
def api() -> Iterator[stack.Api]:
    reason = stack.reason_to_skip()
    if reason:
        (pytest.skip if MAY_SKIP else pytest.fail)(reason)
    server = stack.mariadb().MariaDB()
    server.start()
    running = None
    try:
        running = stack.Api(server)
        yield running
    finally:
        if running:
            running.remove()
        server.remove()


@dataclass
class Owner:
    username: str
    email: str
    token: str
    account: Account

    def choose_defaults(self) -> None:
        for kind in ("triggers", "reactions"):
            self.account.clone(kind, [label.id for label in self.account.defaults(kind)])


def register(api: stack.Api) -> Owner:
    api.forgive()
    client = Client(api.url)
    name = f"camille{next(numbers)}"
    client.register(name, f"{name}@example.org", PASSWORD, None)
    token = client.log_in(name, PASSWORD, None).access_token
    return Owner(name, f"{name}@example.org", token, client.account(token))


@pytest.fixture
def newcomer(api: stack.Api) -> Owner:
    """Registered, and nothing else."""
    return register(api)


@pytest.fixture
def owner(newcomer: Owner) -> Owner:
    """With all defaults."""
    newcomer.choose_defaults()
    return newcomer
