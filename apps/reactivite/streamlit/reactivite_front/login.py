"""Who is signed in, in this session of Streamlit: a tab of a browser, until it is closed or reloaded."""

import base64
import json
import time
from dataclasses import dataclass

import streamlit as st

from .api import Account
from .backend import api
from .failures import SignedOut
from .handover import handover
from .models import User
from .routes import COOKIE

# Keys of the session's state.
LOGIN = "login"
COOKIE_READ = "cookie_read"
NOTICE = "notice"
CODE = "code"
FORGET = "forget"
LAST_USER = "last_user"

# Widgets whose values outlive a session that ended while somebody wrote: until somebody else signs in.
DRAFT = "draft."


@dataclass(frozen=True)
class Login:
    token: str
    user: User
    # Unix time.
    ends: float


def current() -> Login | None:
    """Raises Unreachable when nobody can say whether the browser's cookie is still good."""
    login: Login | None = st.session_state.get(LOGIN)
    if login and (login.ends <= time.time() or handover.is_signed_out(login.token)):
        expire()
        return None
    if login is None and not st.session_state.get(COOKIE_READ):
        token = cookie()
        login = restored(token) if token else None
        st.session_state[COOKIE_READ] = True
    return login


def cookie() -> str | None:
    """What the browser brought when this connection began; later, it may be long gone."""
    return st.context.cookies.get(COOKIE)


def restored(token: str) -> Login | None:
    if handover.is_signed_out(token):
        return None
    try:
        user = api().account(token).me()
    except SignedOut:
        return None
    return keep(token, user, end_of(token))


def end_of(token: str) -> float:
    """When the API stops taking it; it has just taken it, so there is nothing to verify."""
    part = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return float(claims["exp"])


def account() -> Account:
    """What the one who is signed in may ask. Raises SignedOut when nobody is."""
    login = current()
    if login is None:
        raise SignedOut("Reconnectez-vous pour continuer.")
    return api().account(login.token)


def user() -> User:
    login = current()
    if login is None:
        raise SignedOut("Reconnectez-vous pour continuer.")
    return login.user


def address() -> str | None:
    """The visitor's; the server took it from the proxy's headers, if it trusts that proxy."""
    return st.context.ip_address


def sign_in(username: str, password: str) -> Login:
    """Raises Failure."""
    token = api().log_in(username, password, address())
    who = api().account(token.access_token).me()
    ends = time.time() + token.expires_in
    # Once more for the browser.
    st.session_state[CODE] = handover.offer(token.access_token, ends)
    st.session_state.pop(FORGET, None)
    st.session_state.pop(NOTICE, None)
    if st.session_state.get(LAST_USER) not in (None, who.id):
        drop_drafts()
    return keep(token.access_token, who, ends)


def keep(token: str, who: User, ends: float) -> Login:
    login = Login(token, who, ends)
    st.session_state[LOGIN] = login
    st.session_state[LAST_USER] = who.id
    return login


def renamed(who: User) -> None:
    """Takes over what the account is called now."""
    login: Login = st.session_state[LOGIN]
    keep(login.token, who, login.ends)


def sign_out() -> None:
    """Here, in the other tabs, and in the browser's cookie."""
    login: Login | None = st.session_state.get(LOGIN)
    if login:
        handover.sign_out(login.token, login.ends)
    drop_drafts()
    st.session_state.pop(LAST_USER, None)
    leave("Vous êtes déconnecté.")


def expire() -> None:
    """What somebody was writing stays."""
    leave("Votre session est terminée. Reconnectez-vous : ce que vous aviez saisi est gardé.")


def leave(notice: str) -> None:
    st.session_state.pop(LOGIN, None)
    st.session_state.pop(CODE, None)
    st.session_state[FORGET] = True
    st.session_state[NOTICE] = notice


def drop_drafts() -> None:
    for key in [key for key in st.session_state if str(key).startswith(DRAFT)]:
        del st.session_state[key]
