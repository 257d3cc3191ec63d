"""A folder of this machine over WebHDFS, as a name node and its data nodes give it.

The protocol is that of Hadoop's own documentation ("WebHDFS REST API"); who asks is Hadoop's own
client. A folder that is in `closed` may not be looked into, one in `sealed` not be written to.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

PREFIX = "/webhdfs/v1"
WRITING = {"CREATE", "MKDIRS", "RENAME", "DELETE", "SETPERMISSION", "SETTIMES"}


class Refused(Exception):
    """A Java exception by its class, and the status it is sent with."""

    def __init__(self, status: int, name: str, said: str) -> None:
        super().__init__(said)
        self.status, self.name = status, name


@dataclass
class Far:
    """The server: its URL, the folder behind it, and who may do what."""

    url: str
    root: Path
    closed: set[str] = field(default_factory=set)
    sealed: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    """Each operation and path, in the order of asking."""


@contextmanager
def served(root: Path) -> Iterator[Far]:
    """A server on a free port of the loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    far = Far(f"webhdfs://127.0.0.1:{server.server_port}", root)
    server.far = far  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield far
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer()

    do_PUT = do_POST = do_DELETE = do_GET

    def _answer(self) -> None:
        far: Far = self.server.far  # type: ignore[attr-defined]
        # Hadoop's client sends UTF-8 as it is
        parts = urlsplit(self.path.encode("latin-1").decode("utf-8"))
        asked = dict(parse_qsl(parts.query, keep_blank_values=True))
        name = unquote(parts.path.removeprefix(PREFIX))
        op = asked["op"].upper()
        far.asked.append(f"{op} {name}")
        body = self._body()
        try:
            if any(name.startswith(folder) for folder in far.closed) or (
                op in WRITING and any(name.startswith(folder) for folder in far.sealed)
            ):
                raise Refused(
                    403, "org.apache.hadoop.security.AccessControlException",
                    f"Permission denied: user={asked.get('user.name')}, path={name}",
                )  # fmt: skip
            if op in ("OPEN", "CREATE") and "datanode" not in asked:
                self._redirect()
                return
            path = far.root / name.lstrip("/")
            self._send(*_OPERATIONS[op](far.root, path, asked, body))
        except KeyError:
            self._refuse(Refused(400, "java.lang.UnsupportedOperationException", op))
        except FileNotFoundError:
            said = f"File does not exist: {name}"
            self._refuse(Refused(404, "java.io.FileNotFoundException", said))
        except FileExistsError:
            said = f"{name} already exists"
            self._refuse(Refused(403, "org.apache.hadoop.fs.FileAlreadyExistsException", said))
        except Refused as refused:
            self._refuse(refused)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _redirect(self) -> None:
        self.send_response(307)
        path = quote(self.path.encode("latin-1"), safe="/?&=%+:[]{}")
        here = f"http://{self.headers['Host']}{path}&datanode=true"
        self.send_header("Location", here)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, said: dict[str, Any] | bytes | None) -> None:
        octets = (
            b"" if said is None else said if isinstance(said, bytes) else json.dumps(said).encode()
        )
        self.send_response(status)
        kind = "application/json" if isinstance(said, dict) else "application/octet-stream"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def _refuse(self, refused: Refused) -> None:
        self._send(
            refused.status,
            {
                "RemoteException": {
                    "exception": refused.name.rpartition(".")[2],
                    "javaClassName": refused.name,
                    "message": str(refused),
                }
            },
        )


def _status(path: Path, suffix: str) -> dict[str, Any]:
    known = path.stat()
    return {
        "accessTime": 0,
        "blockSize": 1 << 27 if path.is_file() else 0,
        "childrenNum": 0,
        "fileId": known.st_ino,
        "group": "supergroup",
        "length": known.st_size if path.is_file() else 0,
        "modificationTime": known.st_mtime_ns // 10**6,
        "owner": "somebody",
        "pathSuffix": suffix,
        "permission": "755",
        "replication": 1,
        "storagePolicy": 0,
        "type": "FILE" if path.is_file() else "DIRECTORY",
    }


_Answer = tuple[int, dict[str, Any] | bytes | None]


def _get_status(root: Path, path: Path, asked: dict[str, str], body: bytes) -> _Answer:
    return 200, {"FileStatus": _status(path, "")}


def _list(root: Path, path: Path, asked: dict[str, str], body: bytes) -> _Answer:
    if path.is_file():
        return 200, {"FileStatuses": {"FileStatus": [_status(path, "")]}}
    found = [_status(one, one.name) for one in sorted(path.iterdir())]
    return 200, {"FileStatuses": {"FileStatus": found}}


def _blocks(root: Path, path: Path, asked: dict[str, str], body: bytes) -> _Answer:
    block = {
        "cachedHosts": [], "corrupt": False, "hosts": ["localhost"], "names": ["localhost:9866"],
        "length": path.stat().st_size, "offset": 0, "storageTypes": ["DISK"],
        "topologyPaths": ["/default-rack/localhost:9866"],
    }  # fmt: skip
    return 200, {"BlockLocations": {"BlockLocation": [block]}}


def _open(root: Path, path: Path, asked: dict[str, str], body: bytes) -> _Answer:
    with path.open("rb") as file:
        file.seek(int(asked.get("offset", 0)))
        return 200, file.read(int(asked["length"]) if "length" in asked else -1)


def _create(root: Path, path: Path, asked: dict[str, str], body: bytes) -> _Answer:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb" if asked.get("overwrite") == "true" else "xb") as file:
        file.write(body)
    return 201, None


def _mkdirs(root: Path, path: Path, asked: dict[str, str], body: bytes) -> _Answer:
    path.mkdir(parents=True, exist_ok=True)
    return 200, {"boolean": True}


def _rename(root: Path, path: Path, asked: dict[str, str], body: bytes) -> _Answer:
    other = root / asked["destination"].lstrip("/")
    if other.is_dir():
        other = other / path.name
    if not path.exists() or other.exists() or not other.parent.is_dir():
        return 200, {"boolean": False}
    path.rename(other)
    return 200, {"boolean": True}


def _delete(root: Path, path: Path, asked: dict[str, str], body: bytes) -> _Answer:
    if not path.exists():
        return 200, {"boolean": False}
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    return 200, {"boolean": True}


def _home(root: Path, path: Path, asked: dict[str, str], body: bytes) -> _Answer:
    return 200, {"Path": "/user/somebody"}


def _nothing(root: Path, path: Path, asked: dict[str, str], body: bytes) -> _Answer:
    return 200, None


_OPERATIONS = {
    "GETFILESTATUS": _get_status,
    "LISTSTATUS": _list,
    "GETFILEBLOCKLOCATIONS": _blocks,
    "GETHOMEDIRECTORY": _home,
    "OPEN": _open,
    "CREATE": _create,
    "MKDIRS": _mkdirs,
    "RENAME": _rename,
    "DELETE": _delete,
    "SETPERMISSION": _nothing,
    "SETTIMES": _nothing,
}
