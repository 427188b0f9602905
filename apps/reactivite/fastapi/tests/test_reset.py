"""A forgotten password."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote

import pytest
from fastapi import FastAPI

from reactivite_api import tokens
from reactivite_api.app import create_app
from reactivite_api.mail import Mail
from reactivite_api.services import Services
from reactivite_api.settings import Smtp, smtp

from .mariadb import free_port
from .people import PASSWORD, Person, register, visitor
from .smtp import MailServer, mail_server


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def app_with_mail(services: Services, port: int, security: str = "none") -> FastAPI:
    server = Smtp.model_validate({"host": "127.0.0.1", "port": port, "security": security, "sender": "app@example.org"})
    return create_app(replace(services, mail=Mail(server, "https://app.example.org/")))


@pytest.fixture
def mailing(services: Services, mails: MailServer) -> FastAPI:
    return app_with_mail(services, mails.port)


def asked(app: FastAPI, email: str) -> int:
    return visitor(app).post("/users/password-reset", json={"email": email}).status_code


def token_in(mails: MailServer) -> str:
    link = re.search(r"https://app\.example\.org/\?reset_token=(\S+)", mails.taken[-1].get_content())
    assert link
    return unquote(link[1])


def set_password(app: FastAPI, token: str, password: str = "another password") -> int:
    body = {"token": token, "password": password}
    return visitor(app).post("/users/password-reset/confirm", json=body).status_code


def test_sets_a_new_password_once(mailing: FastAPI, mails: MailServer) -> None:
    me = register(mailing)
    assert asked(mailing, me.email.upper()) == 202
    [mail] = mails.taken
    assert (mail["To"], mail["From"]) == (me.email, "app@example.org")
    assert me.username in mail.get_content()
    token = token_in(mails)
    assert set_password(mailing, token) == 204
    assert me.http.get("/users/me").status_code == 401
    me.log_in("another password")
    assert set_password(mailing, token, "a third password") == 401
    me.log_in("another password")


def test_does_not_tell_who_has_an_account(mailing: FastAPI, mails: MailServer) -> None:
    me = register(mailing)
    answers = [
        visitor(mailing).post("/users/password-reset", json={"email": email})
        for email in (me.email, "nobody@example.org")
    ]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].content == answers[1].content
    assert len(mails.taken) == 1


def test_the_link_is_good_for_half_an_hour(
    mailing: FastAPI, mails: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tokens.LIFETIME["reset"] == timedelta(minutes=30)
    me = register(mailing)
    monkeypatch.setitem(tokens.LIFETIME, "reset", timedelta(seconds=-1))
    asked(mailing, me.email)
    assert set_password(mailing, token_in(mails)) == 401
    me.log_in(PASSWORD)


def test_a_login_is_no_link_and_a_link_is_no_login(mailing: FastAPI, mails: MailServer) -> None:
    me = register(mailing)
    asked(mailing, me.email)
    login = str(me.http.headers["Authorization"]).removeprefix("Bearer ")
    assert set_password(mailing, login) == 401
    answer = me.http.get("/users/me", headers={"Authorization": f"Bearer {token_in(mails)}"})
    assert answer.status_code == 401


def test_nobodys_mailbox_is_filled(mailing: FastAPI, mails: MailServer) -> None:
    me = register(mailing)
    assert [asked(mailing, me.email) for _ in range(5)] == [202] * 3 + [429] * 2
    assert len(mails.taken) == 3


def test_says_so_where_there_is_no_mail(app: FastAPI, me: Person) -> None:
    answer = visitor(app).post("/users/password-reset", json={"email": me.email})
    assert answer.status_code == 503
    assert "courriels" in answer.json()["detail"]


def test_a_mail_server_that_is_down_is_for_the_log(services: Services, caplog: pytest.LogCaptureFixture) -> None:
    app = app_with_mail(services, free_port())
    me = register(app)
    with caplog.at_level(logging.ERROR):
        assert asked(app, me.email) == 202
    assert "mail: ConnectionRefusedError" in caplog.text
    assert me.email not in caplog.text


def test_sends_nothing_in_the_clear_unless_told(
    services: Services, mails: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    app = app_with_mail(services, mails.port, "starttls")
    me = register(app)
    with caplog.at_level(logging.ERROR):
        assert asked(app, me.email) == 202
    assert "SMTPNotSupportedError" in caplog.text
    assert mails.taken == []


def test_takes_the_server_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_HOST", "")
    assert smtp() is None
    for name, value in {
        "HOST": "mail.example.org",
        "PORT": "465",
        "SECURITY": "tls",
        "SENDER": "a@example.org",
    }.items():
        monkeypatch.setenv(f"SMTP_{name}", value)
    server = smtp()
    assert server
    assert (server.host, server.port, server.security, server.sender) == (
        "mail.example.org",
        465,
        "tls",
        "a@example.org",
    )
