"""Uploaded ZIP files: bounded, plain names only, unpacked beside where they will lie.

Nothing in an archive is trusted: neither its sizes nor its names nor what a name ends in. What a
result doesn't hold is left out; names that lead elsewhere refuse the whole archive.
"""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from mingzheng.errors import WorkspaceError, system_reason

ARRIVING = ".arriving-"
"""How names of folders begin that hold half a result; see `worker.sweep`."""
MOST_FILES = 5000
_CHUNK = 1 << 20
_PLAIN = re.compile(
    r"run\.json|timing\.json|documents\.(?:json|html)|report\.html|originals\.json"
    r"|breaches(?:-\d+)?\.xlsx|[a-z]+\.parquet|(?:verdicts|subjects)/[a-z0-9_.]+\.parquet"
)
"""What `mingzheng audit` writes into a result folder."""


@dataclass(frozen=True)
class Unpacked:
    """A folder with the files of a result, and names in the archive that were left out."""

    folder: Path
    left_out: tuple[str, ...]


@contextmanager
def unpacked(file: IO[bytes], folder: Path, *, most_bytes: int) -> Iterator[Unpacked]:
    """Unpack a result into a new folder; whatever goes wrong inside the block takes it away.

    Raises `WorkspaceError` where it is no ZIP file, holds no result or more than `most_bytes`,
    is damaged or encrypted, or has names that lead elsewhere.
    """
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield Unpacked(folder, _unpack(file, folder, most_bytes))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _unpack(file: IO[bytes], folder: Path, most_bytes: int) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(file) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
            wanted, left_out = _wanted(members)
            left = most_bytes
            for name, member in wanted.items():
                left -= _copy(archive, member, folder / name, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise WorkspaceError(
            zh="这不是完整的 ZIP 文件。请把 mingzheng audit 的结果文件夹压缩为 ZIP 后重新上传",
            en="this is no whole ZIP file; compress the result folder of mingzheng audit as a "
            "ZIP file and upload that",
        ) from error
    except OSError as error:
        said = system_reason(error)
        raise WorkspaceError(
            zh=f"服务器无法保存：{said.zh}", en=f"the server can't store it: {said.en}"
        ) from error
    return left_out


def _wanted(members: list[zipfile.ZipInfo]) -> tuple[dict[str, zipfile.ZipInfo], tuple[str, ...]]:
    """The files of the result by their names inside it, and what else there is."""
    if len(members) > MOST_FILES:
        raise WorkspaceError(
            zh=f"ZIP 中的文件超过 {MOST_FILES} 个，不是一次审计的结果",
            en=f"the ZIP file holds more than {MOST_FILES} files: it is no result of an audit",
        )
    for member in members:
        _refuse_tricks(member)
    homes = [n for n in (m.filename for m in members) if PurePosixPath(n).name == "run.json"]
    if len(homes) != 1:
        raise WorkspaceError(
            zh="ZIP 中应有且只有一个 run.json。请压缩一次审计的整个结果文件夹",
            en="the ZIP file should hold one run.json; compress the whole folder of one result",
        )
    home = homes[0].removesuffix("run.json")
    inside = {m.filename.removeprefix(home): m for m in members if m.filename.startswith(home)}
    wanted = {name: member for name, member in inside.items() if _PLAIN.fullmatch(name)}
    kept = {member.filename for member in wanted.values()}
    return wanted, tuple(sorted(m.filename for m in members if m.filename not in kept))


def _refuse_tricks(member: zipfile.ZipInfo) -> None:
    name = member.filename
    path = PurePosixPath(name)
    link = stat.S_ISLNK(member.external_attr >> 16)
    if link or path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise WorkspaceError(
            zh="ZIP 中有指向别处的文件名或链接，未接收",
            en="the ZIP file has names or links that lead elsewhere; nothing was taken over",
        )
    if member.flag_bits & 0x1:
        raise WorkspaceError(
            zh="ZIP 已加密。请去掉密码后重新上传",
            en="the ZIP file is encrypted; upload it without a password",
        )


def _copy(archive: zipfile.ZipFile, member: zipfile.ZipInfo, to: Path, left: int) -> int:
    """Write one file, counting what really comes; gives its octets."""
    to.parent.mkdir(exist_ok=True)
    written = 0
    with archive.open(member) as source, to.open("xb") as target:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > left:
                raise WorkspaceError(
                    zh="ZIP 解压后过大，未接收。上限由服务器的 largest_upload 设置",
                    en="unpacked, the ZIP file is too large; largest_upload on the server sets "
                    "the limit",
                )
            target.write(chunk)
    return written
