"""The evidence contract as data: tables, columns, types, codes (from `tables.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import pyarrow as pa

INSTANT = pa.timestamp("us")
"""Times are stored without a zone and are UTC: engines compare and add to them as plain numbers."""

LINKS = ("application_id", "batch_id", "contract_id")
NO_END = "9999-12-31"
"""How a time without end (长期) is stored, as a day."""

Link = Literal["required", "optional", "none"]


@dataclass(frozen=True)
class Column:
    """One column of a record table as the contract names it."""

    name: str
    type: str
    key: bool
    required: bool
    personal: bool
    zh: str
    headers: tuple[str, ...]

    @property
    def codes(self) -> str | None:
        """The code list that its values come from."""
        return self.type.partition(":")[2] or None

    def fields(self) -> list[pa.Field]:
        """The Arrow fields it is stored as, the given value first.

        name adds `_key`, number `_key` and `_form`, time and end `_until`, dn `_key`,
        names `_key` (a list).
        """
        kind = self.type.partition(":")[0]
        stored = {
            "time": [("", INSTANT), ("_until", INSTANT)],
            "end": [("", INSTANT), ("_until", INSTANT)],
            "name": [("", pa.string()), ("_key", pa.string())],
            "names": [("", pa.string()), ("_key", pa.list_(pa.string()))],
            "number": [("", pa.string()), ("_key", pa.string()), ("_form", pa.uint8())],
            "dn": [("", pa.string()), ("_key", pa.string())],
            "integer": [("", pa.int64())],
            "boolean": [("", pa.bool_())],
            "codes": [("", pa.list_(pa.string()))],
        }.get(kind, [("", pa.string())])
        return [pa.field(self.name + suffix, type_) for suffix, type_ in stored]


@dataclass(frozen=True)
class Table:
    """One record table."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    link: Link
    day: str | None
    """The time column by whose day the coverage of the table is declared."""

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    def arrow(self) -> pa.Schema:
        """The stored shape: `row` (int64, see `records.provenance`), then the columns."""
        fields = [pa.field("row", pa.int64(), nullable=False)]
        for column in self.columns:
            fields += column.fields()
        return pa.schema(fields)


@cache
def _data() -> dict[str, dict[str, object]]:
    text = resources.files("mingzheng.records").joinpath("tables.toml").read_text("utf-8")
    return tomllib.loads(text)


def _column(name: str, written: list[str]) -> Column:
    type_, marks, zh, others = written
    return Column(
        name=name,
        type=type_,
        key="*" in marks,
        required="!" in marks,
        personal="p" in marks,
        zh=zh,
        headers=(zh, *filter(None, others.split("|"))),
    )


@cache
def tables() -> dict[str, Table]:
    """Every record table by name, in the order of the contract."""
    found = {}
    for name, entry in _data().items():
        if name in ("links", "codes"):
            continue
        columns: dict[str, list[str]] = entry["columns"]  # type: ignore[assignment]
        found[name] = Table(
            name=name,
            zh=str(entry["zh"]),
            en=str(entry["en"]),
            columns=tuple(_column(*item) for item in columns.items()),
            key=tuple(entry.get("key", ())),  # type: ignore[arg-type]
            link=entry.get("link", "none"),  # type: ignore[arg-type]
            day=entry.get("day"),  # type: ignore[arg-type]
        )
    return found


@cache
def codes() -> dict[str, dict[str, tuple[str, ...]]]:
    """Code list → code → the Chinese spellings recognised for it."""
    lists: dict[str, dict[str, str]] = _data()["codes"]  # type: ignore[assignment]
    return {
        name: {code: tuple(spellings.split("|")) for code, spellings in entries.items()}
        for name, entries in lists.items()
    }
