"""The app as its pod runs it: a process with the chart's command and variables, and nothing else in its environment."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx2

from .conftest import SECRET_KEY
from .mariadb import free_port
from .people import new_address

ROOT = Path(__file__).parent.parent

# What app and chart agreed on, and what the chart makes of it; written by `npm run contracts`.
CONTRACT = json.loads((ROOT / "contract.json").read_text())
AGREED = CONTRACT["contract"]
PODS: dict[str, dict[str, Any]] = {name: chart["pod"] for name, chart in CONTRACT["charts"].items()}


def container(environment: str) -> dict[str, Any]:
    [found] = [one for one in PODS[environment]["containers"] if one["name"] == "fastapi"]
    result: dict[str, Any] = found
    return result


def environment(url: str, **more: str) -> dict[str, str]:
    """The variables of the chart, with values in place of what it takes from elsewhere."""
    given = {one["name"]: one["value"] for one in container("local")["env"] if "value" in one}
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    # The proxy in front is this machine.
    given["FORWARDED_ALLOW_IPS"] = "127.0.0.0/8"
    return {**given, "PATH": path, "SECRET_KEY": SECRET_KEY, "DATABASE_URL": url, **more}


class Server:
    def __init__(self, url: str, *command: str, **more: str) -> None:
        self.port, self.metrics_port = free_port(), free_port()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115
        # Its own ports, so that several can run on this machine.
        chosen = [str(self.port) if word == "8000" else word for word in command or AGREED["commands"]["serve"]]
        self.process = subprocess.Popen(
            chosen,
            cwd=ROOT,
            env=environment(url, PYTHONDONTWRITEBYTECODE="1", METRICS_PORT=str(self.metrics_port), **more),
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        # Limits are by address: no server of a test shall meet what others used up.
        headers = {"X-Forwarded-For": new_address()}
        self.http = httpx2.Client(base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=60)

    def __enter__(self) -> "Server":
        try:
            self.wait()
        except BaseException:
            # No `with` block ends what it did not enter.
            self.__exit__()
            raise
        return self

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + 60
        while True:
            try:
                assert self.http.get(AGREED["paths"]["health"]).status_code == 200
                return
            except httpx2.ConnectError:
                assert self.process.poll() is None, self.output()
                assert time.monotonic() < deadline, self.output()
                time.sleep(0.1)

    def __exit__(self, *_: object) -> None:
        self.http.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.log.close()

    def stop(self) -> int:
        """As the kubelet does; the exit code."""
        self.process.send_signal(signal.Signals[AGREED["stopSignal"]])
        return self.process.wait(60)

    def metrics(self) -> str:
        return httpx2.get(f"http://127.0.0.1:{self.metrics_port}{AGREED['paths']['metrics']}").text

    def output(self) -> str:
        return os.pread(self.log.fileno(), 10_000_000, 0).decode()

    def logged(self, route: str, times: int) -> list[dict[str, Any]]:
        """The lines about a route; they come after the answers."""
        deadline = time.monotonic() + 30
        while True:
            whole = self.output().rpartition("\n")[0].splitlines()
            found = [line for line in map(json.loads, whole) if line.get("route") == route]
            if len(found) >= times:
                return found
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.05)
