"""What holds with and without a database."""

import time


def test_says_that_the_database_is_down(orphan):
    answer = orphan.get("/")
    assert answer.status_code == 500
    assert answer.content_type == "application/json"
    assert answer.json == {"status": "error", "message": "The database does not answer"}


def test_says_so_before_a_proxy_gives_up(orphan):
    started = time.monotonic()
    orphan.get("/")
    assert time.monotonic() - started < 3


def test_lives_and_is_not_ready(orphan):
    assert orphan.get("/healthz").status_code == 200
    answer = orphan.get("/readyz")
    assert (answer.status_code, answer.json["status"]) == (503, "error")


def test_tells_nothing_of_hosts_and_logins(orphan):
    for path in ["/", "/readyz"]:
        text = orphan.get(path).text
        assert "127.0.0.1" not in text and "nobody" not in text


def test_answers_json_to_what_it_does_not_know(orphan):
    for answer, status in [(orphan.get("/nowhere"), 404), (orphan.post("/"), 405)]:
        assert (answer.status_code, answer.json["status"]) == (status, "error")
    assert "GET" in orphan.post("/").headers["Allow"]


def test_counts_requests_by_route(orphan):
    orphan.get("/")
    orphan.get("/first")
    orphan.get("/second")
    orphan.get("/healthz")
    lines = orphan.get("/metrics").text.splitlines()
    assert 'flask_http_requests_total{method="GET",route="/",status="500"} 1.0' in lines
    assert 'flask_http_requests_total{method="GET",route="none",status="404"} 2.0' in lines
    assert not [line for line in lines if "/first" in line or "/healthz" in line]
    assert any(line.startswith("flask_database_requests_waiting ") for line in lines)
