"""`mingzheng documents`: what a CA hands in after an audit, as Word files, and their templates."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from mingzheng.language import Language, Text, reader_language

KINDS = ("self-inspection", "rectification-plan", "inspection-record")
"""As in reports/word, which is loaded only when a document is written."""


@click.group(
    help=str(Text(zh="生成自查报告、整改方案和检查记录表。", en="Write the documents to hand in."))
)
def command() -> None:
    """The group of both commands."""


@command.command(
    "write",
    help=str(
        Text(
            zh="由结果文件夹 RESULT 生成 Word 文书：自查报告、整改方案（及可编辑的 Excel 清单）、"
            "检查记录表。",
            en="Write Word files about a result folder: self-inspection report, rectification plan "
            "(with a workbook to edit), inspection record form.",
        )
    ),
)
@click.argument("result", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "into", type=click.Path(path_type=Path), required=True,
    help=str(Text(zh="写入的文件夹", en="the folder to write into")),
)  # fmt: skip
@click.option(
    "--kind", "kinds", type=click.Choice(KINDS), multiple=True,
    help=str(Text(zh="只生成这一种，可多次给出", en="only this kind, repeatable")),
)  # fmt: skip
@click.option(
    "--plan", "edited", type=click.Path(path_type=Path),
    help=str(
        Text(
            zh="填写好的整改任务清单（Excel），据以生成整改方案",
            en="the plan's workbook as filled in, to write the plan from",
        )
    ),
)  # fmt: skip
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]),
    help=str(Text(zh="文书的日期（默认为审计截至日）", en="their date (default: the as-of day)")),
)  # fmt: skip
@click.option(
    "--templates", type=click.Path(path_type=Path),
    help=str(
        Text(
            zh="自行编辑的模板所在文件夹，缺少的用内置模板",
            en="a folder of edited templates; ours where one is missing",
        )
    ),
)  # fmt: skip
@click.option(
    "--overwrite", is_flag=True,
    help=str(Text(zh="覆盖内容不同的已有文件", en="overwrite files that have other content")),
)  # fmt: skip
@click.option(
    "--lang", "--language", "language", type=click.Choice(["zh", "en"]),
    help=str(Text(zh="文书的语言；默认随系统。", en="Language; by default the system's.")),
)  # fmt: skip
def write(
    *, result: Path, into: Path, kinds: tuple[str, ...], edited: Path | None,
    day: dt.datetime | None, templates: Path | None, overwrite: bool, language: Language | None,
) -> None:  # fmt: skip
    """Write documents and name each."""
    from mingzheng.reports.word import write_documents

    if edited is not None and kinds and "rectification-plan" not in kinds:
        raise click.BadParameter(
            str(
                Text(
                    zh="--plan 只用于整改方案：请加上 --kind rectification-plan。",
                    en="--plan is for the rectification plan: add --kind rectification-plan.",
                )
            )
        )
    written = write_documents(
        result,
        into,
        kinds=kinds or KINDS,
        language=language or reader_language(),
        day=day.date() if day else None,
        templates=templates,
        edited=edited,
        overwrite=overwrite,
    )
    for path in written:
        click.echo(path)


@command.command(
    "templates",
    help=str(
        Text(
            zh="把 Word 模板写入文件夹 DIR，供本机构用 Word 编辑后以 --templates 使用。",
            en="Write the Word templates into DIR, for an office to edit in Word and use with "
            "--templates.",
        )
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def templates(folder: Path) -> None:
    """Export the templates and name each."""
    from mingzheng.reports.word import export

    for path in export(folder):
        click.echo(path)
