"""A PostgreSQL of its own for the tests: in a temporary folder, on a free port, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from glob import glob
from pathlib import Path

USER = "postgres"


def binaries() -> Path | None:
    """Where initdb and pg_ctl are; Debian keeps them off the PATH."""
    on_path = shutil.which("initdb")
    folders = [os.path.dirname(on_path)] if on_path else sorted(glob("/usr/lib/postgresql/*/bin"))
    return Path(folders[-1]) if folders else None


class Postgres:
    """A server that can be stopped and started again."""

    def __init__(self, folder: Path):
        self.bin = folder
        self.home = Path(tempfile.mkdtemp(prefix="flask-app-postgres-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        if os.geteuid() == 0:
            shutil.chown(self.home, USER)
        self.run("initdb", "--auth=trust", f"--username={USER}", "--no-sync", "--encoding=UTF8")

    @property
    def conninfo(self) -> str:
        return f"host=127.0.0.1 port={self.port} user={USER} dbname=postgres connect_timeout=2"

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.home} -c fsync=off"
        self.run("pg_ctl", "--wait", f"--log={self.home}/log", f"--options={options}", "start")

    def stop(self) -> None:
        self.run("pg_ctl", "--wait", "--mode=fast", "stop")

    def remove(self) -> None:
        subprocess.run(self.command("pg_ctl", "--mode=immediate", "stop"), capture_output=True, check=False)
        shutil.rmtree(self.home, ignore_errors=True)

    def run(self, name: str, *args: str) -> None:
        done = subprocess.run(self.command(name, *args), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{name}: {done.stderr.decode()}")

    def command(self, name: str, *args: str) -> list[str]:
        command = [str(self.bin / name), f"--pgdata={self.home}/data", *args]
        # PostgreSQL refuses to run as root, which containers of CI often are.
        return ["runuser", "-u", USER, "--", *command] if os.geteuid() == 0 else command


def reason_to_skip() -> str | None:
    """Why there can be no server here, if so."""
    if binaries() is None:
        return "no PostgreSQL here: apt-get install postgresql"
    if os.geteuid() == 0 and USER not in [entry.pw_name for entry in pwd.getpwall()]:
        return "PostgreSQL does not run as root, and there is no user postgres"
    return None
