"""`mingzheng read FILE…`: what a practice statement, a notice or an agreement says, and where."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from mingzheng.cli.exits import COULD_NOT_RUN, NEITHER, UNKNOWNS
from mingzheng.cli.options import language_and_json
from mingzheng.errors import SourceError
from mingzheng.language import Language, Text, reader_language

if TYPE_CHECKING:
    from mingzheng.documents.examination import Examination

HELP = Text(
    zh="""阅读电子认证业务规则、告知书和订户协议：结构、大纲、条款和约定的数值，逐项给出原句和位置；
同时给出业务规则的，还指出告知书、协议与它的矛盾。

FILE 可以是 PDF（含文字）、DOCX、HTML、TXT 或 Markdown。条款分为“已写明”“待确认”“未找到”，
判断依据一并列出；“待确认”和“未找到”须由人核对原文。

退出码：0 各项均已写明；4 有待确认、未找到或矛盾的；2 有文件无法读取。
""",
    en="""Read practice statements, disclosure notices and subscriber agreements: structure, outline,
clauses and terms, each with its sentence and place; read with a practice statement, also where
they contradict it.

FILE may be PDF with text, DOCX, HTML, TXT or Markdown. A clause is covered, doubtful or not found,
with the words that led to it; a person has to look at what is doubtful or not found.

Exit codes: 0 all items are covered; 4 some are doubtful or not found, or contradicted; 2 a file
could not be read.
""",
)


@click.command("read", help=str(HELP))
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--kind", type=click.Choice(["cps", "notice", "agreement"]),
    help=str(
        Text(
            zh="文件是业务规则（cps）、告知书（notice）还是协议（agreement）；默认据标题判断。",
            en="What the files are; by default their titles tell.",
        )
    ),
)  # fmt: skip
@click.option(
    "--output", metavar="FILE.html", type=click.Path(path_type=Path, dir_okay=False),
    help=str(
        Text(
            zh="写成一个网页：原文与所找到的内容并列，可互相跳转，可离线打开。",
            en="Write a page that shows each text side by side with what was found in it.",
        )
    ),
)  # fmt: skip
@language_and_json
@click.pass_context
def command(
    ctx: click.Context, *, files: Sequence[Path],
    kind: Literal["cps", "notice", "agreement"] | None, output: Path | None,
    lang: Language | None, as_json: bool,
) -> None:  # fmt: skip
    """Examine each file; one that can't be read does not stop the others."""
    from mingzheng.cli.read_page import contradict, machine, print_contradictions, print_page
    from mingzheng.documents.examination import examine

    if output is not None:
        from mingzheng.reports.documents import write_page

        _refuse_overwriting(output, files)
    language = lang or reader_language()
    found: list[Examination] = []
    refused: list[SourceError] = []
    for path in files:
        try:
            found.append(examine(path, kind=kind))
        except SourceError as error:
            refused.append(error)
    if output is not None:
        write_page(output, machine(found, refused))
        told = Text(zh=f"已写入 {output}", en=f"Written: {output}")
        click.echo(told.in_language(language), err=as_json)
    if as_json:
        click.echo(json.dumps(machine(found, refused), ensure_ascii=False, indent=2))
    elif output is None:
        for each in found:
            print_page(each, language)
        print_contradictions(found, language)
    for each_refused in refused:
        click.echo(each_refused.text.in_language(language), err=True)
    ctx.exit(_exit_code(found, refused, contradicting=contradict(found)))


def _refuse_overwriting(output: Path, files: Sequence[Path]) -> None:
    if any(output.resolve() == path.resolve() for path in files):
        said = Text(
            zh=f"--output {output} 就是要阅读的文件：请另给一个文件名。",
            en=f"--output {output} is a file to be read: give another name.",
        )
        raise click.UsageError(str(said))


def _exit_code(
    found: Sequence[Examination], refused: Sequence[SourceError], *, contradicting: bool
) -> int:
    """Nothing here is a violation: a person decides that."""
    if refused:
        return COULD_NOT_RUN
    whole = all(clause.answer == "covered" for each in found for clause in each.clauses)
    return NEITHER if whole and not contradicting else UNKNOWNS
