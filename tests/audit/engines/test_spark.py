"""Spark gives the bytes that DuckDB gives: whole evidence, spoiled evidence, a worker killed.

An audit on Spark takes a minute and more, however small: planning is most of it. So there are two,
and the cluster's is the one that a worker is killed in.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mingzheng.records.headers import match_headers
from mingzheng.records.schema import tables
from mingzheng.sample.evidence import Order, make_sample

MAIN = "from mingzheng.cli import main; main()"
AS_OF = dt.date(2022, 10, 30)
LEFT_OUT = ("reviews", "deliveries")
PATIENCE = 600

pytestmark = pytest.mark.usefixtures("spark_is_there")


def asked(evidence: Path, result: Path, *options: str) -> list[str | Path]:
    return [
        sys.executable, "-c", MAIN, "audit", evidence, "-o", result, "--as-of", str(AS_OF),
        "--memory", "1GiB", *options,
    ]  # fmt: skip


def audited(evidence: Path, result: Path, *options: str) -> Path:
    done = subprocess.run(
        asked(evidence, result, *options), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    return result


def digests(result: Path) -> dict[str, str]:
    """Every file but the clock's."""
    return {
        path.relative_to(result).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(result.rglob("*"))
        if path.is_file() and path.name != "timing.json"
    }


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(Order(tmp_path_factory.mktemp("ca") / "ca", 1000, 7, AS_OF)).evidence


@pytest.fixture(scope="module")
def spoiled(evidence: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two tables less, and of the others a tenth of what may be empty."""
    place = shutil.copytree(evidence, tmp_path_factory.mktemp("spoiled") / "evidence")
    said = (place / "evidence.toml").read_text("utf-8")
    for name in LEFT_OUT:
        (place / "tables" / f"{name}.csv").unlink()
        said = re.sub(rf"^\[tables\.{name}\]\n(?:[^\[\n].*\n|\n)*", "", said, flags=re.MULTILINE)
    (place / "evidence.toml").write_text(said, "utf-8")
    chance = random.Random(20220802)
    emptied = 0
    for path in sorted((place / "tables").glob("*.csv")):
        emptied += empty(path, chance)
    assert emptied > 2000
    return place


def empty(path: Path, chance: random.Random) -> int:
    """A tenth of a table's optional cells; gives how many."""
    octets = path.read_bytes()
    try:
        written = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        written = octets.decode("gb18030")
    header, *rows = csv.reader(io.StringIO(written, newline=""))
    table = tables()[path.stem]
    needed = {column.name for column in table.columns if column.required}
    columns = match_headers(table, header, {}).mapped
    optional = [n for n, text in enumerate(header) if columns.get(text) not in needed]
    emptied = 0
    for row in rows:
        for n in optional:
            if row[n] and chance.random() < 0.1:
                row[n], emptied = "", emptied + 1
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return emptied


def test_spark_gives_the_same_bytes(evidence: Path, tmp_path: Path):
    by_duckdb = audited(evidence, tmp_path / "duckdb", "--subjects")
    by_spark = audited(
        evidence, tmp_path / "spark", "--subjects", "--engine", "spark", "--master", "local[2]"
    )
    assert digests(by_spark) == digests(by_duckdb)


def test_a_worker_that_is_killed_costs_no_verdict(spoiled: Path, cluster, tmp_path: Path):
    by_duckdb = audited(spoiled, tmp_path / "duckdb")
    by_spark = tmp_path / "spark"
    command = asked(spoiled, by_spark, "--engine", "spark", "--master", cluster.master)
    with subprocess.Popen(
        command, env=cluster.surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as running:
        half_way = by_spark / "work" / "spark"
        until = time.monotonic() + PATIENCE
        while not list(half_way.glob("case_base-*")) and time.monotonic() < until:
            assert running.poll() is None, running.stderr and running.stderr.read()
            time.sleep(0.05)
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        _, said = running.communicate()
    assert running.returncode == 1, said
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert digests(by_spark) == digests(by_duckdb)
