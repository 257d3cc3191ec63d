"""What a result says of each item in each domain of use, with verdicts to look at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow.compute as pc

from mingzheng.workspace.runs.reading.browsing import NONE_RECORDED, Filter, Line, first
from mingzheng.workspace.runs.reading.results import opened

EXAMPLES = 3
"""Verdicts named for a cell at most."""
_COUNTED = {"breach", "doubt", "unknown", "clear"}


@dataclass(frozen=True)
class Cell:
    """One item in one domain of use. All numbers are of cases or certificates.

    breach, unknown and clear exclude each other; a doubt may be had of any of them.
    """

    item: str
    domain: str
    """Its code; empty where none is recorded."""
    breach: int = 0
    doubt: int = 0
    unknown: int = 0
    clear: int = 0
    examples: tuple[Line, ...] = ()
    """The first suspected violations; where there is none, the first doubts."""

    @property
    def examined(self) -> int:
        """Everything that was looked at."""
        return self.breach + self.unknown + self.clear


@lru_cache(32)
def cells(folder: Path) -> dict[str, dict[str, Cell]]:
    """Item → domain → its cell, for every pair of which the result counted something."""
    statistics = opened(folder).statistics
    of_items = statistics.filter(pc.equal(statistics["scope"], "item"))
    summed = of_items.group_by(["item", "domain", "verdict"]).aggregate([("count", "sum")])
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in summed.to_pylist():
        if row["verdict"] in _COUNTED and row["count_sum"]:
            counts[row["item"], row["domain"] or ""][row["verdict"]] = row["count_sum"]
    found: dict[str, dict[str, Cell]] = defaultdict(dict)
    for (item, domain), said in sorted(counts.items()):
        examples = _examples(folder, item, domain, said)
        found[item][domain] = Cell(item, domain, **said, examples=examples)
    return dict(found)


def _examples(folder: Path, item: str, domain: str, said: dict[str, int]) -> tuple[Line, ...]:
    severity = "violation" if "breach" in said else "doubt" if "doubt" in said else ""
    if not severity:
        return ()
    asked = Filter(item=item, domain=domain or NONE_RECORDED, verdict="breach", severity=severity)
    return first(folder, asked, EXAMPLES)
