"""The audit end to end, beside DuckDB merely reading and joining the same tables.

    python benchmarks/bench_audit.py [--certificates 1000000] [--container pem] [--format csv]
        [--evidence sample/evidence]

Prints wall and processor seconds and the peak memory of the process tree. The peer does far
less: it reads the tables as text and joins those of an application once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import psutil

from results import load, parser, record

LINKED = ("identity_checks", "reviews", "materials", "disclosures", "issuances")


def measured(command: list[str]) -> dict[str, float]:
    """Run a command: its wall and processor seconds and its tree's peak memory in GiB."""
    began = time.monotonic()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak, spent = 0, 0.0
    while process.poll() is None:
        try:
            tree = [process, *process.children(recursive=True)]
            peak = max(peak, sum(p.memory_info().rss for p in tree))
            times = process.cpu_times()
            spent = times.user + times.system + times.children_user + times.children_system
        except psutil.Error:
            pass
        time.sleep(0.1)
    if process.returncode not in (0, 1, 4):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return {"wall": time.monotonic() - began, "cpu": spent, "peak": peak / 2**30}


def peer(tables: Path, format_: str) -> float:
    """Seconds in which DuckDB reads the tables and joins those of an application."""
    began = time.monotonic()
    connection = duckdb.connect(config={"threads": os.cpu_count() or 1})
    for path in sorted(tables.glob(f"*.{format_}")):
        source = f"read_parquet('{path}')"
        if format_ == "csv":
            encoding = "gb18030" if _is_gb18030(path) else "utf-8"
            if encoding != "utf-8":
                text = path.read_bytes().decode("gb18030")
                path = path.with_suffix(".utf8")
                path.write_text(text, encoding="utf-8")
            source = f"read_csv('{path}', all_varchar=true)"
        connection.execute(f'CREATE TABLE "{path.stem}" AS SELECT * FROM {source}')
    keys = {t: connection.execute(f'DESCRIBE "{t}"').fetchall() for t in ("applications", *LINKED)}
    key = keys["applications"][0][0]
    joins = " ".join(
        f'LEFT JOIN (SELECT "{found}" k, count(*) n FROM "{t}" GROUP BY 1) {t} ON {t}.k = a."{key}"'
        for t in LINKED
        for found in [_key(keys[t], key)]
    )
    counted = ", ".join(f"sum({t}.n)" for t in LINKED)
    connection.execute(f"SELECT count(*), {counted} FROM applications a {joins}").fetchall()
    return time.monotonic() - began


def _key(columns: list[tuple[str, ...]], key: str) -> str:
    names = [column[0] for column in columns]
    return (
        key
        if key in names
        else next((n for n in names if n in ("SQDH", "application_id")), names[0])
    )


def _is_gb18030(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def main() -> None:
    """Make the sample, audit it twice (the first compiles), compare."""
    arguments = parser(__doc__)
    arguments.add_argument("--certificates", type=int, default=100_000)
    arguments.add_argument("--container", default="pem")
    arguments.add_argument("--format", default="csv", choices=["csv", "parquet"])
    arguments.add_argument("--evidence", help="of such a sample, where it was made before")
    options = arguments.parse_args()
    busy = load()
    tool = [sys.executable, "-c", "from mingzheng.cli import main; main()"]
    with tempfile.TemporaryDirectory() as folder:
        evidence, result = (
            Path(options.evidence or f"{folder}/sample/evidence"),
            Path(folder, "result"),
        )
        if not options.evidence:
            subprocess.run(
                [*tool, "sample", str(evidence.parent), "--certificates", str(options.certificates),
                 "--seed", "7", "--container", options.container, "--format", options.format],
                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        found = measured([*tool, "audit", str(evidence), "-o", str(result)])
        stages = json.loads((result / "timing.json").read_text("utf-8"))
        beside = peer(evidence / "tables", options.format)
    print(
        f"{options.certificates:,} certificates ({options.container}, {options.format}): "
        f"{found['wall']:.1f} s wall, {found['cpu']:.1f} s processor, {found['peak']:.2f} GiB peak"
    )
    print("stages begin at:", {k[6:]: v for k, v in stages.items() if k.startswith("began_")})
    print(
        f"DuckDB reading and joining the tables alone: {beside:.1f} s; ratio {found['wall'] / beside:.1f}"
    )
    if options.record:
        row = {
            "certificates": options.certificates, "container": options.container,
            "format": options.format, "wall": found["wall"], "processor": found["cpu"],
            "peak": found["peak"], "beside": beside,
        }  # fmt: skip
        record(f"audit-{options.certificates}", [row], load=busy)


if __name__ == "__main__":
    main()
