"""What the API answers, and the bounds that it sets. A test holds both against its openapi.json."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")

USERNAME = (3, 50)
EMAIL_MAX = 254
PASSWORD = (12, 128)
LABEL_MAX = 100
COMMENT_MAX = 2000
SEARCH_MAX = 100
PAGE_MAX = 1000
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2099, 12, 31)


@dataclass(frozen=True)
class User:
    id: int
    username: str
    email: str


@dataclass(frozen=True)
class Token:
    access_token: str
    token_type: str
    # Seconds.
    expires_in: int


@dataclass(frozen=True)
class Label:
    """A trigger or a reaction."""

    id: int
    name: str


@dataclass(frozen=True)
class Entry:
    """A day."""

    id: int
    date: date
    severity: int
    comment: str
    triggers: list[Label]
    reactions: list[Label]


@dataclass(frozen=True)
class EntryPage:
    # How many there are in all.
    total: int
    # The newest first.
    entries: list[Entry]


@dataclass(frozen=True)
class NewEntry:
    """A day as its owner notes it; triggers and reactions by their ids."""

    date: date
    severity: int
    comment: str
    triggers: tuple[int, ...]
    reactions: tuple[int, ...]


@dataclass(frozen=True)
class Search:
    """Every condition that is given must hold; within a list one is enough."""

    text: str = ""
    start: date | None = None
    end: date | None = None
    severities: tuple[int, ...] = ()
    triggers: tuple[int, ...] = ()
    reactions: tuple[int, ...] = ()


def parsed(kind: type[T], value: Any) -> T:
    """The answer as what it should be. Fields that this version does not know are left aside, those that it needs and
    does not find are an error.

    Raises KeyError, TypeError or ValueError when the answer is something else.
    """
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{field.name: parsed(hints[field.name], value[field.name]) for field in fields(kind)})
    if get_origin(kind) is list:
        [item] = get_args(kind)
        return [parsed(item, one) for one in value]  # type: ignore[return-value]
    if kind is date:
        return date.fromisoformat(value)  # type: ignore[return-value]
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, got {type(value).__name__}")
    return value
