"""What `mingzheng certificate` prints: items, rules, and where an unreadable one goes wrong."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mingzheng import law
from mingzheng.audit.bare_certificates import Examined, Finding, by_archive, examine
from mingzheng.certificates import REASONS, read
from mingzheng.cli.certificate_file import Given, Loaded, looks_like_certificate, printable
from mingzheng.cli.certificate_items import (
    ARTICLES,
    NOT_STATED,
    STATED,
    VERDICTS,
    Item,
    items,
    veil,
)
from mingzheng.cli.hexdump import hexdump
from mingzheng.errors import SourceError
from mingzheng.language import Language, Text
from mingzheng.law.mark import Mark
from mingzheng.rules import Severity

STYLES = {STATED: "green", NOT_STATED: "bold red"}
ANSWERS = {
    "clear": Text(zh="未见问题", en="clear"),
    "unknown": Text(zh="无法判断", en="can't be told"),
    "not_in_force": Text(zh="当时未施行", en="not in force then"),
}
BREACHES = {
    Severity.VIOLATION: Text(zh="疑似问题", en="suspected"),
    Severity.DOUBT: Text(zh="疑点", en="doubt"),
    Severity.NOTICE: Text(zh="提示", en="notice"),
}
SUSPECTED = Text(
    zh="以上均为疑似，须经人工确认。", en="All of this is suspected until a person confirms it."
)


@dataclass(frozen=True)
class Explained:
    """One certificate with what its bytes say, or why they can't be read."""

    given: Given
    examined: Examined | None
    items: tuple[Item, ...]
    unreadable: str | None
    unreadable_at: int | None

    @property
    def violated(self) -> bool:
        """A rule of the law suspects a violation."""
        return any(f.verdict == "breach" for f in self._binding())

    @property
    def open(self) -> bool:
        """A rule of the law has no answer."""
        return self.examined is None or any(f.verdict == "unknown" for f in self._binding())

    def _binding(self) -> list[Finding]:
        findings = self.examined.findings if self.examined else ()
        return [f for f in findings if f.severity is Severity.VIOLATION]


def explained(
    given: Sequence[Given], *, issuers: Sequence[bytes], provider: str | None, as_of: dt.date
) -> list[Explained]:
    """Every certificate explained, in the order given."""
    table = read(pa.array([each.der for each in given], pa.binary()), digests=False)
    reasons, places = table["unreadable"].to_pylist(), table["unreadable_at"].to_pylist()
    readable = list(dict.fromkeys(g.der for g, r in zip(given, reasons, strict=True) if r is None))
    examined = (
        examine(readable, issuers=issuers, provider=provider, as_of=as_of) if readable else []
    )
    found = dict(zip(readable, examined, strict=True))
    return [
        Explained(each, None, (), reason, place)
        if reason is not None
        else Explained(each, found[each.der], items(found[each.der]), None, None)
        for each, reason, place in zip(given, reasons, places, strict=True)
    ]


def print_page(found: Sequence[Explained], loaded: Sequence[Loaded], language: Language) -> None:
    """All certificates, then what of the files was not explained."""
    console = Console(highlight=False, markup=False, emoji=False)
    for each in found:
        for part in _page(each, language):
            console.print(part)
    for file in loaded:
        for text in _leftover(file):
            console.print(Styled(text.in_language(language), style="dim"))
    console.print(SUSPECTED.in_language(language))


def machine(
    found: Sequence[Explained], loaded: Sequence[Loaded], refused: Sequence[SourceError]
) -> dict[str, Any]:
    """The object of --json: texts in both languages."""
    return {
        "certificates": [_object(each) for each in found],
        "files": [
            {"seen": f.seen, "more": f.more, "losses": [_both(loss) for loss in f.losses]}
            for f in loaded
        ],
        "refused": [_both(error.text) for error in refused],
    }


def _page(each: Explained, language: Language) -> Iterable[RenderableType]:
    yield Styled(printable(f"{each.given.file}:{each.given.position}"), style="bold")
    yield Styled(f"SHA-256 {hashlib.sha256(each.given.der).hexdigest()}", style="dim")
    if each.examined is None:
        yield from _unreadable(each, language)
        return
    yield from _law(language)
    for item in each.items:
        yield from _item(item, language)
    yield _rules(each.examined, language)
    yield Padding(_unasked(language), (0, 0, 1, 0))


def _law(language: Language) -> Iterable[RenderableType]:
    """Both articles, with the label that each text's mark demands."""
    for id_ in ARTICLES:
        article = law.catalogue().find(id_)
        assert isinstance(article, law.Article)
        opening = article.shown(language).partition("\n")[0]
        yield Styled.assemble((article.cite(language), "bold"), "  ", opening)


def _item(item: Item, language: Language) -> Iterable[RenderableType]:
    verdict = VERDICTS[item.verdict].in_language(language)
    number = (
        "（" + "一二三四五六七"[item.number - 1] + "）"
        if language == "zh"
        else f"({item.number}) "
    )
    yield Padding(
        Styled.assemble(
            (number + item.title.in_language(language), "bold"),
            "  ",
            (verdict, STYLES.get(item.verdict, "yellow")),
        ),
        (1, 0, 0, 0),
    )
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", max_width=22, overflow="fold")
    facts.add_column(overflow="fold")
    for label, value in item.says:
        facts.add_row(label.in_language(language), Styled(printable(value)))
    reason = Text(zh="判断", en="why").in_language(language)
    facts.add_row(reason, item.reason.in_language(language))
    basis = Text(zh="依据", en="law").in_language(language)
    for article in _cited(item.number):
        facts.add_row(basis, Styled(_words(article, language)))
        basis = ""
    yield Padding(facts, (0, 0, 0, 2))


def _cited(number: int) -> list[law.Article]:
    found = [law.catalogue().find(f"{article}({number})") for article in ARTICLES]
    return [each for each in found if isinstance(each, law.Article)]


def _words(article: law.Article, language: Language) -> str:
    """Citation and text of one item; the English gloss is the whole article's and stands above."""
    if language == "zh":
        return f"{article.cite(language)}　{article.shown(language)}"
    label = "" if article.mark is Mark.VERBATIM else f" [{article.mark.label(language)}]"
    return article.cite(language) + label


def _rules(examined: Examined, language: Language) -> RenderableType:
    title = Text(zh="仅凭证书字节可判断的规则", en="Rules that the bytes alone can answer")
    table = Table(title=title.in_language(language), title_justify="left", expand=False)
    for heading in (
        Text(zh="结论", en="answer"),
        Text(zh="规则", en="rule"),
        Text(zh="所示内容", en="what it shows"),
    ):
        table.add_column(heading.in_language(language), overflow="fold")
    shown = veil(examined.columns)
    for finding in examined.findings:
        rule = finding.rule
        named = rule.zh if language == "zh" else rule.en
        said = "\n".join(
            f"{fact.in_language(language)}: {shown(value)}" for fact, value in finding.shows
        )
        told = said if finding.verdict in ("breach", "unknown") else ""
        style = "bold red" if finding.verdict == "breach" else ""
        answer = Styled(_answer(finding).in_language(language), style=style)
        table.add_row(answer, f"{named}\n{rule.id}", Styled(told))
    return Padding(table, (1, 0, 0, 0))


def _answer(finding: Finding) -> Text:
    if finding.verdict == "breach":
        return BREACHES[finding.severity]
    return ANSWERS[finding.verdict]


def _unasked(language: Language) -> str:
    zh = "、".join(rule.zh for rule in by_archive())
    en = "; ".join(rule.en for rule in by_archive())
    return Text(
        zh=f"须有整个档案或业务记录才能判断，此处未核验：{zh}。请用 mingzheng audit。",
        en=f"Not examined here, since they need the archive or the records: {en}. "
        "Use mingzheng audit.",
    ).in_language(language)


def _unreadable(each: Explained, language: Language) -> Iterable[RenderableType]:
    at = each.unreadable_at if each.unreadable_at is not None and each.unreadable_at >= 0 else 0
    reason = REASONS[each.unreadable or ""]
    yield Styled(
        Text(
            zh=f"证书无法读取：第 {at} 字节（从 0 计，共 {len(each.given.der)} 字节）：{reason.zh}。",
            en=f"The certificate can't be read: byte {at} (from 0, of {len(each.given.der)}): "
            f"{reason.en}.",
        ).in_language(language),
        style="bold red",
    )
    if looks_like_certificate(each.given.der):
        for line in hexdump(each.given.der, at):
            yield Styled(line)
    else:
        yield Text(
            zh="内容的开头不像证书，可能是密钥，不予显示。",
            en="It does not begin as a certificate and may be a key: its bytes are not shown.",
        ).in_language(language)
    yield Text(
        zh="第二十一条各项均无法判断；请重新导出该证书，或对照归档摘要确认字节是否原样。",
        en="None of the items of article 21 can be told: export the certificate again, or compare "
        "its bytes with the archived hash.",
    ).in_language(language)


def _leftover(file: Loaded) -> Iterable[Text]:
    rest = file.seen - len(file.chosen)
    if rest > 0 or file.more:
        least = Text(zh="至少 ", en="at least ") if file.more else Text(zh=" ", en="")
        total = file.seen + file.more
        yield Text(
            zh=f"文件中共有{least.zh}{total} 张证书，解释了 {len(file.chosen)} 张；"
            "用 --serial 或 --first 选择其他证书。",
            en=f"The file holds {least.en}{total} certificates, {len(file.chosen)} explained; choose "
            "others with --serial or --first.",
        )
    for loss in file.losses:
        yield Text(zh=f"未能读取：{loss.zh}", en=f"Not read: {loss.en}")


def _object(each: Explained) -> dict[str, Any]:
    result: dict[str, Any] = {
        "file": each.given.file,
        "position": each.given.position,
        "fingerprint": hashlib.sha256(each.given.der).hexdigest(),
    }
    if each.examined is None:
        reason = REASONS[each.unreadable or ""]
        return result | {
            "unreadable": {
                "code": each.unreadable, "offset": each.unreadable_at, "reason": _both(reason)
            },
            "items": [],
            "rules": [],
            "not_examined": [rule.id for rule in by_archive()],
        }  # fmt: skip
    shown = veil(each.examined.columns)
    return result | {
        "unreadable": None,
        "items": [_item_object(item) for item in each.items],
        "rules": [
            {
                "id": f.rule.id,
                "title": {"zh": f.rule.zh, "en": f.rule.en},
                "verdict": f.verdict,
                "severity": f.severity.value,
                "cites": list(f.rule.cites),
                "shows": [{"fact": _both(fact), "value": shown(v)} for fact, v in f.shows],
            }
            for f in each.examined.findings
        ],
        "not_examined": [rule.id for rule in by_archive()],
    }


def _item_object(item: Item) -> dict[str, Any]:
    return {
        "number": item.number,
        "title": _both(item.title),
        "says": [{"label": _both(label), "value": value} for label, value in item.says],
        "verdict": item.verdict,
        "reason": _both(item.reason),
        "cites": [
            {"id": a.id, "zh": a.cite("zh"), "en": a.cite("en"), "mark": str(a.mark),
             "text": a.shown("zh")}
            for a in _cited(item.number)
        ],
    }  # fmt: skip


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
