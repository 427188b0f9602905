"""Every route with what its document allows and with what it does not, and chains of calls as a client makes them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .people import PASSWORD, new_address, numbers
from .server import Server
from .smtp import mail_server, smtp_variables

# More by hand: FUZZ_EXAMPLES=500 pytest tests/test_fuzz.py
EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "10")


@pytest.mark.parametrize("known", [True, False], ids=["logged in", "as anybody"])
def test_keeps_to_its_document(migrated: str, tmp_path: Path, known: bool) -> None:
    with mail_server() as mails, Server(migrated, **smtp_variables(mails.port)) as server:
        headers = []
        if known:
            name = f"fuzzer{next(numbers)}"
            account = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
            assert server.http.post("/users", json=account).status_code == 201
            token = server.http.post("/users/login", json={"username": name, "password": PASSWORD}).json()
            headers = ["--header", f"Authorization: Bearer {token['access_token']}"]
        done = subprocess.run(
            [
                *[str(Path(sys.executable).parent / "schemathesis"), "run", f"{server.http.base_url}/openapi.json"],
                *headers,
                *["--header", f"X-Forwarded-For: {new_address()}"],
                *["--checks", "all", "--max-examples", EXAMPLES, "--generation-database", "none"],
                # It would end the account that all the others need; test_somebody_else.py tries it.
                *["--exclude-operation-id", "users-remove"],
                "--continue-on-failure",
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in server.output()
