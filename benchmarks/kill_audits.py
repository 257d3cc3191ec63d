"""Kill audits at random moments, take them up, and compare what they end with.

    python benchmarks/kill_audits.py [--kills 100] [--certificates 2500] [--seed 7]

An audit of a sample is run to its end once. Then again and again: begun, killed with SIGKILL at a
random moment, taken up with --resume, killed again …, until it ends before its moment comes; all
that its run.json seals, and run.json, must be the same bytes. Prints each moment and the stage
that was under way; ends with 1 at the first difference.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

TOOL = [sys.executable, "-c", "from mingzheng.cli import main; main()"]
AS_OF = "2026-06-30"


def digests(result: Path) -> dict[str, str]:
    return {
        path.relative_to(result).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(result.rglob("*"))
        if path.is_file() and path.name != "timing.json"
    }


def audited(evidence: Path, result: Path, *, seconds: float | None) -> tuple[bool, str]:
    """Run or take up an audit, and kill it after so long; whether it ended, and its last words."""
    command = [*TOOL, "audit", str(evidence), "-o", str(result), "--as-of", AS_OF, "--resume"]
    said = result.with_suffix(".log")
    with said.open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    last = (said.read_text().splitlines() or ["(starting)"])[-1]
    if process.returncode not in (1, -signal.SIGKILL):
        sys.exit(f"it ended with {process.returncode}: {last}")
    return process.returncode == 1, last


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--certificates", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        sample, result = Path(folder, "sample"), Path(folder, "result")
        made = [
            "sample",
            str(sample),
            "--certificates",
            str(options.certificates),
            "--seed",
            "7",
            "--as-of",
            AS_OF,
        ]
        subprocess.run([*TOOL, *made], check=True, stdout=subprocess.DEVNULL)
        evidence = sample / "evidence"
        audited(evidence, result, seconds=None)  # compiles on first use
        shutil.rmtree(result)
        began = time.monotonic()
        audited(evidence, result, seconds=None)
        whole = time.monotonic() - began
        expected = digests(result)
        stages: Counter[str] = Counter()
        ended = 0
        while stages.total() < options.kills:
            shutil.rmtree(result, ignore_errors=True)
            done = False
            while not done:
                moment = moments.uniform(0, whole)
                done, last = audited(evidence, result, seconds=moment)
                if not done:
                    stages[last.partition("] ")[2].partition(" ")[0]] += 1
                    print(f"killed after {moment:5.1f} s: {last}", flush=True)
            if digests(result) != expected:
                sys.exit("the result differs")
            ended += 1
    print(f"{stages.total()} kills, {ended} audits ended with the same bytes; under way was:")
    for stage, count in stages.most_common():
        print(f"{count:>5} {stage}")


if __name__ == "__main__":
    main()
