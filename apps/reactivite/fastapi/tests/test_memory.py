"""What twenty logins at once cost, as the chart's limit must hold it: with the real hashes, in a process of its own."""

import re
import threading
from pathlib import Path

from reactivite_api.models import User
from reactivite_api.passwords import HASHER
from reactivite_api.services import Services

from .people import PASSWORD, numbers
from .server import Server, container

LOGINS = 20
ROUNDS = 2


def mebibytes(quantity: str) -> int:
    match = re.fullmatch(r"(\d+)Mi", quantity)
    assert match
    return int(match[1])


def peak(pid: int) -> int:
    """The most that the process has had in memory, in MiB, by the kernel's own count."""
    match = re.search(r"^VmHWM:\s+(\d+) kB$", Path(f"/proc/{pid}/status").read_text(), re.M)
    assert match
    return int(match[1]) // 1024


def log_in_together(server: Server, names: list[str]) -> list[int]:
    statuses: list[int] = []

    def log_in(name: str) -> None:
        body = {"username": name, "password": PASSWORD}
        statuses.append(server.http.post("/users/login", json=body).status_code)

    threads = [threading.Thread(target=log_in, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def add_accounts(services: Services, names: list[str]) -> None:
    """With one hash for all, made as the app makes it."""
    known = HASHER.hash(PASSWORD)
    users = [User(username=name, email=f"{name}@example.org", password_hash=known) for name in names]
    services.database.transaction(lambda session: session.add_all(users))


def test_twenty_logins_at_once_stay_below_the_limit(migrated: str, services: Services) -> None:
    limit = mebibytes(container("local")["resources"]["limits"]["memory"])
    with Server(migrated) as server:
        before = peak(server.process.pid)
        names = [f"login{next(numbers)}" for _ in range(LOGINS)]
        add_accounts(services, names)
        for _ in range(ROUNDS):
            assert log_in_together(server, names) == [200] * LOGINS
        most = peak(server.process.pid)
    print(f"memory: {before} MiB at rest, {most} MiB at most, limit {limit} MiB")
    # Two hashes of 64 MiB lie in between; without the bound it would be twenty, 1280 MiB.
    assert most < 0.75 * limit
