"""Which column a header that nobody knows may be: by its likeness and by its values' shapes.

A proposal for a person to confirm; nothing here is applied by itself.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.language import Text
from mingzheng.privacy import mask_text
from mingzheng.records.columns import Reading, read_column
from mingzheng.records.headers import match_headers, plain
from mingzheng.records.schema import LINKS, Column, Table, codes, tables
from mingzheng.records.zones import zone

SURENESS = (
    (0.80, Text(zh="高", en="high")),
    (0.62, Text(zh="中", en="medium")),
    (0.45, Text(zh="低", en="low")),
)
"""From which score on a proposal counts as how sure; below the last none is made."""

_LIKENESS, _SHAPE = 0.65, 0.35
_UNFIT = 0.4
_LONGEST_CODE = 20
_SHAPED = ("time", "end", "serial", "integer", "boolean", "code", "codes")


@dataclass(frozen=True)
class Proposal:
    """One header and the column it may be."""

    column: str
    header: str
    score: float

    @property
    def sure(self) -> Text:
        """How sure: 高, 中 or 低."""
        return next(text for least, text in SURENESS if self.score >= least)


@dataclass(frozen=True)
class Suggestion:
    """How the headers of one file could map to one table."""

    table: str
    recognised: Mapping[str, str]
    """Contract column → header, known without a mapping."""
    proposals: tuple[Proposal, ...]
    unused: tuple[str, ...]
    """Headers for which nothing is proposed."""
    missing: tuple[str, ...]
    """Required columns without a header."""
    unknown_codes: Mapping[str, tuple[str, ...]]
    """Contract column → values that are no code known."""

    def toml(self, path: str) -> str:
        """The lines to paste into evidence.toml; `path` is that of the file in the folder."""
        lines = [f"[tables.{self.table}]", f"paths = [{_quoted(path)}]"]
        if self.proposals:
            lines += ["", f"[tables.{self.table}.columns]"]
        lines += [
            f"{found.column} = {_quoted(found.header)}  # {found.sure.zh} {found.sure.en}"
            for found in self.proposals
        ]
        for column, values in self.unknown_codes.items():
            known = ", ".join(codes()[tables()[self.table].column(column).codes or ""])
            lines += ["", f"# {column}: {known}", f"# [tables.{self.table}.codes.{column}]"]
            lines += [f'# {_quoted(value)} = ""' for value in values]
        return "\n".join(lines) + "\n"


def suggest(samples: Mapping[str, tuple[str, ...]], table: Table | None = None) -> Suggestion:
    """Propose a mapping for the headers of a file; samples are some values of each.

    Without a table, the one that most of the headers fit is taken. Headers that hold personal
    numbers (a file without a header line) are masked and never proposed.
    """
    if table is not None:
        return _suggest(samples, table)
    found = [_suggest(samples, candidate) for candidate in tables().values()]
    return max(found, key=_fitness)


def _fitness(found: Suggestion) -> float:
    likely = sum(proposal.score for proposal in found.proposals if proposal.score >= 0.62)
    return len(found.recognised) + 0.5 * likely - 0.2 * len(found.missing)


def _suggest(samples: Mapping[str, tuple[str, ...]], table: Table) -> Suggestion:
    public = {header: values for header, values in samples.items() if mask_text(header) == header}
    matched = match_headers(table, public, {})
    free = [column for column in table.columns if column.name not in matched.mapped]
    scored = sorted(
        (
            Proposal(column.name, header, _score(header, public[header], column))
            for header in matched.unknown
            for column in free
        ),
        key=lambda found: (-found.score, found.column, found.header),
    )
    proposals: dict[str, Proposal] = {}
    used: set[str] = set()
    for found in scored:
        if found.score < SURENESS[-1][0]:
            break
        if found.column not in proposals and found.header not in used:
            proposals[found.column] = found
            used.add(found.header)
    mapped = {**matched.mapped, **{c: found.header for c, found in proposals.items()}}
    return Suggestion(
        table=table.name,
        recognised=dict(matched.mapped),
        proposals=tuple(proposals[c.name] for c in free if c.name in proposals),
        unused=tuple(mask_text(h) for h in samples if h not in mapped.values()),
        missing=_missing(table, mapped),
        unknown_codes=_unknown_codes(table, mapped, samples),
    )


def _missing(table: Table, mapped: Mapping[str, str]) -> tuple[str, ...]:
    absent = [c.name for c in table.columns if c.required and c.name not in mapped]
    if table.link == "required" and not any(link in mapped for link in LINKS):
        absent.append(" / ".join(LINKS))
    return tuple(absent)


def _score(header: str, values: tuple[str, ...], column: Column) -> float:
    likeness = max(
        _likeness(plain(header), plain(name)) for name in (column.name, *column.headers)
    )
    shape = _shape(values, column)
    if shape is None:
        return likeness * (_LIKENESS + _SHAPE / 2)
    score = _LIKENESS * likeness + _SHAPE * shape
    return score if shape >= 0.5 else score * _UNFIT


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    ratio = SequenceMatcher(None, one, other).ratio()
    return (
        max(ratio, 0.9)
        if min(len(one), len(other)) > 2 and (one in other or other in one)
        else ratio
    )


def _shape(values: tuple[str, ...], column: Column) -> float | None:
    """The share of the values that read as the column's type; None where any text would."""
    kind = column.type.partition(":")[0]
    if not values or kind not in (*_SHAPED, "number", "dn"):
        return None
    cells = pa.array(values, pa.string())
    if kind == "dn":
        fit = pc.match_substring_regex(cells, r"[A-Za-z0-9.]+\s*=")
    elif kind == "number":
        fit = pc.match_substring_regex(cells, r"^[0-9A-Za-z*＊]{8,32}$")
    else:
        fit = _read(cells, column).is_valid()
    share: float = pc.mean(fit.cast(pa.float64())).as_py()
    return share


def _read(cells: pa.StringArray, column: Column) -> pa.Array:
    how = Reading(zone=zone("Asia/Shanghai"), as_of=dt.date.max, decimal_serials=False, codes={})
    return read_column(column, cells, how).arrays[0]


def _unknown_codes(
    table: Table, mapped: Mapping[str, str], samples: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Values of code columns that are no code known: short ones without a person's number."""
    found: dict[str, tuple[str, ...]] = {}
    for column in table.columns:
        values = samples.get(mapped.get(column.name, ""), ())
        if column.codes is None or not values:
            continue
        read = _read(pa.array(values, pa.string()), column)
        unknown = tuple(
            value
            for value, code in zip(values, read.to_pylist(), strict=True)
            if code is None and len(value) <= _LONGEST_CODE and mask_text(value) == value
        )
        if unknown:
            found[column.name] = unknown
    return found


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are all TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
