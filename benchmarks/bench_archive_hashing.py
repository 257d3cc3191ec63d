"""Hashing archived objects against `sha256sum` and `openssl dgst -sm3`: same files, same cores.

    python benchmarks/bench_archive_hashing.py [--folder DIR] [--small 2000] [--large 8]

Writes small files (scans of 200 kB) and large ones (recordings of 64 MiB), warms the page cache,
checks that all find the same digests, and prints wall and processor seconds of each, the peers as
`xargs -P` runs them on as many cores. Ours counts the whole way from holdings to the table.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.evidence.settings import Settings, Span
from mingzheng.records.objects import read_objects
from mingzheng.records.schema import tables

SMALL, LARGE = 200_000, 64 * 2**20
PEERS = {"sha256": ["sha256sum"], "sm3": ["openssl", "dgst", "-sm3", "-r"]}
FILES_PER_PROCESS = "32"
"""Few enough that what one process says reaches a pipe in one piece."""


@dataclass(frozen=True)
class Took:
    """Seconds of wall and of processor, and what was found: path → digest."""

    wall: float
    cpu: float
    digests: dict[str, str]


How = Callable[[Path, list[str], str, int], Took]


def make(folder: Path, *, count: int, size: int, seed: int) -> list[str]:
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number:06}").write_bytes(random.bytes(size))
    return [f"{folder.name}/{number:06}" for number in range(count)]


def stated(out: Path, paths: list[str], algorithm: str) -> None:
    """Holdings that state a digest of each path, as the record room leaves them."""
    schema = tables()["holdings"].arrow()
    columns = {
        "row": range(len(paths)),
        "archive_ref": paths,
        "path": paths,
        algorithm: ["0" * 64] * len(paths),
    }
    nulls = {name: pa.nulls(len(paths), schema.field(name).type) for name in schema.names}
    (out / "holdings").mkdir(parents=True)
    pq.write_table(pa.table({**nulls, **columns}, schema=schema), out / "holdings/part-0.parquet")


@contextmanager
def clocks() -> Iterator[Callable[[], tuple[float, float]]]:
    wall, cpu = time.perf_counter(), processor()
    yield lambda: (time.perf_counter() - wall, processor() - cpu)


def processor() -> float:
    """Processor seconds of this process and of those it waited for."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, whose))


def ours(evidence: Path, paths: list[str], algorithm: str, threads: int) -> Took:
    settings = Settings(folder=evidence, period=Span(), as_of=dt.date(2022, 10, 30))
    with tempfile.TemporaryDirectory(dir=evidence) as work:
        out = Path(work)
        stated(out, paths, algorithm)
        with clocks() as read:
            read_objects(settings, out=out, threads=threads, progress=lambda name, rows: None)
            wall, cpu = read()
        found = pq.read_table(out / "objects").to_pylist()
    return Took(wall, cpu, {row["path"]: row[algorithm] for row in found})


def theirs(evidence: Path, paths: list[str], algorithm: str, threads: int) -> Took:
    command = ["xargs", "-P", str(threads), "-n", FILES_PER_PROCESS, *PEERS[algorithm]]
    with clocks() as read:
        said = subprocess.run(
            command,
            input="\n".join(paths),
            cwd=evidence / "archive",
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        wall, cpu = read()
    pairs = (line.split(maxsplit=1) for line in said.splitlines())
    return Took(wall, cpu, {path.lstrip("*"): digest for digest, path in pairs})


def best(how: How, *given: Any, times: int) -> Took:
    return min((how(*given) for _ in range(times)), key=lambda took: took.wall)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--small", type=int, default=2000)
    parser.add_argument("--large", type=int, default=8)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        evidence = Path(folder)
        sizes = {"small": (args.small, SMALL), "large": (args.large, LARGE)}
        print(
            f"{'files':>6} {'':>7} {'MB':>6} {'ours s':>8} {'peer s':>8} {'wall x':>7} {'cpu x':>6}"
        )
        for seed, (name, (count, size)) in enumerate(sizes.items()):
            paths = make(evidence / "archive" / name, count=count, size=size, seed=seed)
            for algorithm in PEERS:
                given = (evidence, paths, algorithm, args.threads)
                peer, own = (best(how, *given, times=args.times) for how in (theirs, ours))
                if peer.digests != own.digests:
                    raise SystemExit(f"{algorithm} of {name} files differs")
                print(
                    f"{count:>6} {algorithm:>7} {count * size / 1e6:>6.0f} {own.wall:>8.2f} "
                    f"{peer.wall:>8.2f} {peer.wall / own.wall:>7.2f} {peer.cpu / own.cpu:>6.2f}"
                )


if __name__ == "__main__":
    main()
