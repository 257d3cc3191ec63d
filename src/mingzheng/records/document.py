"""The parts of docs/evidence.md that follow from the contract: tables, codes, parameters.

`python -m mingzheng.records.document docs/evidence.md` writes them anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mingzheng.evidence.parameters import CATALOGUE, Definition
from mingzheng.records.schema import Column, Table, codes, tables

TYPES = {
    "text": "文字 text",
    "key": "编号 key",
    "name": "名称 name",
    "names": "若干名称 names",
    "number": "证件号码 number",
    "time": "时间 time",
    "end": "截止时间 end",
    "serial": "序列号 serial",
    "dn": "DN",
    "integer": "整数 integer",
    "boolean": "是/否 boolean",
}
_LINK = {
    "required": "必须有申请编号、批次编号、合同编号中的至少一项（link required）。",
    "optional": "可以有申请编号、批次编号、合同编号（link optional）。",
    "none": "",
}


def evidence_page(page: str) -> str:
    """The page with its generated sections as the contract has them now.

    A section stands between `<!-- tables -->` and `<!-- /tables -->`; so do codes, parameters.
    """
    sections = {"tables": _tables(), "codes": _codes(), "parameters": _parameters()}
    for name, text in sections.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, opening, rest = page.partition(begin)
        _, closing, after = rest.partition(end)
        if not (opening and closing):
            raise ValueError(f"the page has no section {begin} … {end}")
        page = f"{before}{begin}\n\n{text}\n{end}{after}"
    return page


def _tables() -> str:
    return "\n".join(_table(table) for table in tables().values())


def _table(table: Table) -> str:
    lines = [
        f"### {table.zh} {table.name}",
        "",
        f"一行是 one row is: {table.en}。{_LINK[table.link]}",
    ]
    if table.day:
        lines[-1] += f"完整性按 `{table.day}` 的日期声明 (coverage by `{table.day}`)。"
    lines += ["", "| 列 column | 类型 type | 标记 | 可识别的表头 headers |", "|---|---|---|---|"]
    lines += [_column(column) for column in table.columns]
    return "\n".join([*lines, ""])


def _column(column: Column) -> str:
    kind, _, listed = column.type.partition(":")
    shown = f"代码 [{listed}](#codes)" if listed else TYPES[kind]
    if kind == "codes":
        shown = f"若干{shown}"
    marks = " ".join(
        mark
        for mark, holds in (("★", column.key), ("•", column.required), ("🔒", column.personal))
        if holds
    )
    return f"| `{column.name}` | {shown} | {marks} | {'、'.join(column.headers)} |"


def _codes() -> str:
    lines = ["| 清单 list | 代码 code | 可识别的写法 spellings |", "|---|---|---|"]
    lines += [
        f"| {name} | `{code}` | {'、'.join(spellings)} |"
        for name, listed in codes().items()
        for code, spellings in listed.items()
    ]
    return "\n".join([*lines, ""])


def _parameters() -> str:
    lines = [
        "| 参数 parameter | 含义 meaning | 类型 type | 默认 default |",
        "|---|---|---|---|",
        *(_parameter(definition) for definition in CATALOGUE.values()),
    ]
    return "\n".join([*lines, ""])


def _parameter(definition: Definition) -> str:
    kind = definition.type + (f" ({definition.unit})" if definition.unit else "")
    if definition.codes:
        kind = f"codes [{definition.codes}](#codes)"
    default = "无 none" if definition.default is None else f"`{definition.default}`"
    meaning = definition.meaning
    return f"| `{definition.name}` | {meaning.zh}<br>{meaning.en} | {kind} | {default} |"


def main(path: Path) -> None:
    """Write the generated sections of a page anew."""
    path.write_text(evidence_page(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
