"""What the environment may say."""

import pytest

from reactivite_front.settings import settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_URL", "METRICS_PORT", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)


def test_the_address_of_the_api_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_URL", "http://fastapi:8000/")
    known = settings()
    assert (known.api_url, known.metrics_port, known.log_level) == ("http://fastapi:8000", 9000, "info")


@pytest.mark.parametrize(
    ("name", "value"),
    [("API_URL", "fastapi:8000"), ("METRICS_PORT", "many"), ("METRICS_PORT", "70000"), ("LOG_LEVEL", "loud")],
)
def test_what_cannot_be_meant_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("API_URL", "http://fastapi:8000")
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=name):
        settings()
