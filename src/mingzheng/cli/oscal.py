"""`mingzheng oscal RESULT -o DIR`: a result in NIST's open format for assessments."""

from __future__ import annotations

from pathlib import Path

import click

from mingzheng.language import Text

HELP = Text(
    zh="""把结果文件夹写成 OSCAL 1.2 的 JSON：目录、评估结果、整改计划与节点。

逐条结论不写入，而以文件名和 SHA-256 指向封存的结论文件。
""",
    en="""Write a result folder as OSCAL 1.2 JSON: catalog, assessment results, plan of action.

Single verdicts are not copied: the sealed files that list them are named with their SHA-256.
""",
)


@click.command("oscal", help=str(HELP))
@click.argument("result", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), required=True,
    help=str(Text(zh="写入的文件夹", en="the folder to write into")),
)  # fmt: skip
def command(result: Path, output: Path) -> None:
    """Write OSCAL documents."""
    from mingzheng.reports.oscal import write_oscal

    for path in write_oscal(result, output):
        click.echo(str(path))
