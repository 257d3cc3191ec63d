"""Copies here of evidence that lies elsewhere, and a result put up there."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mingzheng.audit.engines.hadoop import Found, Hadoop
from mingzheng.audit.result_folder import OURS, WORK, is_workbook
from mingzheng.errors import DiskFullError
from mingzheng.records.parts import writing

SEAL = "run.json"
AT_A_TIME = 4
"""Files copied side by side."""

Progress = Callable[[str, int], None]
"""Called with a stage and how many MiB are done."""


def fetch(files: Hadoop, url: str, folder: Path, progress: Progress) -> None:
    """Make a folder a copy of what lies under a URL; what was copied before is not copied again.

    A copy bears the time of its original: of the same size and time, it is taken for the same.
    Raises PlaceError for what can't be read, DiskFullError where the folder has no room for it.
    """
    progress("fetch", 0)
    found = list(files.walk(url))
    with writing(folder):
        folder.mkdir(exist_ok=True)
        _remove_others(folder, found)
        for one in found:
            if one.is_folder:
                (folder / one.path).mkdir(exist_ok=True)
    wanted = [one for one in found if not one.is_folder and not _same(one, folder / one.path)]
    if sum(one.bytes for one in wanted) > shutil.disk_usage(folder).free:
        raise _no_room(folder)

    def copy(one: Found) -> int:
        path = folder / one.path
        begun = path.with_name(f".{hashlib.sha256(one.path.encode()).hexdigest()[:32]}")
        try:
            files.fetch(f"{url}/{one.path}", begun)
        except DiskFullError:
            raise _no_room(folder) from None
        with writing(folder):
            os.utime(begun, ns=(one.changed_ms * 10**6,) * 2)
            begun.rename(path)
        return one.bytes

    done = 0
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        copies = [pool.submit(copy, one) for one in wanted]
        try:
            for each in copies:
                done += each.result()
                progress("fetch", done >> 20)
        finally:
            for each in copies:
                each.cancel()


def put_up(files: Hadoop, local: Path, url: str, progress: Progress) -> None:
    """Put a finished result in the place of one that is there.

    The seal is taken away first and put there last: without it, nobody takes what is there for a
    result.
    """
    progress("put", 0)
    files.remove(f"{url}/{SEAL}")
    for name in (found.path for found in files.listed(url)):
        if name != WORK and (name in OURS or is_workbook(name)):
            files.remove(f"{url}/{name}")
    for path in sorted(local.iterdir()):
        if path.name != SEAL:
            files.put(path, f"{url}/{path.name}")
    # in the work folder until it is whole
    files.put(local / SEAL, f"{url}/{WORK}/{SEAL}")
    files.move(f"{url}/{WORK}/{SEAL}", f"{url}/{SEAL}")


def _no_room(folder: Path) -> DiskFullError:
    return DiskFullError(
        zh=f"本机磁盘空间不足，{folder} 放不下证据：请腾出空间，或用 --scratch 指定另一磁盘上的文件夹，再重新运行。",
        en=f"A disk of this machine is full: {folder} has no room for the evidence. Free some, or name a folder on another disk with --scratch, and run again.",
    )


def _same(found: Found, path: Path) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (found.bytes, found.changed_ms * 10**6)


def _remove_others(folder: Path, found: list[Found]) -> None:
    """Take away copies of what is there no more, or is of another kind now."""
    kinds = {one.path: one.is_folder for one in found}
    for path in sorted(folder.rglob("*"), reverse=True):
        kind = kinds.get(path.relative_to(folder).as_posix())
        if path.is_dir() and kind is not True:
            shutil.rmtree(path)
        elif not path.is_dir() and kind is not False:
            path.unlink()
