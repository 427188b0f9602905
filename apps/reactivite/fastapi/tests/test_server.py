"""The app as a process, as its chart runs it."""

import re
import shlex
import socket
import threading
import time
from collections.abc import Iterator

import httpx2
import pymysql
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from reactivite_api.database import Database, connect
from reactivite_api.settings import Settings, Smtp

from .mariadb import MariaDB
from .people import PASSWORD, numbers
from .server import AGREED, PODS, ROOT, Server, container

NOWHERE = "mysql+pymysql://nobody@127.0.0.1:1/nothing"


@pytest.fixture(scope="module")
def server(migrated: str) -> Iterator[Server]:
    with Server(migrated) as server:
        yield server


def log_in(server: Server) -> dict[str, str]:
    name = f"owner{next(numbers)}-served"
    account = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
    assert server.http.post("/users", json=account).status_code == 201
    answer = server.http.post("/users/login", json={"username": name, "password": PASSWORD})
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


# The contract


@pytest.mark.parametrize("name", PODS)
def test_the_chart_keeps_the_contract(name: str) -> None:
    fastapi = container(name)
    serve = AGREED["commands"]["serve"]
    assert fastapi["command"][-len(serve) :] == serve
    assert {port["name"]: port["containerPort"] for port in fastapi["ports"]} == AGREED["ports"]
    known = {*AGREED["variables"]["required"], *AGREED["variables"]["optional"], "DATABASE_PASSWORD"}
    assert {variable["name"] for variable in fastapi["env"]} <= known
    assert fastapi["livenessProbe"]["httpGet"]["path"] == AGREED["paths"]["health"]
    assert fastapi["readinessProbe"]["httpGet"]["path"] == AGREED["paths"]["ready"]
    assert PODS[name]["securityContext"]["runAsUser"] == AGREED["user"]
    writable = [mount["mountPath"] for mount in fastapi.get("volumeMounts", []) if not mount.get("readOnly")]
    assert writable == AGREED["writes"]


def test_the_image_keeps_the_contract() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^CMD (.*)$", dockerfile, re.M) == [str(AGREED["commands"]["serve"]).replace("'", '"')]
    [ports] = re.findall(r"^EXPOSE (.*)$", dockerfile, re.M)
    assert {int(port) for port in ports.split()} == set(AGREED["ports"].values())
    assert f"USER {AGREED['user']}:{AGREED['user']}" in dockerfile
    assert dockerfile.count("FROM ") == 2


def test_reads_the_variables_of_the_contract_and_no_others() -> None:
    own = {name.upper() for name in Settings.model_fields} | {f"SMTP_{name.upper()}" for name in Smtp.model_fields}
    agreed = {*AGREED["variables"]["required"], *AGREED["variables"]["optional"]}
    # The rest is uvicorn's.
    assert agreed - own == {"UVICORN_TIMEOUT_KEEP_ALIVE", "FORWARDED_ALLOW_IPS"}
    assert own <= agreed


@pytest.mark.parametrize("missing", AGREED["variables"]["required"])
def test_does_not_start_without_what_it_needs(missing: str) -> None:
    server = Server(NOWHERE, "env", "-u", missing, *AGREED["commands"]["serve"])
    assert server.process.wait(60) != 0
    assert missing.lower() in server.output()
    server.__exit__()


def test_does_not_start_with_a_key_that_can_be_guessed() -> None:
    server = Server(NOWHERE, SECRET_KEY="too short for a hash")
    assert server.process.wait(60) != 0
    assert "too short for a hash" not in server.output()
    server.__exit__()


# Health


def test_lives_without_its_database_and_is_not_ready() -> None:
    with Server(NOWHERE) as server:
        assert server.http.get("/health").json() == {"status": "ok"}
        answer = server.http.get("/ready")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        refused = server.http.post("/users/login", json={"username": "nobody", "password": PASSWORD})
        assert refused.status_code == 503
        for text in (answer.text, refused.text):
            assert "127.0.0.1" not in text
            assert "nobody" not in text


def test_is_not_ready_before_the_tables(empty: str) -> None:
    with Server(empty) as server:
        assert server.http.get("/ready").status_code == 503


def test_finds_the_database_that_comes_back(mariadb: MariaDB, server: Server) -> None:
    headers = log_in(server)
    mariadb.stop()
    try:
        assert server.http.get("/health").status_code == 200
        assert server.http.get("/ready").status_code == 503
        assert server.http.get("/entry", headers=headers).status_code == 503
    finally:
        mariadb.start()
    for _ in range(10):
        assert server.http.get("/ready").status_code == 200
        assert server.http.get("/entry", headers=headers).status_code == 200
    # Nor does a restart that nobody noticed cost anything: a connection is tried before it is used.
    mariadb.stop()
    mariadb.start()
    for _ in range(10):
        assert server.http.get("/ready").status_code == 200
        assert server.http.get("/entry", headers=headers).status_code == 200


def test_a_database_that_hangs_does_not_end_the_process() -> None:
    """A listener that never answers, as behind a network that drops packets."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"mysql+pymysql://nobody@127.0.0.1:{listener.getsockname()[1]}/nothing"
        with Server(url) as server:
            answers: list[int] = []
            asking = [
                threading.Thread(
                    target=lambda: answers.append(httpx2.get(f"{server.http.base_url}/ready", timeout=60).status_code)
                )
                for _ in range(20)
            ]
            for thread in asking:
                thread.start()
            assert server.http.get("/health").status_code == 200
            for thread in asking:
                thread.join()
            assert set(answers) == {503}


# Metrics and logs


def test_metrics_are_on_their_port_only(server: Server) -> None:
    log_in(server)
    server.http.get("/entry/1")
    server.http.get("/nowhere")
    assert server.http.get("/metrics").status_code == 404
    text = server.metrics()
    for line in (
        r'fastapi_http_requests_total\{method="POST",route="/users/login",status="200"\} ',
        r'fastapi_http_requests_total\{method="GET",route="/entry/\{entry_id\}",status="401"\} ',
        r'fastapi_http_requests_total\{method="any",route="none",status="404"\} ',
        r"fastapi_password_hashes_waiting 0\.0$",
        r"fastapi_database_connections_in_use 0\.0$",
        r"process_resident_memory_bytes ",
    ):
        assert re.search(f"^{line}", text, re.M), line
    assert "nowhere" not in text
    assert "/health" not in text


def test_logs_are_lines_of_json_without_what_people_wrote(server: Server) -> None:
    headers = log_in(server)
    server.http.get("/search", params={"text": "a-private-matter"}, headers=headers)
    server.http.post("/triggers", json={"name": "a-private-matter\n"}, headers=headers)
    for route, status in (("/search", 200), ("/triggers", 422)):
        line = server.logged(route, 1)[-1]
        assert (line["status"], line["severity"], line["message"].split()[1]) == (status, "INFO", route)
    output = server.output()
    for private in ("a-private-matter", PASSWORD, headers["Authorization"].split(".")[1], "/health"):
        assert private not in output


def test_an_error_of_the_database_does_not_tell_what_was_written(migrated: str) -> None:
    database = Database(connect(migrated))
    with pytest.raises(DBAPIError) as caught:
        database.transaction(
            lambda session: session.execute(text("SELECT :private FROM nowhere"), {"private": "secret"})
        )
    assert "nowhere" in str(caught.value)
    assert "secret" not in str(caught.value)
    database.engine.dispose()


def test_every_answer_is_kept_by_nobody(server: Server) -> None:
    for path in ("/health", "/users/me", "/nowhere", "/openapi.json"):
        headers = server.http.get(path).headers
        assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")


# Proxies


def addresses(server: Server, times: int) -> list[str]:
    return [line["client"] for line in server.logged("none", times)]


def test_believes_forwarded_addresses_from_its_proxies_only(migrated: str) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9"}
    with Server(migrated, FORWARDED_ALLOW_IPS="127.0.0.0/8") as trusting:
        trusting.http.get("/nowhere", headers=headers)
        trusting.http.get("/nowhere", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.10"})
        assert addresses(trusting, 2) == ["203.0.113.9", "203.0.113.10"]
    with Server(migrated, FORWARDED_ALLOW_IPS="10.0.0.0/8") as wary:
        wary.http.get("/nowhere", headers=headers)
        assert addresses(wary, 1) == ["127.0.0.1"]


def test_keeps_an_idle_connection_as_long_as_the_chart_says() -> None:
    """The proxy in front closes first; how long each waits, the charts' rules compare."""
    with (
        Server(NOWHERE, UVICORN_TIMEOUT_KEEP_ALIVE="1") as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection,
    ):
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = b""
        while b"}" not in answer:
            answer += connection.recv(10_000)
        started = time.monotonic()
        assert connection.recv(10_000) == b""
        assert time.monotonic() - started > 0.5


# The end


def test_answers_what_it_has_before_it_ends(migrated: str, mariadb: MariaDB) -> None:
    with Server(migrated) as server:
        headers = log_in(server)
        server.http.post("/triggers", json={"name": "Chat"}, headers=headers)
        # A lock that the request must wait for.
        holder = pymysql.connect(host="127.0.0.1", port=mariadb.port, user="root", database="migrated")
        with holder.cursor() as cursor:
            cursor.execute("SELECT * FROM users FOR UPDATE")
        answers: list[int] = []

        def clone() -> None:
            ids = [label["id"] for label in server.http.get("/triggers/defaults", headers=headers).json()]
            answers.append(server.http.post("/triggers/clone", json={"ids": ids}, headers=headers).status_code)

        asking = threading.Thread(target=clone)
        asking.start()
        deadline = time.monotonic() + 30
        while "fastapi_database_connections_in_use 1.0" not in server.metrics():
            assert time.monotonic() < deadline
        ending = threading.Thread(target=server.stop)
        ending.start()
        time.sleep(1)
        assert server.process.poll() is None
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(f"{server.http.base_url}/health")
        holder.rollback()
        asking.join()
        ending.join()
        holder.close()
        assert answers == [200]
        assert "Traceback" not in server.output()


def test_ends_at_once_when_nobody_asks(migrated: str) -> None:
    with Server(migrated) as server:
        server.http.get("/ready")
        server.stop()
        assert "Finished server process" in server.output()


def test_two_can_run_side_by_side(migrated: str) -> None:
    """What one writes, the other reads; a login at one is one at the other."""
    with Server(migrated) as first, Server(migrated) as second:
        headers = log_in(first)
        assert (
            second.http.post("/entry", json={"date": "2026-05-01", "severity": 2}, headers=headers).status_code == 201
        )
        assert first.http.get("/entry", headers=headers).json()["total"] == 1


def test_the_readme_starts_it_as_the_chart_does() -> None:
    readme = (ROOT / "README.md").read_text()
    assert shlex.join(AGREED["commands"]["serve"][:2]) in readme
    assert shlex.join(AGREED["commands"]["migrate"]) in readme
