"""`mingzheng compare BEFORE AFTER`: what a second audit shows of the rectification."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from mingzheng.language import Text, reader_language

if TYPE_CHECKING:
    from mingzheng.reports.comparison import Change, Comparison

OUTSIDE = Text(zh="通知事项之外", en="outside the notice's items")

HELP = Text(
    zh="""比较两次审计的结果文件夹：BEFORE 是前一次，AFTER 是后一次。

问题消失不都是整改：变为无法证明的、后次没有检查的、不能证明对象仍在证据中的，都不算已消除。
""",
    en="""Compare two result folders: BEFORE is the earlier audit, AFTER the later.

Not everything that disappears is fixed: what became unknown, was not judged again, or may no
longer be in the evidence at all is counted apart.
""",
)


@click.command("compare", help=str(HELP))
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
    help=str(Text(
        zh="把每一项变化写入 .xlsx 或 .parquet", en="list every change in an .xlsx or a .parquet",
    )),
)  # fmt: skip
@click.option(
    "--json", "as_json", is_flag=True,
    help=str(Text(zh="在标准输出打印一个 JSON 对象", en="print one JSON object on standard output")),
)  # fmt: skip
def command(before: Path, after: Path, output: Path | None, as_json: bool) -> None:
    """Compare two results."""
    from mingzheng.reports.comparison import compare

    comparison = compare(before, after, output=output)
    if as_json:
        click.echo(json.dumps(_machine(comparison), ensure_ascii=False))
    else:
        _print(comparison, output)


def _machine(comparison: Comparison) -> dict[str, object]:
    """The object that other programs build on."""
    runs = {"before": comparison.before, "after": comparison.after}
    return {
        **{
            name: {
                "fingerprint": run.fingerprint,
                "as_of": run.run["as_of"],
                "period": run.run["period"],
                "rules": run.run["rules"]["version"],
                "complete": run.run["complete"],
            }
            for name, run in runs.items()
        },
        "differences": [
            {"code": each.code, "grave": each.grave, "zh": each.text.zh, "en": each.text.en}
            for each in comparison.differences
        ],
        "total": _every(comparison.total),
        "items": {item: _every(changes) for item, changes in comparison.items.items()},
        "rules": {
            rule: {
                **_every(changes),
                **{f"examined_{n}": comparison.counts(rule, run).get("examined") for n, run in runs.items()},
            }
            for rule, changes in comparison.rules.items()
        },
    }  # fmt: skip


def _every(changes: Mapping[Change, int]) -> dict[str, int]:
    from mingzheng.reports.comparison import Change

    return {str(change): changes.get(change, 0) for change in Change}


def _print(comparison: Comparison, output: Path | None) -> None:
    console = Console()

    def say(lines: Iterable[Text], style: str | None = None) -> None:
        for line in lines:
            console.print(str(line), style=style, highlight=False, markup=False, soft_wrap=True)

    say(_runs(comparison))
    grave = [each.text for each in comparison.differences if each.grave]
    if grave:
        say([Text(
            zh="两次审计的条件不同，下列差异本身就可能使问题消失：",
            en="The two runs differ in ways that alone can make a breach disappear:",
        )], "bold red")  # fmt: skip
        say([Text(zh=f"  ! {text.zh}", en=f"  ! {text.en}") for text in grave], "red")
    lesser = [each.text for each in comparison.differences if not each.grave]
    say(Text(zh=f"  · {text.zh}", en=f"  · {text.en}") for text in lesser)
    console.print(_table(comparison))
    say(_not_fixed(comparison), "bold red")
    say([Text(
        zh="“已消除”指后次已检查而不再列出，均须经人工确认；封存不是签名，不能证明结果文件夹未经重做。",
        en="Fixed means judged again and listed no more; a person has to confirm it. A seal is no signature.",
    )])  # fmt: skip
    if output is not None:
        say([Text(zh=f"清单：{output}", en=f"List: {output}")])


def _runs(comparison: Comparison) -> list[Text]:
    pairs = ((Text(zh="前次", en="Before"), comparison.before), (Text(zh="后次", en="After"), comparison.after))  # fmt: skip
    return [
        Text(
            zh=f"{label.zh}：{run.folder}（截至 {run.run['as_of']}，运行指纹 {run.fingerprint[:16]}）",
            en=f"{label.en}: {run.folder} (as of {run.run['as_of']}, fingerprint {run.fingerprint[:16]})",
        )
        for label, run in pairs
    ]


def _table(comparison: Comparison) -> Table:
    """A line for each item, and under it for each rule under which something changed or stayed."""
    from mingzheng.reports.comparison import Change
    from mingzheng.rules import rules

    language = reader_language()
    columns = [change for change in Change if comparison.total.get(change)]
    table = Table(
        title=str(Text(zh="变化（逐条规则的对象数）", en="Changes (subjects under each rule)")),
        title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0),
    )  # fmt: skip
    table.add_column(overflow="fold", min_width=12)
    for change in columns:
        table.add_column(change.text.in_language(language), justify="right", overflow="fold")
    known = {rule.id: rule for rule in rules()}
    for item, of_item in comparison.items.items():
        if any(of_item.values()):
            name = str(OUTSIDE) if item == "0" else item
            table.add_row(name, *_numbers(of_item, columns), style="bold")
        for id, changes in comparison.rules.items():
            if id in known and item in known[id].items and any(changes.values()):
                title = Text(zh=known[id].zh, en=known[id].en).in_language(language)
                table.add_row(f"  {title}", *_numbers(changes, columns))
    for id, changes in comparison.rules.items():
        if id not in known and any(changes.values()):
            table.add_row(f"  {id}", *_numbers(changes, columns))
    return table


def _numbers(changes: Mapping[Change, int], columns: Iterable[Change]) -> list[str]:
    return [f"{changes[change]:,}" if changes.get(change) else "" for change in columns]


def _not_fixed(comparison: Comparison) -> list[Text]:
    """What is gone from the list of breaches without a cure, each with what it means."""
    from mingzheng.reports.comparison import Change

    return [
        Text(
            zh=f"{change.text.zh} {comparison.total[change]:,}：{change.meaning.zh}。",
            en=f"{change.text.en}, {comparison.total[change]:,}: {change.meaning.en}.",
        )
        for change in (Change.UNPROVEN, Change.NOT_JUDGED, Change.UNTRACEABLE)
        if comparison.total.get(change)
    ]
