"""One document of the page: its items, terms, contradictions and outline, tied to its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from mingzheng import law
from mingzheng.documents import kinds
from mingzheng.documents.account import Account
from mingzheng.documents.clauses import element_names
from mingzheng.documents.contradictions import KINDS
from mingzheng.documents.terms.wording import SUBJECTS
from mingzheng.errors import LawError
from mingzheng.language import Text
from mingzheng.law import Article
from mingzheng.reports.documents.confirming import entry
from mingzheng.reports.documents.findings import (
    ANSWERS,
    CLASHES,
    STANDINGS,
    Clash,
    Cue,
    Decision,
    Heading,
    Item,
    Quote,
    Value,
)
from mingzheng.reports.documents.marks import Marks, Rest
from mingzheng.reports.documents.text import Body
from mingzheng.reports.figures import grouped
from mingzheng.reports.plain import shown

FORMATS = {"pdf": "PDF", "docx": "DOCX", "html": "HTML", "text": "TXT", "markdown": "Markdown"}
_NOBODY = Text(zh="", en="")
_QUOTED = 90
_HEADINGS = 2


@dataclass(frozen=True)
class DocumentView:
    """One document among those of a page; `place` counts from 1."""

    shelf: Sequence[Account]
    place: int

    @property
    def account(self) -> Account:
        """Its account."""
        return self.shelf[self.place - 1]

    @property
    def anchor(self) -> str:
        """Begins the ids of everything that belongs to this document."""
        return _anchor(self.place)

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
    def versions(self) -> tuple[Text, ...]:
        """The versions on record with this text: when in force, and for how many."""
        rows = [_version(each) for each in self.account.get("versions", ())]
        told = {(each.zh, each.en): each for each in rows}
        return tuple(told.values())

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
                self._quote(term), _decision(term, ANSWERS),
            )
            for number, term in enumerate(self.account["terms"], begin)
        )  # fmt: skip

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """The contradictions in which it takes part."""
        begin = len(self.account["clauses"]) + len(self.account["terms"]) + 1
        return tuple(
            self._clash(number, *each) for number, each in enumerate(self._contradictions(), begin)
        )

    @cached_property
    def parts(self) -> tuple[tuple[Heading, tuple[Heading, ...]], ...]:
        """The parts of the framework with the headings that belong to them."""
        entries = [self._heading(each) for each in self.account["outline"]]
        return tuple(
            (part, tuple(each for each in entries if each.number.startswith(f"{part.number}.")))
            for part in entries
            if "." not in part.number
        )

    def leaves(self) -> Iterator[Markup]:
        """The text, marked."""
        named = [
            *((item.number, item.name) for item in self.items),
            *((value.number, value.name) for value in self.values),
            *((clash.number, clash.name) for clash in self.clashes),
        ]
        labels = {number: shown(f"{name.zh} · {name.en}") for number, name in named}
        strong = sorted(
            (term["value_start"], term["value_end"])
            for term in self.account["terms"]
            if 2 * (term["value_end"] - term["value_start"]) < term["end"] - term["start"]
        )
        marks = Marks.of(self._rests())
        return Body(self.account, self.anchor, marks, labels, strong).leaves()

    def tally(self) -> Sequence[tuple[Text, str, int]]:
        """How many items have which answer."""
        return [
            (answer, mood, sum(item.mood == mood for item in self.items))
            for answer, mood in ANSWERS.values()
        ]

    def _contradictions(self) -> Iterator[tuple[Mapping[str, Any], str, int | None]]:
        """Each contradiction, the side this document is on, and the place of the other document."""
        for found in self.account["contradictions"]:
            yield found, "text", self._place_of(found["against"])
        for place, other in enumerate(self.shelf, 1):
            for found in other["contradictions"]:
                if found["against"] == self.account["sha256"]:
                    yield found, "statement", place

    def _place_of(self, digest: str) -> int | None:
        return next(
            (place for place, each in enumerate(self.shelf, 1) if each["sha256"] == digest), None
        )

    def _rests(self) -> Iterator[Rest]:
        number = 0
        for clause in self.account["clauses"]:
            number += 1
            for each in clause["evidence"]:
                yield Rest(each["start"], each["end"], ANSWERS[clause["answer"]][1], number)
        for term in self.account["terms"]:
            number += 1
            yield Rest(term["start"], term["end"], "term", number)
        for found, side, _ in self._contradictions():
            number += 1
            if said := found[side]:
                yield Rest(said["start"], said["end"], CLASHES[found["answer"]][1], number)

    def _item(self, number: int, clause: Mapping[str, Any]) -> Item:
        answer, mood = ANSWERS[clause["answer"]]
        firm = [each["element"] for each in clause["evidence"] if not each["weak"]]
        told: dict[int, list[Mapping[str, Any]]] = {}
        for each in clause["evidence"]:
            told.setdefault(each["start"], []).append(each)
        quotes = tuple(self._quote(same[0], _cues(same)) for same in told.values())
        best = clause["evidence"][0]["sentence"] if clause["evidence"] else None
        decision = _decision(clause, ANSWERS)
        is_open = decision is None and mood != "clear"
        return Item(
            number, clause["key"], _text(clause), answer, mood, clause["found"],
            _article(clause["law"]), clause["score"],
            tuple(_element(each) for each in dict.fromkeys(firm)),
            tuple(_element(each) for each in clause["missing"]), quotes, decision,
            entry(self.account["sha256"], clause["key"], best) if is_open else None,
        )  # fmt: skip

    def _clash(self, number: int, found: Mapping[str, Any], side: str, other: int | None) -> Clash:
        opposite = "statement" if side == "text" else "text"
        answer, mood = CLASHES[found["answer"]]
        decision = _decision(found, CLASHES)
        text = self.account if side == "text" or other is None else self.shelf[other - 1]
        said = found["text"] and found["text"]["sentence"]
        return Clash(
            number, _text(found), SUBJECTS.get(found["subject"], _NOBODY),
            KINDS[found["kind"]], _text(found["why"]), answer, mood,
            found[side] and self._quote(found[side]),
            found[opposite] and _quote(found[opposite], other),
            "" if other is None else shown(self.shelf[other - 1]["name"], 120),
            None if other is None else _anchor(other), decision,
            entry(text["sha256"], found["id"], said) if decision is None else None,
        )  # fmt: skip

    def _quote(self, said: Mapping[str, Any], cues: tuple[Cue, ...] = ()) -> Quote:
        return _quote(said, self.place, cues)

    def _heading(self, said: Mapping[str, Any]) -> Heading:
        standing, mood = STANDINGS[said["standing"]]
        found = said["section"]
        decision = _decision(said, ANSWERS)
        if decision is not None:
            standing, mood = ANSWERS[said["answer"]]
        return Heading(
            said["number"], _text(said), standing, mood,
            None if found is None else f"{self.anchor}-h{found}",
            shown(said["heading"] or "", 60), decision,
        )  # fmt: skip


def _anchor(place: int) -> str:
    return f"d{place}"


def _version(row: Mapping[str, Any]) -> Text:
    name = shown(row["version"] or row["document_id"] or "–", 60)
    since, until = row["from"] or "?", row["until"]
    zh = [f"{name}：{since} 起" if until is None else f"{name}：{since} 至 {until}"]
    en = [f"{name}: since {since}" if until is None else f"{name}: {since} to {until}"]
    if row["applications"] is not None:
        zh.append(f"适用申请 {grouped(row['applications'])} 件")
        en.append(f"{grouped(row['applications'])} applications")
    if row["holders"] is not None:
        zh.append(f"涉及 {grouped(row['holders'])} 人")
        en.append(f"{grouped(row['holders'])} holders")
    return Text(zh="，".join(zh), en=", ".join(en))


def _quote(said: Mapping[str, Any], place: int | None, cues: tuple[Cue, ...] = ()) -> Quote:
    page = said["page"]
    heading = shown(" › ".join(said["heading"].split(" › ")[-_HEADINGS:]), 80)
    where = Text(
        zh="，".join(filter(None, [f"第 {page} 页" if page else "", heading])),
        en=", ".join(filter(None, [f"p. {page}" if page else "", heading])),
    )
    link = None if place is None else f"{_anchor(place)}-s{said['start']}"
    return Quote(link, shown(said["sentence"], _QUOTED), where, cues)


def _element(name: str) -> Text:
    """The name of an element; of one that this version doesn't know, as it is."""
    return element_names().get(name) or Text(zh=shown(name, 40), en=shown(name, 40))


def _cues(evidence: Sequence[Mapping[str, Any]]) -> tuple[Cue, ...]:
    return tuple(
        Cue(_element(each["element"]), shown(each["cue"], 60), each["weak"]) for each in evidence
    )


def _decision(said: Mapping[str, Any], answers: Mapping[str, tuple[Text, str]]) -> Decision | None:
    by = said.get("confirmation")
    if by is None:
        return None
    return Decision(
        shown(by["by"], 60), shown(by["on"], 20), shown(by["why"]), answers[said["found"]][0]
    )


def _text(said: Mapping[str, Any]) -> Text:
    return Text(zh=shown(said["zh"]), en=shown(said["en"]))


def _article(id: str) -> Article | None:
    try:
        return law.catalogue().article(id)
    except LawError:
        return None
