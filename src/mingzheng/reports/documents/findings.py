"""What is shown of a finding: its answer, its reasons, the sentences it rests on, who settled it."""

from __future__ import annotations

from dataclasses import dataclass

from mingzheng.language import Text
from mingzheng.law import Article

ANSWERS = {
    "covered": (Text(zh="已写明", en="covered"), "clear"),
    "doubtful": (Text(zh="待确认", en="doubtful"), "unknown"),
    "not found": (Text(zh="未找到", en="not found"), "breach"),
}
CLASHES = {
    "contradicts": (Text(zh="矛盾", en="contradiction"), "breach"),
    "doubtful": (Text(zh="待确认", en="doubtful"), "unknown"),
    "dismissed": (Text(zh="已排除", en="dismissed"), "clear"),
}
STANDINGS = {
    "present": (Text(zh="有", en="present"), "clear"),
    "renamed": (Text(zh="名称不同", en="renamed"), "unknown"),
    "absent": (Text(zh="未见", en="absent"), "breach"),
}


@dataclass(frozen=True)
class Cue:
    """The words by which an element was found; `weak` where they only touch it."""

    element: Text
    words: str
    weak: bool


@dataclass(frozen=True)
class Quote:
    """A sentence that a finding rests on, the link to it if it is on the page, and its cues."""

    link: str | None
    words: str
    place: Text
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What a person decided, and what the method had found."""

    by: str
    on: str
    why: str
    found: Text


@dataclass(frozen=True)
class Item:
    """One item that the law wants said, its answer, and why.

    found   what the method found, as a key of `ANSWERS`
    ready   the entry of confirmations.toml that settles it; None where nothing is open
    """

    number: int
    key: str
    name: Text
    answer: Text
    mood: str
    found: str
    article: Article | None
    score: float
    elements: tuple[Text, ...]
    missing: tuple[Text, ...]
    quotes: tuple[Quote, ...]
    decision: Decision | None
    ready: str | None

    @property
    def reason(self) -> Text:
        """What the method's answer rests on, in a sentence."""
        if self.found == "covered":
            return Text(zh="所需要素都已找到。", en="Every element it needs was found.")
        if self.found == "not found":
            return Text(
                zh="全文没有找到写明这一项的句子，也没有提到它的词语。",
                en="No sentence in the whole text says it, and no word touches it.",
            )
        if self.elements:
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
    decision: Decision | None


@dataclass(frozen=True)
class Clash:
    """One contradiction as a document of its pair sees it.

    own, other  what this document says and what the other does; None where one is silent
    beside      the other document
    """

    number: int
    name: Text
    subject: Text
    kind: Text
    why: Text
    answer: Text
    mood: str
    own: Quote | None
    other: Quote | None
    beside: str
    link: str | None
    decision: Decision | None
    ready: str | None


@dataclass(frozen=True)
class Heading:
    """A part or heading of the framework, and the heading that stands for it."""

    number: str
    name: Text
    standing: Text
    mood: str
    link: str | None
    heading: str
    decision: Decision | None
