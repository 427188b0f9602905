"""How often something may be tried. Counted in the database by its clock, so that replicas agree."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.mysql import insert
from sqlalchemy.orm import Session

from .models import Attempts
from .problems import Refused

MINUTE = 60


@dataclass(frozen=True)
class Limit:
    """So many times within so many seconds, for one `who`."""

    name: str
    times: int
    seconds: int
    who: str

    @property
    def bucket(self) -> str:
        return sha256(f"{self.name}\0{self.who}".encode()).hexdigest()


def login_limits(username: str, address: str) -> list[Limit]:
    """Guessing at one account from one address ends soon; from many addresses later, because that locks out its owner,
    and at many accounts from one address later too, because a whole office may sit behind it."""
    name = username.casefold()
    return [
        Limit("login", 5, 15 * MINUTE, f"{name}\0{address}"),
        Limit("login of account", 50, 15 * MINUTE, name),
        Limit("login from address", 100, 15 * MINUTE, address),
    ]


def password_limits(user_id: int) -> list[Limit]:
    """Whoever found a session open must not guess the password behind it."""
    return [Limit("current password", 5, 15 * MINUTE, str(user_id))]


def registration_limits(address: str) -> list[Limit]:
    return [Limit("registration", 20, 60 * MINUTE, address)]


def reset_limits(email: str, address: str) -> list[Limit]:
    """Nobody's mailbox is to be filled."""
    return [Limit("mail", 3, 60 * MINUTE, email), Limit("mail from address", 20, 60 * MINUTE, address)]


def count(session: Session, limits: list[Limit]) -> None:
    """Counts a try, before it is made: of tries that come together none is overlooked.

    Raises Refused 429 with the seconds to wait when there were too many. The transaction then ends without effect: who
    keeps trying does not lengthen the wait.
    """
    now = session.scalars(select(func.unix_timestamp())).one()
    # In the same order everywhere, so that two do not wait for each other.
    for limit in sorted(limits, key=lambda limit: limit.bucket):
        new = insert(Attempts).values(bucket=limit.bucket, window_end=now + limit.seconds, count=1)
        over = Attempts.window_end <= now
        # Assigned from left to right, so the count first, while the window is still the old one.
        again = [
            ("count", func.if_(over, 1, Attempts.count + 1)),
            ("window_end", func.if_(over, now + limit.seconds, Attempts.window_end)),
        ]
        session.execute(new.on_duplicate_key_update(again))
        tries, end = session.execute(
            select(Attempts.count, Attempts.window_end).where(Attempts.bucket == limit.bucket)
        ).one()
        if tries > limit.times:
            raise Refused(429, headers={"Retry-After": str(max(1, end - now))})


def forgive(session: Session, limits: list[Limit]) -> None:
    """Takes back a try that succeeded, and forgets those before it of the first and narrowest limit."""
    session.execute(delete(Attempts).where(Attempts.bucket == limits[0].bucket))
    for limit in sorted(limits[1:], key=lambda limit: limit.bucket):
        row = session.get(Attempts, limit.bucket, with_for_update=True)
        if row is not None:
            row.count = max(0, row.count - 1)
    # Windows that are over count for nothing.
    session.execute(delete(Attempts).where(Attempts.window_end < func.unix_timestamp() - MINUTE))
