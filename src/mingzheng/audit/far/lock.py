"""One audit at a time at a far result, and in a scratch folder.

A file system that is far has no locks that end with a process: a file says who holds the place. It
counts as left behind where its scratch folder, which the system does lock, is held by the asker.
Anybody may delete it, so whoever holds the place looks again before it is written to.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import secrets
import shutil
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from mingzheng.audit.engines.hadoop import Hadoop
from mingzheng.audit.result_folder import LOCK, WORK
from mingzheng.errors import MingzhengError, OutputError, system_reason
from mingzheng.language import Text
from mingzheng.records.parts import writing


@contextmanager
def scratch_held(folder: Path) -> Iterator[None]:
    """A scratch folder, made if it isn't there, held by this process alone, read by nobody else.

    Raises OutputError where it can't be had so.
    """
    with writing(folder):
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        status, above = folder.lstat(), folder.parent.stat()
    # where everybody may write, another may have been quicker
    trusted = status.st_uid == os.getuid() and above.st_uid in (os.getuid(), 0)
    if not trusted or stat.S_IMODE(status.st_mode) & 0o077:
        raise OutputError(
            zh=f"临时文件夹 {folder} 属于别人，或别人可以读取：请用 --scratch 另指定一个。",
            en=f"The scratch folder {folder} belongs to somebody else, or can be read by others: name another with --scratch.",
        )
    with writing(folder):
        lock = (folder / LOCK).open("a", encoding="utf-8")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            mine = (folder / LOCK).stat().st_ino == os.fstat(lock.fileno()).st_ino
        except (BlockingIOError, FileNotFoundError):
            mine = False  # at work, or done this instant
        if not mine:
            raise OutputError(
                zh=f"本机另一个审计正在使用 {folder}：请等它结束，或用 -o 另选。",
                en=f"Another audit of this machine is at work in {folder}: wait for it to end, or name another place with -o.",
            )
        yield


def remove_scratch(folder: Path) -> Text | None:
    """Take away a scratch folder that this process holds, its lock last; what is left, if any."""
    try:
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != LOCK:
                path.unlink()
        (folder / LOCK).unlink()
    except OSError as error:
        cause = system_reason(error)
        return Text(
            zh=f"本机的临时文件夹 {folder} 未能删尽（{cause.zh}），其中可能有证据的副本：请自行删除。",
            en=f"The scratch folder {folder} of this machine could not be removed whole ({cause.en}); copies of evidence may be in it: delete it yourself.",
        )
    with suppress(OSError):  # somebody who has waited for it holds it now
        folder.rmdir()
    return None


@dataclass(frozen=True)
class _Holder:
    """Who is at work in a far result folder."""

    host: str
    process: str
    since: str
    scratch: str
    nonce: str
    """Of this audit alone."""


@dataclass(frozen=True)
class Held:
    """A far result folder, as long as its lock is the one that was written."""

    files: Hadoop
    url: str
    scratch: Path
    holder: _Holder

    def is_mine(self) -> bool:
        """Is the lock still the one of this audit?"""
        lock = f"{self.url}/{WORK}/{LOCK}"
        return self.files.exists(lock) and self.holder == _holder(self.files, lock, self.scratch)

    def check(self) -> None:
        """Raises OutputError where somebody has taken the lock away, or has one there now."""
        if not self.is_mine():
            lock = f"{self.url}/{WORK}/{LOCK}"
            raise OutputError(
                zh=f"{lock} 已被删除，或属于另一个审计：结果没有送出，保留在本机。确认没有别的审计在写入 {self.url} 后，加 --resume 重新运行。",
                en=f"{lock} has been deleted, or is another audit's: the result was not put up, and is kept here. Once nobody else writes to {self.url}, run again with --resume.",
            )


@contextmanager
def result_held(files: Hadoop, url: str, scratch: Path) -> Iterator[Held]:
    """A far result folder, held by whoever holds the scratch folder; its work folder is gone after.

    Raises PlaceError where it can't be written, OutputError where another is at work there.
    """
    work = f"{url}/{WORK}"
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    mine = _Holder(
        socket.gethostname(), str(os.getpid()), now, str(scratch), secrets.token_hex(16)
    )
    written = json.dumps(asdict(mine)).encode()
    if not files.create(f"{work}/{LOCK}", written):
        holder = _holder(files, f"{work}/{LOCK}", scratch)
        if (holder.host, holder.scratch) != (mine.host, mine.scratch):
            raise _busy(url, holder)
        files.remove(work)
        if not files.create(f"{work}/{LOCK}", written):
            raise _busy(url, holder)
    held = Held(files, url, scratch, mine)
    try:
        # of an audit whose lock was deleted: Spark writes no table where one is
        for left in files.listed(work):
            if left.path != LOCK:
                files.remove(f"{work}/{left.path}")
        yield held
    finally:
        # where the place is lost, the lock that is left says whose it was
        with suppress(MingzhengError):
            if held.is_mine():
                files.remove(work)


def _holder(files: Hadoop, lock: str, scratch: Path) -> _Holder:
    local = scratch / "holder.json"
    files.fetch(lock, local)
    try:
        return _Holder(**json.loads(local.read_text("utf-8")))
    except (ValueError, TypeError):  # not written to its end
        return _Holder("?", "?", "?", "?", "")
    finally:
        local.unlink(missing_ok=True)


def _busy(url: str, holder: _Holder) -> OutputError:
    lock = f"{url}/{WORK}/{LOCK}"
    return OutputError(
        zh=f"另一个审计（主机 {holder.host}，进程 {holder.process}，自 {holder.since}，临时文件夹 {holder.scratch}）正在写入 {url}：请等它结束，或用 -o 另选。若它确已中断，请在那台机器上加 --resume 接着做，或删除 {lock} 后重新运行。",
        en=f"Another audit (host {holder.host}, process {holder.process}, since {holder.since}, scratch folder {holder.scratch}) is writing to {url}: wait for it to end, or name another place with -o. If it surely was stopped, go on with it on that machine with --resume, or delete {lock} and run again.",
    )
