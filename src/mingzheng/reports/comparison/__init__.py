"""Two results beside each other: what was fixed, what is new, what changed its verdict.

Reads the two result folders and nothing else, in bounded memory. Whether a cure may be claimed is
decided in `matching`; what the two runs were asked and given differently, in `conditions`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from mingzheng.errors import OutputError, RuleError
from mingzheng.reports.comparison.change import Change
from mingzheng.reports.comparison.conditions import Difference, differences
from mingzheng.reports.comparison.listing import Listing, listing
from mingzheng.reports.comparison.matching import Matching
from mingzheng.reports.reading import Result, read
from mingzheng.reports.sealed import demand
from mingzheng.rules import rule_by_id

__all__ = ["Change", "Comparison", "Difference", "compare"]

Changes = Mapping[Change, int]

_NEEDED = (
    "as_of", "authority", "certificates", "clock_tolerance_seconds", "complete", "failures",
    "inputs", "law", "outputs", "parameters", "period", "rules", "tables", "time_zone", "version",
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """What two results say beside each other.

    `rules`: every rule of either run → how many of its subjects changed how.
    """

    before: Result
    after: Result
    differences: tuple[Difference, ...]
    rules: Mapping[str, Changes]

    @property
    def items(self) -> dict[str, Changes]:
        """The same by item of the notice; what serves two items is counted under each."""
        summed: dict[str, Counter[Change]] = {}
        for rule, changes in self.rules.items():
            for item in _items(rule):
                summed.setdefault(item, Counter()).update(changes)
        return dict(sorted(summed.items()))

    @property
    def total(self) -> Changes:
        """Over all rules, each subject once under each rule."""
        return sum((Counter(changes) for changes in self.rules.values()), start=Counter())

    def counts(self, rule: str, result: Result) -> Mapping[str, Any]:
        """What one run's summary says of a rule; nothing where it had no such rule."""
        found: Mapping[str, Any] = result.summary["rules"].get(rule, {})
        return found


def compare(before: Path, after: Path, *, output: Path | None = None) -> Comparison:
    """Compare two result folders, the earlier first; `output` gets a list of every change.

    Raises OutputError where a folder is no whole result, where its seal does not hold, or where
    the list can't be written.
    """
    runs = _read(before), _read(after)
    seals = demand(runs[0]), demand(runs[1])
    with TemporaryDirectory(prefix="mingzheng-") as work, listing(output, runs[1]) as lines:
        matching = Matching(*runs, Path(work))
        try:
            counted = {rule: _counted(matching.batches(rule), lines) for rule in matching.rules()}
        finally:
            matching.close()
    known = {*counted, *(rule for run in runs for rule in run.summary["rules"])}
    return Comparison(
        *runs,
        differences=differences(*runs, seals),
        rules={rule: counted.get(rule, {}) for rule in sorted(known)},
    )


def _read(folder: Path) -> Result:
    result = read(folder)
    lacking = [name for name in _NEEDED if name not in result.run]
    if lacking:
        raise OutputError(
            zh=f"{folder / 'run.json'} 缺少 {lacking[0]}，可能由别的版本写成。请重新运行 mingzheng audit。",
            en=f"{folder / 'run.json'} lacks {lacking[0]}; another version may have written it. Run mingzheng audit again.",
        )
    return result


def _counted(batches: Iterator[pa.RecordBatch], lines: Listing) -> Changes:
    """How many subjects changed how, each batch listed on the way."""
    counts: Counter[Change] = Counter()
    for batch in batches:
        lines.append(batch)
        for pair in batch["change"].value_counts().to_pylist():
            counts[Change(pair["values"])] += pair["counts"]
    return counts


def _items(rule: str) -> tuple[str, ...]:
    """The items that a rule serves; none where this version has no such rule."""
    try:
        return rule_by_id(rule).items
    except RuleError:
        return ()
