"""`mingzheng mapping suggest`: how the headers of a file could map to the contract."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from mingzheng.errors import SourceError
from mingzheng.evidence.nearest import allowed
from mingzheng.evidence.settings import TableSettings
from mingzheng.language import Text
from mingzheng.records.schema import Table, tables
from mingzheng.records.suggestion import Suggestion, suggest
from mingzheng.sources.limits import Limits
from mingzheng.sources.rejects import REASONS, Rejects
from mingzheng.sources.tables import FOLDER, Preview, preview


@click.group(
    help=str(Text(zh="表头与证据约定之间的映射。", en="How headers map to the contract."))
)
def command() -> None:
    """The group of commands about mappings."""


@command.command(
    name="suggest",
    help=str(
        Text(
            zh="为一个文件中未识别的表头建议映射，并说明把握（高、中、低）。结果可粘贴到 evidence.toml。",
            en="Propose a mapping for headers of FILE that are not recognised, and say how sure it is. Paste the result into evidence.toml.",
        )
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--table",
    help=str(
        Text(
            zh="记录表名称；省略时自动判断",
            en="the record table; told from the headers if omitted",
        )
    ),
)
@click.option("--json", "as_json", is_flag=True, help=str(Text(zh="输出 JSON", en="print JSON")))
def suggest_mapping(file: Path, table: str | None, as_json: bool) -> None:
    """Print a proposal for each sheet of a file."""
    chosen = _table(table)
    found = [(shown, suggest(shown.samples, chosen)) for shown in _previews(file)]
    if as_json:
        click.echo(json.dumps([_plain(*one) for one in found], ensure_ascii=False, indent=2))
        return
    for shown, suggestion in found:
        click.echo(_report(file, shown, suggestion))


def _table(name: str | None) -> Table | None:
    if name is None:
        return None
    if name not in tables():
        hint = allowed(name, tables())
        raise click.BadParameter(
            str(
                Text(
                    zh=f"没有名为 {name!r} 的记录表。{hint.zh}",
                    en=f"there is no record table {name!r}. {hint.en}",
                )
            ),
            param_hint="--table",
        )
    return tables()[name]


def _previews(file: Path) -> list[Preview]:
    with Rejects() as rejects:
        settings = TableSettings(name=FOLDER, paths=(file.name,))
        shown = preview(settings, folder=file.parent, rejects=rejects, limits=Limits())
        if shown:
            return shown
        reasons = [entry for batch in rejects.batches() for entry in batch["reason"].to_pylist()]
    raise _unreadable(file, reasons)


def _unreadable(file: Path, reasons: list[str]) -> SourceError:
    if not reasons:
        return SourceError(zh=f"{file} 中没有数据行", en=f"{file} holds no rows")
    reason = REASONS[reasons[0]]
    return SourceError(
        zh=f"{file}：{reason.explanation.zh}。{reason.remedy.zh}",
        en=f"{file}: {reason.explanation.en}. {reason.remedy.en}",
    )


def _path(file: Path) -> str:
    """The path of a file as evidence.toml names it, as far as it can be told from here."""
    return f"{FOLDER}/{file.name}" if file.absolute().parent.name == FOLDER else file.name


def _report(file: Path, shown: Preview, found: Suggestion) -> str:
    table = tables()[found.table]
    known, all_ = len(found.recognised), len(shown.headers)
    lines = [
        Text(
            zh=f"# {shown.file} → {table.name}（{table.zh}）：{all_} 个表头中已识别 {known} 个",
            en=f"# {shown.file} → {table.name} ({table.en}): {known} of {all_} headers recognised",
        ),
    ]
    if found.missing:
        names = "、".join(found.missing)
        lines.append(
            Text(zh=f"# 缺少必需的列：{names}", en=f"# required columns missing: {names}")
        )
    if found.unused:
        names = "、".join(found.unused)
        lines.append(Text(zh=f"# 未采用的表头：{names}", en=f"# headers not used: {names}"))
    if not found.proposals and not found.unknown_codes:
        lines.append(_nothing(found))
    return "\n".join([*map(str, lines), found.toml(_path(file))])


def _nothing(found: Suggestion) -> Text:
    """Why nothing is proposed: all is known, or nothing is alike."""
    if found.missing or found.unused:
        return Text(
            zh="# 没有相似的列可以建议：需要的列请按 docs/evidence.md 写到 columns",
            en="# no column is like these: write those you need to columns, see docs/evidence.md",
        )
    return Text(zh="# 无需映射", en="# nothing to map")


def _plain(shown: Preview, found: Suggestion) -> dict[str, object]:
    return {
        "file": shown.file,
        "table": found.table,
        "recognised": dict(found.recognised),
        "proposals": [
            {**asdict(one), "score": round(one.score, 3), "sure": one.sure.en}
            for one in found.proposals
        ],
        "unused": list(found.unused),
        "missing": list(found.missing),
        "unknown_codes": {column: list(v) for column, v in found.unknown_codes.items()},
    }
