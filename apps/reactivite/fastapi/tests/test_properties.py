"""What holds for any value, not only for those that somebody thought of."""

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from reactivite_api.schemas import TEXT, LabelName, UserName

from .people import Person, register

# A shared server behind them, and no clock: this machine may be busy.
properties = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)

any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
comments = st.from_regex(TEXT, fullmatch=True).filter(lambda text: len(text) <= 2000 and "\ud800" not in text)
names = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=98).filter(str.strip)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat)


@pytest.fixture(scope="module")
def owner(app: FastAPI) -> Person:
    return register(app)


def accepts(kind: Any, value: object) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@given(day=days, severity=st.integers(1, 5), comment=comments)
@properties
def test_an_entry_comes_back_as_it_went(owner: Person, day: str, severity: int, comment: str) -> None:
    new = {"date": day, "severity": severity, "comment": comment}
    answer = owner.http.post("/entry", json=new)
    assert answer.status_code == 201, answer.text
    path = f"/entry/{answer.json()['id']}"
    try:
        assert owner.http.get(path).json() == {**answer.json(), **new}
        found = owner.http.get("/search", params={"start": day, "end": day, "severities": severity}).json()
        assert [entry["comment"] for entry in found["entries"]] == [comment]
    finally:
        assert owner.http.delete(path).status_code == 204


@given(name=any_text)
@properties
def test_a_name_comes_back_without_its_margins_or_is_refused(owner: Person, name: str) -> None:
    answer = owner.http.post("/triggers", json={"name": name})
    assert answer.status_code == (201 if accepts(LabelName, name) else 422), answer.text
    if answer.status_code == 201:
        label = answer.json()
        try:
            assert label["name"] == name.strip()
            assert owner.http.get("/triggers").json() == [label]
        finally:
            owner.http.delete(f"/triggers/{label['id']}")


@given(first=names, data=st.data())
@properties
def test_the_same_name_is_given_once(owner: Person, first: str, data: st.DataObject) -> None:
    alike = [first, f" {first} "] + ([first.upper(), first.lower()] if first.isascii() else [])
    second = data.draw(st.one_of(st.sampled_from(alike), names))
    a = owner.http.post("/triggers", json={"name": first})
    b = owner.http.post("/triggers", json={"name": second})
    try:
        assert a.status_code == 201, a.text
        # Whether others are alike is for the database to say; it must say so, and not fail.
        assert b.status_code in ({409} if second in alike else {201, 409}), b.text
    finally:
        for label in owner.http.get("/triggers").json():
            owner.http.delete(f"/triggers/{label['id']}")


@given(
    text=st.text(st.sampled_from("%_\\'\"a "), min_size=1, max_size=6), comment=st.text(st.sampled_from("%_\\'\"a "))
)
@properties
def test_search_takes_a_text_as_it_is(owner: Person, text: str, comment: str) -> None:
    assume(text.strip())
    entry = owner.entry(comment=comment)
    try:
        answer = owner.http.get("/search", params={"text": text})
        assert answer.status_code == 200, answer.text
        assert answer.json()["total"] == (1 if text in comment else 0)
    finally:
        owner.http.delete(f"/entry/{entry['id']}")


@given(name=st.one_of(any_text, st.from_regex(r"[A-Za-z0-9._-]{1,60}", fullmatch=True)))
@properties
def test_names_of_users_are_ascii(name: str) -> None:
    if accepts(UserName, name):
        assert name.isascii()
        assert 3 <= len(name) <= 50
        assert name[0].isalnum()


@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | any_text, lambda x: st.lists(x) | st.dictionaries(any_text, x)
    )
)
@properties
def test_any_json_is_answered_and_never_by_an_error_of_ours(owner: Person, body: object) -> None:
    for method, path in (("POST", "/entry"), ("POST", "/triggers"), ("PATCH", "/users/me"), ("POST", "/users/login")):
        answer = owner.http.request(method, path, json=body)
        assert answer.status_code < 500, (path, answer.text)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b'{"name": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"name": ' + b"9" * 5000 + b"}",
        b"[" * 20000,
        b'{"name": NaN}',
    ],
)
def test_bodies_that_are_none(owner: Person, body: bytes) -> None:
    answer = owner.http.post("/triggers", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.json()["detail"]


def test_refuses_a_body_that_nothing_here_can_want(owner: Person) -> None:
    answer = owner.http.post("/triggers", json={"name": "a" * 70_000})
    assert answer.status_code == 413
    assert answer.json()["detail"] == "Requête trop longue."
