"""Clauses: where a document says what the law wants said.

Words are looked for in what one side is the subject of: a sentence is cut where its subject
changes, and a part that names none takes that of the part before, of what announces it, or of the
titles around. An item is `covered` where every element it needs is found; `doubtful` where only
some are, or the matter is touched, so that a person must decide; else `not found`.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from mingzheng.documents.context import Reader
from mingzheng.documents.kinds import Kind
from mingzheng.documents.parties import Parties, parties
from mingzheng.documents.structure import Document, Sentence
from mingzheng.documents.vocabulary import HOLDER, PROVIDER, pattern
from mingzheng.language import Text

Answer = Literal["covered", "doubtful", "not found"]
Side = Literal["provider", "holder"]

_DENIED = re.compile(
    r"不承担|不负责|不保证|无需|无须|不必|不对|无义务|没有义务|不提供|概不|免除|免责|不予赔偿|没有责任"
)
_POSTPONED = re.compile(
    r"(?:另行|以|按照?|依照?|依据|参照|遵照|详见|参见|见|根据)[^。，]{0,26}"
    r"(?:约定|规定|规则|公布|公告|网站|官网|为准|办法|制度|CPS|执行|办理)[^。，]{0,6}[。；]?$"
)
_MARK = re.compile(f"{PROVIDER}|{HOLDER}")
_OBJECT = re.compile(
    r"(?:向|对|给|与|同|经|因|由于|为|非|除|以|及|和|、|或|知|合|致|系|于|至|到|要求|委托|成|使|让|如果是|按|照|"
    r"赔偿|补偿|通知|告知|提醒|协助|授权|查验|核验|鉴别|审核|核对|核实|核查|识别|辨认|认准|确认|验证|审查|让|叫|允许|批准|指导|交付|退还|视为|有关|所有|任何|每个|全体|发给|交)$"
)
_NOT_SUBJECT = re.compile(
    r"^(?:的|所在|住所|网站|官网|公布|指定|同意|书面同意|个人信息|隐私|信息|身份|资料|注册信息|私钥|证书|认可|签发的|发放的)"
)
_MODAL = re.compile(
    r"[^，。；]{0,4}(?:应|须|将|不|有|可|保证|承诺|负责|承担|必须|需|会|予以|提供|赔偿)"
)
_DEFINES = re.compile(
    r"^[“\"「‘]?[^，。；]{1,30}[”\"」’]?\s?(?:是指|系指|，指|，是指|指的是)|^[“「][^”」]{1,30}[”」]\s?(?:指|：|:)|(?:本[一-鿿]{2,6})?所称[^。；]{1,24}是?指"
)
_HEAD = 14
_NEAR = 4
_ROW_TITLE = 16
_REFERS = re.compile(
    r"(?:[前上][一]?[款项条]|[前上]述|第?(?P<number>\d+(?:\.\d+)+)[款项条]?)(?:的|所列|所述|规定)*(?:各|任一)?"
    r"(?:情形|情况|事项|事由)"
)
_SAYS_NOTHING = re.compile(
    r"[甲乙丙丁]方[ 　]*(?:[（(][^）)]{1,30}[）)])?[：:][^，。；]{0,30}?(?:公司|中心|机构|[_＿ 　]*)[ 　]*"
    r"|[A-Z][A-Za-z ,&/-]{8,}[一-鿿、]{2,16}"
)
"""Who is who, and a title in two languages."""
_LONGEST_ITEM = 400
_FRAGMENT = re.compile(r"[^，,；;]+[，,；;]?")


@dataclass(frozen=True)
class Evidence:
    """One sentence that speaks for an item: which element, by which words; `weak` where only a hint."""

    sentence: Sentence
    element: str
    cue: str
    weak: bool


@dataclass(frozen=True)
class Clause:
    """The answer about one item.

    key       2.1 to 2.5, or the name of a right or duty (`data/clauses.toml`)
    law       id of the article that wants it said
    score     found elements per needed ones, 0 to 1; a hint counts a quarter
    evidence  best first; empty where nothing was found
    missing   elements needed and not found
    """

    key: str
    name: Text
    law: str
    answer: Answer
    score: float
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class _Element:
    name: str
    side: Side | None
    implied: bool
    denies: bool
    patterns: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None
    under: re.Pattern[str] | None
    not_in: re.Pattern[str] | None
    not_then: re.Pattern[str] | None
    carries: bool


@dataclass(frozen=True)
class _Item:
    key: str
    name: Text
    law: str
    kinds: frozenset[str]
    all: tuple[str, ...]
    least: int
    elements: tuple[_Element, ...]
    hints: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class _Part:
    """A part of a sentence with one subject, both sides under their marks."""

    sentence: Sentence
    text: str
    subject: Side | None
    around: str
    before: str
    defines: bool


def clauses(document: Document, kind: Kind) -> tuple[Clause, ...]:
    """The answer for every item that a document of this kind must cover."""
    reader = Reader(document)
    parts = tuple(_parts(document, reader, parties(document.text)))
    return tuple(_answered(item, parts) for item in _items() if kind in item.kinds)


@cache
def element_names() -> dict[str, Text]:
    """The names of all elements, by the Chinese one."""
    return {zh: Text(zh=zh, en=en) for zh, en in _data()["names"].items()}


@cache
def _data() -> dict[str, Any]:
    file = files("mingzheng.documents").joinpath("data/clauses.toml")
    return tomllib.loads(file.read_text("utf-8"))


@cache
def _items() -> tuple[_Item, ...]:
    return tuple(
        _Item(
            entry["key"], Text(zh=entry["zh"], en=entry["en"]), entry["law"],
            frozenset(entry["kinds"]), tuple(entry.get("all", ())), entry.get("least", 1),
            tuple(_element(each) for each in entry["elements"]),
            tuple(map(pattern, entry["hints"])),
        )
        for entry in _data()["items"]
    )  # fmt: skip


def _element(entry: dict[str, object]) -> _Element:
    def listed(key: str) -> list[str]:
        value = entry.get(key, [])
        return [str(each) for each in value] if isinstance(value, list) else []

    unless = listed("unless")
    side = entry.get("side")
    return _Element(
        str(entry["name"]),
        "holder" if side == "holder" else "provider" if side == "provider" else None,
        bool(entry.get("implied")),
        bool(entry.get("denies")),
        tuple(map(pattern, listed("patterns"))),
        pattern("|".join(unless)) if unless else None,
        pattern(str(entry["under"])) if "under" in entry else None,
        pattern(str(entry["not_in"])) if "not_in" in entry else None,
        pattern(str(entry["not_then"])) if "not_then" in entry else None,
        bool(entry.get("carries")),
    )


def _parts(document: Document, reader: Reader, sides: Parties) -> Iterator[_Part]:
    """Every sentence cut where its subject changes."""
    before: Side | None = None
    said_before = ""
    items = _Referred(document)
    paragraph_ends = {span.end for span in document.paragraphs}
    for sentence in reader.said():
        if _SAYS_NOTHING.fullmatch(document.quote(sentence)):
            continue
        around = reader.around(sentence)
        above: Side | None = None
        for line in around.split("\n"):
            above = above or _mentioned(sides.named(line))
        subject = before or above
        lead = sides.named(document.quote(sentence.lead)) if sentence.lead else ""
        defines = _DEFINES.search(document.quote(sentence)) is not None
        said_before = said_before or sides.named(items.meant(sentence)).replace("。", "，")
        for said in _said(document, sentence):
            for text, owner in _owned(sides.named(said), subject):
                yield _Part(sentence, lead + text, owner, around, said_before, defines)
                said_before, before = text, owner
        said_before = "" if sentence.end in paragraph_ends else said_before
        before = None if sentence.end in paragraph_ends else before


class _Referred:
    """What a sentence means by an item before it: 前款情形, 3.3款情形."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._numbered = {
            ".".join(map(str, section.number.ordinals)): section
            for section in document.sections
            if section.number is not None and section.number.kind == "decimal"
        }
        self._starts = [paragraph.start for paragraph in document.paragraphs]

    def meant(self, sentence: Sentence) -> str:
        """The text of that item; empty where a sentence means none."""
        found = _REFERS.search(self._document.quote(sentence))
        if found is None:
            return ""
        if found["number"]:
            section = self._numbered.get(found["number"])
            return self._document.quote(section)[:_LONGEST_ITEM] if section else ""
        place = bisect_right(self._starts, sentence.start) - 2
        return self._document.quote(self._document.paragraphs[place]) if place >= 0 else ""


def _said(document: Document, sentence: Sentence) -> list[str]:
    """The sentence, or each that stands in the cells of a row, under its first cell."""
    quote = document.quote(sentence)
    if sentence.table is None or quote.count("。") < 2:
        return [quote]
    return [
        f"{quote[:_ROW_TITLE]}　{each}" if at else each
        for at, each in enumerate(quote.split("。"))
        if each
    ]


def _owned(named: str, subject: Side | None) -> Iterator[tuple[str, Side | None]]:
    """Its parts with one subject each; who names none takes `subject`."""
    held = ""
    owner: Side | None = None
    for found in _FRAGMENT.finditer(named):
        own = _subject(found.group())
        if own is not None and owner is not None and own != owner:
            yield held, owner
            held = ""
        owner = own or owner
        held += found.group()
    yield held, owner or subject


def _mentioned(text: str) -> Side | None:
    """The only side that a title or an announcement names."""
    subject = _subject(text)
    found = {match.group() for match in _MARK.finditer(text)}
    if subject is not None or len(found) != 1:
        return subject
    return "provider" if found == {PROVIDER} else "holder"


def _subject(text: str) -> Side | None:
    """The side that does what the text says: named at its head or before a modal verb."""
    for match in _MARK.finditer(text):
        # 核对用户本人 names one side twice.
        before, after = text[: match.start()].removesuffix(match.group()), text[match.end() :]
        if _OBJECT.search(before) or _NOT_SUBJECT.match(after):
            continue
        if match.start() <= _HEAD or _MODAL.match(after):
            return "provider" if match.group() == PROVIDER else "holder"
    return None


def _answered(item: _Item, parts: Sequence[_Part]) -> Clause:
    evidence: list[Evidence] = []
    hints: list[Evidence] = []
    for part in parts:
        for element in item.elements:
            if (found := _matched(element, part)) is not None:
                postponed = _POSTPONED.search(part.text) is not None and len(part.text) < 60
                weak = postponed or part.defines
                (hints if weak else evidence).append(
                    Evidence(part.sentence, element.name, found, weak)
                )
        for hint in item.hints:
            if match := hint.search(part.text):
                hints.append(Evidence(part.sentence, "提及", match.group()[:40], weak=True))
    found_elements = {each.element for each in evidence}
    missing = tuple(name for name in item.all if name not in found_elements)
    needed = max(len(item.all), item.least)
    covered = not missing and len(found_elements) >= item.least
    answer: Answer = "covered" if covered else "doubtful" if evidence or hints else "not found"
    score = min(len(found_elements), needed) / needed if found_elements else 0.25 * bool(hints)
    shown = evidence or hints
    return Clause(
        item.key, item.name, item.law, answer, round(1.0 if covered else min(score, 0.9), 2),
        tuple(sorted(shown, key=lambda each: item.all.index(each.element) if each.element in item.all else len(item.all)))[:12],
        missing,
    )  # fmt: skip


def _matched(element: _Element, part: _Part) -> str | None:
    """The words by which an element is found in a part; None where it is not."""
    if not _is_whose(element, part) or (element.unless and element.unless.search(part.text)):
        return None
    if element.under is not None and not element.under.search(part.around):
        return None
    text = part.before + part.text if element.carries else part.text
    for form in element.patterns:
        for found in form.finditer(text):
            denied = element.side and not element.denies and _DENIED.search(found.group())
            near = text[max(0, found.start() - _NEAR) : found.end()]
            other = element.not_in is not None and element.not_in.search(near)
            other = other or (
                element.not_then is not None and element.not_then.search(text[found.end() :])
            )
            if not (denied or other or found.end() <= len(text) - len(part.text)):
                return found.group()[:80]
    return None


def _is_whose(element: _Element, part: _Part) -> bool:
    """Whether a part speaks of the side that the element is about."""
    if element.side is None or part.subject == element.side:
        return True
    return element.implied and part.subject is None
