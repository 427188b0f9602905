"""Against a real PostgreSQL."""

import time


def test_names_the_version_of_the_database(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.json["status"] == "ok"
    assert answer.json["message"] == "Connected to PostgreSQL"
    assert answer.json["version"].startswith("PostgreSQL ")
    assert answer.headers["Cache-Control"] == "no-store"


def test_is_ready(client):
    assert client.get("/readyz").status_code == 200


def test_uses_its_connections_again(client):
    for _ in range(30):
        assert client.get("/").status_code == 200
    [size] = [
        float(line.split()[1])
        for line in client.get("/metrics").text.splitlines()
        if line.startswith("flask_database_pool_size ")
    ]
    assert 1 <= size <= 2


def test_survives_a_database_that_goes_and_comes_back(client, postgres):
    assert client.get("/").status_code == 200
    postgres.stop()
    try:
        down = client.get("/")
        assert (down.status_code, down.json["status"]) == (500, "error")
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
    finally:
        postgres.start()
    deadline = time.monotonic() + 20
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < deadline, "not ready 20 s after the database"
        time.sleep(0.5)
    assert client.get("/").status_code == 200


def test_a_query_that_hangs_does_not_hold_the_app(postgres):
    import psycopg
    import pytest
    from flask_app.database import connection_pool

    with connection_pool(postgres.conninfo) as pool, pool.connection() as connection:
        with pytest.raises(psycopg.errors.QueryCanceled):
            connection.execute("SELECT pg_sleep(10)")
