"""Accounts: opening, login, change, end."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from fastapi import FastAPI

from reactivite_api.services import Services

from .conftest import SECRET_KEY
from .people import PASSWORD, Person, register, visitor


def test_opens_an_account(app: FastAPI) -> None:
    answer = visitor(app).post(
        "/users", json={"username": "Marie-Ange", "email": "Marie.Ange@Example.ORG", "password": PASSWORD}
    )
    assert answer.status_code == 201
    assert {**answer.json(), "id": 0} == {"id": 0, "username": "Marie-Ange", "email": "marie.ange@example.org"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "ab"),
        ("username", "a" * 51),
        ("username", "réné"),
        ("username", "a b c"),
        ("username", ".abc"),
        ("email", "nobody"),
        ("email", "a@b"),
        ("email", "a" * 250 + "@example.org"),
        ("password", "short"),
        ("password", "p" * 129),
        ("role", "admin"),
    ],
)
def test_refuses_what_does_not_fit(app: FastAPI, field: str, value: str) -> None:
    good = {"username": "fits", "email": "fits@example.org", "password": PASSWORD}
    answer = visitor(app).post("/users", json={**good, field: value})
    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json()["fields"]] == [f"body.{field}"]
    # Never what was sent: it may be a password.
    assert value not in answer.text


def test_a_name_and_an_address_are_given_once(app: FastAPI, me: Person) -> None:
    for taken in (
        {"username": me.username, "email": "another@example.org"},
        {"username": me.username.upper(), "email": "another@example.org"},
        {"username": "another", "email": me.email},
        {"username": "another", "email": me.email.upper()},
    ):
        answer = visitor(app).post("/users", json={**taken, "password": PASSWORD})
        assert answer.status_code == 409, taken
        assert "déjà pris" in answer.json()["detail"]


def test_the_token_names_the_user_for_an_hour(app: FastAPI, me: Person) -> None:
    answer = visitor(app).post("/users/login", json={"username": me.username, "password": PASSWORD})
    assert answer.status_code == 200
    assert answer.json()["expires_in"] == 3600
    claims = jwt.decode(answer.json()["access_token"], SECRET_KEY, ["HS256"], audience="login")
    assert claims["sub"] == me.username
    assert claims["exp"] - claims["iat"] == 3600


def test_a_wrong_password_and_no_account_look_alike(app: FastAPI, me: Person) -> None:
    wrong = visitor(app).post("/users/login", json={"username": me.username, "password": "wrong password"})
    nobody = visitor(app).post("/users/login", json={"username": "nobody-here", "password": "wrong password"})
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.json() == nobody.json()


def test_no_account_takes_a_hash_as_well(app: FastAPI, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    verify = services.passwords.verify

    def noted(password: str, known: str) -> bool:
        verified.append(known)
        return verify(password, known)

    monkeypatch.setattr(services.passwords, "verify", noted)
    visitor(app).post("/users/login", json={"username": "nobody-here", "password": "wrong password"})
    assert verified == [services.passwords.nobody]


def test_tells_who_one_is(me: Person) -> None:
    assert me.http.get("/users/me").json() == {"id": me.id, "username": me.username, "email": me.email}


def test_changes_what_is_given(me: Person) -> None:
    answer = me.http.patch("/users/me", json={"username": f"{me.username}-new"})
    assert answer.status_code == 200
    # The token names the account, whatever that is called.
    assert me.http.get("/users/me").json() == {"id": me.id, "username": f"{me.username}-new", "email": me.email}


@pytest.mark.parametrize("current", [None, "wrong password"])
@pytest.mark.parametrize("change", [{"email": "thief@example.org"}, {"password": "the thief's password"}])
def test_password_and_address_want_the_password(me: Person, change: dict[str, str], current: str | None) -> None:
    answer = me.http.patch("/users/me", json={**change, "current_password": current})
    assert answer.status_code == 403
    assert me.http.get("/users/me").json()["email"] == me.email
    me.log_in()


def test_guesses_at_the_current_password_end_soon(me: Person) -> None:
    change = {"password": "the thief's password", "current_password": "wrong password"}
    statuses = [me.http.patch("/users/me", json=change).status_code for _ in range(7)]
    assert statuses == [403] * 5 + [429] * 2


def test_a_new_password_ends_the_tokens_of_the_old(app: FastAPI, me: Person) -> None:
    answer = me.http.patch("/users/me", json={"password": "another password", "current_password": PASSWORD})
    assert answer.status_code == 200
    assert me.http.get("/users/me").status_code == 401
    old = visitor(app).post("/users/login", json={"username": me.username, "password": PASSWORD})
    assert old.status_code == 401
    me.log_in("another password")
    assert me.http.get("/users/me").status_code == 200


def test_replaces_all(me: Person) -> None:
    name = f"{me.username}-new"
    new = {"username": name, "email": f"{name}@example.org", "password": "another password"}
    assert me.http.put("/users/me", json={**new, "current_password": "wrong password"}).status_code == 403
    answer = me.http.put("/users/me", json={**new, "current_password": PASSWORD})
    assert answer.status_code == 200
    me.username = name
    me.log_in("another password")
    assert me.http.get("/users/me").json()["email"] == f"{name}@example.org"


def test_does_not_take_a_name_that_is_taken(me: Person, other: Person) -> None:
    assert me.http.patch("/users/me", json={"username": other.username}).status_code == 409
    assert me.http.get("/users/me").json()["username"] == me.username


def test_ends_with_everything_of_its_owners(app: FastAPI, services: Services, me: Person, other: Person) -> None:
    for person in (me, other):
        person.entry(triggers=[person.label("triggers", "Vélo")], reactions=[person.label("reactions", "Se fige")])
    rows = "SELECT (SELECT COUNT(*) FROM entry_triggers), (SELECT COUNT(*) FROM daily_entries)"
    with services.database.engine.connect() as connection:
        before = connection.exec_driver_sql(rows).one()
        assert me.http.delete("/users/me").status_code == 204
        connection.rollback()
        assert tuple(connection.exec_driver_sql(rows).one()) == (before[0] - 1, before[1] - 1)
    assert me.http.get("/users/me").status_code == 401
    assert other.http.get("/entry").json()["total"] == 1


def test_a_token_of_an_account_that_ended_is_not_good_for_the_next_of_its_name(app: FastAPI, me: Person) -> None:
    me.http.delete("/users/me")
    heir = visitor(app).post("/users", json={"username": me.username, "email": me.email, "password": PASSWORD})
    assert heir.status_code == 201
    assert me.http.get("/users/me").status_code == 401


def claims_of(person: Person) -> dict[str, object]:
    now = datetime.now(UTC)
    return {
        "sub": person.username,
        "uid": person.id,
        "ver": 0,
        "aud": "login",
        "iat": now,
        "exp": now + timedelta(minutes=1),
    }


@pytest.mark.parametrize(
    ("change", "key", "algorithm"),
    [
        ({"exp": datetime.now(UTC) - timedelta(seconds=1)}, SECRET_KEY, "HS256"),
        ({"aud": "reset"}, SECRET_KEY, "HS256"),
        ({"ver": 1}, SECRET_KEY, "HS256"),
        ({"uid": 2**52}, SECRET_KEY, "HS256"),
        ({"uid": None}, SECRET_KEY, "HS256"),
        ({"uid": "1"}, SECRET_KEY, "HS256"),
        ({}, "f" * 64, "HS256"),
        ({}, None, "none"),
    ],
)
def test_refuses_tokens_that_are_not_good(
    me: Person, change: dict[str, object], key: str | None, algorithm: str
) -> None:
    token = jwt.encode({**claims_of(me), **change}, key or "", algorithm)
    answer = me.http.get("/users/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_takes_the_token_that_those_derive_from(app: FastAPI) -> None:
    me = register(app)
    token = jwt.encode(claims_of(me), SECRET_KEY, "HS256")
    assert me.http.get("/users/me", headers={"Authorization": f"Bearer {token}"}).status_code == 200
