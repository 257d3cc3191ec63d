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
EVERYWHERE = ("0.0.0.0", "::", "")
"""Hosts that mean every address of the machine."""
FAR = ("192.0.2.1", 9)
"""An address of no machine (RFC 5737): which way would lead there, without sending anything."""

PAUSE = 1.0
"""Seconds before a worker that ended is started again."""


def start(folder: Path) -> Workspace:
    """Make the folder where there is none, set Django up, and bring the database up to date."""
    os.umask(0o077)  # the database and what is uploaded are nobody else's on this machine
    prepare(folder)
    workspace = load(folder)
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from mingzheng.workspace.people.signing_in import forget

    forget()
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


def ready() -> None:
    """Load every page's code now: whoever asks first needn't wait for it."""
    from django.urls import get_resolver

    get_resolver().check()


def listen(host: str, port: int, workspace: Workspace) -> Any:
    """A server that holds the port (0: any that is free) and answers once it is `run`.

    In production a proxy on this machine says by which scheme and for whom it was asked; a trial
    answers to the names it listens on. Raises `WorkspaceError` where the port can't be had.
    """
    from django.conf import settings
    from waitress import create_server
    from waitress.server import BaseWSGIServer

    from mingzheng.workspace.site.parsing import Channel
    from mingzheng.workspace.site.wsgi import application

    ready()
    proxied: dict[str, object] = (
        {
            "trusted_proxy": "127.0.0.1",
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
            "clear_untrusted_proxy_headers": True,
        }
        if workspace.production
        else {"clear_untrusted_proxy_headers": True}
    )
    if not workspace.address:
        settings.ALLOWED_HOSTS = [*workspace.allowed_hosts, *names(host)]
    sockets: dict[int, Any] = {}
    try:
        server = create_server(
            application, map=sockets, host=host, port=port, threads=THREADS, ident=None, **proxied
        )
    except OSError as error:
        said = system_reason(error)
        raise WorkspaceError(
            zh=f"无法在 {host}:{port} 提供服务：{said.zh}；用 --port 换一个端口",
            en=f"can't serve on {host}:{port}: {said.en}; choose another with --port",
        ) from error
    for each in sockets.values():
        if isinstance(each, BaseWSGIServer):
            each.channel_class = Channel
    return server


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
    return [f"http://{name}:{port}" for name in names(host)]


def names(host: str) -> list[str]:
    """The names under which people ask a server that listens on that host."""
    if host not in EVERYWHERE:
        return [f"[{host}]" if ":" in host else host]
    own = socket.gethostname()
    found = [str(place[0]) for *_, place in socket.getaddrinfo(own, None, socket.AF_INET)]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as towards:
        try:
            towards.connect(FAR)
            found.append(towards.getsockname()[0])
        except OSError:  # no network at all
            pass
    outside = [each for each in found if not ipaddress.ip_address(each).is_loopback]
    return list(dict.fromkeys(["127.0.0.1", *outside, own.lower()]))
