"""The list of every change, row by row: Parquet for programs, Excel for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.errors import OutputError, system_reason
from mingzheng.language import Text
from mingzheng.reports import sheets, wording
from mingzheng.reports.comparison.change import Change
from mingzheng.reports.comparison.matching import SCHEMA
from mingzheng.reports.plain import cell
from mingzheng.reports.reading import Result
from mingzheng.reports.spreadsheet import BOLD, MOST_BYTES, TITLE, WRAPPED, Sheet, Spreadsheet

MOST_ROWS = 1_000_000
"""Rows of one sheet; what comes after begins another of the same workbook."""

_COLUMNS = (
    ("change", Text(zh="变化", en="change"), 20),
    ("item", Text(zh="事项", en="item"), 7),
    ("rule_title", Text(zh="检查", en="check"), 30),
    ("verdict_before", Text(zh="前次结论", en="before"), 12),
    ("verdict_after", Text(zh="后次结论", en="after"), 12),
    ("application_id", Text(zh="申请编号", en="application"), 22),
    ("serial_number", Text(zh="证书序列号", en="serial number"), 26),
    ("issuer_dn", Text(zh="颁发者", en="issuer"), 30),
    ("product", Text(zh="产品类型", en="product"), 12),
    ("domain", Text(zh="应用领域", en="domain"), 10),
    ("registration_authority", Text(zh="注册机构", en="RA"), 14),
    ("event_at", Text(zh="发生时间", en="event at"), 18),
    ("looks_at", Text(zh="审查对象", en="looks at"), 10),
    ("subject", Text(zh="对象编号", en="subject"), 22),
    ("rule", Text(zh="规则编号", en="rule"), 30),
)
_TIMES = frozenset(n for n, (name, _, _) in enumerate(_COLUMNS) if name == "event_at")
_UNKNOWN = Text(zh="无法证明", en="unknown")
_UNLISTED = "未列出"


class Listing(Protocol):
    """Takes the changes as they are found."""

    def append(self, batch: pa.RecordBatch) -> None:
        """Add rows of `matching.SCHEMA`."""

    def close(self) -> None:
        """Complete the file."""


@contextmanager
def listing(path: Path | None, result: Result) -> Iterator[Listing]:
    """A list that is complete when the block ends: `.parquet`, `.xlsx`, or none.

    `result` gives the time zone. Raises OutputError for another kind of file, or where it can't
    be written.
    """
    try:
        lines = _open(path, result)
        try:
            yield lines
        finally:
            lines.close()
    except (OSError, pa.ArrowException) as error:
        raise OutputError(
            zh=f"无法写入 {path}：{system_reason(error).zh}。请检查目录、权限和磁盘空间。",
            en=f"{path} can't be written: {system_reason(error).en}. Check its folder, its permissions and the disk.",
        ) from error


def _open(path: Path | None, result: Result) -> Listing:
    if path is None:
        return _Nowhere()
    if path.suffix == ".parquet":
        return _Parquet(path)
    if path.suffix == ".xlsx":
        return _Excel(path, result)
    raise OutputError(
        zh=f"{path}：清单只能写成 .parquet 或 .xlsx，请改用其中一种后缀。",
        en=f"{path}: the list is written as .parquet or .xlsx; give it one of these suffixes.",
    )


class _Nowhere:
    """Nobody asked for a list."""

    def append(self, batch: pa.RecordBatch) -> None:
        pass

    def close(self) -> None:
        pass


class _Parquet:
    """Every change as columns."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, SCHEMA, compression="zstd")

    def append(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)

    def close(self) -> None:
        self._writer.close()


class _Excel:
    """Every change in words, on as many sheets as that takes."""

    def __init__(self, path: Path, result: Result) -> None:
        self._result = result
        day = dt.date.fromisoformat(result.run["as_of"])
        self._book = Spreadsheet(path, title="两次审计的变化", created=day)
        self._front()
        self._sheet = self._begin(1)

    def append(self, batch: pa.RecordBatch) -> None:
        if self._sheet.rows + len(batch) > MOST_ROWS or self._sheet.bytes > MOST_BYTES:
            self._sheet.close()
            self._sheet = self._begin(self._number + 1)
        self._sheet.append(_cells(self._result, batch), numbers=_TIMES)

    def close(self) -> None:
        self._sheet.close()
        self._book.close()

    def _front(self) -> None:
        with self._book.sheet(1, "说明", [34, 90]) as sheet:
            sheet.begin()
            sheet.row([("两次审计的变化 Changes between two audits", TITLE)])
            for change in Change:
                meaning = f"{change.meaning.zh}。{change.meaning.en}."
                sheet.row([(f"{change.text.zh} {change.text.en}", BOLD), (meaning, WRAPPED)])

    def _begin(self, number: int) -> Sheet:
        self._number = number
        name = "变化" if number == 1 else f"变化-{number}"
        sheet = self._book.sheet(number + 1, name, [width for _, _, width in _COLUMNS])
        sheet.begin([f"{text.zh} {text.en}\n{column}" for column, text, _ in _COLUMNS])
        return sheet


def _cells(result: Result, batch: pa.RecordBatch) -> list[pa.Array]:
    """The cells of a batch in the order of `_COLUMNS`: harmless strings, times as Excel's days."""
    return [
        sheets.worded(batch["change"], lambda value: Change(value).text.zh),
        batch["item"],
        sheets.worded(batch["rule"], lambda id: sheets.of_rule(id)[0]),
        _verdict(batch, "before"),
        _verdict(batch, "after"),
        sheets.identifiers(batch["application_id"]),
        sheets.identifiers(batch["serial_number"]),
        sheets.worded(batch["issuer_dn"], cell),
        sheets.codes(batch, "product"),
        sheets.codes(batch, "domain"),
        sheets.identifiers(batch["registration_authority"]),
        sheets.days(result, batch["event_at"]),
        sheets.worded(batch["looks_at"], lambda value: wording.kind_of_dossier(value).ZH),
        sheets.identifiers(batch["subject"]),
        batch["rule"],
    ]


def _verdict(batch: pa.RecordBatch, run: str) -> pa.Array:
    """The severity of a breach, or that it was unknown, or that nothing was listed."""
    verdict, severity = batch[f"verdict_{run}"], batch[f"severity_{run}"]
    said = pc.if_else(pc.equal(verdict, "unknown"), "unknown", severity)
    return pc.fill_null(sheets.worded(said, _said), _UNLISTED)


def _said(value: str) -> str:
    return _UNKNOWN.zh if value == "unknown" else wording.SEVERITIES[value].zh
