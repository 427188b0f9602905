"""The client against the API's own document: what it sends, where, and what it understands."""

import json
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, cast, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl, urlsplit

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from urllib3 import HTTPResponse

from reactivite_front import models
from reactivite_front.api import Api
from reactivite_front.models import Entry, EntryPage, Label, NewEntry, Search, Token, User

from .stack import API

DOCUMENT = json.loads((API / "openapi.json").read_text())
SCHEMAS = DOCUMENT["components"]["schemas"]
BASE = "http://api"

EXAMPLES = {
    "User": {"id": 1, "username": "marie", "email": "marie@example.org"},
    "Token": {"access_token": "a.b.c", "token_type": "bearer", "expires_in": 3600},
    "Label": {"id": 7, "name": "Chat"},
    "Entry": {"id": 3, "date": "2026-05-01", "severity": 2, "comment": "", "triggers": [], "reactions": []},
    "EntryPage": {"total": 0, "entries": []},
}

# The front end does without them: probes are the kubelet's, and it has its entries from lists.
UNUSED = {
    ("get", "/health"),
    ("get", "/ready"),
    ("put", "/users/me"),
    ("get", "/entry/{entry_id}"),
    ("patch", "/entry/{entry_id}"),
}

ENTRY = NewEntry(date(2026, 5, 1), 3, "Parc", (1, 2), (4,))
SEARCH = Search("parc", date(2026, 1, 1), date(2026, 5, 1), (1, 2), (3,), (4, 5))

PASSWORD = "correct horse battery"

CALLS: dict[str, Callable[[Api], object]] = {
    "register": lambda api: api.register("marie", "marie@example.org", PASSWORD, "192.0.2.1"),
    "log in": lambda api: api.log_in("marie", PASSWORD, None),
    "request reset": lambda api: api.request_reset("marie@example.org", None),
    "reset": lambda api: api.reset("token", PASSWORD, None),
    "me": lambda api: api.account("t").me(),
    "change": lambda api: api.account("t").change(username="anne", email="a@example.org", current_password=PASSWORD),
    "change password": lambda api: api.account("t").change(password=PASSWORD, current_password=PASSWORD),
    "remove": lambda api: api.account("t").remove(),
    "triggers": lambda api: api.account("t").labels("triggers"),
    "reactions": lambda api: api.account("t").labels("reactions"),
    "default triggers": lambda api: api.account("t").defaults("triggers"),
    "default reactions": lambda api: api.account("t").defaults("reactions"),
    "clone triggers": lambda api: api.account("t").clone("triggers", [1, 2]),
    "clone reactions": lambda api: api.account("t").clone("reactions", [1]),
    "add trigger": lambda api: api.account("t").add_label("triggers", "Chat"),
    "add reaction": lambda api: api.account("t").add_label("reactions", "Se fige"),
    "rename trigger": lambda api: api.account("t").rename_label("triggers", 7, "Chien"),
    "rename reaction": lambda api: api.account("t").rename_label("reactions", 7, "Fuit"),
    "remove trigger": lambda api: api.account("t").remove_label("triggers", 7),
    "remove reaction": lambda api: api.account("t").remove_label("reactions", 7),
    "add entry": lambda api: api.account("t").add_entry(ENTRY),
    "replace entry": lambda api: api.account("t").replace_entry(3, ENTRY),
    "remove entry": lambda api: api.account("t").remove_entry(3),
    "entries": lambda api: api.account("t").entries(date(2026, 1, 1), date(2026, 5, 1)),
    "search": lambda api: api.account("t").search(SEARCH),
    "search for everything": lambda api: api.account("t").search(Search()),
    "count": lambda api: api.account("t").count(SEARCH),
}


class Documented:
    """Stands for the API: takes what its document allows, and answers as the document says."""

    def __init__(self) -> None:
        self.used: set[tuple[str, str]] = set()

    def request(self, method: str, url: str, *, body: bytes | None, headers: dict[str, str]) -> HTTPResponse:
        address = urlsplit(url.removeprefix(BASE))
        operation = self.operation(method.lower(), address.path)
        self.check_query(operation, parse_qsl(address.query, keep_blank_values=True))
        self.check_body(operation, body, headers)
        assert ("Authorization" in headers) == bool(operation.get("security")), "who is signed in says so, nobody else"
        [(status, answer)] = [(int(s), a) for s, a in operation["responses"].items() if s.startswith("2")]
        content = answer.get("content", {}).get("application/json", {}).get("schema")
        data = json.dumps(example(content)).encode() if content and content != {"type": "null"} else b""
        return HTTPResponse(data, {"Content-Type": "application/json"}, status, preload_content=True)

    def operation(self, method: str, path: str) -> dict[str, Any]:
        # The fixed paths before those with a parameter, as the API has them.
        for known in sorted(DOCUMENT["paths"], key=lambda one: "{" in one):
            pattern = re.sub(r"\{\w+\}", r"\\d+", known)
            if re.fullmatch(pattern, path) and method in DOCUMENT["paths"][known]:
                self.used.add((method, known))
                return cast(dict[str, Any], DOCUMENT["paths"][known][method])
        raise AssertionError(f"the API has no {method} {path}")

    def check_query(self, operation: dict[str, Any], query: list[tuple[str, str]]) -> None:
        known = {one["name"]: one["schema"] for one in operation.get("parameters", []) if one["in"] == "query"}
        assert {name for name, _ in query} <= known.keys()
        for name, schema in known.items():
            values: list[str] = [value for one, value in query if one == name]
            if values:
                check(schema, [int(value) for value in values] if schema.get("type") == "array" else typed(values[0]))

    def check_body(self, operation: dict[str, Any], body: bytes | None, headers: dict[str, str]) -> None:
        described = operation.get("requestBody")
        assert (body is None) == (described is None)
        if body is not None and described is not None:
            assert headers["Content-Type"] == "application/json"
            check(described["content"]["application/json"]["schema"], json.loads(body))


def typed(text: str) -> Any:
    return int(text) if text.isdecimal() else text


def check(schema: dict[str, Any], value: Any) -> None:
    whole = {**schema, "components": DOCUMENT["components"]}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(value)


def example(schema: dict[str, Any]) -> Any:
    if schema.get("type") == "array":
        return [example(schema["items"])]
    name = schema["$ref"].rpartition("/")[2]
    check(schema, EXAMPLES[name])
    return EXAMPLES[name]


@pytest.mark.parametrize("name", CALLS)
def test_what_is_sent_suits_the_document(name: str) -> None:
    documented = Documented()
    CALLS[name](Api(BASE, documented))
    assert documented.used


def test_every_operation_is_used_or_left_out_on_purpose() -> None:
    documented = Documented()
    for call in CALLS.values():
        call(Api(BASE, documented))
    there = {(method, path) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert there - documented.used == UNUSED


@pytest.mark.parametrize("model", [User, Token, Label, Entry, EntryPage])
def test_what_is_understood_is_what_the_document_promises(model: type) -> None:
    schema = SCHEMAS[model.__name__]
    hints = get_type_hints(model)
    for field in fields(model):
        described = schema["properties"][field.name]
        # What has a default in the document is always there, too: the API fills it in.
        assert field.name in schema["required"] or "default" in described or "const" in described
        assert suits(hints[field.name], described), f"{field.name}: {described}"


def suits(kind: Any, schema: dict[str, Any]) -> bool:
    if "$ref" in schema:
        return is_dataclass(kind) and cast(type, kind).__name__ == schema["$ref"].rpartition("/")[2]
    if get_origin(kind) is list:
        [item] = get_args(kind)
        return schema["type"] == "array" and suits(item, schema["items"])
    if kind is date:
        return schema.get("format") == "date"
    return bool(schema["type"] == {int: "integer", str: "string"}[kind])


def test_bounds_are_those_of_the_document() -> None:
    def bounds(schema: str, field: str) -> tuple[int, int]:
        found = SCHEMAS[schema]["properties"][field]
        return found.get("minLength", 0), found["maxLength"]

    assert bounds("NewUser", "username") == models.USERNAME
    assert bounds("NewUser", "password") == models.PASSWORD
    assert bounds("NewUser", "email") == (0, models.EMAIL_MAX)
    assert bounds("NewLabel", "name") == (0, models.LABEL_MAX)
    assert bounds("NewEntry", "comment") == (0, models.COMMENT_MAX)
    parameters = {one["name"]: one["schema"] for one in DOCUMENT["paths"]["/search"]["get"]["parameters"]}
    assert parameters["limit"]["maximum"] == models.PAGE_MAX
    [text] = [one for one in parameters["text"]["anyOf"] if one["type"] == "string"]
    assert text["maxLength"] == models.SEARCH_MAX
    day = re.compile(SCHEMAS["NewEntry"]["properties"]["date"]["pattern"])
    assert day.match(models.FIRST_DAY.isoformat())
    assert day.match(models.LAST_DAY.isoformat())
    assert not day.match("1899-12-31")
    assert not day.match("2100-01-01")
