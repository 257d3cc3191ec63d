"""The verdicts of a result, a page at a time, by DuckDB over its Parquet files.

The order is that of the files by name and of the rows in them, which the seal holds: a page is
found by the place of a row (its rule and its number there), never by an offset. Nothing of a
person stands in an address.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from mingzheng.language import Text
from mingzheng.reports import wording
from mingzheng.reports.plain import identifier, shown
from mingzheng.workspace.runs.reading.results import items_of, named, opened

PAGE = 50
"""Rows of a page."""

_PLACE = re.compile(r"([a-z0-9_.]{1,120}):(\d{1,10})", re.ASCII)
_COLUMNS = {"verdict": "verdict", "severity": "severity", "domain": "domain",
            "agency": "registration_authority", "kind": "subject_kind"}  # fmt: skip
_COLUMNS_OF_LINE = (
    "filename, file_row_number, rule, item, verdict, severity, application_id, serial_number,"
    " subject, domain, registration_authority, event_at"
)
NONE_RECORDED = "-"
"""In an address: rows in which that column is empty."""
VERDICTS = {
    "breach": Text(zh="疑似问题", en="suspected"),
    "unknown": Text(zh="无法证明", en="unknown"),
}


@dataclass(frozen=True)
class Place:
    """Where a verdict stands in a result: in the file of its rule, by its row from 0."""

    rule: str
    row: int

    def __str__(self) -> str:
        return f"{self.rule}:{self.row}"

    @classmethod
    def read(cls, written: str) -> Place | None:
        """A place as it stands in an address; None where that is none."""
        found = _PLACE.fullmatch(written)
        return cls(found[1], int(found[2])) if found else None


@dataclass(frozen=True)
class Filter:
    """What is asked for; an empty field asks for everything. `agency`: registration authority."""

    item: str = ""
    rule: str = ""
    verdict: str = ""
    severity: str = ""
    domain: str = ""
    agency: str = ""
    kind: str = ""
    year: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filter:
        """The filter of an address; what can't be a value is dropped."""
        values = {each.name: given.get(each.name, "")[:120] for each in fields(cls)}
        if not re.fullmatch(r"[12]\d{3}", values["year"], re.ASCII):
            values["year"] = ""
        return cls(**values)

    @property
    def given(self) -> dict[str, str]:
        """The fields that ask for something."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Line:
    """A verdict in a list."""

    place: Place
    title: Text
    item: str
    verdict: Text
    grave: bool
    """Whether it is a suspected violation, rather than a doubt or what can't be shown."""
    subject: str
    domain: Text
    agency: str
    day: str


@dataclass(frozen=True)
class Listed:
    """A page of verdicts, and the places to go on from in both directions."""

    lines: tuple[Line, ...]
    before: Place | None
    after: Place | None


def listed(
    folder: Path, asked: Filter, *, after: Place | None = None, before: Place | None = None
) -> Listed:
    """The verdicts that follow one place, or precede another; the first ones without."""
    backwards = before is not None
    rows = _page(folder, asked, before or after, backwards=backwards)
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    if backwards:
        rows.reverse()
    lines = tuple(_line(folder, row) for row in rows)
    if not lines:
        return Listed((), None, None)
    first, last = lines[0].place, lines[-1].place
    return Listed(
        lines,
        before=first if (more if backwards else after is not None) else None,
        after=last if (backwards or more) else None,
    )


def first(folder: Path, asked: Filter, number: int) -> tuple[Line, ...]:
    """The first so many verdicts, fewer than a page."""
    rows = _page(folder, asked, None, backwards=False)
    return tuple(_line(folder, row) for row in rows[:number])


def _page(folder: Path, asked: Filter, start: Place | None, *, backwards: bool) -> list[Any]:
    """A page of rows and one more, from a place on, in the direction of reading.

    Files are opened in growing handfuls: the first few hold a page unless the filter finds little.
    """
    files = files_of(folder, asked)
    where, values = conditions(folder, asked)
    if start is not None:
        at = str(_file(folder, start.rule))
        files = [f for f in files if (f <= at if backwards else f >= at)]
        where.append(f"(filename <> ? OR file_row_number {'<' if backwards else '>'} ?)")
        values += [at, start.row]
    if backwards:
        files.reverse()
    found: list[Any] = []
    taken, handful = 0, 1
    while taken < len(files) and len(found) <= PAGE:
        # forwards, rows come as they lie: the reading ends with the page
        order = "ORDER BY filename DESC, file_row_number DESC " if backwards else ""
        tail = f"{order}LIMIT {PAGE + 1 - len(found)}"
        some = files[taken : taken + handful]
        found += rows_of(some, _COLUMNS_OF_LINE, where, values, tail).to_pylist()
        taken, handful = taken + handful, 4 * handful
    return found


@lru_cache(512)
def counted(folder: Path, asked: Filter) -> int:
    """How many verdicts a filter finds."""
    files = files_of(folder, asked)
    if not files:
        return 0
    where, values = conditions(folder, asked)
    return int(rows_of(files, "count(*) AS n", where, values, "").to_pylist()[0]["n"])


@lru_cache(32)
def choices(folder: Path) -> dict[str, list[tuple[str, Text]]]:
    """What each field of a filter can be, with its name, as far as the result has it."""
    statistics = opened(folder).statistics
    files = {Path(each).stem for each in files_of(folder, Filter())}
    rules = sorted(((rule, named(rule)[0]) for rule in files), key=lambda each: each[0])

    def met(column: str) -> list[str | None]:
        values: list[str | None] = pa.compute.unique(statistics[column]).to_pylist()
        return sorted(values, key=lambda value: (value is None, value or ""))

    def coded(column: str, family: str) -> list[tuple[str, Text]]:
        return [(v or NONE_RECORDED, wording.code(family, v)) for v in met(column)]

    served = items_of(folder)
    items = sorted({item for rule in files for item in served.get(rule, ())})
    agencies = [value for value in met("registration_authority") if value]
    return {
        "item": [(item, Text(zh=item, en=item)) for item in items],
        "rule": rules,
        "verdict": list(VERDICTS.items()),
        "severity": [(name, text) for name, text in wording.SEVERITIES.items()],
        "domain": coded("domain", "domain"),
        # a name that would have to be masked can't stand in an address
        "agency": [(v, Text(zh=v, en=v)) for v in agencies if identifier(v, 120) == v],
        "kind": coded("subject_kind", "subject_kind"),
        "year": [(str(v), Text(zh=str(v), en=str(v))) for v in met("year") if v is not None],
    }


def files_of(folder: Path, asked: Filter) -> list[str]:
    """The verdict files that can hold what is asked for, by name."""
    rules = sorted(path.stem for path in (folder / "verdicts").glob("*.parquet"))
    if asked.rule:
        rules = [rule for rule in rules if rule == asked.rule]
    if asked.item:
        served = items_of(folder)
        rules = [rule for rule in rules if asked.item in served.get(rule, ())]
    return [str(_file(folder, rule)) for rule in rules]


def _file(folder: Path, rule: str) -> Path:
    return folder / "verdicts" / f"{rule}.parquet"


def conditions(folder: Path, asked: Filter) -> tuple[list[str], list[Any]]:
    """Conditions with their values; nothing from an address is ever part of the statement."""
    where: list[str] = []
    values: list[Any] = []
    for name, value in asked.given.items():
        if name in {"item", "rule"}:  # these choose files
            continue
        if name == "year":
            where.append("event_at >= ? AND event_at < ?")
            values += [_new_year(folder, int(value)), _new_year(folder, int(value) + 1)]
        elif value == NONE_RECORDED:
            where.append(f"{_COLUMNS[name]} IS NULL")
        else:
            where.append(f"{_COLUMNS[name]} = ?")
            values.append(value)
    return where, values


def _new_year(folder: Path, year: int) -> dt.datetime:
    """When a year begins in the authority's zone, in UTC, as verdicts hold times."""
    begins = dt.datetime(year, 1, 1, tzinfo=opened(folder).zone)
    return begins.astimezone(dt.UTC).replace(tzinfo=None)


def rows_of(
    files: Sequence[str], columns: str, where: Sequence[str], values: Sequence[Any], tail: str
) -> Any:
    """Rows of verdict files as an Arrow table."""
    wanted = " AND ".join(where) or "true"
    statement = (
        f"SELECT {columns} FROM read_parquet(?, filename = true, file_row_number = true) "
        f"WHERE {wanted} {tail}"
    )
    with _database().cursor() as cursor:
        return cursor.sql(statement, params=[list(files), *values]).to_arrow_table()


@cache
def _database() -> Any:
    """One database in memory for this process, that loads and fetches nothing."""
    return duckdb.connect(
        config={
            "threads": 2, "memory_limit": "1GB", "enable_object_cache": True,
            "autoinstall_known_extensions": False, "autoload_known_extensions": False,
            "allow_community_extensions": False,
        }
    )  # fmt: skip


def _line(folder: Path, row: Mapping[str, Any]) -> Line:
    at = opened(folder).moment(row["event_at"])
    unknown = row["verdict"] == "unknown"
    return Line(
        place=Place(Path(row["filename"]).stem, row["file_row_number"]),
        title=named(row["rule"])[0],
        item=shown(row["item"], 8),
        verdict=VERDICTS["unknown"] if unknown else _severity(row["severity"]),
        grave=not unknown and row["severity"] == "violation",
        subject=identifier(row["application_id"] or row["serial_number"] or row["subject"], 60),
        domain=wording.code("domain", row["domain"]),
        agency=identifier(row["registration_authority"] or "", 60),
        day=at.date().isoformat() if at else "—",
    )


def _severity(value: str | None) -> Text:
    return wording.severity(value) or VERDICTS["breach"]
