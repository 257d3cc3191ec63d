"""An audit that is killed, or whose disk is full, is taken up and ends with the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from mingzheng.audit.result_folder import opened
from mingzheng.errors import OutputError
from mingzheng.sample.evidence import Order, make_sample

AS_OF = dt.date(2026, 6, 30)
COMMAND = [sys.executable, str(Path(__file__).with_name("killed.py"))]
VIOLATION, COULD_NOT_RUN = 1, 2
KILLS, SEED = 8, 20260630


@dataclass(frozen=True)
class Ran:
    """A command that ended or was killed: its code, and what it said on standard error."""

    code: int
    said: str

    @property
    def steps(self) -> int:
        return int(self.said.splitlines()[-1])


def ran(evidence: Path, result: Path, *more: str, kill_at: int = 0, word: str = "") -> Ran:
    command = [*COMMAND, str(kill_at), word, "audit", str(evidence), "-o", str(result)]
    done = subprocess.run(
        [*command, "--as-of", AS_OF.isoformat(), *more], capture_output=True, check=False, text=True,
        env={**os.environ, "LANG": "C.UTF-8", "MINGZHENG_LANG": "en"},
    )  # fmt: skip
    return Ran(done.returncode, done.stderr)


def digests(result: Path) -> dict[str, str]:
    return {
        path.relative_to(result).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(result.rglob("*"))
        if path.is_file() and path.name != "timing.json"
    }


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Path:
    order = Order(tmp_path_factory.mktemp("sample") / "ca", 2000, 7, AS_OF)
    return make_sample(order).evidence


@dataclass(frozen=True)
class Whole:
    """An audit that nobody disturbed."""

    result: Path
    digests: dict[str, str]
    steps: int


@pytest.fixture(scope="module")
def whole(evidence, tmp_path_factory) -> Whole:
    result = tmp_path_factory.mktemp("whole") / "result"
    done = ran(evidence, result, "--resume")
    assert done.code == VIOLATION, done.said
    assert not (result / "work").exists()
    return Whole(result, digests(result), done.steps)


def test_killed_at_any_moment_it_ends_the_same(evidence, whole, tmp_path):
    moments, kills = random.Random(SEED), 0
    while kills < KILLS:
        # not every audit is begun so that its tables are kept
        begun = ["--resume"] if kills % 2 == 0 else []
        result, code, more = tmp_path / f"result-{kills}", -signal.SIGKILL, begun
        while code == -signal.SIGKILL:
            done = ran(evidence, result, *more, kill_at=moments.randrange(20, whole.steps))
            code, kills = done.code, kills + (done.code == -signal.SIGKILL)
            more = ["--resume"] if (result / "work" / "begun.json").exists() else begun
        assert code == VIOLATION, done.said
        assert digests(result) == whole.digests
        shutil.rmtree(result)


@pytest.fixture(scope="module")
def stopped(evidence, tmp_path_factory) -> Path:
    """The folder of an audit that was killed while it listed verdicts."""
    result = tmp_path_factory.mktemp("stopped") / "result"
    done = ran(evidence, result, "--resume", kill_at=40, word="verdicts.")
    assert done.code == -signal.SIGKILL, done.said
    assert (result / "verdicts").exists()
    assert not (result / "run.json").exists()
    return result


def test_what_was_finished_is_taken_over_and_said(evidence, whole, stopped, tmp_path):
    result = shutil.copytree(stopped, tmp_path / "result")
    done = ran(evidence, result, "--resume")
    assert done.code == VIOLATION
    assert "Going on with the audit that was stopped." in done.said
    read = re.search(r"Reading: (\d+) of (\d+) tables", done.said)
    made = re.search(r"Joining and judging: (\d+) of (\d+) tables", done.said)
    assert read is not None, done.said
    assert read[1] == read[2]
    assert made is not None, done.said
    assert 0 < int(made[1]) < int(made[2])
    assert digests(result) == whole.digests


def test_what_has_changed_since_is_done_again(evidence, stopped, tmp_path):
    changed = shutil.copytree(evidence, tmp_path / "evidence")
    complaints = next((changed / "tables").glob("*complaints*"))
    complaints.write_bytes(b"\n".join(complaints.read_bytes().split(b"\n")[:-20]) + b"\n")
    settings = changed / "evidence.toml"
    settings.write_text(
        settings.read_text("utf-8").replace(
            "reuse_days = { value = 730", "reuse_days = { value = 30"
        )
    )
    fresh = ran(changed, tmp_path / "fresh")
    result = shutil.copytree(stopped, tmp_path / "result")
    done = ran(changed, result, "--resume")
    assert done.code == fresh.code == VIOLATION
    assert "complaints: the evidence or its settings have changed" in done.said
    assert "The evidence folder is not" in done.said
    assert "Parameters have changed (identity_reuse_days)" in done.said
    assert digests(result) == digests(tmp_path / "fresh")


def test_it_is_not_begun_anew_unless_that_is_meant(evidence, stopped):
    done = ran(evidence, stopped)
    assert done.code == COULD_NOT_RUN
    assert "--resume" in done.said
    assert (stopped / "work" / "records" / "certificates").exists()


def test_a_finished_audit_is_not_taken_up(evidence, whole):
    done = ran(evidence, whole.result, "--resume")
    assert done.code == COULD_NOT_RUN
    assert "is finished" in done.said
    assert digests(whole.result) == whole.digests


def test_two_audits_in_one_folder(evidence, tmp_path):
    with opened(tmp_path / "result", resume=False) as work:
        done = ran(evidence, tmp_path / "result")
        assert done.code == COULD_NOT_RUN
        assert f"process {os.getpid()}" in done.said
        with pytest.raises(OutputError, match=str(os.getpid())):
            opened(tmp_path / "result", resume=True).__enter__()
    assert (work / "lock").exists()
    with opened(tmp_path / "result", resume=True):  # whoever held it is gone
        pass


def mounted(place: Path, size: str, *, again: bool = False) -> bool:
    """A small disk of its own; False where this machine doesn't lend one."""
    place.mkdir(exist_ok=True)
    how = f"{'remount,' if again else ''}size={size}"
    command = ["mount", "-t", "tmpfs", "-o", how, "tmpfs", str(place)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def test_a_full_disk_loses_nothing(evidence, whole, tmp_path):
    disk = tmp_path / "disk"
    if not mounted(disk, "1m"):
        pytest.skip("only root may mount a small disk, and not everywhere")
    try:
        full, more = 0, []
        for size in ("1m", "3m", "7m", "9m", "12m", "200m"):
            assert mounted(disk, size, again=True)
            done = ran(evidence, disk / "result", *more)
            more = ["--resume"] if (disk / "result" / "work" / "begun.json").exists() else []
            if done.code == VIOLATION:
                break
            assert done.code == COULD_NOT_RUN, done.said
            assert "the disk is full" in done.said
            assert "--resume" in done.said
            full += 1
        assert full >= 3
        assert digests(disk / "result") == whole.digests
    finally:
        subprocess.run(["umount", str(disk)], check=True)
