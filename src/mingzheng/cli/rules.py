"""`mingzheng rules`: what is checked, how grave a breach is, and the law it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mingzheng import law
from mingzheng.cli.options import language_and_json
from mingzheng.errors import RuleError
from mingzheng.language import Language, Text, reader_language
from mingzheng.records.schema import tables
from mingzheng.reports.wording import COMPETENT
from mingzheng.rules import VERSION, Rule, Severity, rule_by_id, rules
from mingzheng.rules.registry import digest

SEVERITIES = {
    Severity.VIOLATION: Text(zh="违规", en="violation"),
    Severity.DOUBT: Text(zh="疑点", en="doubt"),
    Severity.NOTICE: Text(zh="提示", en="notice"),
}
OUTSIDE = Text(zh="不属于通知事项", en="outside the notice's items")
READ_FROM_BYTES = {
    "certificates": Text(zh="证书", en="certificates"),
    "issuers": Text(zh="颁发者证书", en="issuers' certificates"),
    "crls": Text(zh="证书撤销列表", en="revocation lists"),
    "revoked": Text(zh="撤销列表条目", en="entries of revocation lists"),
    "public_texts": Text(zh="文件正文", en="texts of documents"),
}
"""Tables that no export supplies: they are read from the bytes of certificates and CRLs."""


@click.group(help=str(Text(zh="查看检查规则。", en="List and show the rules.")))
def command() -> None:
    """The group of both commands."""


@command.command(
    "list",
    help=str(Text(zh="列出规则，可按通知事项筛选。", en="List the rules, of one item or all.")),
)
@click.option(
    "--item",
    help=str(
        Text(zh="只列此事项的规则，如 1.3。", en="Only the rules of this item, such as 1.3.")
    ),
)
@language_and_json
def list_all(item: str | None, lang: Language | None, as_json: bool) -> None:
    """Id, item, severity and title of each rule, by id."""
    chosen = _of_item(item)
    if as_json:
        _print_json(
            {
                "version": VERSION,
                "digest": digest(),
                "rules": [_summary(rule) for rule in chosen],
            }
        )
        return
    language = lang or reader_language()
    count = Text(zh=f"共 {len(chosen)} 条", en=f"{len(chosen)} rules").in_language(language)
    _print(
        _listing(chosen, language), Styled(f"{count}  rules {VERSION}  {digest()}", style="dim")
    )


@command.command(
    "show",
    help=str(
        Text(
            zh="显示一条规则：查什么、依据什么、需要哪些记录。",
            en="Show one rule: what it finds, what it rests on, which records it needs.",
        )
    ),
)
@click.argument("id")
@language_and_json
def show(id: str, lang: Language | None, as_json: bool) -> None:
    """Everything about one rule."""
    rule = rule_by_id(id)
    if as_json:
        _print_json(_summary(rule) | _details(rule))
        return
    _print(*_page(rule, lang or reader_language()))


def _of_item(item: str | None) -> tuple[Rule, ...]:
    """All rules, or those of one item; RuleError where no rule belongs to it."""
    chosen = tuple(rule for rule in rules() if item is None or item in rule.items)
    if not chosen:
        known = sorted({known for rule in rules() for known in rule.items})
        raise RuleError(
            zh=f"没有属于事项“{item}”的规则。有规则的事项：{'、'.join(known)}。",
            en=f"No rule belongs to the item {item!r}. Items with rules: {', '.join(known)}.",
        )
    return chosen


def _summary(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "items": rule.items,
        "severity": rule.severity,
        "title": {"zh": rule.zh, "en": rule.en},
    }


def _details(rule: Rule) -> dict[str, object]:
    cited = [(id, law.catalogue().find(id)) for id in rule.cites]
    return {
        "looks_at": rule.looks_at.key(),
        "authority": rule.authority,
        "reads": rule.reads(),
        "cites": [
            {"id": id, "zh": found.cite("zh"), "en": found.cite("en"), "mark": _mark(found)}
            for id, found in cited
        ],
        "finds": {"zh": rule.finds.zh, "en": rule.finds.en},
        "not_a_breach": {"zh": rule.innocent.zh, "en": rule.innocent.en},
    }


def _listing(chosen: Iterable[Rule], language: Language) -> Table:
    table = Table(expand=False)
    for heading in (
        *(Text(zh="编号", en="id"), Text(zh="事项", en="item")),
        *(Text(zh="性质", en="severity"), Text(zh="规则", en="rule")),
    ):
        table.add_column(heading.in_language(language), overflow="fold")
    for rule in chosen:
        severity = SEVERITIES[rule.severity].in_language(language)
        table.add_row(rule.id, "\n".join(rule.items), severity, _title(rule, language))
    return table


def _page(rule: Rule, language: Language) -> Iterable[RenderableType]:
    yield Styled.assemble((_title(rule, language), "bold"), "   ", (rule.id, "cyan"))
    facts = Table.grid(padding=(0, 2))
    facts.add_column(no_wrap=True, style="bold")
    facts.add_column(overflow="fold")
    for label, value in _facts(rule):
        facts.add_row(label.in_language(language), Styled(value.in_language(language)))
    yield Padding(facts, (1, 0))
    for id in rule.cites:
        yield from _citation(id, language)
    yield Styled(Text(zh="规则说明", en="What it finds").in_language(language), style="bold")
    for paragraph in (rule.finds, rule.innocent):
        yield Padding(paragraph.in_language(language), (0, 2, 1, 2))


def _facts(rule: Rule) -> Iterable[tuple[Text, Text]]:
    yield Text(zh="通知事项", en="item"), _joined([_item(item) for item in rule.items])
    yield Text(zh="性质", en="severity"), SEVERITIES[rule.severity]
    yield Text(zh="检查对象", en="looks at"), _looks_at(rule)
    yield Text(zh="所需记录", en="reads"), _joined([_table_name(name) for name in rule.reads()])
    yield (
        Text(zh="主管部门", en="authority"),
        COMPETENT[rule.authority],
    )


def _citation(id: str, language: Language) -> Iterable[RenderableType]:
    """An article with its text and mark; of a standard the mark only, its text is not held."""
    found = law.catalogue().find(id)
    yield Styled.assemble((found.cite(language), "bold"), "   ", (id, "cyan"))
    if isinstance(found, law.Article):
        yield Padding(found.shown(language), (0, 2, 1, 2))
    elif isinstance(found, law.Standard):
        yield Padding(f"〔{found.mark.label(language)}〕", (0, 2, 1, 2))


def _mark(found: object) -> str | None:
    return str(found.mark) if isinstance(found, law.Article | law.Standard | law.Item) else None


def _item(item: str) -> Text:
    if item == "0":
        return OUTSIDE
    title = law.catalogue().item(item).title
    return Text(zh=f"{item} {title.zh}", en=f"{item} {title.en}")


def _table_name(name: str) -> Text:
    table = tables().get(name)
    known = READ_FROM_BYTES.get(name)
    zh = table.zh if table else known.zh if known else name
    return Text(zh=f"{zh}（{name}）", en=name)


def _looks_at(rule: Rule) -> Text:
    return Text(zh=rule.looks_at.ZH, en=rule.looks_at.EN)


def _title(rule: Rule, language: Language) -> str:
    return rule.zh if language == "zh" else rule.en


def _joined(texts: list[Text]) -> Text:
    return Text(zh="、".join(text.zh for text in texts), en=", ".join(text.en for text in texts))


def _print(*parts: RenderableType) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    for part in parts:
        console.print(part)


def _print_json(content: object) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))
