"""The client of the API: a method for each thing that it does, typed, and nothing of HTTP outside of here."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from time import perf_counter
from typing import Any, Literal, Protocol, TypeVar
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from .failures import MEANINGLESS, UNREACHABLE, Unreachable, failure
from .models import PAGE_MAX, Entry, EntryPage, Label, NewEntry, Search, Token, User, parsed

T = TypeVar("T")

# A login may wait for others' (the API hashes two passwords at a time); a page that takes longer is of no use.
TIMEOUT = Timeout(connect=3, read=20)

# What can be asked twice is, when a connection breaks: replicas of the API come and go.
RETRY = Retry(total=2, connect=2, read=1, status=0, redirect=0, backoff_factor=0.2, raise_on_status=False)

Kind = Literal["triggers", "reactions"]


class Transport(Protocol):
    """What of urllib3's PoolManager is used here; tests put something else in its place."""

    def request(self, method: str, url: str, *, body: bytes | None, headers: dict[str, str]) -> BaseHTTPResponse: ...


# Told about each call: its method, its route, its status (0: no answer) and its seconds.
Observer = Callable[[str, str, int, float], None]


@dataclass(frozen=True)
class Route:
    """An operation of the API; `path` as its document spells it."""

    method: str
    path: str


class Api:
    """What everybody may ask. For all sessions of a process: it keeps connections, but nothing of anybody."""

    def __init__(self, url: str, transport: Transport | None = None, observer: Observer | None = None):
        self.url = url
        # As many connections as Streamlit may run scripts at once before they wait for each other here.
        self.transport = transport or PoolManager(maxsize=16, block=False, timeout=TIMEOUT, retries=RETRY)
        self.observer = observer or (lambda *_: None)

    def register(self, username: str, email: str, password: str, address: str | None) -> User:
        body = {"username": username, "email": email, "password": password}
        return understood(User, self.call(Route("POST", "/users"), body=body, address=address))

    def log_in(self, username: str, password: str, address: str | None) -> Token:
        body = {"username": username, "password": password}
        return understood(Token, self.call(Route("POST", "/users/login"), body=body, address=address))

    def request_reset(self, email: str, address: str | None) -> None:
        """Has a link mailed, if there is such an account."""
        self.call(Route("POST", "/users/password-reset"), body={"email": email}, address=address)

    def reset(self, token: str, password: str, address: str | None) -> None:
        """Sets the new password of whoever got the mail with the token."""
        body = {"token": token, "password": password}
        self.call(Route("POST", "/users/password-reset/confirm"), body=body, address=address)

    def account(self, token: str) -> "Account":
        return Account(self, token)

    def call(
        self,
        route: Route,
        *,
        ids: dict[str, int] | None = None,
        query: Sequence[tuple[str, object]] = (),
        body: dict[str, Any] | None = None,
        token: str | None = None,
        address: str | None = None,
    ) -> Any:
        """The answer, as JSON has it; None where there is none. Raises Failure.

        @param address: of the visitor, by whom the API counts tries; without it, it would count this process
        """
        path = route.path.format(**(ids or {})) + (f"?{urlencode(query)}" if query else "")
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if address:
            headers["X-Forwarded-For"] = address
        content = None if body is None else json.dumps(body, default=str).encode()
        started = perf_counter()
        status = 0
        try:
            answer = self.transport.request(route.method, self.url + path, body=content, headers=headers)
            status = answer.status
        except HTTPError as error:
            raise Unreachable(UNREACHABLE) from error
        finally:
            self.observer(route.method, route.path, status, perf_counter() - started)
        found = content_of(answer)
        if not 200 <= status < 300:
            raise failure(status, found, answer.headers.get("Retry-After"), with_token=bool(token))
        return found


def understood(kind: type[T], answer: Any) -> T:
    """The answer as what it should be; Unreachable when it is something else, such as a page of a proxy's."""
    try:
        return parsed(kind, answer)
    except (KeyError, TypeError, ValueError) as error:
        raise Unreachable(MEANINGLESS) from error


def content_of(answer: BaseHTTPResponse) -> Any:
    """None where there is nothing, or nothing of the API's."""
    try:
        return json.loads(answer.data) if answer.data else None
    except ValueError:
        return None


class Account:
    """What somebody who is signed in may ask about his own."""

    def __init__(self, api: Api, token: str):
        self.api = api
        self.token = token

    def me(self) -> User:
        return self.parsed(User, Route("GET", "/users/me"))

    def change(self, *, username: str = "", email: str = "", password: str = "", current_password: str = "") -> User:
        """What is given; the rest stays. A new password ends every session, this one too."""
        values = {"username": username, "email": email, "password": password, "current_password": current_password}
        given = {name: value for name, value in values.items() if value}
        return self.parsed(User, Route("PATCH", "/users/me"), body=given)

    def remove(self) -> None:
        """The account with all that is its owner's."""
        self.call(Route("DELETE", "/users/me"))

    def labels(self, kind: Kind) -> list[Label]:
        return self.parsed(list[Label], Route("GET", f"/{kind}"))

    def defaults(self, kind: Kind) -> list[Label]:
        """Those that everybody may clone."""
        return self.parsed(list[Label], Route("GET", f"/{kind}/defaults"))

    def clone(self, kind: Kind, ids: Sequence[int]) -> list[Label]:
        """All of one's own afterwards."""
        return self.parsed(list[Label], Route("POST", f"/{kind}/clone"), body={"ids": list(ids)})

    def add_label(self, kind: Kind, name: str) -> Label:
        return self.parsed(Label, Route("POST", f"/{kind}"), body={"name": name})

    def rename_label(self, kind: Kind, label_id: int, name: str) -> Label:
        route = Route("PUT", f"/{kind}/{{label_id}}")
        return self.parsed(Label, route, ids={"label_id": label_id}, body={"name": name})

    def remove_label(self, kind: Kind, label_id: int) -> None:
        self.call(Route("DELETE", f"/{kind}/{{label_id}}"), ids={"label_id": label_id})

    def add_entry(self, entry: NewEntry) -> Entry:
        return self.parsed(Entry, Route("POST", "/entry"), body=asdict(entry))

    def replace_entry(self, entry_id: int, entry: NewEntry) -> Entry:
        route = Route("PUT", "/entry/{entry_id}")
        return self.parsed(Entry, route, ids={"entry_id": entry_id}, body=asdict(entry))

    def remove_entry(self, entry_id: int) -> None:
        self.call(Route("DELETE", "/entry/{entry_id}"), ids={"entry_id": entry_id})

    def entries(self, start: date | None = None, end: date | None = None) -> list[Entry]:
        """All of the period, the newest first."""
        return list(self.pages("/entry", period(start, end)))

    def entry_of(self, day: date) -> Entry | None:
        return next(iter(self.entries(day, day)), None)

    def search(self, wanted: Search) -> list[Entry]:
        return list(self.pages("/search", conditions(wanted)))

    def count(self, wanted: Search) -> int:
        query = [*conditions(wanted), ("limit", 1)]
        return self.parsed(EntryPage, Route("GET", "/search"), query=query).total

    def pages(self, path: str, query: Sequence[tuple[str, object]]) -> Iterator[Entry]:
        """Entries of as many answers as it takes."""
        offset = 0
        while True:
            bounds = [("limit", PAGE_MAX), ("offset", offset)]
            page = self.parsed(EntryPage, Route("GET", path), query=[*query, *bounds])
            yield from page.entries
            offset += len(page.entries)
            if not page.entries or offset >= page.total:
                return

    def call(self, route: Route, **request: Any) -> Any:
        return self.api.call(route, token=self.token, **request)

    def parsed(self, kind: type[T], route: Route, **request: Any) -> T:
        return understood(kind, self.call(route, **request))


def period(start: date | None, end: date | None) -> list[tuple[str, object]]:
    return [(name, day.isoformat()) for name, day in (("start", start), ("end", end)) if day]


def conditions(wanted: Search) -> list[tuple[str, object]]:
    lists = {"severities": wanted.severities, "triggers": wanted.triggers, "reactions": wanted.reactions}
    return [
        *([("text", wanted.text)] if wanted.text else []),
        *period(wanted.start, wanted.end),
        *((name, value) for name, values in lists.items() for value in values),
    ]
