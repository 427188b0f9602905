"""What the front end stands on: a MariaDB, the API in front of it as its pod runs it, and the front end itself."""

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from urllib3 import PoolManager
from urllib3.exceptions import HTTPError

ROOT = Path(__file__).parent.parent
API = ROOT.parent / "fastapi"
# With the API's own locked dependencies; see README.md.
API_PYTHON = Path(os.environ.get("API_PYTHON", API / ".venv" / "bin" / "python"))

SECRET_KEY = "0123456789abcdef" * 4

# What app and chart agreed on, and what the chart makes of it; written by `npm run contracts`.
CONTRACT = json.loads((ROOT / "contract.json").read_text())
AGREED = CONTRACT["contract"]
PODS: dict[str, dict[str, Any]] = {name: chart["pod"] for name, chart in CONTRACT["charts"].items()}

# Its own name and address: on this machine several run.
OF_THE_POD = ("uvicorn", "--host", "0.0.0.0", "--port", "8501")  # noqa: S104

http = PoolManager(retries=False, timeout=10)


def mariadb() -> ModuleType:
    """The server of the API's own tests."""
    spec = importlib.util.spec_from_file_location("api_mariadb", API / "tests" / "mariadb.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reason_to_skip() -> str | None:
    if not API_PYTHON.exists():
        return f"no Python for the API at {API_PYTHON}: see README.md"
    reason: str | None = mariadb().reason_to_skip()
    return reason


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def container(environment: str = "local") -> dict[str, Any]:
    [found] = [one for one in PODS[environment]["containers"] if one["name"] == "streamlit"]
    result: dict[str, Any] = found
    return result


def variables(environment: str = "local") -> dict[str, str]:
    return {one["name"]: one["value"] for one in container(environment)["env"]}


def memory_limit() -> int:
    """MiB, the least that a chart gives."""
    limits = [container(environment)["resources"]["limits"]["memory"] for environment in PODS]
    assert all(limit.endswith("Mi") for limit in limits)
    return min(int(limit.removesuffix("Mi")) for limit in limits)


class Process:
    """A server that says at `health` when it is there."""

    def __init__(self, command: list[str], folder: Path, port: int, health: str, **variables: str):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.log = tempfile.TemporaryFile()  # noqa: SIM115
        home = {"PATH": os.environ["PATH"], "HOME": "/tmp", "PYTHONDONTWRITEBYTECODE": "1"}  # noqa: S108
        self.process = subprocess.Popen(
            command, cwd=folder, env={**home, **variables}, stdout=self.log, stderr=subprocess.STDOUT
        )
        deadline = time.monotonic() + 120
        while True:
            try:
                if http.request("GET", self.url + health).status == 200:
                    return
            except HTTPError:
                pass
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.1)

    def stop(self) -> int:
        """As the kubelet does; the exit code."""
        self.process.send_signal(signal.Signals[AGREED["stopSignal"]])
        return self.process.wait(60)

    def remove(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def output(self) -> str:
        return os.pread(self.log.fileno(), 10_000_000, 0).decode()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.output().splitlines()]


class Api(Process):
    def __init__(self, server: Any) -> None:
        server.execute("CREATE DATABASE reactivite")
        variables = {"DATABASE_URL": server.url("reactivite"), "SECRET_KEY": SECRET_KEY, "METRICS_PORT": "0"}
        subprocess.run(
            [API_PYTHON, "-m", "reactivite_api.migrate"], cwd=API, env={**os.environ, **variables}, check=True
        )
        self.database = server
        port = free_port()
        command = [str(API_PYTHON), "-m", "uvicorn", "main:app", "--port", str(port)]
        super().__init__(command, API, port, "/health", **variables)

    def forgive(self) -> None:
        """Tests come from one address: no test shall meet the tries of another."""
        self.database.execute("DELETE FROM attempts", "reactivite")


class Front(Process):
    """As the chart starts it: by its command, with its variables."""

    def __init__(self, api_url: str, faster_pings: bool = False):
        port = free_port()
        self.metrics_port = free_port()
        serve = [word for word in AGREED["commands"]["serve"] if word not in OF_THE_POD]
        if faster_pings:
            serve[serve.index("--ws-ping-interval") + 1] = "1"
        command = [sys.executable, "-m", "uvicorn", *serve, "--port", str(port)]
        given = variables()
        own = {"API_URL": api_url, "METRICS_PORT": str(self.metrics_port)}
        super().__init__(command, ROOT, port, AGREED["paths"]["health"], **{**given, **own})
