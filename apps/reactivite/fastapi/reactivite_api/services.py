"""What routes need, by FastAPI's dependencies."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from .database import Database
from .mail import Mail
from .migrate import Schema
from .models import User
from .passwords import Passwords
from .problems import Refused
from .tokens import Tokens


@dataclass(frozen=True)
class Services:
    database: Database
    schema: Schema
    passwords: Passwords
    tokens: Tokens
    mail: Mail | None


def services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


def address(request: Request) -> str:
    """Who asks: the server has already put the address from the headers of a trusted proxy here."""
    return request.client.host if request.client else ""


Using = Annotated[Services, Depends(services)]
Address = Annotated[str, Depends(address)]

bearer = HTTPBearer(auto_error=False, description="The `access_token` of POST /users/login.")


def logged_in(using: Using, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> User:
    """The account that the token names, as it is now."""
    token = using.tokens.read(given.credentials, "login") if given else None
    user = token and using.database.transaction(lambda session: session.get(User, token.user_id))
    if not token or not user or not token.is_of(user):
        raise Refused(401, headers={"WWW-Authenticate": "Bearer"})
    return user


Me = Annotated[User, Depends(logged_in)]
