"""A workspace in one file, and back: a zip with a manifest of what each part hashes to.

Taken while the workspace runs: the database is copied as it was at one instant, then the uploaded
files, which are never changed once they are there. The zip holds the secrets too: keep it as
carefully as the folder.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.journal.checkpoints import KEY_FILE
from mingzheng.workspace.journal.verification import Verified, verify_place
from mingzheng.workspace.site.folder import (
    DATABASE_FILE,
    FILES,
    SECRET_FILE,
    SETTINGS_FILE,
    Workspace,
    read,
)

MANIFEST = "MANIFEST.json"
DUMP_FILE = "database.dump"
"""What pg_dump writes, where the data lies in PostgreSQL."""
_BLOCK = 1 << 20


def backup(folder: Path, target: Path) -> int:
    """Write the workspace to a new zip; gives how many files it holds.

    Raises `WorkspaceError` where the target exists, the database can't be copied, or the journal
    in it doesn't hold: such a backup would not be restored.
    """
    workspace = read(folder)
    with tempfile.TemporaryDirectory(dir=target.absolute().parent) as scratch:
        data = _copied(workspace, Path(scratch))
        partial = Path(scratch) / "backup.zip"
        parts = {data.name: data}
        for name in (SETTINGS_FILE, SECRET_FILE, KEY_FILE):
            if (folder / name).exists():
                parts[name] = folder / name
        for path in _finished(folder / FILES):
            parts[path.relative_to(folder).as_posix()] = path
        _pack(parts, partial)
        try:
            os.link(partial, target)
        except FileExistsError as error:
            raise WorkspaceError(
                zh=f"{target} 已存在，不会覆盖", en=f"{target} exists; it isn't overwritten"
            ) from error
    return len(parts)


def _finished(files: Path) -> Iterator[Path]:
    """Files that stay as they are: not half an upload, nor an audit under way, begun anew later."""
    for folder, below, names in os.walk(files):
        if "work" in below:
            below.clear()
            continue
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(names) if ".upload" not in name)


def _copied(workspace: Workspace, scratch: Path) -> Path:
    if workspace.database:
        _run("pg_dump", "--format=custom", f"--file={scratch / DUMP_FILE}", workspace.database)
        return scratch / DUMP_FILE
    copy = scratch / DATABASE_FILE
    place = f"{(workspace.folder / DATABASE_FILE).absolute().as_uri()}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(place, uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        raise WorkspaceError(
            zh=f"无法复制数据库：{error}", en=f"the database can't be copied: {error}"
        ) from error
    _demand_whole(verify_place(str(copy)))
    return copy


def _pack(parts: dict[str, Path], target: Path) -> None:
    hashes: dict[str, str] = {}
    descriptor = os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(descriptor, "w+b") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for name, path in parts.items():
            with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as member:
                hashes[name] = _hash_through(source, member)
        manifest = {
            "mingzheng": version("mingzheng"),
            "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "sha256": hashes,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))


def restore(archive_path: Path, folder: Path, database: str = "") -> Verified:
    """Unpack a backup into an empty folder, every part verified, the journal too.

    `database` is the URL of an empty PostgreSQL database, where the data lay in one. Raises
    `WorkspaceError`, leaving nothing behind, where the folder is not empty or anything differs.
    """
    if folder.exists() and any(folder.iterdir()):
        raise WorkspaceError(
            zh=f"{folder} 不是空的；恢复只写入空文件夹",
            en=f"{folder} isn't empty; a backup is restored into an empty folder",
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".restore-", dir=folder.absolute().parent))
    try:
        _unpack(archive_path, scratch)
        if (scratch / DUMP_FILE).exists():
            found = _into_postgresql(scratch, database)
        else:
            found = verify_place(str(scratch / DATABASE_FILE))
        _demand_whole(found)
        (scratch / FILES).mkdir(exist_ok=True)
        if folder.exists():
            folder.rmdir()
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return found


def _demand_whole(found: Verified) -> None:
    if found.broken:
        raise WorkspaceError(
            zh=f"日志第 {found.broken.number} 条不成立：{found.broken.text.zh}",
            en=f"entry {found.broken.number} of the journal: {found.broken.text.en}",
        )


def _into_postgresql(scratch: Path, database: str) -> Verified:
    if not database:
        raise WorkspaceError(
            zh="备份的数据来自 PostgreSQL；用 --database 指定一个空库",
            en="the data lay in PostgreSQL; name an empty database with --database",
        )
    dump = scratch / DUMP_FILE
    _run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={database}", str(dump))
    dump.unlink()
    settings = scratch / SETTINGS_FILE
    lines = settings.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.lstrip().startswith("database")]
    settings.write_text("\n".join([*kept, f"database = {json.dumps(database)}", ""]), "utf-8")
    return verify_place(database)


def _unpack(archive_path: Path, target: Path) -> None:
    try:
        with zipfile.ZipFile(archive_path) as archive:
            hashes = json.loads(archive.read(MANIFEST))["sha256"]
            names = [name for name in archive.namelist() if name != MANIFEST]
            if sorted(names) != sorted(hashes):
                raise WorkspaceError(
                    zh="备份中的文件与清单不一致",
                    en="the files in the backup are not those of its manifest",
                )
            for name in names:
                _unpack_one(archive, name, hashes[name], target)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError) as error:
        raise WorkspaceError(
            zh=f"{archive_path} 不是完好的备份", en=f"{archive_path} is no backup, or is damaged"
        ) from error


def _unpack_one(archive: zipfile.ZipFile, name: str, expected: str, target: Path) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        raise WorkspaceError(
            zh=f"备份中有不安全的路径：{name}", en=f"the backup holds an unsafe path: {name}"
        )
    place = target / path
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with archive.open(name) as source, os.fdopen(descriptor, "wb") as file:
        if _hash_through(source, file) != expected:
            raise WorkspaceError(
                zh=f"备份中的 {name} 与清单的哈希不符",
                en=f"{name} in the backup is not what its manifest says",
            )


def _hash_through(source: IO[bytes], target: IO[bytes]) -> str:
    hashing = hashlib.sha256()
    for block in _blocks(source):
        hashing.update(block)
        target.write(block)
    return hashing.hexdigest()


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(_BLOCK):
        yield block


def _run(program: str, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise WorkspaceError(
            zh=f"需要 PostgreSQL 的客户端程序 {program}", en=f"PostgreSQL's {program} is needed"
        )
    done = subprocess.run([found, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:] or [""]
        raise WorkspaceError(zh=f"{program} 失败：{said[0]}", en=f"{program} failed: {said[0]}")
