"""Files where Spark reads and writes them: Hadoop's file systems, by way of Spark's own JVM.

HDFS, S3, Azure, viewfs and whatever else Spark has a driver for. Octets never pass through Python:
the JVM copies between there and a local disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingzheng.errors import PlaceError
from mingzheng.language import Text
from mingzheng.records.parts import disk_full

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_FULL = ("No space left on device", "QuotaExceededException", "Disk quota exceeded")
_REASONS = (
    (
        _FULL,
        Text(
            zh="那里没有空间了（或配额已用完），请腾出空间后加 --resume 重新运行",
            en="no room is left there (or of a quota); free some and run again with --resume",
        ),
    ),
    (
        ("AccessControlException", "AccessDeniedException"),
        Text(
            zh="没有权限，请以有权读写的身份运行（HADOOP_USER_NAME、Kerberos 票据、访问密钥）",
            en="permission denied; run as somebody who may read and write there (HADOOP_USER_NAME, a Kerberos ticket, access keys)",
        ),
    ),
    (
        ("FileNotFoundException", "NoSuchFileException"),
        Text(zh="不存在，请核对路径", en="it is not there; check the path"),
    ),
    (
        ("UnsupportedFileSystemException", "ClassNotFoundException"),
        Text(
            zh="Spark 没有这种文件系统的驱动，请装上（S3 为 hadoop-aws，Azure 为 hadoop-azure，可用 --spark-conf spark.jars=…）",
            en="Spark has no driver for such a file system; give it one (hadoop-aws for S3, hadoop-azure for Azure, as with --spark-conf spark.jars=…)",
        ),
    ),
    (
        (
            "ConnectException", "UnknownHostException", "NoRouteToHostException",
            "ConnectTimeoutException", "SocketTimeoutException", "StandbyException",
        ),
        Text(
            zh="连不上，请核对主机、端口和网络",
            en="it can't be reached; check host, port and network",
        ),
    ),
)  # fmt: skip
"""Names of Java's exceptions and what they mean; the first that is met."""

_PORT = re.compile(r"(?!s3)[^:]+://[^/:]*:\d{1,5}/", re.IGNORECASE)
"""A URL whose colon is that of a port. Nothing of S3 has one: there it is a key and its secret."""


def without_login(url: str) -> str:
    """A URL as it may be shown: without the name and password of whoever asks."""
    # by hand: a password may hold what ends a host for `urlsplit`
    scheme, _, rest = url.partition("://")
    host, _, _ = rest.partition("/")
    login, _, place = rest.rpartition("@")
    if ":" not in host or ":" not in login or _PORT.match(url):
        return url
    return f"{scheme}://***@{place}"


def check_url(url: str) -> None:
    """Raises PlaceError for a URL that bears a password.

    It would be seen in lists of processes and in Spark's logs; Hadoop's S3 driver refuses it too.
    """
    shown = without_login(url)
    if shown != url:
        raise PlaceError(
            zh=f"{shown} 里写有口令：请去掉，改用 --spark-conf（如 spark.hadoop.fs.s3a.secret.key=${{变量}}，取自环境变量）或集群的设置。",
            en=f"{shown} bears a password: leave it out, and give it with --spark-conf (such as spark.hadoop.fs.s3a.secret.key=${{VARIABLE}}, from the environment) or in the cluster's settings.",
        )


def local_url(path: Path) -> str:
    """A local path as Hadoop takes it: it decodes nothing, so nothing is encoded."""
    return f"file://{path.absolute()}"


@dataclass(frozen=True)
class Found:
    """A file or folder under another: its path from there, its size, when it was changed."""

    path: str
    is_folder: bool
    bytes: int
    changed_ms: int
    """Milliseconds since 1970."""


class Hadoop:
    """The file systems that a session reaches. May be asked from several threads.

    secrets: what no message shows. Every method raises PlaceError where a place is not there,
    refuses, or is not reached.
    """

    def __init__(self, session: SparkSession, secrets: tuple[str, ...] = ()) -> None:
        self._jvm: Any = session._jvm
        self._settings = session._jsc.hadoopConfiguration()
        self._secrets = secrets

    def walk(self, url: str) -> Iterator[Found]:
        """All that lies under a folder, each folder before what is in it."""
        folders = [""]
        while folders:
            folder = folders.pop()
            for found in self.listed(f"{url}/{folder}" if folder else url):
                path = f"{folder}/{found.path}" if folder else found.path
                yield Found(path, found.is_folder, found.bytes, found.changed_ms)
                if found.is_folder:
                    folders.append(path)

    def listed(self, url: str) -> list[Found]:
        """What lies in a folder, by name."""
        with self._in_words(url):
            place, system = self._at(url)
            if not system.getFileStatus(place).isDirectory():
                raise PlaceError(
                    zh=f"{url} 是文件，不是文件夹：请指定文件夹。",
                    en=f"{url} is a file and no folder: name a folder.",
                )
            found = [
                Found(
                    path=status.getPath().getName(),
                    is_folder=status.isDirectory(),
                    bytes=status.getLen(),
                    changed_ms=status.getModificationTime(),
                )
                for status in system.listStatus(place)
            ]
        return sorted(found, key=lambda one: one.path)

    def exists(self, url: str) -> bool:
        """Is there a file or folder?"""
        with self._in_words(url):
            place, system = self._at(url)
            return bool(system.exists(place))

    def fetch(self, url: str, path: Path) -> None:
        """Copy a file to a local path. Raises DiskFullError where there is no room for it."""
        with self._in_words(url, written=path):
            place, system = self._at(url)
            # raw: without a file of checksums beside it
            system.copyToLocalFile(False, place, self._path(local_url(path)), True)

    def put(self, path: Path, url: str) -> None:
        """Copy a local file to a place, over one that is there; or a folder, where none is."""
        with self._in_words(url):
            place, system = self._at(url)
            system.copyFromLocalFile(False, True, self._path(local_url(path)), place)

    def create(self, url: str, octets: bytes) -> bool:
        """Write a small file unless there is one; whether there was none.

        HDFS does both in one step; an object store may look first and write then.
        """
        with self._in_words(url):
            place, system = self._at(url)
            try:
                stream = system.create(place, False)
                stream.write(bytearray(octets))
                stream.close()
            except Exception as error:
                if any(name == "FileAlreadyExistsException" for name, _ in _causes(error)):
                    return False
                raise
            return True

    def move(self, url: str, other: str) -> None:
        """Give a file another place in the same file system, where nothing is."""
        with self._in_words(url):
            place, system = self._at(url)
            if not system.rename(place, self._path(other)):
                raise PlaceError(
                    zh=f"{url} 无法改名为 {other}：请核对权限后加 --resume 重新运行。",
                    en=f"{url} can't be renamed to {other}: check permissions and run again with --resume.",
                )

    def remove(self, url: str) -> None:
        """Take away a file, or a folder with all that is in it; nothing where there is none."""
        with self._in_words(url):
            place, system = self._at(url)
            system.delete(place, True)

    def _at(self, url: str) -> tuple[Any, Any]:
        place = self._path(url)
        return place, place.getFileSystem(self._settings)

    def _path(self, url: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(url)

    @contextmanager
    def _in_words(self, url: str, *, written: Path | None = None) -> Iterator[None]:
        """written: what is written here, so that a disk that is full is this machine's."""
        try:
            yield
        except Exception as error:
            if causes := _causes(error):
                if written is not None and any(full in f"{causes}" for full in _FULL):
                    raise disk_full(written) from None
                # what Java says is a page long
                raise _error(url, causes, self._secrets) from None
            raise


def _causes(error: Exception) -> list[tuple[str, str]]:
    """The Java exceptions behind an error, each with its first line; none behind any other."""
    thrown = getattr(error, "java_exception", None) or getattr(error, "_origin", None)
    found = []
    while thrown is not None:
        said = str(thrown.getMessage() or "").strip().partition("\n")[0]
        name = str(thrown.getClass().getSimpleName())
        if name == "RemoteException":
            name = str(thrown.getClassName()).rpartition(".")[2]
        found.append((name, said))
        thrown = thrown.getCause()
    return found


def _error(url: str, causes: list[tuple[str, str]], secrets: tuple[str, ...]) -> PlaceError:
    # a cause may be in the words only of what it caused
    names = " ".join(f"{name} {said}" for name, said in causes)
    for known, why in _REASONS:
        if any(name in names for name in known):
            return PlaceError(zh=f"{url}：{why.zh}。", en=f"{url}: {why.en}.")
    name, said = causes[-1]
    for secret in secrets:
        said = said.replace(secret, "***")
    return PlaceError(
        zh=f"{url} 无法读写（{name}：{said}）：请核对该处和 Spark 的设置。",
        en=f"{url} can't be read or written ({name}: {said}): check the place and Spark's settings.",
    )
