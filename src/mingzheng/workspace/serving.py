"""Starting the workspace: its folder, its database, its server."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from mingzheng.errors import WorkspaceError, system_reason
from mingzheng.workspace import leash
from mingzheng.workspace.site.folder import Workspace, prepare, read

THREADS = 8
MAX_BODY = 2 << 30
"""Octets of a request at most; rooms that take files set lower limits of their own."""

PAUSE = 1.0
"""Seconds before a worker that ended is started again."""


def start(folder: Path) -> Workspace:
    """Make the folder where there is none, set Django up, and bring the database up to date."""
    os.umask(0o077)  # the database and what is uploaded are nobody else's on this machine
    prepare(folder)
    workspace = load(folder)
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    return workspace


def load(folder: Path) -> Workspace:
    """Set Django up for the workspace in that folder; once in a process.

    Raises `WorkspaceError` where there is none.
    """
    read(folder)
    os.environ["MINGZHENG_WORKSPACE"] = str(folder.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = "mingzheng.workspace.site.settings"
    import django
    from django.conf import settings

    django.setup()
    workspace: Workspace = settings.WORKSPACE
    return workspace


def listen(host: str, port: int, workspace: Workspace) -> Any:
    """A server that holds the port (0: any that is free) and answers once it is `run`.

    In production a proxy on this machine says by which scheme and for whom it was asked.
    Raises `WorkspaceError` where the port can't be had.
    """
    from waitress import create_server

    from mingzheng.workspace.site.wsgi import application

    proxied: dict[str, object] = (
        {
            "trusted_proxy": "127.0.0.1",
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
            "clear_untrusted_proxy_headers": True,
        }
        if workspace.production
        else {"clear_untrusted_proxy_headers": True}
    )
    try:
        return create_server(
            application, host=host, port=port, threads=THREADS, ident=None,
            max_request_body_size=MAX_BODY, **proxied,
        )  # fmt: skip
    except OSError as error:
        said = system_reason(error)
        raise WorkspaceError(
            zh=f"无法在 {host}:{port} 提供服务：{said.zh}；用 --port 换一个端口",
            en=f"can't serve on {host}:{port}: {said.en}; choose another with --port",
        ) from error


@contextmanager
def working(folder: Path, *, workers: int) -> Iterator[None]:
    """Workers beside the server: one that ends is started again, all end with the server."""
    over = Event()
    keepers = [Thread(target=_keep_working, args=(folder, over)) for _ in range(workers)]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        over.set()
        for keeper in keepers:
            keeper.join()


def _keep_working(folder: Path, over: Event) -> None:
    while not over.is_set():
        with leash.start(
            "from mingzheng.workspace.runs.__main__ import main; main()",
            [str(folder.absolute())], os.environ,
            start_new_session=True,  # Ctrl+C is the server's; its end is the worker's
        ) as worker:  # fmt: skip
            while worker.poll() is None and not over.wait(PAUSE / 2):
                pass
            worker.terminate()
        over.wait(PAUSE)


def addresses(host: str, port: int) -> list[str]:
    """The addresses by which people reach a server on that host and port."""
    if host not in {"0.0.0.0", "::", ""}:
        name = f"[{host}]" if ":" in host else host
        return [f"http://{name}:{port}"]
    found = [f"http://127.0.0.1:{port}"]
    for *_, (address, *_rest) in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
        url = f"http://{address}:{port}"
        if url not in found and not ipaddress.ip_address(address).is_loopback:
            found.append(url)
    return found
