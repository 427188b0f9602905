"""Who uses the API in tests."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

PASSWORD = "correct horse battery"

numbers = count(1)


def new_address() -> str:
    """Limits are by address: no test shall meet those of another."""
    number = next(numbers)
    return f"198.18.{number // 250}.{number % 250 + 1}"


def visitor(app: FastAPI, address: str | None = None) -> TestClient:
    """Somebody who is not logged in. Errors of the server are answers here, as to everybody."""
    return TestClient(app, raise_server_exceptions=False, client=(address or new_address(), 50000))


@dataclass
class Person:
    http: TestClient
    username: str
    email: str
    id: int

    def log_in(self, password: str = PASSWORD) -> None:
        answer = self.http.post("/users/login", json={"username": self.username, "password": password})
        assert answer.status_code == 200, answer.text
        self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def label(self, kind: str, name: str) -> int:
        answer = self.http.post(f"/{kind}", json={"name": name})
        assert answer.status_code == 201, answer.text
        number: int = answer.json()["id"]
        return number

    def entry(self, **values: Any) -> dict[str, Any]:
        answer = self.http.post("/entry", json={"date": "2026-05-01", "severity": 3, **values})
        assert answer.status_code == 201, answer.text
        entry: dict[str, Any] = answer.json()
        return entry


def register(app: FastAPI) -> Person:
    """A new account, logged in."""
    name = f"owner{next(numbers)}"
    http = visitor(app)
    email = f"{name}@example.org"
    answer = http.post("/users", json={"username": name, "email": email, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    person = Person(http, name, email, answer.json()["id"])
    person.log_in()
    return person
