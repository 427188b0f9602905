"""The front end as a process: what it answers, logs and counts, and how it ends. Nobody is behind it."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from . import stack

ORIGIN = "https://reactivite.example.org"
HOST = {"Host": "reactivite.example.org"}


@pytest.fixture(scope="module")
def front() -> Iterator[stack.Front]:
    process = stack.Front("http://127.0.0.1:9")
    yield process
    process.remove()


def test_it_does_not_start_without_the_api_s_address() -> None:
    started = subprocess.run(
        [sys.executable, "-c", "import main"], cwd=stack.ROOT, env={}, capture_output=True, text=True, check=False
    )
    assert started.returncode != 0
    assert "API_URL must be the address of the API" in started.stderr


def test_every_answer_keeps_others_out(front: stack.Front) -> None:
    for path in ("/", "/calendrier", "/_stcore/health", "/static/nothing.js"):
        headers = stack.http.request("GET", front.url + path).headers
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"])
def test_what_is_for_operators_is_not_for_the_public(front: stack.Front, path: str) -> None:
    assert stack.http.request("GET", front.url + path).status == 404
    assert stack.http.request("POST", front.url + path, json={}).status == 404


def test_metrics_have_a_port_of_their_own(front: stack.Front) -> None:
    answer = stack.http.request("GET", f"http://127.0.0.1:{front.metrics_port}/metrics")
    text = answer.data.decode()
    assert "streamlit_active_sessions 0.0" in text
    assert re.search(r"^process_resident_memory_bytes \d", text, re.M)
    assert "# TYPE streamlit_run_duration_seconds histogram" in text


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_another_site_sets_and_deletes_no_cookie(front: stack.Front, method: str, origin: dict[str, str]) -> None:
    answer = stack.http.request(method, f"{front.url}/session", headers={**HOST, **origin}, body=b"code")
    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers


def test_a_guessed_code_sets_no_cookie(front: stack.Front) -> None:
    headers = {**HOST, "Origin": ORIGIN}
    assert stack.http.request("POST", f"{front.url}/session", headers=headers, body=b"guessed").status == 410
    assert stack.http.request("POST", f"{front.url}/session", headers=headers, body=b"x" * 101).status == 413


def test_signing_out_deletes_the_cookie(front: stack.Front) -> None:
    answer = stack.http.request("DELETE", f"{front.url}/session", headers={**HOST, "Origin": ORIGIN})
    assert answer.status == 204
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith('__Host-reactivite=""; ')
    assert "Max-Age=0" in cookie
    # Without these, a browser would leave a cookie of this name as it is.
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))


def test_nothing_of_where_it_lies_is_shown(front: stack.Front) -> None:
    assert stack.http.request("GET", f"{front.url}/session").status in (200, 405)
    assert stack.http.request("GET", f"{front.url}/..%2f..%2fetc/passwd").status in (400, 404)


def test_it_logs_json_and_ends_when_it_is_told() -> None:
    process = stack.Front("http://127.0.0.1:9")
    try:
        stack.http.request("GET", process.url)
        process.stop()
        lines = process.lines()
        assert {"time", "severity", "logger", "message"} <= lines[0].keys()
        assert any("shutdown complete" in line["message"] for line in lines)
    finally:
        process.remove()
