"""A MariaDB of its own for the tests: in a temporary folder, on a free port, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pymysql

DEBIAN = "/usr/sbin:/usr/bin"


def binary(*names: str) -> str | None:
    """Debian keeps servers off the PATH of users."""
    path = f"{os.environ.get('PATH', '')}:{DEBIAN}"
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


def reason_to_skip() -> str | None:
    """Why there can be no server here, if so."""
    if not binary("mariadbd", "mysqld") or not binary("mariadb-install-db"):
        return "no MariaDB here: apt-get install mariadb-server"
    return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class MariaDB:
    """A server that can be stopped and started again; its user `root` has no password and comes from here only."""

    def __init__(self, *options: str) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="reactivite-mariadb-"))
        self.data = self.home / "data"
        self.port = free_port()
        self.options = options
        self.server: subprocess.Popen[bytes] | None = None
        # Root may not run it; whoever else runs the tests runs it too.
        self.user = "mysql" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            shutil.chown(self.home, self.user)
        install = binary("mariadb-install-db")
        assert install
        subprocess.run(
            [
                install,
                "--no-defaults",
                f"--datadir={self.data}",
                f"--user={self.user}",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--innodb-flush-log-at-trx-commit=0",
            ],
            check=True,
            capture_output=True,
        )

    def start(self) -> None:
        server = binary("mariadbd", "mysqld")
        assert server
        with (self.home / "log").open("ab") as log:
            self.server = subprocess.Popen(
                [
                    server,
                    "--no-defaults",
                    f"--datadir={self.data}",
                    f"--user={self.user}",
                    f"--port={self.port}",
                    f"--socket={self.home}/socket",
                    "--bind-address=127.0.0.1",
                    # As MySQL's default, strict: what does not fit is an error.
                    "--sql-mode=STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO",
                    "--innodb-flush-log-at-trx-commit=0",
                    "--innodb-flush-method=nosync",
                    "--innodb-buffer-pool-size=32M",
                    *self.options,
                ],
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 60
        while True:
            try:
                self.execute("SELECT 1")
                return
            except pymysql.err.OperationalError:
                if time.monotonic() > deadline or self.server.poll() is not None:
                    raise RuntimeError((self.home / "log").read_text()) from None
                time.sleep(0.1)

    def stop(self) -> None:
        if self.server:
            self.server.terminate()
            self.server.wait(60)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def execute(self, statement: str, database: str | None = None) -> list[tuple[object, ...]]:
        with (
            pymysql.connect(
                host="127.0.0.1", port=self.port, user="root", database=database, autocommit=True
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
            return list(cursor.fetchall())

    def url(self, database: str) -> str:
        return f"mysql+pymysql://root@127.0.0.1:{self.port}/{database}"
