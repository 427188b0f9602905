"""Each route as somebody else: with no token, and with another's. A new route does not pass until it stands here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI

from reactivite_api.app import routes

from .people import PASSWORD, Person, numbers, register, visitor

OPEN = {
    "health-health",
    "health-ready",
    "users-create",
    "users-login",
    "users-request_reset",
    "users-reset",
}


@dataclass
class Owned:
    """What I have, by ids."""

    entry: int
    triggers: int
    reactions: int


@dataclass
class Call:
    method: str
    path: str
    body: Callable[[Owned], Any] = lambda _: None
    # What the route says to somebody else; by default that there is no such thing.
    status: int = 404


DAY = {"date": "2026-06-01", "severity": 5, "comment": "Étranger"}

CALLS = {
    "users-me": Call("GET", "/users/me", status=200),
    "users-replace": Call(
        "PUT",
        "/users/me",
        lambda _: {"username": "mine", "email": "x@example.org", "password": PASSWORD, "current_password": "no"},
        403,
    ),
    "users-change": Call("PATCH", "/users/me", lambda _: {"username": f"else{next(numbers)}"}, 200),
    "users-remove": Call("DELETE", "/users/me", status=204),
    "entries-create": Call("POST", "/entry", lambda my: {**DAY, "triggers": [my.triggers]}),
    "entries-entries": Call("GET", "/entry", status=200),
    "entries-search": Call("GET", "/search", status=200),
    "entries-read": Call("GET", "/entry/{entry}"),
    "entries-replace": Call("PUT", "/entry/{entry}", lambda _: DAY),
    "entries-change": Call("PATCH", "/entry/{entry}", lambda _: DAY),
    "entries-remove": Call("DELETE", "/entry/{entry}"),
}


def label_calls(kind: str) -> dict[str, Call]:
    return {
        f"{kind}-own": Call("GET", f"/{kind}", status=200),
        f"{kind}-defaults": Call("GET", f"/{kind}/defaults", status=200),
        f"{kind}-create": Call("POST", f"/{kind}", lambda _: {"name": "Étranger"}, 201),
        f"{kind}-clone": Call("POST", f"/{kind}/clone", lambda my: {"ids": [getattr(my, kind)]}),
        f"{kind}-rename": Call("PUT", f"/{kind}/{{{kind}}}", lambda _: {"name": "Étranger"}),
        f"{kind}-remove": Call("DELETE", f"/{kind}/{{{kind}}}"),
    }


CALLS |= {**label_calls("triggers"), **label_calls("reactions")}


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in routes().openapi()["paths"].values():
        for operation in path.values():
            yield operation["operationId"], operation


def test_every_route_stands_here() -> None:
    assert {name for name, operation in operations() if "security" in operation} == set(CALLS)
    assert {name for name, operation in operations() if "security" not in operation} == OPEN


SECRETS = ("Forêt secrète", "Vélo secret", "Réaction secrète")


@pytest.fixture
def my(me: Person) -> Owned:
    trigger, reaction = me.label("triggers", SECRETS[1]), me.label("reactions", SECRETS[2])
    entry = me.entry(comment=SECRETS[0], triggers=[trigger], reactions=[reaction])
    return Owned(entry["id"], trigger, reaction)


def everything(me: Person) -> list[Any]:
    return [me.http.get(path).json() for path in ("/users/me", "/entry", "/triggers", "/reactions", "/search")]


def call(person: Any, route: Call, my: Owned) -> Any:
    return person.request(route.method, route.path.format(**vars(my)), json=route.body(my))


@pytest.mark.parametrize("name", CALLS)
def test_nobody_is_let_in(app: FastAPI, me: Person, my: Owned, name: str) -> None:
    before = everything(me)
    answer = call(visitor(app), CALLS[name], my)
    assert answer.status_code == 401
    assert everything(me) == before


@pytest.mark.parametrize("name", CALLS)
def test_somebody_else_sees_and_changes_nothing_of_mine(app: FastAPI, me: Person, my: Owned, name: str) -> None:
    before = everything(me)
    answer = call(register(app).http, CALLS[name], my)
    assert answer.status_code == CALLS[name].status, answer.text
    assert not [secret for secret in (*SECRETS, me.username, me.email) if secret in answer.text]
    assert everything(me) == before


@pytest.mark.parametrize("name", CALLS)
def test_what_is_not_mine_and_what_is_nobodys_look_alike(app: FastAPI, my: Owned, name: str) -> None:
    if CALLS[name].status != 404:
        return
    other = register(app).http
    nobodys = Owned(2**52, 2**52, 2**52)
    foreign, missing = call(other, CALLS[name], my), call(other, CALLS[name], nobodys)
    assert (foreign.status_code, foreign.json()) == (missing.status_code, missing.json())


@pytest.mark.parametrize("name", CALLS)
def test_the_route_does_something_for_me(me: Person, my: Owned, name: str) -> None:
    """Or the tests above could pass without it."""
    if name.endswith("-clone"):
        default = me.http.get(f"/{name.removesuffix('-clone')}/defaults").json()[0]["id"]
        answer = me.http.post(CALLS[name].path, json={"ids": [default]})
    elif name == "users-replace":
        body = {**CALLS[name].body(my), "username": f"{me.username}-new", "current_password": PASSWORD}
        answer = me.http.put(CALLS[name].path, json=body)
    else:
        answer = call(me.http, CALLS[name], my)
    assert answer.is_success, answer.text
