"""What `mingzheng read` prints: a page for a person, an object for a program.

Numbers of persons are masked in every quotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from mingzheng.documents import kinds
from mingzheng.documents.account import account, plain_cue
from mingzheng.documents.clauses import Clause, Evidence, element_names
from mingzheng.documents.contradictions import Contradiction, contradictions
from mingzheng.documents.examination import Examination
from mingzheng.documents.outline import Entry
from mingzheng.documents.structure import Document, Span
from mingzheng.documents.terms.term import NAMES
from mingzheng.documents.terms.wording import SUBJECTS, said
from mingzheng.errors import SourceError
from mingzheng.language import Language, Text
from mingzheng.privacy import mask_text

ANSWERS: dict[str, tuple[Text, str]] = {
    "covered": (Text(zh="已写明", en="covered"), "green"),
    "doubtful": (Text(zh="待确认", en="doubtful"), "yellow"),
    "not found": (Text(zh="未找到", en="not found"), "red"),
}
STANDINGS: dict[str, tuple[Text, str]] = {
    "present": (Text(zh="有", en="present"), "green"),
    "renamed": (Text(zh="名称不同", en="renamed"), "yellow"),
    "absent": (Text(zh="未见", en="absent"), "red"),
}
CLASHES = {
    True: (Text(zh="矛盾", en="contradiction"), "red"),
    False: (Text(zh="待确认", en="doubtful"), "yellow"),
}
_LAW = Text(zh="依据", en="law")
_MOST_EVIDENCE = 3
_LONGEST = 160


def print_page(found: Examination, language: Language) -> None:
    """One document on the terminal."""
    console = Console(highlight=False, markup=False, emoji=False)
    document = found.document
    console.print(f"\n{document.name}", style="bold")
    console.print(_summary(found).in_language(language), soft_wrap=True)
    if found.outline:
        _outline(console, found, language)
    _clauses(console, found, language)
    _terms(console, found, language)
    console.print(
        Text(
            zh="以上由词语和结构判断，供人核对原文，不是结论。",
            en="Told by words and structure, for a person to compare with the text; no finding.",
        ).in_language(language),
        style="dim",
    )


def _summary(found: Examination) -> Text:
    document = found.document
    kind = kinds.NAMES[found.kind]
    pages = document.page(len(document.text))
    counts = {
        "sections": sum(1 for each in document.sections if each.title),
        "sentences": len(document.sentences),
        "tables": len(document.tables),
    }
    return Text(
        zh=f"{kind.zh} · {document.format} · {f'{pages} 页 · ' if pages else ''}"
        f"{counts['sections']} 个标题 · {counts['sentences']} 句 · {counts['tables']} 张表 · "
        f"SHA-256 {document.digest[:16]}",
        en=f"{kind.en} · {document.format} · {f'{pages} pages · ' if pages else ''}"
        f"{counts['sections']} headings · {counts['sentences']} sentences · "
        f"{counts['tables']} tables · SHA-256 {document.digest[:16]}",
    )


def _outline(console: Console, found: Examination, language: Language) -> None:
    table = _table(Text(zh="大纲（RFC 3647）", en="Outline (RFC 3647)"), language)
    for column in (
        Text(zh="部分", en="Part"),
        Text(zh="情况", en="Standing"),
        Text(zh="文中标题", en="Heading"),
    ):
        table.add_column(column.in_language(language), overflow="fold")
    for entry in found.outline:
        if entry.number.isdigit() or entry.standing != "present":
            standing, colour = STANDINGS[entry.standing]
            table.add_row(
                f"{'' if entry.number.isdigit() else '  '}{entry.number} {entry.name.in_language(language)}",
                Styled(standing.in_language(language), style=colour),
                _headed(found.document, entry, language),
            )  # fmt: skip
    console.print(table)


def _headed(document: Document, entry: Entry, language: Language) -> str:
    if entry.section is None:
        return ""
    section = document.sections[entry.section]
    number = section.number.text if section.number else ""
    return f"{number} {section.title}{_page(document, section, language)}".strip()


def _clauses(console: Console, found: Examination, language: Language) -> None:
    console.print(Text(zh="条款", en="Clauses").in_language(language), style="bold")
    for clause in found.clauses:
        answer, colour = ANSWERS[clause.answer]
        console.print(
            f"{answer.in_language(language)}  {clause.name.in_language(language)}"
            f"（{_LAW.in_language(language)} {clause.law}）",
            style=colour, soft_wrap=True,
        )  # fmt: skip
        for evidence in _distinct(clause):
            place = _place(found.document, evidence.sentence, language)
            console.print(f"    “{_quoted(found.document, evidence.sentence)}”", soft_wrap=True)
            element = element_names()[evidence.element].in_language(language)
            told_by = f"    {place} · {element}：{plain_cue(evidence.cue)}"
            console.print(told_by, style="dim", soft_wrap=True)


def _distinct(clause: Clause) -> list[Evidence]:
    by_sentence = {each.sentence.start: each for each in reversed(clause.evidence)}
    return [each for each in clause.evidence if by_sentence[each.sentence.start] is each][
        :_MOST_EVIDENCE
    ]


def _terms(console: Console, found: Examination, language: Language) -> None:
    if found.terms:
        console.print(Text(zh="约定", en="Terms").in_language(language), style="bold")
    for term in found.terms:
        subject = SUBJECTS[term.subject].in_language(language)
        name = NAMES[term.key].in_language(language)
        about = f"{name}（{subject}）" if subject else name
        console.print(f"{about}：{mask_text(said(term).in_language(language))}", soft_wrap=True)
        console.print(
            f"    “{_quoted(found.document, term.sentence)}”", style="dim", soft_wrap=True
        )
        console.print(
            f"    {_place(found.document, term.place, language)}", style="dim", soft_wrap=True
        )


def _table(title: Text, language: Language) -> Table:
    return Table(
        title=title.in_language(language), title_justify="left", title_style="bold",
        box=SIMPLE_HEAD, padding=(0, 1, 0, 0),
    )  # fmt: skip


def _quoted(document: Document, span: Span) -> str:
    text = mask_text(document.quote(span)).replace("\t", " | ")
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "……"


def _page(document: Document, span: Span, language: Language) -> str:
    page = document.page(span.start)
    if page is None:
        return ""
    return Text(zh=f"（第 {page} 页）", en=f" (p. {page})").in_language(language)


def _place(document: Document, span: Span, language: Language) -> str:
    """Page and headings of a place, or its offset where there are neither."""
    headed = mask_text(document.heading(span.start))
    shown = f"{headed}{_page(document, span, language)}".strip()
    offset = Text(zh=f"第 {span.start} 字", en=f"offset {span.start}").in_language(language)
    return shown or offset


def print_contradictions(found: Sequence[Examination], language: Language) -> None:
    """What agreements and notices say against the practice statements read with them."""
    console = Console(highlight=False, markup=False, emoji=False)
    statements = [each for each in found if each.kind == "cps"]
    for text in found:
        for statement, clashes in _held_against(text, statements):
            if clashes:
                beside = Text(
                    zh=f"{text.document.name} 与 {statement.document.name} 的矛盾",
                    en=f"Contradictions of {text.document.name} and {statement.document.name}",
                )
                console.print(f"\n{beside.in_language(language)}", style="bold", soft_wrap=True)
            for clash in clashes:
                answer, colour = CLASHES[clash.sure]
                why = mask_text(clash.why.in_language(language))
                console.print(
                    f"{answer.in_language(language)}  {why}", style=colour, soft_wrap=True
                )
                for document, sentence in (
                    (text.document, clash.text_sentence),
                    (statement.document, clash.statement_sentence),
                ):
                    if sentence is not None:
                        console.print(f"    “{_quoted(document, sentence)}”", soft_wrap=True)
                        place = f"{document.name} · {_place(document, sentence, language)}"
                        console.print(f"    {place}", style="dim", soft_wrap=True)


def contradict(found: Sequence[Examination]) -> bool:
    """Whether any document contradicts a practice statement read with it."""
    statements = [each for each in found if each.kind == "cps"]
    return any(clashes for text in found for _, clashes in _held_against(text, statements))


def _held_against(
    text: Examination, statements: Sequence[Examination]
) -> list[tuple[Examination, Sequence[Contradiction]]]:
    """An agreement or a notice beside each practice statement that was read with it."""
    if text.kind == "cps":
        return []
    return [(statement, contradictions(text, statement)) for statement in statements]


def machine(found: Sequence[Examination], refused: Sequence[SourceError]) -> dict[str, Any]:
    """The object that other programs build on."""
    statements = [each for each in found if each.kind == "cps"]
    return {
        "documents": [account(each, against=_held_against(each, statements)) for each in found],
        "refused": [{"zh": error.text.zh, "en": error.text.en} for error in refused],
    }
