"""The audit on Spark beside the audit on DuckDB, of the same evidence.

    python benchmarks/bench_spark.py [--certificates 100000] [--evidence FOLDER] [--master local[2]]

First it makes sure that both results have the same bytes. Prints wall and processor seconds and
the peak memory of each process tree, and what begins when; read the ratio of processor seconds
where other work runs beside.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from results import load, parser, record

MINGZHENG = [sys.executable, "-c", "from mingzheng.cli import main; main()"]
ENGINES = ("duckdb", "spark")


def measured(command: list[str]) -> dict[str, float]:
    """Run a command: its wall and processor seconds, and its tree's peak memory in GiB.

    Java is started by a script that becomes it, so each process of the tree is asked by itself.
    """
    began = time.monotonic()
    running = psutil.Popen(command, stdout=subprocess.DEVNULL)
    spent: dict[int, float] = {}
    peak = 0
    while running.poll() is None:
        held = 0
        for process in [running, *_children(running)]:
            try:
                times, held = process.cpu_times(), held + process.memory_info().rss
                spent[process.pid] = times.user + times.system
            except psutil.Error:
                continue
        peak = max(peak, held)
        time.sleep(0.2)
    if running.returncode not in (0, 1, 4):
        sys.exit(f"{' '.join(command)} ended with {running.returncode}")
    return {"wall": time.monotonic() - began, "cpu": sum(spent.values()), "peak": peak / 2**30}


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def sealed(result: Path) -> bytes:
    """What run.json says, the hash of every output among it."""
    return (result / "run.json").read_bytes()


def main() -> None:
    """Audit the same evidence on both engines."""
    arguments = parser(__doc__)
    arguments.add_argument("--certificates", type=int, default=100_000)
    arguments.add_argument("--evidence", type=Path)
    arguments.add_argument("--master", default="local[2]")
    options = arguments.parse_args()
    busy = load()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        evidence = options.evidence
        if evidence is None:
            order = ["sample", str(place / "ca"), "--certificates", str(options.certificates)]
            subprocess.run([*MINGZHENG, *order, "--seed", "7"], check=True, capture_output=True)
            evidence = place / "ca" / "evidence"
        found = {}
        for engine in ENGINES:
            audit = ["audit", str(evidence), "-o", str(place / engine), "--engine", engine]
            audit += ["--master", options.master] if engine == "spark" else []
            found[engine] = measured([*MINGZHENG, *audit])
            stages = json.loads((place / engine / "timing.json").read_text("utf-8"))
            begin = {k[6:]: v for k, v in stages.items() if k.startswith("began_")}
            of = found[engine]
            print(
                f"{engine}: {of['wall']:.1f} s wall, {of['cpu']:.1f} s processor, "
                f"{of['peak']:.2f} GiB peak; stages begin at {begin}"
            )
        if sealed(place / "spark") != sealed(place / "duckdb"):
            sys.exit("the results differ")
    ratio = found["spark"]["cpu"] / found["duckdb"]["cpu"]
    print(f"the same bytes; Spark takes {ratio:.1f} times the processor time of DuckDB")
    if options.record:
        of = {"certificates": options.certificates, "master": options.master}
        record(
            "spark", [{"engine": engine, **of, **found[engine]} for engine in ENGINES], load=busy
        )


if __name__ == "__main__":
    main()
