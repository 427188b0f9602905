"""What the client makes of answers that are not as one wishes."""

import json
from datetime import date
from typing import Any

import pytest
from urllib3 import HTTPResponse
from urllib3.exceptions import ProtocolError

from reactivite_front.api import Api
from reactivite_front.failures import Failure, Refused, SignedOut, Unreachable


class Answering:
    """Gives one answer after the other, and keeps what it was asked."""

    def __init__(self, *answers: HTTPResponse | Exception):
        self.answers = list(answers)
        self.asked: list[tuple[str, str, dict[str, str]]] = []

    def request(self, method: str, url: str, *, body: bytes | None, headers: dict[str, str]) -> HTTPResponse:
        self.asked.append((method, url, headers))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def answer(status: int, content: Any = None, **headers: str) -> HTTPResponse:
    body = content.encode() if isinstance(content, str) else json.dumps(content).encode()
    return HTTPResponse(body, {name.replace("_", "-"): value for name, value in headers.items()}, status)


def refusal(response: HTTPResponse | Exception, signed_in: bool = True) -> Failure:
    api = Api("http://api", Answering(response))
    ask = api.account("token").me if signed_in else lambda: api.log_in("marie", "no", None)
    with pytest.raises(Failure) as raised:
        ask()
    return raised.value


def test_a_token_that_is_not_good_ends_the_session() -> None:
    assert isinstance(refusal(answer(401, {"detail": "Jeton non valable."})), SignedOut)


def test_a_wrong_password_is_no_end_of_a_session() -> None:
    failure = refusal(answer(401, {"detail": "Nom ou mot de passe incorrect."}), signed_in=False)
    assert isinstance(failure, Refused)
    assert str(failure) == "Nom ou mot de passe incorrect."


def test_what_is_wrong_with_which_field_is_named() -> None:
    problem = {
        "detail": "Certaines valeurs ne conviennent pas.",
        "fields": [
            {"field": "body.password", "message": "Au moins 12 caractères."},
            {"field": "query.unheard", "message": "Ce champ n'existe pas."},
        ],
    }
    assert str(refusal(answer(422, problem))) == "Mot de passe : Au moins 12 caractères.\nCe champ n'existe pas."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        ("720", "12 minutes"),
        ("61", "2 minutes"),
        ("3", "une minute"),
        ("60", "une minute"),
        ("soon", "quelques minutes"),
    ],
)
def test_too_many_tries_say_how_long_to_wait(seconds: str, words: str) -> None:
    failure = refusal(answer(429, {"detail": "Trop d'essais."}, Retry_After=seconds))
    assert str(failure) == f"Trop d'essais. Réessayez dans {words}."


@pytest.mark.parametrize(
    "nothing",
    [
        ProtocolError("gone"),
        answer(502, "<html>Bad Gateway</html>"),
        answer(200, "<html>Welcome to the hotel's Wi-Fi</html>"),
        answer(200, {"id": "one"}),
        answer(200, {"id": 1, "username": "marie"}),
        answer(200, [1]),
        answer(500, {"detail": ["?"]}),
    ],
)
def test_no_answer_or_none_of_the_api_is_nobodys_fault(nothing: HTTPResponse | Exception) -> None:
    failure = refusal(nothing)
    assert isinstance(failure, Unreachable)
    assert "Réessayez" in str(failure)


def test_what_the_api_says_about_itself_is_said() -> None:
    assert str(refusal(answer(503, {"detail": "Ce service n'envoie pas de courriels."}), signed_in=False)) == (
        "Ce service n'envoie pas de courriels."
    )


def test_the_address_of_the_visitor_goes_with_what_is_counted_by_it() -> None:
    transport = Answering(answer(200, {"access_token": "a", "token_type": "bearer", "expires_in": 1}))
    Api("http://api", transport).log_in("marie", "secret", "192.0.2.7")
    assert transport.asked[0][2]["X-Forwarded-For"] == "192.0.2.7"


def test_more_than_one_answer_holds_is_asked_for() -> None:
    def page(*ids: int) -> HTTPResponse:
        entries = [
            {"id": one, "date": "2026-05-01", "severity": 1, "comment": "", "triggers": [], "reactions": []}
            for one in ids
        ]
        return answer(200, {"total": 3, "entries": entries})

    transport = Answering(page(1, 2), page(3))
    found = Api("http://api", transport).account("token").entries(date(2026, 1, 1))
    assert [entry.id for entry in found] == [1, 2, 3]
    assert transport.asked[1][1] == "http://api/entry?start=2026-01-01&limit=1000&offset=2"


def test_an_observer_hears_of_each_call_by_its_route() -> None:
    heard: list[tuple[str, str, int]] = []
    transport = Answering(answer(404, {"detail": "Introuvable."}), ProtocolError("gone"))
    api = Api("http://api", transport, lambda method, route, status, _: heard.append((method, route, status)))
    for _ in range(2):
        with pytest.raises(Failure):
            api.account("token").remove_entry(12)
    assert heard == [("DELETE", "/entry/{entry_id}", 404), ("DELETE", "/entry/{entry_id}", 0)]
