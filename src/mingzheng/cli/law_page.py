"""What `mingzheng law` prints: tables and pages of an item, article, instrument or standard."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mingzheng import law
from mingzheng.language import Language, Text
from mingzheng.law.article import GLOSS, UNREAD

if TYPE_CHECKING:
    from mingzheng.rules import Rule

STATUS = {
    "in_force": Text(zh="现行", en="in force"),
    "withdrawn": Text(zh="废止", en="withdrawn"),
    "draft": Text(zh="草案", en="draft"),
    "unknown": Text(zh="未知", en="unknown"),
}
OURS = Text(zh="本系统所列依据", en="basis by our reading")
PRINTED = Text(zh="通知所引", en="cited by the notice")
PUT_RIGHT = Text(zh="更正后的引用", en="the citation put right")


def page(
    found: law.Item | law.Article | law.Instrument | law.Standard, language: Language
) -> Iterable[RenderableType]:
    """Everything the catalogue knows of one thing, and what rests on it."""
    match found:
        case law.Item():
            return _item(found, language)
        case law.Article():
            return _article(found, language)
        case law.Instrument():
            return _instrument(found, language)
        case law.Standard():
            return _standard(found, language)


def items_table(items: Iterable[law.Item], language: Language) -> Table:
    """The items of the notice with what they rest on."""
    table = _table(
        language,
        Text(zh="通知事项（4.1、4.2 为工作要求）", en="Items of the notice (4.x: requirements)"),
        *(Text(zh="编号", en="id"), Text(zh="事项", en="item"), Text(zh="依据", en="basis")),
    )
    for item in items:
        erratum = Text(zh="（有勘误）", en=" (erratum)").in_language(language)
        title = item.title.in_language(language) + (erratum if item.erratum else "")
        table.add_row(item.id, title, _basis(item, language))
    return table


def instruments_table(instruments: Iterable[law.Instrument], language: Language) -> Table:
    """The instruments: how many articles, and how surely they are known."""
    table = _table(
        language,
        Text(zh="法律文件", en="Instruments"),
        *(Text(zh="编号", en="id"), Text(zh="名称", en="title")),
        *(Text(zh="条数", en="articles"), Text(zh="核对标记", en="marks")),
    )
    for each in instruments:
        marks = [f"{mark.label(language)} {count}" for mark, count in sorted(each.marks().items())]
        title = each.title.in_language(language)
        table.add_row(each.id, title, str(len(each.articles) or "–"), "\n".join(marks))
    return table


def standards_table(standards: Iterable[law.Standard], language: Language) -> Table:
    """The standards that may be cited."""
    table = _table(
        language,
        Text(zh="标准（只引用名称、状态和日期）", en="Standards (title, status and dates only)"),
        *(Text(zh="编号", en="id"), Text(zh="标准", en="standard")),
        *(Text(zh="状态", en="status"), Text(zh="核对标记", en="mark")),
    )
    for each in standards:
        status = STATUS[each.status].in_language(language)
        name = f"{each.code}\n{each.title.in_language(language)}".strip()
        table.add_row(each.id, name, status, each.mark.label(language))
    return table


def _item(item: law.Item, language: Language) -> Iterable[RenderableType]:
    yield _heading(f"{item.id}  {item.title.in_language(language)}", item.cite(language))
    yield Padding(item.shown(language), (1, 2))
    facts = _facts()
    if item.cited_as:
        _fact(facts, language, Text(zh="通知所引", en="cited as"), item.cited_as)
    if item.erratum:
        _fact(facts, language, Text(zh="应为", en="actual"), item.actual)
        _fact(facts, language, Text(zh="勘误", en="erratum"), item.erratum.in_language(language))
    _fact(facts, language, Text(zh="罚则", en="sanction"), item.sanction.text)
    _fact(facts, language, Text(zh="主管部门", en="authority"), item.authority)
    _fact(facts, language, Text(zh="义务起始", en="duty since"), str(item.since))
    _fact(facts, language, Text(zh="出处", en="source"), item.provenance)
    if item.note:
        _fact(facts, language, Text(zh="说明", en="note"), item.note)
    _resting_rules(facts, language, lambda rule: item.id in rule.items)
    yield facts
    for id in item.articles:
        article = law.catalogue().article(id)
        printed = any(law.overlap(id, whole) for whole in item.printed)
        basis = PUT_RIGHT if item.erratum else PRINTED if printed else OURS
        yield _heading(f"\n{article.cite(language)}", f"{id}  {basis.in_language(language)}")
        yield from _words(article.latest, language)


def _article(article: law.Article, language: Language) -> Iterable[RenderableType]:
    yield _heading(article.cite(language), article.id)
    if article.chapter:
        yield Styled(article.chapter.in_language(language), style="dim")
    yield Padding("", 0)
    yield from _words(article.latest, language)
    yield Padding("", 0)
    facts = _facts()
    instrument = law.catalogue().instrument(article.instrument)
    _fact(facts, language, Text(zh="核对标记", en="mark"), article.mark.text)
    _fact(facts, language, Text(zh="出处", en="source"), article.provenance)
    _fact(facts, language, Text(zh="主管部门", en="authority"), instrument.authority)
    _fact(facts, language, Text(zh="义务起始", en="duty since"), str(article.since))
    if article.until:
        _fact(facts, language, Text(zh="义务终止", en="duty until"), str(article.until))
    if instrument.official:
        _fact(facts, language, Text(zh="官方文本", en="official text"), instrument.official)
    items = ("、" if language == "zh" else ", ").join(
        item.id for item in law.catalogue().resting_on(article)
    )
    _fact(facts, language, Text(zh="相关事项", en="items"), items or "–")
    _resting_rules(
        facts, language, lambda rule: any(law.overlap(article.id, id) for id in rule.cites)
    )
    yield facts
    yield _wordings(article.versions, language)


def _words(version: law.Version, language: Language) -> Iterable[RenderableType]:
    """The text with its label; for an English reader our gloss, then the Chinese it glosses."""
    if language == "en":
        yield Padding(version.shown("en"), (0, 2))
    if version.zh or language == "zh":
        yield Padding(version.shown("zh"), (0, 2))
    if version.working_copy:
        label = Text(zh="〔工作稿，未核实〕", en="[working copy, unverified]\n")
        yield Padding(label.in_language(language) + version.working_copy, (0, 2))
    if version.note:
        note = Text(zh="说明：", en="Note: ").in_language(language)
        yield Padding(note + version.note.in_language(language), (0, 2))


def _wordings(versions: Iterable[law.Version], language: Language) -> Table:
    table = _table(
        language,
        Text(zh="历次文本", en="Wordings"),
        *(Text(zh="自", en="since"), Text(zh="至（不含）", en="until (not including)")),
        *(Text(zh="核对标记", en="mark"), Text(zh="出处", en="source")),
    )
    for each in versions:
        unread = "" if each.zh else f"\n{UNREAD.in_language(language)}"
        table.add_row(
            str(each.since),
            str(each.until or "–"),
            each.mark.label(language),
            each.provenance.in_language(language) + unread,
        )
    return table


def _instrument(each: law.Instrument, language: Language) -> Iterable[RenderableType]:
    yield _heading(each.title.in_language(language), each.id)
    facts = _facts()
    _fact(facts, language, Text(zh="制定机关", en="issuer"), each.issuer)
    if each.number:
        _fact(facts, language, Text(zh="文号", en="number"), each.number)
    elif each.id == law.catalogue().notice.instrument:
        number = law.catalogue().notice.document_number
        _fact(facts, language, Text(zh="文号", en="number"), number)
    _fact(facts, language, Text(zh="主管部门", en="authority"), each.authority)
    if each.official:
        _fact(facts, language, Text(zh="官方文本", en="official text"), each.official)
    if each.note:
        _fact(facts, language, Text(zh="说明", en="note"), each.note)
    yield facts
    if each.articles:
        articles = _table(
            language,
            Text(zh="条文", en="Articles"),
            *(Text(zh="编号", en="id"), Text(zh="条", en="article")),
            *(Text(zh="核对标记", en="mark"), GLOSS),
        )
        for article in each.articles:
            mark = article.mark.label(language)
            articles.add_row(article.id, article.cite(language), mark, article.en or "")
        yield articles
    elif each.id == law.catalogue().notice.instrument:
        yield items_table(law.catalogue().items(), language)
        yield from _duties(law.catalogue().notice, language)


def _duties(notice: law.Notice, language: Language) -> Iterable[RenderableType]:
    table = _table(
        language,
        Text(zh="专项整治的期限和工作", en="Dates and duties of the campaign"),
        *(Text(zh="期限", en="due"), Text(zh="谁", en="who"), Text(zh="内容", en="what")),
    )
    for duty in notice.duties:
        what = duty.text if language == "zh" else duty.en
        table.add_row(str(duty.due or "–"), duty.who.in_language(language), what)
    yield table


def _standard(each: law.Standard, language: Language) -> Iterable[RenderableType]:
    yield _heading(each.cite(language), each.id)
    facts = _facts()
    _fact(facts, language, Text(zh="状态", en="status"), STATUS[each.status])
    for label, day in (
        (Text(zh="发布", en="issued"), each.issued),
        (Text(zh="实施", en="in force from"), each.since),
        (Text(zh="终止", en="until"), each.until),
    ):
        _fact(facts, language, label, str(day) if day else STATUS["unknown"])
    if each.replaced_by:
        _fact(facts, language, Text(zh="代替者", en="replaced by"), each.replaced_by)
    _fact(facts, language, Text(zh="核对标记", en="mark"), each.mark.text)
    _fact(facts, language, Text(zh="出处", en="source"), each.provenance)
    if each.note:
        _fact(facts, language, Text(zh="说明", en="note"), each.note)
    _resting_rules(facts, language, lambda rule: each.id in rule.cites)
    yield facts


def _resting_rules(facts: Table, language: Language, rests: Callable[[Rule], bool]) -> None:
    # Imported here: only `show` needs the rules, and they bring the expression engine along.
    from mingzheng.rules import rules

    names = "\n".join(
        f"{rule.id}  {rule.zh if language == 'zh' else rule.en}" for rule in rules() if rests(rule)
    )
    _fact(facts, language, Text(zh="检查规则", en="rules"), names or "–")


def _basis(item: law.Item, language: Language) -> str:
    """One line an instrument: 《电子签名法》第二十条、第二十二条."""
    lines = []
    articles = [law.catalogue().article(id) for id in item.articles]
    for title, group in itertools.groupby(articles, key=lambda article: article.title):
        places = [article.place.ordinal(language) for article in group]
        lines.append(
            f"《{title.zh}》{'、'.join(places)}"
            if language == "zh"
            else f"{title.en}: {'; '.join(places)}"
        )
    return "\n".join(lines)


def _table(language: Language, title: Text, *columns: Text) -> Table:
    table = Table(title=title.in_language(language), title_justify="left", expand=False)
    for n, column in enumerate(columns):
        table.add_column(column.in_language(language), overflow="fold", no_wrap=n == 0)
    return table


def _facts() -> Table:
    facts = Table.grid(padding=(0, 2))
    facts.add_column(no_wrap=True, style="bold")
    facts.add_column(overflow="fold")
    return facts


def _fact(facts: Table, language: Language, label: Text, value: Text | str) -> None:
    said = value if isinstance(value, str) else value.in_language(language)
    facts.add_row(label.in_language(language), Styled(said))


def _heading(title: str, id: str) -> Styled:
    return Styled.assemble((title, "bold"), "   ", (id, "cyan"))
