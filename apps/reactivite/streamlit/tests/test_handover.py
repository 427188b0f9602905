"""From the script to the cookie."""

import time

import pytest

from reactivite_front.handover import SECONDS, Handover


def test_a_code_is_good_once() -> None:
    handover = Handover()
    code = handover.offer("token", 5.0)
    offer = handover.take(code)
    assert offer
    assert (offer.token, offer.token_ends) == ("token", 5.0)
    assert handover.take(code) is None
    assert handover.take("guessed") is None


def test_a_code_is_good_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    handover = Handover()
    now = time.time()
    code, other = handover.offer("token", now + 3600), handover.offer("other", now + 3600)
    monkeypatch.setattr(time, "time", lambda: now + SECONDS - 1)
    assert handover.take(other)
    monkeypatch.setattr(time, "time", lambda: now + SECONDS + 1)
    assert handover.take(code) is None


def test_what_nobody_fetched_does_not_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    handover = Handover()
    now = time.time()
    handover.offer("token", now + 3600)
    monkeypatch.setattr(time, "time", lambda: now + SECONDS + 1)
    handover.offer("other", now + 3600)
    assert [offer.token for offer in handover.offers.values()] == ["other"]


def test_who_signs_out_is_signed_out_in_every_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    handover = Handover()
    now = time.time()
    handover.sign_out("token", now + 10)
    assert handover.is_signed_out("token")
    assert not handover.is_signed_out("another")
    monkeypatch.setattr(time, "time", lambda: now + 11)
    handover.sign_out("another", now + 20)
    assert len(handover.signed_out) == 1, "a token that has ended by itself is no longer kept"


def test_tokens_are_not_kept_after_sign_out() -> None:
    handover = Handover()
    handover.sign_out("token", time.time() + 10)
    assert "token" not in repr(vars(handover))
