"""`mingzheng law`: what the audit may cite, how surely it is known, and what rests on it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from rich.console import Console, RenderableType
from rich.text import Text as Styled

from mingzheng import law
from mingzheng.cli.law_page import instruments_table, items_table, page, standards_table
from mingzheng.cli.options import language_and_json
from mingzheng.language import Language, Text, reader_language


@click.group(help=str(Text(zh="查看法律依据。", en="Show the law behind the audit.")))
def command() -> None:
    """The group of both commands."""


@command.command(
    "list",
    help=str(
        Text(
            zh="列出通知事项、法律文件和标准，及其核对标记。",
            en="List the notice's items, the instruments and the standards, with their marks.",
        )
    ),
)
@language_and_json
def list_all(lang: Language | None, as_json: bool) -> None:
    """Items first, then instruments, then standards."""
    catalogue = law.catalogue()
    if as_json:
        _print_json(
            {
                "version": law.VERSION,
                "digest": law.digest(),
                "items": [asdict(item) for item in catalogue.items()],
                "instruments": [asdict(each) for each in catalogue.instruments()],
                "standards": [asdict(each) for each in catalogue.standards()],
            }
        )
        return
    language = lang or reader_language()
    _print(
        items_table(catalogue.items(), language),
        instruments_table(catalogue.instruments(), language),
        standards_table(catalogue.standards(), language),
        Styled(f"law {law.VERSION}  {law.digest()}", style="dim"),
    )


@command.command(
    "show",
    help=str(
        Text(
            zh="显示一个事项（1.3）、条文（esign-law/24、measures/21(1)）、文件或标准。",
            en="Show an item (1.3), an article (esign-law/24, measures/21(1)), an instrument or "
            "a standard.",
        )
    ),
)
@click.argument("id")
@language_and_json
def show(id: str, lang: Language | None, as_json: bool) -> None:
    """Text, mark, source and wordings of one thing, and what rests on it."""
    found = law.catalogue().find(id)
    if as_json:
        _print_json(asdict(found))
        return
    _print(*page(found, lang or reader_language()))


def _print(*parts: RenderableType) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    for part in parts:
        console.print(part)


def _print_json(content: object) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, default=str))
