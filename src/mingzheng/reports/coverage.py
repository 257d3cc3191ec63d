"""What the evidence covers: each table × product × year that is declared complete, or is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from mingzheng.language import Text
from mingzheng.records import schema
from mingzheng.reports import wording
from mingzheng.reports.layout import Cell, Column, Table, number, words
from mingzheng.reports.plain import shown
from mingzheng.reports.reading import Result
from mingzheng.rules import Rule, rules

FULL, PART, NONE = "full", "part", "none"
_SIGNS = {
    FULL: Text(zh="● 完整", en="● complete"),
    PART: Text(zh="◐ 部分", en="◐ partly"),
    NONE: Text(zh="○ 未声明", en="○ undeclared"),
}
DAY = dt.timedelta(days=1)


@cache
def reads(rule: Rule) -> tuple[str, ...]:
    """The tables that a rule reads: it builds its expressions to tell, so it is asked once."""
    return rule.reads()


@dataclass(frozen=True)
class Coverage:
    """The declarations of a run against the products and years that its certificates show."""

    result: Result

    @cached_property
    def cells(self) -> tuple[tuple[str, int], ...]:
        """The (product, year) pairs met in the reconciliation, products in contract order."""
        order = list(schema.codes()["product"])
        met = {
            (row["product"], row["year"])
            for row in self.result.reconciliation()
            if row["product"] in order and row["year"] is not None
        }
        return tuple(
            sorted(
                ((p, y) for p, y in met if self._window(y)),
                key=lambda pair: (order.index(pair[0]), pair[1]),
            )
        )

    @cached_property
    def open(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """Table → the (product, year) pairs for which it is not declared complete."""
        return {
            name: tuple(cell for cell in self.cells if self.state(name, *cell) != FULL)
            for name in self.declarable
        }

    @property
    def declarable(self) -> list[str]:
        """The tables of which a CA can declare what they cover: not what is read from its own files."""
        apart = ("issuers", "crls", "revoked", "public_texts")
        return [name for name in self.result.tables if name not in apart]

    @property
    def supplied_tables(self) -> list[str]:
        """The declarable tables that could be used."""
        return [name for name in self.declarable if not self.missing(name)]

    @property
    def absent_tables(self) -> list[str]:
        """The tables that were not supplied at all."""
        return [name for name, table in self.result.tables.items() if not table["supplied"]]

    def missing(self, name: str) -> bool:
        """Whether a table was not supplied, or could not be used at all."""
        table = self.result.tables.get(name)
        return table is None or not table["supplied"] or bool(table.get("void"))

    def unshown(self, item: str) -> list[str]:
        """The tables without full coverage that the rules of an item read: 无法证明."""
        read = {table for rule in rules() if item in rule.items for table in reads(rule)}
        return [name for name in self.result.tables if name in read and self._lacks(name)]

    def _lacks(self, name: str) -> bool:
        return self.missing(name) or bool(self.open.get(name))

    def state(self, name: str, product: str, year: int) -> str:
        """FULL, PART or NONE for one table, product and year inside the period."""
        if self.missing(name):
            return NONE
        window = self._window(year)
        if window is None:
            return FULL
        declared = [
            entry
            for entry in self.result.tables[name].get("coverage") or ()
            if entry.get("product") in (None, product)
        ]
        whole = [_span(entry) for entry in declared if not entry.get("registration_authority")]
        if _covers(whole, window):
            return FULL
        touching = [s for s in map(_span, declared) if s[0] <= window[1] and window[0] <= s[1]]
        return PART if touching else NONE

    def _window(self, year: int) -> tuple[dt.date, dt.date] | None:
        """The days of a year that are inside the audited period."""
        period = self.result.run["period"]
        since, until = _span(period)
        first, last = max(dt.date(year, 1, 1), since), min(dt.date(year, 12, 31), until)
        return (first, last) if first <= last else None

    def matrix(self) -> Table | None:
        """Table × year; where products differ the cell names those that lack a declaration."""
        years = sorted({year for _, year in self.cells})
        if not years:
            return None
        rows = tuple(
            (wording.table(name), *(self._cell(name, year) for year in years))
            for name in self.supplied_tables
        )
        return Table(
            caption=Text(
                zh="各表按年份的完整性声明（在审计期内）",
                en="Declared completeness of each table by year, inside the period",
            ),
            columns=(words("记录表", "table"), *(words(str(y), str(y)) for y in years)),
            rows=rows,
            classes="matrix",
        )

    def _cell(self, name: str, year: int) -> Cell:
        states = {p: self.state(name, p, year) for p, y in self.cells if y == year}
        found = set(states.values())
        if len(found) == 1:
            return _SIGNS[found.pop()]
        lacking = [wording.code("product", p) for p, state in states.items() if state != FULL]
        named = wording.listed(lacking)
        return Text(zh=f"◐ 缺：{named.zh}", en=f"◐ lacks {named.en}")

    def supplied(self) -> Table:
        """Every table: supplied or not, rows, what did not fit, declarations, provenance."""
        columns: tuple[Column, ...] = (
            words("记录表", "table"),
            words("状态", "state"),
            number("行数", "rows"),
            number("未读取", "rejected"),
            words("声明完整的范围", "declared complete"),
            words("来源", "provenance"),
        )
        rows = tuple(
            (
                wording.table(name),
                _supplied(table),
                table["rows"],
                table["rejects"],
                _declared(table.get("coverage") or ()),
                _provenance(table.get("provenance") or {}),
            )
            for name, table in self.result.tables.items()
            if table["supplied"]
        )
        caption = Text(zh="提供的记录表", en="Record tables supplied")
        return Table(caption=caption, columns=columns, rows=rows, classes="supplied")


def _supplied(table: Mapping[str, Any]) -> Text:
    if table.get("void"):
        return Text(zh="已提供，无法使用", en="supplied, unusable")
    if table.get("shifted"):
        return Text(
            zh="已提供；时间整体偏移，疑为时区映射错误", en="supplied; all times shifted by a zone"
        )
    return Text(zh="已提供", en="supplied")


def _declared(entries: Iterable[Mapping[str, Any]]) -> Cell:
    authorities: dict[tuple[str, str, str | None], list[str]] = {}
    for entry in entries:
        key = (entry.get("from") or "…", entry.get("until") or "…", entry.get("product"))
        authorities.setdefault(key, []).append(entry.get("registration_authority") or "")
    lines = [_declaration(*key, named) for key, named in authorities.items()]
    if not lines:
        return Text(zh="未声明", en="undeclared")
    more = len(lines) - 4
    lines = lines[:4] + ([Text(zh=f"另有 {more} 项", en=f"{more} more")] if more > 0 else [])
    return Text(zh="；".join(t.zh for t in lines), en="; ".join(t.en for t in lines))


def _declaration(since: str, until: str, product: str | None, authorities: list[str]) -> Text:
    told = wording.code("product", product) if product else Text(zh="全部产品", en="all products")
    line = Text(zh=f"{since} 至 {until}，{told.zh}", en=f"{since} to {until}, {told.en}")
    named = [shown(name, 40) for name in authorities if name]
    if len(named) < len(authorities):  # one of them holds for every registration authority
        return line
    rest = len(named) - 8
    more = (
        Text(zh=f" 等 {len(named)} 家", en=f" and {rest} more") if rest > 0 else Text(zh="", en="")
    )
    return Text(
        zh=f"{line.zh}，仅注册机构 {'、'.join(named[:8])}{more.zh}",
        en=f"{line.en}, only RA {', '.join(named[:8])}{more.en}",
    )


def _provenance(told: Mapping[str, Any]) -> Cell:
    labels = {
        "system": Text(zh="系统", en="system"),
        "query": Text(zh="查询", en="query"),
        "exported_at": Text(zh="导出时间", en="exported at"),
        "exported_by": Text(zh="导出人", en="exported by"),
        "rows": Text(zh="声明行数", en="rows declared"),
        "sha256": Text(zh="SHA-256", en="SHA-256"),
    }
    parts = [
        (labels[name], shown(str(told[name]), 80)) for name in labels if told.get(name) is not None
    ]
    if not parts:
        return None
    return Text(
        zh="；".join(f"{label.zh}：{value}" for label, value in parts),
        en="; ".join(f"{label.en}: {value}" for label, value in parts),
    )


def _span(entry: Mapping[str, Any]) -> tuple[dt.date, dt.date]:
    since, until = entry.get("from"), entry.get("until")
    return (
        dt.date.fromisoformat(since) if since else dt.date.min,
        dt.date.fromisoformat(until) if until else dt.date.max,
    )


def _covers(spans: list[tuple[dt.date, dt.date]], window: tuple[dt.date, dt.date]) -> bool:
    """Whether the spans together hold every day of the window."""
    at = window[0]
    for since, until in sorted(spans):
        if since > at:
            return False
        if until >= window[1]:
            return True
        at = max(at, until + DAY)
    return False
