"""What was supplied, what was missing, what could not be read: the tables of the page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import pyarrow as pa
from markupsafe import Markup

from mingzheng import law
from mingzheng.language import Text
from mingzheng.reports import wording
from mingzheng.reports.coverage import Coverage, reads
from mingzheng.reports.items import ItemView
from mingzheng.reports.layout import Cell, Table, number, words
from mingzheng.reports.plain import identifier, shown
from mingzheng.reports.reading import Result, Row
from mingzheng.rules import rules

UNNAMED = Text(zh="颁发者未载明或无法读取", en="issuer not named, or unreadable")
_RECONCILED = 150
_FILES = 500
_PLACES = 3
_COUNTED = (
    "archive", "issuances", "matched", "archive_only", "issuances_only", "listed", "listed_only",
)  # fmt: skip


def reconciliation(result: Result) -> list[tuple[Text | str, Table]]:
    """Issuer → its certificates by product and year; the issuers with most certificates first."""
    rows = sorted(result.reconciliation(), key=lambda row: row["issuer"] or "")
    issuers = [
        (name, list(group)) for name, group in groupby(rows, key=lambda r: r["issuer"] or "")
    ]
    issuers.sort(key=lambda pair: (-sum(r["archive"] + r["issuances"] for r in pair[1]), pair[0]))
    supplied = result.tables.get("issuances", {}).get("supplied", False)
    found: list[tuple[Text | str, Table]] = []
    shown_rows = 0
    for issuer, of_issuer in issuers:
        if shown_rows and shown_rows + len(of_issuer) > _RECONCILED:
            break
        shown_rows += len(of_issuer)
        found.append(
            (shown(issuer, 200) if issuer else UNNAMED, _reconciled(of_issuer, supplied=supplied))
        )
    rest = [row for _, group in issuers[len(found) :] for row in group]
    if rest:
        left = len(issuers) - len(found)
        name = Text(zh=f"其余 {left} 个颁发者合计", en=f"{left} other issuers together")
        found.append((name, _reconciled(_by_product_year(rest), supplied=supplied)))
    return found


SIGNATURES = {
    "valid": Text(zh="是颁发者的签名", en="the issuer's"),
    "valid_empty_id": Text(
        zh="是颁发者的签名，杂凑时用了空的用户标识",
        en="the issuer's, hashed with an empty identifier",
    ),
    "valid_no_za": Text(zh="是颁发者的签名，杂凑时没有ZA", en="the issuer's, hashed without ZA"),
    "invalid": Text(zh="不是颁发者的签名", en="not the issuer's"),
    "issuer_unknown": Text(
        zh="未验证：没有颁发者该密钥的证书", en="not verified: no certificate of the issuer's key"
    ),
    "algorithm_unsupported": Text(
        zh="未验证：算法不支持，或者内外标识不一致",
        en="not verified: algorithm unknown, or its identifiers disagree",
    ),
    "disputed": Text(zh="两套独立程序结论不同，不予采信", en="two implementations disagree"),
}
"""What verifying a signature came to, in the order in which it is told."""


def signatures(result: Result) -> Table | None:
    """How many signatures were verified, and with what outcome; None where there is none."""
    counted = result.run.get("signatures", {})
    if not counted:
        return None
    return Table(
        caption=Text(
            zh="证书签名验证结论（能读取的全部证书）",
            en="Signatures of all certificates that can be read",
        ),
        columns=(words("结论", "outcome"), number("证书数", "certificates")),
        rows=tuple((text, counted[word]) for word, text in SIGNATURES.items() if word in counted),
    )


def _by_product_year(rows: list[Row]) -> list[Row]:
    summed: dict[tuple[str | None, int | None], dict[str, int]] = {}
    for row in rows:
        into = summed.setdefault((row["product"], row["year"]), dict.fromkeys(_COUNTED, 0))
        for name in _COUNTED:
            into[name] += row[name]
    return [{"product": p, "year": y, **counts} for (p, y), counts in summed.items()]


def _reconciled(rows: list[Row], *, supplied: bool) -> Table:
    rows = sorted(rows, key=lambda r: (r["product"] or "~", r["year"] or 9999))
    lines: list[tuple[Cell, ...]] = [
        (
            _product(row["product"]),
            str(row["year"]) if row["year"] is not None else wording.UNRECORDED,
            *(row[name] for name in _COUNTED),
            _explained(row, supplied=supplied),
        )
        for row in rows
    ]
    sums = {name: sum(row[name] for row in rows) for name in _COUNTED}
    if len(rows) > 1:
        total = Text(zh="合计", en="total")
        explained = _explained(sums, supplied=supplied)
        lines.append((total, "", *(sums[name] for name in _COUNTED), explained))
    return Table(
        caption=Text(zh="按产品和年份核对", en="Reconciled by product and year"),
        columns=(
            words("产品", "product"),
            words("年份", "year"),
            number("证书档案", "archive"),
            number("签发记录", "issuances"),
            number("两者相符", "matched"),
            number("仅在档案", "archive only"),
            number("仅在记录", "issuances only"),
            number("撤销列表", "in CRLs"),
            number("仅在撤销列表", "CRLs only"),
            words("差异说明", "difference"),
        ),
        rows=tuple(lines),
        strong=frozenset({len(lines) - 1}) if len(rows) > 1 else frozenset(),
        classes="reconciliation",
    )


def _product(value: str | None) -> Cell:
    if value is None or wording.is_code("product", value):
        return wording.code("product", value)
    return shown(value, 40)


def _explained(row: Mapping[str, int], *, supplied: bool) -> Text:
    if not supplied:
        return Text(zh="未提供签发记录，无从核对", en="no issuance table: can't be reconciled")
    parts = []
    if row["archive_only"]:
        parts.append(
            Text(
                zh=f"{row['archive_only']:,} 张证书在档而无签发记录",
                en=f"{row['archive_only']:,} in the archive without an issuance row",
            )
        )
    if row["issuances_only"]:
        parts.append(
            Text(
                zh=f"{row['issuances_only']:,} 条签发记录的证书不在档",
                en=f"{row['issuances_only']:,} issuance rows without their certificate",
            )
        )
    if row["listed_only"]:
        parts.append(
            Text(
                zh=f"撤销列表中 {row['listed_only']:,} 张证书既不在档也无签发记录",
                en=f"{row['listed_only']:,} in the revocation lists and nowhere else",
            )
        )
    if not parts:
        return Text(zh="一致", en="agree")
    return Text(zh="；".join(t.zh for t in parts), en="; ".join(t.en for t in parts))


def missing(result: Result, coverage: Coverage, items: tuple[ItemView, ...]) -> Table:
    """The tables to be supplied or declared complete, and what each would decide."""
    unknown = {view.rule.id: view.counts.unknown for item in items for view in item.rules}
    rows: list[tuple[Cell, ...]] = []
    for name in result.tables:
        of_table = [rule for rule in rules() if name in reads(rule)]
        needed = sorted({item for rule in of_table for item in rule.items})
        absent = coverage.missing(name)
        gaps = coverage.open.get(name, ())
        if not absent and not gaps:
            continue
        rows.append(
            (
                wording.table(name),
                _ask(name, gaps, absent=absent),
                "、".join(needed) or Text(zh="本版本尚无规则使用", en="no rule of this version"),
                sum(unknown.get(rule.id, 0) for rule in of_table),
            )
        )
    return Table(
        caption=Text(zh="待补充的证据", en="Evidence to be supplied"),
        columns=(
            words("记录表", "table"),
            words("需要补充", "what is needed"),
            words("可据以判断的事项", "items it would help to decide"),
            number("相关规则“无法判断”的次数", "unknown answers of the rules that read it"),
        ),
        rows=tuple(rows),
    )


def _ask(name: str, gaps: tuple[tuple[str, int], ...], *, absent: bool) -> Text:
    if name == "public_texts":
        return Text(
            zh="把文件放入 documents/，并在文件版本表的 path 列写明",
            en="put the files into documents/, and name them in the column path of the document versions",
        )
    if absent:
        return Text(zh="提供该表，并声明其完整范围", en="supply it, and declare what it covers")
    by_product = [
        (wording.code("product", product), ", ".join(_years(y for _, y in group)))
        for product, group in groupby(gaps, key=lambda cell: cell[0])
    ]
    return Text(
        zh="声明完整范围：" + "；".join(f"{p.zh} {years}" for p, years in by_product),
        en="declare it complete for " + "; ".join(f"{p.en} {years}" for p, years in by_product),
    )


def _years(years: Iterator[int]) -> list[str]:
    """2017, 2018, 2019, 2021 as 2017–2019 and 2021."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


def rejects(result: Result) -> Table:
    """What could not be read, by table and reason, with the first places and the remedy."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for batch in result.reject_batches():
        counted = pa.table({name: batch[name] for name in ("table", "reason", "rows")})
        summed = counted.group_by(["table", "reason"]).aggregate(
            [("rows", "sum"), ("rows", "count")]
        )
        for row in summed.to_pylist():
            key = (row["table"] or "", row["reason"] or "")
            entry = found.setdefault(key, {"rows": 0, "entries": 0, "places": [], "first": None})
            entry["rows"] += row["rows_sum"] or 0
            entry["entries"] += row["rows_count"]
        _first_places(batch, found)
    rows: list[tuple[Cell, ...]] = []
    for (table, _), entry in sorted(found.items(), key=lambda pair: (-pair[1]["rows"], pair[0])):
        first = entry["first"]
        rows.append(
            (
                wording.table(table),
                Text(zh=shown(first["zh"] or "", 300), en=shown(first["en"] or "", 300)),
                entry["entries"],
                entry["rows"],
                Markup("<br>").join(entry["places"]),
                Text(
                    zh=shown(first["remedy_zh"] or "", 300),
                    en=shown(first["remedy_en"] or "", 300),
                ),
            )
        )
    return Table(
        caption=Text(zh="未能读取的数据", en="What could not be read"),
        columns=(
            words("记录表", "table"),
            words("原因", "reason"),
            number("处数", "places"),
            number("损失行数", "rows lost"),
            words("最先几处", "first places"),
            words("补救办法", "remedy"),
        ),
        rows=tuple(rows),
    )


def _first_places(batch: pa.RecordBatch, found: dict[tuple[str, str], dict[str, Any]]) -> None:
    wanting = {key for key, entry in found.items() if len(entry["places"]) < _PLACES}
    if not wanting:
        return
    for row in batch.to_pylist():
        key = (row["table"] or "", row["reason"] or "")
        entry = found[key]
        if key in wanting and len(entry["places"]) < _PLACES:
            entry["first"] = entry["first"] or row
            entry["places"].append(_place(row))


def _place(row: Row) -> str:
    line = f":{row['line']}" if row["line"] is not None else ""
    column = f" [{shown(row['column'], 40)}]" if row["column"] else ""
    value = f" “{shown(row['value'], 60)}”" if row["value"] else ""
    return identifier(row["file"] or "", 100) + line + column + value


def parameters(result: Result) -> Table:
    """The parameters of the run with the source of each."""
    return Table(
        caption=Text(zh="参数及其来源", en="Parameters and their sources"),
        columns=(words("参数", "parameter"), words("取值", "value"), words("来源", "source")),
        rows=tuple(
            (
                shown(name, 60),
                shown(_told(entry["value"]), 200),
                shown(_source(entry), 400),
            )
            for name, entry in sorted(result.run["parameters"].items())
        ),
    )


def withheld(result: Result) -> Table:
    """Parameters on which the practice statements say something that was not taken over."""
    return Table(
        caption=Text(zh="业务规则有规定而未采用的参数", en="Stated, but not taken over"),
        columns=(words("参数", "parameter"), words("原因", "why")),
        rows=tuple(
            (shown(name, 60), Text(zh=shown(why["zh"], 200), en=shown(why["en"], 200)))
            for name, why in sorted(result.run.get("withheld_parameters", {}).items())
        ),
    )


def _source(entry: Mapping[str, Any]) -> str:
    """Where a value comes from, and what the practice statement has instead."""
    source = str(entry["source"] or "—")
    if (said := entry.get("instead_of")) is None:
        return source
    return f"{source}；已覆盖 overrides {_told(said['value'])}（{said['source']}）"


def _told(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def provenance(items: tuple[ItemView, ...]) -> Table:
    """Every citation of the page: what is known of its text, and where it was taken from."""
    cited: dict[str, set[str]] = {}
    for view in items:
        for id in (*view.item.articles, *view.item.printed, *view.item.sanction.articles):
            cited.setdefault(id, set()).add(view.item.id)
        for each in view.rules:
            for id in each.rule.cites:
                cited.setdefault(id, set()).add(view.item.id)
    rows: list[tuple[Cell, ...]] = []
    for id, used in sorted(cited.items()):
        found = law.catalogue().find(id)
        if isinstance(found, law.Article | law.Standard):
            rows.append(
                (wording.citation(id), found.mark.text, found.provenance, "、".join(sorted(used)))
            )
    return Table(
        caption=Text(zh="引用的条文和标准", en="Articles and standards cited"),
        columns=(
            words("引用", "citation"),
            words("核对标记", "mark"),
            words("文本来源", "source of the text"),
            words("用于事项", "used for items"),
        ),
        rows=tuple(rows),
    )


def seals(rows: list[Row], caption: Text) -> Table:
    """Files with their sizes and hashes; beyond a bound they are in run.json only."""
    left = len(rows) - _FILES
    return Table(
        caption=caption,
        columns=(words("文件", "file"), number("字节", "bytes"), words("SHA-256", "SHA-256")),
        rows=tuple(
            (identifier(row["path"], 160), row["bytes"], row["sha256"]) for row in rows[:_FILES]
        ),
        note=Text(
            zh=f"另有 {left:,} 个文件，见 run.json。", en=f"{left:,} more files: see run.json."
        )
        if left > 0
        else None,
        classes="hashes",
    )
