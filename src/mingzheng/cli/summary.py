"""The summary of an audit in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from mingzheng.language import Text, reader_language
from mingzheng.law import catalogue

LONGEST_TITLE = 40


def print_summary(content: dict[str, Any], result: Path, seconds: float) -> None:
    """Items with their counts, what was missing, what was rejected, where the report is."""
    console = Console()
    summary = content["summary"]
    console.print(_items(summary["items"], set(content["not_yet_checked"])))
    for line in _lines(content, result, seconds):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _items(items: dict[str, dict[str, int]], unchecked: set[str]) -> Table:
    language = reader_language()
    title = Text(
        zh="核验结果（均为疑似，须经人工确认）", en="Findings (suspected until a person confirms)"
    )
    table = Table(title=str(title), title_justify="left")
    heads = (
        ("事项", "item"), ("", ""), ("核验", "examined"), ("无问题", "clear"), ("疑似问题", "suspected"),
        ("无法证明", "can't be shown"), ("未施行", "not in force"), ("疑点", "doubts"), ("提示", "notices"),
    )  # fmt: skip
    for zh, en in heads:
        table.add_column(
            zh if language == "zh" else en, justify="right" if zh not in ("事项", "") else "left"
        )
    for id_, counts in items.items():
        item = catalogue().item(id_)
        words = item.title.in_language(language)
        short = words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1] + "…"
        if id_ in unchecked:
            later = Text(zh="本版本尚不核验", en="not yet checked by this version")
            table.add_row(id_, short, str(later), *[""] * 6, style="dim")
            continue
        keys = ("examined", "clear", "breach", "unknown", "not_in_force", "doubts", "notices")
        style = "bold red" if counts["breach"] else None
        table.add_row(id_, short, *[f"{counts[key]:,}" for key in keys], style=style)
    return table


def _lines(content: dict[str, Any], result: Path, seconds: float) -> list[str]:
    summary = content["summary"]
    lines = [
        Text(
            zh=f"证书 {content['certificates']:,} 张；用时 {seconds} 秒；截至 {content['as_of']}。",
            en=f"{content['certificates']:,} certificates; {seconds} s; as of {content['as_of']}.",
        )
    ]
    missing, rejects = summary["missing_tables"], summary["rejects"]
    if missing:
        lines.append(
            Text(
                zh=f"未提供的表（相关事项无法证明）：{'、'.join(missing)}",
                en=f"Tables not supplied (their items can't be shown): {', '.join(missing)}",
            )
        )
    if rejects:
        counted = "；".join(f"{table} {count:,}" for table, count in rejects.items())
        lines.append(
            Text(
                zh=f"未能采用的内容（详见 rejects.parquet）：{counted}",
                en=f"Not usable as supplied (see rejects.parquet): {counted.replace('；', '; ')}",
            )
        )
    lines += [Text(zh=notice["zh"], en=notice["en"]) for notice in content["notices"]]
    for failure in content["failures"]:
        lines.append(
            Text(
                zh=f"失败：{failure['what']}：{failure['zh']}",
                en=f"Failed: {failure['what']}: {failure['en']}",
            )
        )
    if not content["complete"]:
        lines.append(
            Text(
                zh="本次核验不完整，不得作为合规依据。",
                en="This run is incomplete: it must not be used to show compliance.",
            )
        )
    report = result / "report.html"
    lines.append(Text(zh=f"报告：{report}", en=f"Report: {report}"))
    return [str(line) for line in lines]
