"""What the page shows of one document: its items, terms and outline, each tied to its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from mingzheng import law
from mingzheng.documents import kinds
from mingzheng.documents.account import Account
from mingzheng.documents.terms.wording import SUBJECTS
from mingzheng.errors import LawError
from mingzheng.language import Text
from mingzheng.law import Article
from mingzheng.reports.documents.marks import Marks, Rest
from mingzheng.reports.documents.text import Body
from mingzheng.reports.plain import shown

ANSWERS = {
    "covered": (Text(zh="已写明", en="covered"), "clear"),
    "doubtful": (Text(zh="待确认", en="doubtful"), "unknown"),
    "not found": (Text(zh="未找到", en="not found"), "breach"),
}
STANDINGS = {
    "present": (Text(zh="有", en="present"), "clear"),
    "renamed": (Text(zh="名称不同", en="renamed"), "unknown"),
    "absent": (Text(zh="未见", en="absent"), "breach"),
}
FORMATS = {"pdf": "PDF", "docx": "DOCX", "html": "HTML", "text": "TXT", "markdown": "Markdown"}
_QUOTED = 90
_HEADINGS = 2


@dataclass(frozen=True)
class Cue:
    """The words by which an element was found; `weak` where they only touch it."""

    element: str
    words: str
    weak: bool


@dataclass(frozen=True)
class Quote:
    """A sentence that a finding rests on, the link to it, and what it was told by."""

    link: str
    words: str
    place: Text
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True)
class Item:
    """One item that the law wants said, its answer, and why."""

    number: int
    key: str
    name: Text
    answer: Text
    mood: str
    article: Article | None
    score: float
    found: tuple[str, ...]
    missing: tuple[str, ...]
    quotes: tuple[Quote, ...]

    @property
    def reason(self) -> Text:
        """What the answer rests on, in a sentence."""
        if self.mood == "clear":
            return Text(zh="所需要素都已找到。", en="Every element it needs was found.")
        if self.mood == "breach":
            return Text(
                zh="全文没有找到写明这一项的句子，也没有提到它的词语。",
                en="No sentence in the whole text says it, and no word touches it.",
            )
        if self.found:
            return Text(
                zh="只找到一部分要素，须由人判断是否写明。",
                en="Only some elements were found: a person has to judge.",
            )
        return Text(
            zh="只有提到它的词语，或只指向别的文件，须由人判断是否写明。",
            en="It is only touched, or left to another paper: a person has to judge.",
        )


@dataclass(frozen=True)
class Value:
    """One term: what it is about, its value, its sentence."""

    number: int
    name: Text
    subject: Text
    said: Text
    quote: Quote
    score: float


@dataclass(frozen=True)
class Heading:
    """A part or heading of the framework, and the heading that stands for it."""

    number: str
    name: Text
    standing: Text
    mood: str
    link: str | None
    heading: str


@dataclass(frozen=True)
class DocumentView:
    """One document of a page; `place` counts from 1."""

    account: Account
    place: int

    @property
    def anchor(self) -> str:
        """Begins the ids of everything that belongs to this document."""
        return f"d{self.place}"

    @property
    def kind(self) -> Text:
        """Practice statement, notice or agreement."""
        return kinds.NAMES[self.account["kind"]]

    @property
    def title(self) -> str:
        """The file's name."""
        return shown(self.account["name"], 120)

    @property
    def format(self) -> str:
        """The format's name."""
        return FORMATS[self.account["format"]]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items of its kind, in the order of the law."""
        return tuple(
            self._item(number, clause) for number, clause in enumerate(self.account["clauses"], 1)
        )

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Its terms."""
        begin = len(self.account["clauses"]) + 1
        return tuple(
            Value(
                number, _text(term), SUBJECTS[term["subject"]], _text(term["said"]),
                self._quote(term), term["score"],
            )
            for number, term in enumerate(self.account["terms"], begin)
        )  # fmt: skip

    @cached_property
    def parts(self) -> tuple[tuple[Heading, tuple[Heading, ...]], ...]:
        """The parts of the framework with the headings that belong to them."""
        entries = [self._heading(entry) for entry in self.account["outline"]]
        return tuple(
            (part, tuple(each for each in entries if each.number.startswith(f"{part.number}.")))
            for part in entries
            if "." not in part.number
        )

    def leaves(self) -> Iterator[Markup]:
        """The text, marked."""
        labels = {item.number: _label(item.name) for item in self.items}
        labels |= {value.number: _label(value.name) for value in self.values}
        strong = sorted(
            (term["value_start"], term["value_end"])
            for term in self.account["terms"]
            if 2 * (term["value_end"] - term["value_start"]) < term["end"] - term["start"]
        )
        return Body(self.account, self.anchor, self._marks, labels, strong).leaves()

    def tally(self) -> Sequence[tuple[Text, str, int]]:
        """How many items have which answer."""
        return [
            (answer, mood, sum(item.mood == mood for item in self.items))
            for answer, mood in ANSWERS.values()
        ]

    @cached_property
    def _marks(self) -> Marks:
        return Marks.of(self._rests())

    def _rests(self) -> Iterator[Rest]:
        for number, clause in enumerate(self.account["clauses"], 1):
            mood = ANSWERS[clause["answer"]][1]
            for each in clause["evidence"]:
                yield Rest(each["start"], each["end"], mood, number)
        for number, term in enumerate(self.account["terms"], len(self.account["clauses"]) + 1):
            yield Rest(term["start"], term["end"], "term", number)

    def _item(self, number: int, clause: Mapping[str, Any]) -> Item:
        answer, mood = ANSWERS[clause["answer"]]
        firm = [each["element"] for each in clause["evidence"] if not each["weak"]]
        told: dict[int, list[Mapping[str, Any]]] = {}
        for each in clause["evidence"]:
            told.setdefault(each["start"], []).append(each)
        quotes = tuple(
            self._quote(
                same[0],
                tuple(
                    Cue(shown(each["element"], 40), shown(each["cue"], 60), each["weak"])
                    for each in same
                ),
            )
            for same in told.values()
        )
        return Item(
            number, clause["key"], _text(clause), answer, mood, _article(clause["law"]),
            clause["score"], tuple(shown(each, 40) for each in dict.fromkeys(firm)),
            tuple(shown(each, 40) for each in clause["missing"]), quotes,
        )  # fmt: skip

    def _quote(self, said: Mapping[str, Any], cues: tuple[Cue, ...] = ()) -> Quote:
        page = said["page"]
        heading = shown(" › ".join(said["heading"].split(" › ")[-_HEADINGS:]), 80)
        where = Text(
            zh="，".join(filter(None, [f"第 {page} 页" if page else "", heading])),
            en=", ".join(filter(None, [f"p. {page}" if page else "", heading])),
        )
        link = f"{self.anchor}-s{self._marks.at(said['start']).start}"
        return Quote(link, shown(said["sentence"], _QUOTED), where, cues)

    def _heading(self, entry: Mapping[str, Any]) -> Heading:
        standing, mood = STANDINGS[entry["standing"]]
        found = entry["section"]
        return Heading(
            entry["number"], _text(entry), standing, mood,
            None if found is None else f"{self.anchor}-h{found}", shown(entry["heading"] or "", 60),
        )  # fmt: skip


def _text(said: Mapping[str, Any]) -> Text:
    return Text(zh=shown(said["zh"]), en=shown(said["en"]))


def _article(id: str) -> Article | None:
    try:
        return law.catalogue().article(id)
    except LawError:
        return None


def _label(name: Text) -> str:
    """A name where markup can't switch languages."""
    return shown(f"{name.zh} · {name.en}")
