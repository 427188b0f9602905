"""What goes over the wire. Bounds that a database could not hold are refused here, and stand in openapi.json."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    WithJsonSchema,
)

# The largest number that JSON carries exactly everywhere (RFC 8259, 6); no column here gets so far.
MAX_ID = 2**53 - 1

# A text of one line: no control characters, and not blank.
LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
# A text of several lines: of the control characters only tab and line ends.
TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Severity = Annotated[int, Field(ge=1, le=5, description="1: calm, 5: out of control.")]
UserName = Annotated[str, StringConstraints(min_length=3, max_length=50, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
LabelName = Annotated[str, StringConstraints(max_length=100, pattern=LINE), AfterValidator(str.strip)]
Comment = Annotated[str, StringConstraints(max_length=2000, pattern=TEXT)]
SearchText = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=LINE)]


# What mail servers everywhere take (RFC 5321 without quotes and without SMTPUTF8), and no more: the address stands in
# headers of mails.
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
NAME = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
EMAIL = rf"^{ATOM}(\.{ATOM})*@({NAME}\.)+[A-Za-z]{{2,63}}$"


def lower(email: str) -> str:
    """One account an address, however it is written."""
    return email.lower()


Email = Annotated[str, StringConstraints(max_length=254, pattern=EMAIL), AfterValidator(lower)]

# No upper bound in characters alone keeps a hash cheap; 128 is more than anybody types.
Password = Annotated[SecretStr, Field(min_length=12, max_length=128)]
# At login any text may be tried: rules of yesterday must not lock out whoever registered under them.
TriedPassword = Annotated[SecretStr, Field(min_length=1, max_length=128)]


DAY = r"^(19|20)\d{2}-\d{2}-\d{2}$"


def written(day: object) -> object:
    """As a day is written, and not the number of seconds that pydantic would take for one as well."""
    if isinstance(day, date) or (isinstance(day, str) and re.match(DAY, day, re.ASCII)):
        return day
    raise ValueError("expected a day from 1900-01-01 to 2099-12-31")


Day = Annotated[date, BeforeValidator(written), WithJsonSchema({"type": "string", "format": "date", "pattern": DAY})]


class Request(BaseModel):
    """A body: an unknown field is a mistake, not something to ignore."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class FieldProblem(BaseModel):
    field: str = Field(description="Path of the field, e.g. body.severity.")
    message: str


class Problem(BaseModel):
    """Why a request was refused, in French, to be shown as it is."""

    detail: str
    fields: list[FieldProblem] = Field(default=[], description="What is wrong with which field; at 422 only.")


class Status(BaseModel):
    status: Literal["ok"] = "ok"


# Users


class NewUser(Request):
    username: UserName
    email: Email
    password: Password


class UserReplacement(NewUser):
    current_password: TriedPassword = Field(description="The password until now.")


class UserChange(Request):
    username: UserName | None = None
    email: Email | None = None
    password: Password | None = None
    current_password: TriedPassword | None = Field(
        default=None, description="The password until now; needed to change the password or the e-mail address."
    )


class User(Answer):
    id: Id
    username: str
    email: str


class Credentials(Request):
    # Of the same letters as a name that exists: to the database others may look alike, to the count of tries never.
    username: UserName
    password: TriedPassword


class Token(BaseModel):
    access_token: str = Field(description="For the header `Authorization: Bearer ...`.")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_in: int = Field(description="Seconds.")


class ResetRequest(Request):
    email: Email


class Reset(Request):
    token: Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=LINE)] = Field(
        description="From the mail; good once, for 30 minutes."
    )
    password: Password


# Triggers and reactions


class NewLabel(Request):
    name: LabelName


class Label(Answer):
    """A trigger or a reaction."""

    id: Id
    name: str


class Selection(Request):
    ids: Annotated[list[Id], Field(min_length=1, max_length=100)] = Field(description="Ids of defaults.")


# Entries


class NewEntry(Request):
    """A day. Triggers and reactions are named by the ids of one's own."""

    date: Day
    severity: Severity
    comment: Comment = ""
    triggers: Annotated[list[Id], Field(max_length=100)] = []
    reactions: Annotated[list[Id], Field(max_length=100)] = []


class EntryChange(Request):
    """What is left out stays as it is."""

    date: Day | None = None
    severity: Severity | None = None
    comment: Comment | None = None
    triggers: Annotated[list[Id], Field(max_length=100)] | None = None
    reactions: Annotated[list[Id], Field(max_length=100)] | None = None


class Entry(Answer):
    id: Id
    date: Day
    severity: Severity
    comment: str
    triggers: list[Label]
    reactions: list[Label]


class EntryPage(BaseModel):
    total: int = Field(description="How many there are in all.")
    entries: list[Entry] = Field(description="The newest first.")


class Period(Request):
    """Query parameters of a list of entries."""

    start: Day | None = Field(default=None, description="The first day.")
    end: Day | None = Field(default=None, description="The last day.")
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class Search(Period):
    """Every condition that is given must hold; within a list of ids or severities one is enough."""

    text: SearchText | None = Field(
        default=None,
        description="Part of the comment, or of the name of a trigger or a reaction; case and accents aside.",
    )
    triggers: Annotated[list[Id], Field(max_length=100)] = []
    reactions: Annotated[list[Id], Field(max_length=100)] = []
    severities: Annotated[list[Severity], Field(max_length=5)] = []
