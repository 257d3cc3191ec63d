"""What benchmarks measured, with machine and date: a JSON file each in `benchmarks/results`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import psutil

FOLDER = Path(__file__).parent / "results"
GIB = 1 << 30

Row = dict[str, Any]


def parser(described: str | None) -> argparse.ArgumentParser:
    """Options of a benchmark; with --record it leaves what it measured."""
    options = argparse.ArgumentParser(
        description=described, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--record", action="store_true", help="leave the figures for the page")
    return options


def record(name: str, rows: list[Row], *, load: float) -> None:
    """Leave the rows of a benchmark. load: of the machine when it began, see `load`."""
    cores = os.cpu_count() or 1
    found = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": machine(),
        "busy": load > cores / 2,
        "command": _command(),
        "rows": rows,
    }
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (FOLDER / f"{name}.json").write_text(f"{text}\n", "utf-8")


def load() -> float:
    """How many processes wanted to run, on average over the last minute: ask before you begin."""
    return os.getloadavg()[0]


def machine() -> str:
    """Processor, cores and memory, as on the page."""
    about = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*:\s*(.+)", about.read_text()) if about.exists() else None
    name = " ".join(model[1].split()) if model else "?"
    memory = round(psutil.virtual_memory().total / GIB)
    return f"{name}, {os.cpu_count()} cores, {memory} GiB"


def _command() -> str:
    """What was typed, as it would be typed in the root of the repository."""
    program, *words = sys.argv
    typed = ["python", f"benchmarks/{Path(program).name}", *words]
    return " ".join(word for word in typed if word != "--record")
