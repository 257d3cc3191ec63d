"""`mingzheng sample`: the evidence of a synthetic CA, with planted breaches and the truth."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from mingzheng.language import Text
from mingzheng.sample.archive import CONTAINERS
from mingzheng.sample.evidence import Made, Order, make_sample
from mingzheng.sample.exports import FORMATS


@click.command(
    help=str(
        Text(
            zh="在 DIR 中生成一个模拟机构的证据（DIR/evidence）和其中预设问题的答案"
            "（DIR/truth.parquet）。姓名、单位、号码均为虚构。",
            en="Make the evidence of a synthetic CA in DIR (DIR/evidence), and the truth about "
            "the breaches planted in it (DIR/truth.parquet). Names and numbers are invented.",
        )
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--certificates",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    help=str(Text(zh="证书数量。", en="How many certificates.")),
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=7,
    show_default=True,
    help=str(
        Text(
            zh="随机种子：相同的数量、种子和日期得到相同的字节。",
            en="Seed: the same number, seed and day give the same bytes.",
        )
    ),
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default="2022-10-30",
    show_default=True,
    help=str(Text(zh="证据截止日。", en="The day on which the evidence ends.")),
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="csv",
    show_default=True,
    help=str(Text(zh="记录表的格式。", en="Format of the record tables.")),
)
@click.option(
    "--container",
    type=click.Choice(CONTAINERS),
    default="pem",
    show_default=True,
    help=str(Text(zh="证书的存放形式。", en="What the certificates come in.")),
)
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    help=str(Text(zh="线程数；默认全部核心。", en="Threads; by default all cores.")),
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=str(Text(zh="输出一个 JSON 对象。", en="Print one JSON object.")),
)
def command(
    *,
    folder: Path,
    certificates: int,
    seed: int,
    as_of: dt.datetime,
    format_: str,
    container: str,
    threads: int | None,
    as_json: bool,
) -> None:
    """Make a sample and say what was made."""
    order = Order(
        folder,
        certificates,
        seed,
        as_of.date(),
        format=format_,
        container=container,
        threads=threads,
    )
    begun = time.perf_counter()
    made = _with_progress(certificates, lambda tell: make_sample(order, tell))
    seconds = time.perf_counter() - begun
    if as_json:
        summary = {
            "evidence": str(made.evidence),
            "truth": str(made.truth),
            "certificates": made.certificates,
            "planted": made.planted,
            "rows": made.rows,
            "seconds": round(seconds, 1),
        }
        click.echo(json.dumps(summary, ensure_ascii=False, indent=2))
        return
    click.echo(
        str(
            Text(
                zh=f"已生成 {made.certificates:,} 张证书、{sum(made.rows.values()):,} 条记录、"
                f"{made.planted:,} 项预设结论，用时 {seconds:.1f} 秒。\n"
                f"审计：mingzheng audit {made.evidence}\n答案：{made.truth}",
                en=f"Made {made.certificates:,} certificates, {sum(made.rows.values()):,} records "
                f"and {made.planted:,} planted verdicts in {seconds:.1f} s.\n"
                f"Audit: mingzheng audit {made.evidence}\nTruth: {made.truth}",
            )
        )
    )


def _with_progress(total: int, work: Callable[[Callable[[int], None]], Made]) -> Made:
    """Run `work` with a line on the terminal that shows how far it is."""
    columns = (
        TextColumn(str(Text(zh="生成证书", en="making certificates"))),
        BarColumn(),
        TextColumn("{task.completed:,.0f}/{task.total:,.0f}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        return work(lambda done: progress.update(task, completed=done))
