"""Accounts."""

from collections.abc import Callable

from fastapi import APIRouter, BackgroundTasks
from pydantic import SecretStr
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from .. import limits
from ..models import User
from ..problems import Refused, refusals, taken
from ..schemas import Credentials, NewUser, Reset, ResetRequest, Token, UserChange, UserReplacement
from ..schemas import User as UserAnswer
from ..services import Address, Me, Services, Using
from ..tokens import LIFETIME

router = APIRouter(prefix="/users", tags=["users"])

TAKEN = "Ce nom d'utilisateur ou cette adresse est déjà pris."
WRONG_LOGIN = "Nom d'utilisateur ou mot de passe incorrect."
STALE_LINK = "Ce lien n'est plus valable. Demandez-en un autre."


@router.post("", status_code=201, responses=refusals(409, 429, 503))
async def create(new: NewUser, using: Using, address: Address) -> UserAnswer:
    """Opens an account."""
    tried = limits.registration_limits(address)
    await run_in_threadpool(using.database.transaction, lambda session: limits.count(session, tried))
    new_hash = await hashed(using, new.password)

    def add(session: Session) -> User:
        user = User(username=new.username, email=new.email, password_hash=new_hash)
        session.add(user)
        return user

    return await saved(using, add)


@router.post("/login", responses=refusals(401, 429, 503))
async def login(given: Credentials, using: Using, address: Address) -> Token:
    """A token for 60 minutes, or until the password changes."""
    tried = limits.login_limits(given.username, address)

    def find(session: Session) -> User | None:
        limits.count(session, tried)
        return session.scalar(select(User).where(User.username == given.username))

    user = await run_in_threadpool(using.database.transaction, find)
    password = given.password.get_secret_value()
    if not await using.passwords.matches(password, user.password_hash if user else None) or not user:
        raise Refused(401, WRONG_LOGIN, {"WWW-Authenticate": "Bearer"})
    await run_in_threadpool(using.database.transaction, lambda session: limits.forgive(session, tried))
    lifetime = int(LIFETIME["login"].total_seconds())
    return Token(access_token=using.tokens.issue(user, "login"), expires_in=lifetime)


@router.get("/me", responses=refusals(401))
def me(user: Me) -> UserAnswer:
    """One's own account."""
    return UserAnswer.model_validate(user)


@router.put("/me", responses=refusals(401, 403, 409, 429, 503))
async def replace(change: UserReplacement, user: Me, using: Using) -> UserAnswer:
    """Name, address and password anew. Tokens of the old password are worth nothing any more."""
    return await changed(using, user, UserChange.model_construct(**dict(change)))


@router.patch("/me", responses=refusals(401, 403, 409, 429, 503))
async def change(change: UserChange, user: Me, using: Using) -> UserAnswer:
    """What is given; the rest stays. After a new password, tokens of the old one are worth nothing any more."""
    return await changed(using, user, change)


@router.delete("/me", status_code=204, responses=refusals(401))
def remove(user: Me, using: Using) -> None:
    """Deletes the account with everything of its owner's. Nothing brings it back."""
    using.database.transaction(lambda session: session.execute(delete(User).where(User.id == user.id)))


@router.post("/password-reset", status_code=202, responses=refusals(429, 503))
def request_reset(asked: ResetRequest, using: Using, address: Address, after: BackgroundTasks) -> None:
    """Mails a link to choose a new password, if the address has an account; the answer does not tell."""
    mail = using.mail
    if mail is None:
        raise Refused(503, "Ce service n'envoie pas de courriels. Adressez-vous à qui l'exploite.")
    tried = limits.reset_limits(asked.email, address)

    def find(session: Session) -> User | None:
        limits.count(session, tried)
        return session.scalar(select(User).where(User.email == asked.email))

    user = using.database.transaction(find)
    if user:
        after.add_task(mail.send_reset, user.username, user.email, using.tokens.issue(user, "reset"))


@router.post("/password-reset/confirm", status_code=204, responses=refusals(401, 503))
async def reset(given: Reset, using: Using) -> None:
    """Sets the new password. Every token until now is worth nothing any more, this one too."""
    token = using.tokens.read(given.token, "reset")
    if token is None:
        raise Refused(401, STALE_LINK)
    new_hash = await hashed(using, given.password)
    # By version, in the statement: of two that come together one finds it.
    statement = (
        update(User)
        .where(User.id == token.user_id, User.token_version == token.version)
        .values(password_hash=new_hash, token_version=User.token_version + 1)
    )
    found = await run_in_threadpool(using.database.transaction, lambda s: s.execute(statement).rowcount)
    if not found:
        raise Refused(401, STALE_LINK)


async def hashed(using: Services, password: SecretStr) -> str:
    return await using.passwords.hash(password.get_secret_value())


async def changed(using: Services, user: User, change: UserChange) -> UserAnswer:
    if change.password or change.email:
        await confirm(using, user, change.current_password)
    new_hash = await hashed(using, change.password) if change.password else None

    def apply(session: Session) -> User:
        mine = session.get(User, user.id, with_for_update=True)
        if mine is None or mine.token_version != user.token_version:
            raise Refused(401)
        mine.username = change.username or mine.username
        mine.email = change.email or mine.email
        if new_hash:
            mine.password_hash = new_hash
            mine.token_version += 1
        return mine

    return await saved(using, apply)


async def confirm(using: Services, user: User, password: SecretStr | None) -> None:
    """The password until now, because a token may be found where its owner left it."""
    tried = limits.password_limits(user.id)
    await run_in_threadpool(using.database.transaction, lambda session: limits.count(session, tried))
    if not password or not await using.passwords.matches(password.get_secret_value(), user.password_hash):
        raise Refused(403)
    await run_in_threadpool(using.database.transaction, lambda session: limits.forgive(session, tried))


async def saved(using: Services, work: Callable[[Session], User]) -> UserAnswer:
    with taken(TAKEN):
        return UserAnswer.model_validate(await run_in_threadpool(using.database.transaction, work))
