"""What keeps Spark away is said at once, in words: what, where, and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MAIN = "from mingzheng.cli import main; main()"
WITHOUT = "import sys; sys.modules['pyspark'] = None; "


def told(
    tmp_path: Path, *options: str, program: str = MAIN, **surroundings: str
) -> subprocess.CompletedProcess[str]:
    """What `mingzheng audit` says, in both languages."""
    (tmp_path / "evidence").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", program, "audit", tmp_path / "evidence", "-o", tmp_path / "result", *options],
        capture_output=True, text=True, check=False,
        env={**os.environ, "MINGZHENG_LANG": "en", **surroundings},
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "result").exists()
    return done


def test_without_pyspark(tmp_path: Path):
    said = told(tmp_path, "--engine", "spark", program=WITHOUT + MAIN).stderr
    assert "pip install 'mingzheng[spark]'" in said


def test_without_java(tmp_path: Path, spark_is_there: None):
    said = told(tmp_path, "--engine", "spark", JAVA_HOME=str(tmp_path)).stderr
    assert f"JAVA_HOME={tmp_path}" in said
    assert "default-jre-headless" in said


def test_java_that_is_too_old(tmp_path: Path, spark_is_there: None):
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_392\"' >&2\n", "utf-8")
    java.chmod(0o755)
    said = told(tmp_path, "--engine", "spark", JAVA_HOME=str(tmp_path)).stderr
    assert "is Java 8" in said


def test_a_master_that_does_not_answer(tmp_path: Path, spark_is_there: None):
    said = told(tmp_path, "--engine", "spark", "--master", "spark://127.0.0.1:1").stderr
    assert "spark://127.0.0.1:1" in said
    assert "start-master.sh" in said


def test_a_master_that_is_none(tmp_path: Path, spark_is_there: None):
    said = told(tmp_path, "--engine", "spark", "--master", "nonsense").stderr
    assert "local[*]" in said


def test_a_master_goes_with_spark(tmp_path: Path):
    assert "--engine spark" in told(tmp_path, "--master", "local").stderr
