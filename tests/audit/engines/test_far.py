"""Evidence and result under URLs that only Spark reaches: the same bytes, and words where it fails.

Mounts of Hadoop's viewfs are paths that Python can't open; other places are served over WebHDFS
(`webhdfs.py`). One audit on a cluster is killed itself, taken up, and loses a worker. What Spark
takes is planning, so that a part of the rules is judged: `test_spark.py` has all of them, and
`test_far_places.py` what needs no audit.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mingzheng.audit.far import Far, Question
from mingzheng.audit.far.asked import asked_now
from mingzheng.sample.evidence import Order, make_sample

MAIN = """
import mingzheng.rules
few = mingzheng.rules.rules()[::12]
mingzheng.rules.rules = lambda: few
from mingzheng.cli import main
main()
"""
AS_OF = dt.date(2022, 10, 30)
PATIENCE = 900
MOUNT = "spark.hadoop.fs.viewfs.mounttable.default.link."

pytestmark = pytest.mark.usefixtures("spark_is_there")


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(Order(tmp_path_factory.mktemp("ca") / "ca", 1000, 7, AS_OF)).evidence


@pytest.fixture(scope="module")
def by_duckdb(evidence: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    result = tmp_path_factory.mktemp("duckdb") / "result"
    assert asked(evidence, "-o", result).returncode == 1
    return result


def audit(*words: str | Path) -> list[str | Path]:
    return [sys.executable, "-c", MAIN, "audit", *words, "--as-of", str(AS_OF), "--memory", "1GiB"]


def asked(*words: str | Path, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """What a command says, in English."""
    return subprocess.run(
        audit(*words), capture_output=True, text=True, check=False,
        env={**os.environ, "MINGZHENG_LANG": "en", **surroundings},
    )  # fmt: skip


def digests(result: Path) -> dict[str, str]:
    """Every file but the clock's, and the sums that Hadoop lays beside files of its own."""
    return {
        path.relative_to(result).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(result.rglob("*"))
        if path.is_file() and path.name != "timing.json" and path.suffix != ".crc"
    }


def waited(for_: Callable[[], object], running: subprocess.Popen[bytes]) -> None:
    """Until something is so, as long as a process lives."""
    until = time.monotonic() + PATIENCE
    while not for_():
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < until
        time.sleep(0.05)


def test_killed_taken_up_and_with_a_worker_less_it_gives_the_same_bytes(
    evidence: Path, by_duckdb: Path, cluster, tmp_path: Path
):
    root, place = tmp_path / "far", tmp_path / "far" / "结果 1"
    shutil.copytree(evidence, root / "证据")
    words = (
        "viewfs:///data/证据", "-o", "viewfs:///data/结果 1/", "--engine", "spark",
        "--master", cluster.master, "--scratch", tmp_path / "scratch",
        "--spark-conf", f"{MOUNT}/data=file://{root}",
    )  # fmt: skip
    surroundings = cluster.surroundings | {"MINGZHENG_LANG": "en"}

    with subprocess.Popen(
        audit(*words), env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as running:
        waited(lambda: list((place / "work" / "tables").glob("records_*")), running)
        running.kill()
    assert (place / "work" / "lock").exists()
    assert not (place / "run.json").exists()

    with subprocess.Popen(
        audit(*words, "--resume"), env=surroundings, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        waited(lambda: list((place / "work" / "tables").glob("case_base-*")), running)
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        _, said = running.communicate()
    assert running.returncode == 1, said
    assert b"were taken over" in said
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert digests(place) == digests(by_duckdb)
    assert not (place / "work").exists()
    assert not list((tmp_path / "scratch").iterdir())
    assert str(tmp_path) not in (place / "run.json").read_text("utf-8")


def test_what_was_finished_is_only_put_up(evidence: Path, by_duckdb: Path, tmp_path: Path):
    """With the clock's file: how long the audit took is not how long this takes."""
    root = tmp_path / "far"
    root.mkdir()
    question = Question(AS_OF, insisted=True, all_subjects=False)
    far = Far(evidence, "viewfs:///data/result", question, tmp_path / "scratch", "local[1]", 0, {})
    shutil.copytree(by_duckdb, far.here / "result")
    far.here.chmod(0o700)
    asked_now(question, evidence=evidence, named=str(evidence)).note(far.here)
    done = asked(
        far.evidence, "-o", far.result, "--engine", "spark", "--master", far.master,
        "--scratch", far.scratch, "--spark-conf", f"{MOUNT}/data=file://{root}", "--resume",
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert digests(root / "result") == digests(by_duckdb)
    put, made = (place / "timing.json" for place in (root / "result", by_duckdb))
    assert put.read_bytes() == made.read_bytes()


def told(*words: str | Path, **surroundings: str) -> str:
    """What a command that could not run says."""
    done = asked(*words, **surroundings)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    return done.stderr


def test_by_spark_only(tmp_path: Path):
    said = told("hdfs://host/evidence", "-o", tmp_path / "result")
    assert "hdfs://host/evidence" in said
    assert "--engine spark" in said


def test_a_password_is_shown_nowhere(tmp_path: Path):
    url = "s3a://key:a/secret@bucket/evidence"
    for more in ((), ("--engine", "spark", "--scratch", tmp_path)):
        said = told(url, "-o", tmp_path / "result", *more)
        assert "s3a://***@bucket/evidence" in said
        assert "secret" not in said.replace("s3a.secret.key", "")
    assert not list(tmp_path.iterdir())


def test_a_place_that_is_not_there(far, tmp_path: Path):
    """A mount table makes places of its own."""
    mount = f"{MOUNT}/data=${{THERE}}"
    spark = ("--engine", "spark", "--master", "local[1]", "--scratch", tmp_path / "scratch")
    words = ("viewfs:///data/nowhere", "-o", "viewfs:///data/result", *spark)
    said = told(*words, "--spark-conf", mount, THERE=far.url + "/")
    assert "viewfs:///data/nowhere: it is not there" in said
    assert not list(far.root.rglob("*.*"))
    assert not list((tmp_path / "scratch").iterdir())
    assert "There is no variable THERE" in told(*words, "--spark-conf", mount)


def test_settings_of_spark(tmp_path: Path):
    """What answers depend on can't be set, and nothing secret goes where it is seen."""
    words = ("hdfs://host/x", "-o", tmp_path / "result", "--engine", "spark")
    seen = "spark.driver.extraJavaOptions=-Dx=${SECRET}"
    assert "list of processes" in told(*words, "--spark-conf", seen, SECRET="abc")
    assert "can't be set" in told(*words, "--spark-conf", "spark.sql.ansi.enabled=false")
    assert "--engine spark" in told(tmp_path, "-o", tmp_path / "r", "--spark-conf", "spark.x=y")
