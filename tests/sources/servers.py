"""Private database servers for the tests: own folder, own port, stopped by their own process."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PASSWORD = "s3cr3t p@ss/w:rd"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def account(name: str) -> str | None:
    """The servers refuse to run as root: the account that Debian made for them."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(name).pw_name
    except KeyError:
        pytest.skip(f"root, and no account {name} to run the server as")


@contextmanager
def folder_of(user: str | None) -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="mingzheng-server-"))
    if user:
        shutil.chown(home, user)
    try:
        yield home
    finally:
        shutil.rmtree(home)


@contextmanager
def running(command: list[str], *, user: str | None, port: int, stop: signal.Signals):
    with subprocess.Popen(
        command, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(600):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    assert process.poll() is None, "the server ended"
                    time.sleep(0.05)
            yield
        finally:
            process.send_signal(stop)
            process.wait(30)


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server; gives `user@host:port/database`, to which belongs PASSWORD."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    initdb = found[-1] if found else shutil.which("initdb")
    if initdb is None:
        pytest.skip("PostgreSQL's server is not installed (initdb)")
    user = account("postgres")
    port = free_port()
    with folder_of(user) as home:
        secret = home / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        subprocess.run(
            [initdb, "-D", home / "data", "-U", "ca", "-A", "scram-sha-256",
             "--pwfile", secret, "-E", "UTF8", "--no-sync"],
            check=True, user=user, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        command = [str(Path(initdb).with_name("postgres")), "-D", str(home / "data"),
                   "-p", str(port), "-c", "listen_addresses=127.0.0.1",
                   "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "timezone=UTC"]  # fmt: skip
        with running(command, user=user, port=port, stop=signal.SIGINT):
            ready = [
                Path(initdb).with_name("pg_isready"),
                "-q",
                "-h",
                "127.0.0.1",
                "-p",
                str(port),
            ]
            while subprocess.run(ready, check=False).returncode == 1:
                time.sleep(0.05)
            yield f"127.0.0.1:{port}/postgres"


@contextmanager
def mariadb(statements: str) -> Iterator[str]:
    """A MariaDB server that has run the statements; gives `host:port/ca`."""
    install, server = (shutil.which(name) for name in ("mariadb-install-db", "mariadbd"))
    if install is None or server is None:
        pytest.skip("MariaDB's server is not installed (mariadb-install-db, mariadbd)")
    user = account("mysql")
    port = free_port()
    with folder_of(user) as home:
        first = home / "first.sql"
        first.write_text(statements, "utf-8")
        first.chmod(0o644)
        subprocess.run(
            [install, "--no-defaults", f"--datadir={home}/data", "--skip-test-db",
             "--auth-root-authentication-method=normal"],
            check=True, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        command = [server, "--no-defaults", f"--datadir={home}/data", f"--socket={home}/s",
                   f"--port={port}", "--bind-address=127.0.0.1", f"--init-file={first}",
                   f"--pid-file={home}/pid", "--character-set-server=utf8mb4"]  # fmt: skip
        with running(command, user=user, port=port, stop=signal.SIGTERM):
            yield f"127.0.0.1:{port}/ca"
