"""A standalone cluster of Spark on this machine: a master and two workers, stopped by their ids.

And places that only Spark reaches: folders served over WebHDFS.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from mingzheng.audit.engines import spark_session
from mingzheng.errors import EngineError

DEFAULTS = """
spark.executor.memory 768m
spark.ui.enabled false
"""
PATIENCE = 120


@dataclass(frozen=True)
class Cluster:
    """Its master's address, its workers' processes, and what a client needs in its surroundings."""

    master: str
    workers: list[subprocess.Popen[bytes]]
    surroundings: dict[str, str]


def said_by(log: Path, pattern: str) -> re.Match[str]:
    """The first line of a log that matches, waited for."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = re.search(pattern, log.read_text("utf-8", "replace")) if log.exists() else None
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{log} doesn't say {pattern}: {log.read_text('utf-8')}")


@pytest.fixture(scope="session")
def spark_is_there() -> None:
    """Skips where there is no Spark or no Java, and says which."""
    try:
        spark_session.check("local")
    except EngineError as reason:
        pytest.skip(reason.text.en)


@pytest.fixture(scope="module")
def cluster(spark_is_there: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A master and two workers of one core each."""
    place = tmp_path_factory.mktemp("cluster")
    spec = find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    home = Path(spec.origin).parent
    (place / "spark-defaults.conf").write_text(DEFAULTS, "utf-8")
    surroundings = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_CONF_DIR": str(place),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *words: str) -> Path:
        log = place / f"{name}.log"
        with log.open("wb") as out:
            command = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{words[0]}"]
            begun = subprocess.Popen(
                [*command, "--host", "127.0.0.1", "--webui-port", "0", *words[1:]],
                stdout=out, stderr=out, env=surroundings,
            )  # fmt: skip
        started.append(begun)
        return log

    try:
        log = start("master", "master.Master", "--port", "0")
        master = said_by(log, r"Starting Spark master at (spark://\S+)")[1]
        for name in ("first", "second"):
            log = start(
                name, "worker.Worker", "--cores", "1", "--memory", "1g",
                "--work-dir", str(place / name), master,
            )  # fmt: skip
            said_by(log, "Successfully registered with master")
        yield Cluster(master, started[1:], surroundings)
    finally:
        for process in reversed(started):
            if process.poll() is None:
                os.kill(process.pid, signal.SIGTERM)
            process.wait()


@pytest.fixture
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A `webhdfs.Far`: an empty folder, its URL, and what of it is refused."""
    spec = spec_from_file_location("webhdfs", Path(__file__).with_name("webhdfs.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["webhdfs"] = module  # where its dataclasses look for their words
    spec.loader.exec_module(module)
    with module.served(tmp_path_factory.mktemp("far")) as served:
        yield served
