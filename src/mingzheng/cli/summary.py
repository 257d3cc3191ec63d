"""The summary of an audit in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from mingzheng.language import Text, reader_language
from mingzheng.law import catalogue
from mingzheng.records.stages import named

LEAST_TITLE = 12
"""Columns of the terminal that the words of an item get at least."""

HEADS = {
    "examined": Text(zh="核验", en="examined"),
    "clear": Text(zh="未见问题", en="clear"),
    "breach": Text(zh="疑似问题", en="suspected"),
    "unknown": Text(zh="无法证明", en="unknown"),
    "not_in_force": Text(zh="未施行", en="not in force"),
    "doubts": Text(zh="疑点", en="doubts"),
    "notices": Text(zh="提示", en="notices"),
}
ALWAYS = ("examined", "clear", "breach", "unknown")


def print_summary(content: dict[str, Any], result: Path | str, seconds: float) -> None:
    """Items with their counts, what was missing, what was rejected, where the report is."""
    console = Console()
    summary = content["summary"]
    unchecked = content["not_yet_checked"]
    judged = {id_: n for id_, n in summary["items"].items() if id_ not in unchecked}
    console.print(_items(judged))
    for line in _lines(content, result, seconds):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _items(items: dict[str, dict[str, int]]) -> Table:
    """Counts of each item; what is nowhere has no column, so that the table fits a terminal."""
    language = reader_language()
    title = Text(
        zh="核验结果（均为疑似，须经人工确认）", en="Findings (suspected until a person confirms)"
    )
    table = Table(title=str(title), title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column(str(Text(zh="事项", en="item")))
    table.add_column(overflow="fold", min_width=LEAST_TITLE)
    shown = [
        key for key in HEADS if key in ALWAYS or any(counts[key] for counts in items.values())
    ]
    for key in shown:
        table.add_column(str(HEADS[key]), justify="right", no_wrap=True)
    for id_, counts in items.items():
        words = catalogue().item(id_).title.in_language(language)
        style = "bold red" if counts["breach"] else None
        table.add_row(id_, words, *[f"{counts[key]:,}" for key in shown], style=style)
    return table


def _lines(content: dict[str, Any], result: Path | str, seconds: float) -> list[str]:
    summary = content["summary"]
    lines = [
        Text(
            zh=f"证书 {content['certificates']:,} 张；用时 {seconds} 秒；截至 {content['as_of']}。",
            en=f"{content['certificates']:,} certificates; {seconds} s; as of {content['as_of']}.",
        )
    ]
    missing, rejects = summary["missing_tables"], summary["rejects"]
    unchecked = content["not_yet_checked"]
    if unchecked:
        lines.append(
            Text(
                zh=f"本版本尚不核验的事项：{'、'.join(unchecked)}",
                en=f"Items not yet checked by this version: {', '.join(unchecked)}",
            )
        )
    if missing:
        lines.append(
            Text(
                zh=f"未提供或未能采用的表（相关事项无法证明）：{'、'.join(named(t).zh for t in missing)}",
                en=f"Tables not supplied or not usable (their items can't be shown): {', '.join(named(t).en for t in missing)}",
            )
        )
    if rejects:
        counted = "；".join(f"{named(table)} {count:,}" for table, count in rejects.items())
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
                zh=f"失败：{_what(failure['what'])}：{failure['zh']}",
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
    report = f"{result}/report.html"
    lines.append(Text(zh=f"报告：{report}", en=f"Report: {report}"))
    return [str(line) for line in lines]


def _what(failed: str) -> str:
    """What failed, in Chinese: `source tables/x.csv` or `rule identity.never_checked`."""
    kind, _, name = failed.partition(" ")
    return f"{ {'source': '来源', 'rule': '规则'}.get(kind, kind) } {name}"
