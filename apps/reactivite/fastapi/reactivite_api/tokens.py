"""Signed tokens: who is logged in, and who may set a new password."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import jwt

from .models import User

ALGORITHM = "HS256"
Purpose = Literal["login", "reset"]
LIFETIME: dict[Purpose, timedelta] = {"login": timedelta(minutes=60), "reset": timedelta(minutes=30)}


@dataclass(frozen=True)
class Bearer:
    """Whom a token names. By id: a name can be given up, and taken by somebody else."""

    user_id: int
    version: int

    def is_of(self, user: User | None) -> bool:
        return user is not None and user.id == self.user_id and user.token_version == self.version


class Tokens:
    def __init__(self, secret_key: str):
        self.key = secret_key

    def issue(self, user: User, purpose: Purpose) -> str:
        now = datetime.now(UTC)
        claims = {"sub": user.username, "uid": user.id, "ver": user.token_version, "aud": purpose}
        return jwt.encode({**claims, "iat": now, "exp": now + LIFETIME[purpose]}, self.key, ALGORITHM)

    def read(self, token: str, purpose: Purpose) -> Bearer | None:
        """None: not ours, too old, or made for something else."""
        required = ["sub", "uid", "ver", "aud", "iat", "exp"]
        try:
            claims = jwt.decode(token, self.key, [ALGORITHM], audience=purpose, options={"require": required})
        except jwt.InvalidTokenError:
            return None
        return Bearer(claims["uid"], claims["ver"])
