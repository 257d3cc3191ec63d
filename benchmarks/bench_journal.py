"""How fast eight processes write the journal, beside what bare SQLite commits in the same run.

    python benchmarks/bench_journal.py [--processes 8] [--seconds 5]

Both with WAL, synchronous=FULL and immediate transactions, on the same disk: one row a commit.
The first row is SQLite alone, from the standard library; the second is `journal.record`.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

Write = Callable[[], None]


def bare(place: Path) -> Write:
    connection = sqlite3.connect(place, timeout=60, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, text TEXT)")

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare (text) VALUES (?)", ("x" * 600,))
        connection.execute("COMMIT")

    return write


def journal(folder: Path) -> Write:
    from mingzheng.workspace import serving

    serving.load(folder)
    from mingzheng.workspace.journal.actions import record

    def write() -> None:
        record(by=None, verb="access.refused", details={"method": "GET"})

    return write


def write_for(
    kind: str, place: Path, seconds: float, begin: object, counts: multiprocessing.Queue
) -> None:
    write = {"bare": bare, "journal": journal}[kind](place)
    begin.wait()  # type: ignore[attr-defined]
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        write()
        count += 1
    counts.put(count)


def rate(kind: str, place: Path, processes: int, seconds: float) -> float:
    """Commits a second of all processes together."""
    context = multiprocessing.get_context("spawn")
    begin, counts = context.Barrier(processes), context.Queue()
    writers = [
        context.Process(target=write_for, args=(kind, place, seconds, begin, counts))
        for _ in range(processes)
    ]
    for writer in writers:
        writer.start()
    total = sum(counts.get() for _ in writers)
    for writer in writers:
        writer.join()
    return total / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as scratch:
        folder = Path(scratch) / "workspace"
        from mingzheng.workspace import serving
        from mingzheng.workspace.journal.verification import verify_place

        serving.start(folder)
        before = verify_place(str(folder)).entries
        alone = rate("bare", Path(scratch) / "bare.sqlite3", asked.processes, asked.seconds)
        ours = rate("journal", folder, asked.processes, asked.seconds)
        found = verify_place(str(folder))
    print(json.dumps({
        "processes": asked.processes, "bare commits/s": round(alone),
        "journal entries/s": round(ours), "ratio": round(ours / alone, 2),
        "entries": found.entries - before, "chain": "broken" if found.broken else "whole",
    }))  # fmt: skip
    sys.exit(0 if ours * 4 >= alone and found.broken is None else 1)


if __name__ == "__main__":
    main()
