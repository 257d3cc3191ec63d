"""From an empty folder to the first organiser's home page, on the server people start."""

from __future__ import annotations

import http.cookiejar
import os
import re
import socket
import stat
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START = "from mingzheng.cli import main; main()"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """`mingzheng serve` on a port of its own; gives what it printed until it was ready."""
    words = ["serve", str(folder), "--port", "0"]
    with subprocess.Popen(
        [sys.executable, "-c", START, *words],
        stdout=subprocess.PIPE, text=True,
        env={**os.environ, "MINGZHENG_LANG": "en", "PYTHONUNBUFFERED": "1"},
    ) as server:  # fmt: skip
        try:
            assert server.stdout is not None
            said = ""
            while "Ctrl+C" not in said:
                line = server.stdout.readline()
                assert line, said
                said += line
            yield said
        finally:
            server.terminate()


class Browser:
    """Enough of one: cookies, forms, redirections."""

    def __init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def open(self, url: str, form: dict[str, str] | None = None) -> str:
        data = urllib.parse.urlencode(form).encode() if form else None
        with self.opener.open(url, data) as answer:
            page: str = answer.read().decode()
            return page

    def submit(self, url: str, form: dict[str, str]) -> str:
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.open(url))
        assert token
        return self.open(url, {**form, "csrfmiddlewaretoken": token[1]})


def test_from_an_empty_folder_to_the_home_page(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    join = {
        "name": "王组织", "username": "organiser",
        "password": "three plain words here", "repeated": "three plain words here",
    }  # fmt: skip
    with serving(folder) as said:
        (link,) = re.findall(r"http\S+/invitation/\S+", said)
        home = Browser().submit(link, join)
        assert "王组织，您好" in home
        assert "工业和信息化部" in home
    for secret in ("secret.key", "workspace.sqlite3"):
        assert stat.S_IMODE((folder / secret).stat().st_mode) & 0o077 == 0, secret
    with serving(folder) as said:
        assert "invitation" not in said
        (place,) = re.findall(r"http://\S+/", said)
        form = {"username": "organiser", "password": join["password"], "next": "/journal/"}
        page = Browser().submit(f"{place}sign-in/", form)
        assert "<h1>操作日志</h1>" in page


def asked(place: str, request: str) -> str:
    """The first line of the answer to a request, byte by byte as given."""
    host, port = place.split("/")[2].split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        return connection.makefile("rb").readline().decode().strip()


def test_the_server_answers_to_its_own_names_and_reads_what_a_page_takes(tmp_path: Path) -> None:
    """Too much is refused by its announced length, before any of it came, and in pieces."""
    pages = {
        "/complaints/submit/": 256 << 10, "/nothing/": 256 << 10, "/account/password/": 2 << 20,
        "/organisations/import/": (2 << 20) + (64 << 10),
    }  # fmt: skip
    with serving(tmp_path / "workspace") as said:
        (place,) = re.findall(r"Workspace: (http\S+)", said)
        for name, status in (("127.0.0.1", 200), ("localhost", 200), ("evil.example", 400)):
            line = asked(place, f"GET /sign-in/ HTTP/1.1\nHost: {name}\nConnection: close\n\n")
            assert line.split()[1] == str(status), name
        for page, most in pages.items():
            head = f"POST {page} HTTP/1.1\nHost: localhost\nConnection: close\n"
            announced = f"{head}Content-Length: {most}\n\n"
            assert asked(place, announced).split()[1] == "413", page
            inside = f"{head}Content-Length: {most - 1}\n\n" + "x" * (most - 1)
            assert asked(place, inside).split()[1] in {"403", "404"}, page
        piece = "10000\n" + "x" * 0x10000 + "\n"
        head = "POST /complaints/submit/ HTTP/1.1\nHost: localhost\n"
        assert asked(place, f"{head}Transfer-Encoding: chunked\n\n{piece * 5}").split()[1] == "413"


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    done = subprocess.run(
        [sys.executable, "-c", START, "serve", str(tmp_path)],
        capture_output=True, text=True, check=False, env={**os.environ, "MINGZHENG_LANG": "en"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "isn't empty" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
