"""What can be drawn from: the listed verdicts of a sealed result, or all subjects it examined."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.audit.sampling.examined import EXAMINED, subjects
from mingzheng.audit.seal import edited, fingerprint, miscounted, sealed_outputs
from mingzheng.audit.verdicts import SCHEMA
from mingzheng.errors import MingzhengError, OutputError
from mingzheng.rules import rule_by_id, rules

DIMENSIONS = ("domain", "year", "registration_authority", "product", "subject_kind", "channel")
"""What strata may be made by."""

USUAL = ("domain", "year", "registration_authority")
GROUPS_OF_HELD = ("product", "registration_authority", "year")
"""By which violations are held (`audit.statistics.with_held`)."""

KEY = ("rule", "looks_at", "subject")
_LIGHT = (*KEY, "event_at", "severity", "verdict", "held", *DIMENSIONS[2:], "domain", "sources")


class Question(StrEnum):
    """What is drawn from: listed verdicts of a kind, or all subjects of an item."""

    HELD = "held"
    VIOLATIONS = "violations"
    DOUBTS = "doubts"
    NOTICES = "notices"
    UNKNOWN = "unknown"
    CLEAR = "clear"
    EXAMINED = "examined"

    @property
    def of_subjects(self) -> bool:
        """Draws subjects of one item, not verdicts of rules."""
        return self in (Question.CLEAR, Question.EXAMINED)


SEVERITY = {
    Question.VIOLATIONS: "violation",
    Question.DOUBTS: "doubt",
    Question.NOTICES: "notice",
}


@dataclass(frozen=True)
class Wanted:
    """A population: the verdicts of one kind, of these rules, in strata by these dimensions.

    Of subjects, `rules` holds the one item that they were examined under.
    """

    question: Question
    rules: tuple[str, ...]
    by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = sorted({*self.by} - {*DIMENSIONS})
        if unknown:
            raise MingzhengError(
                zh=f"不能按 {unknown[0]} 分层：可用 {'、'.join(DIMENSIONS)}。",
                en=f"No strata can be made by {unknown[0]}: use {', '.join(DIMENSIONS)}.",
            )
        if self.question.of_subjects and len(self.rules) != 1:
            raise MingzhengError(
                zh="抽取已查对象须指定一个事项，不能指定规则。",
                en="To draw from all that was examined, name one item and no rule.",
            )

    @property
    def strata_by(self) -> tuple[str, ...]:
        """The dimensions of the strata: what was asked, else the usual ones."""
        held = self.question is Question.HELD
        return self.by or (GROUPS_OF_HELD if held else USUAL)


@dataclass(frozen=True)
class SealedResult:
    """A result folder whose files are what its seal says."""

    folder: Path
    run: Mapping[str, Any]

    @cached_property
    def fingerprint(self) -> str:
        """Which run this is."""
        return fingerprint(self.run)

    def year(self, at: pa.ChunkedArray) -> pa.ChunkedArray:
        """Years on the CA's calendar, as the statistics count them, of times in UTC."""
        noon = dt.datetime.combine(
            dt.date.fromisoformat(self.run["as_of"]), dt.time(12), ZoneInfo(self.run["time_zone"])
        )
        return pc.year(pc.add(at, pa.scalar(noon.utcoffset(), pa.duration("us")))).cast(pa.int32())


def opened(folder: Path) -> SealedResult:
    """The result in a folder; raises OutputError unless all its files are as they were sealed."""
    try:
        run = json.loads((folder / "run.json").read_text("utf-8"))
        sealed = {row["path"]: row["sha256"] for row in run["outputs"]}
        ZoneInfo(run["time_zone"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(
            zh=f"{folder} 不是完整的结果文件夹（run.json 不存在或已损坏）：请给出 mingzheng audit 的结果文件夹。",
            en=f"{folder} is no whole result folder (its run.json is missing or damaged): name the result of mingzheng audit.",
        ) from error
    there = {row["path"]: row["sha256"] for row in sealed_outputs(folder)}
    changed = sorted(p for p in {*sealed, *there} if sealed.get(p) != there.get(p))
    if changed:
        raise OutputError(
            zh=f"结果文件夹 {folder} 与封存记录不符（如 {changed[0]}）：请勿在其中增删或修改文件，必要时重新审计。",
            en=f"The result folder {folder} is not as it was sealed (such as {changed[0]}): add, remove and change nothing in it, or audit again.",
        )
    apart = miscounted(folder, run)
    if apart:
        raise edited(folder, apart)
    return SealedResult(folder, run)


@dataclass(frozen=True)
class Population:
    """The subjects to draw from, in the order of the sealed files.

    keys: the text that stands for each in the draw. strata: which of `names` each is in.
    """

    wanted: Wanted
    keys: Sequence[str]
    strata: Sequence[int]
    names: tuple[tuple[str | int | None, ...], ...]
    rows: Sequence[tuple[Path, int]]
    """The sealed file and the row in it of each."""

    @cached_property
    def sizes(self) -> list[int]:
        """How many are in each stratum."""
        counted = [0] * len(self.names)
        for stratum in self.strata:
            counted[stratum] += 1
        return counted

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the sorted keys, a line each, in UTF-8."""
        lines = "".join(f"{key}\n" for key in sorted(self.keys))
        return hashlib.sha256(lines.encode()).hexdigest()


def population(result: SealedResult, wanted: Wanted) -> Population:
    """What `wanted` names in a result."""
    keys: list[str] = []
    values: list[tuple[Any, ...]] = []
    rows: list[tuple[Path, int]] = []
    for path, table in _tables(result, wanted):
        keys += _keys(table)
        dimensions = [table[name].to_pylist() for name in wanted.strata_by]
        values += zip(*dimensions, strict=True)
        rows += [(path, row) for row in table["row"].to_pylist()]
    names = tuple(sorted(set(values), key=lambda name: tuple((v is None, str(v)) for v in name)))
    places = {name: place for place, name in enumerate(names)}
    return Population(wanted, keys, [places[value] for value in values], names, rows)


def _tables(result: SealedResult, wanted: Wanted) -> Iterator[tuple[Path, pa.Table]]:
    """Each file drawn from and its rows that are: what `KEY` and strata need, and their place."""
    if wanted.question.of_subjects:
        statuses = EXAMINED if wanted.question is Question.EXAMINED else (Question.CLEAR,)
        yield from subjects(result.folder, wanted.rules[0], statuses)
        return
    for id_ in wanted.rules:
        path = result.folder / "verdicts" / f"{rule_by_id(id_).id}.parquet"
        if path.exists():
            table = pq.read_table(path, columns=list(_LIGHT)).cast(_light(SCHEMA))
            table = table.append_column("row", pa.array(range(table.num_rows), pa.int64()))
            table = table.filter(_asked(table, wanted.question))
            yield path, table.append_column("year", result.year(table["event_at"]))


def _light(schema: pa.Schema) -> pa.Schema:
    return pa.schema([schema.field(name) for name in _LIGHT])


def _asked(table: pa.Table, question: Question) -> pa.ChunkedArray:
    if question is Question.UNKNOWN:
        return pc.equal(table["verdict"], "unknown")
    breach = pc.equal(table["verdict"], "breach")
    if question is Question.HELD:
        return pc.and_(breach, table["held"])
    return pc.and_(breach, pc.equal(table["severity"], SEVERITY[question]))


def _keys(table: pa.Table) -> list[str]:
    """What stands for each verdict: rule, kind of dossier, subject, its first source."""
    first = pc.binary_join(pc.list_slice(table["sources"], 0, 1), "")
    parts = [pc.coalesce(column, "") for column in (*(table[name] for name in KEY), first)]
    keys: list[str] = pc.binary_join_element_wise(*parts, "\t").to_pylist()
    return keys


def rules_of(item: str) -> tuple[str, ...]:
    """The rules of an item, by id."""
    return tuple(sorted(rule.id for rule in rules() if item in rule.items))
