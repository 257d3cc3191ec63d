"""The notice of 2022: its items as printed, what they rest on, and the campaign's duties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mingzheng.language import Language, Text
from mingzheng.law.mark import Mark


@dataclass(frozen=True)
class Sanction:
    """What a breach leads to, and the articles that say so."""

    text: Text
    articles: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One thing the notice asks: 1.1–3.3 are its fourteen items, 4.1 and 4.2 its requirements.

    `text` is as printed, at `place` (一（一）1). `cited_as` is the citation as printed, `printed`
    the same as ids; `actual` is the citation put right, equal to `cited_as` but for an
    `erratum`. `articles` is the whole basis by our reading: what `printed` lacks is
    interpretation. `since` is the first day any of them was a duty.
    """

    id: str
    title: Text
    place: str
    text: str
    cited_as: str
    actual: str
    printed: tuple[str, ...]
    articles: tuple[str, ...]
    sanction: Sanction
    authority: Text
    since: date
    mark: Mark
    provenance: Text
    erratum: Text | None = None
    note: Text | None = None

    @property
    def zh(self) -> str:
        """A short Chinese title, ours; the notice's own words are `text`."""
        return self.title.zh

    @property
    def en(self) -> str:
        """A short English title, ours."""
        return self.title.en

    @property
    def is_requirement(self) -> bool:
        """Whether it is a work requirement, outside the fourteen items."""
        return self.id.startswith("4.")

    def shown(self, language: Language) -> str:
        """The text as printed, with the label that a reprint demands; it has no translation."""
        label = self.mark.label(language)
        return f"〔{label}〕{self.text}" if language == "zh" else f"[{label}]\n{self.text}"

    def in_force(self, day: date) -> bool:
        """Whether what the item asks was asked on that day."""
        return self.since <= day

    def cite(self, language: Language) -> str:
        """The item's place in the notice."""
        return f"通知{self.place}" if language == "zh" else f"notice, item {self.id}"


@dataclass(frozen=True)
class Group:
    """One of the three problems, with the sentence that leads its items in, as printed."""

    id: str
    title: Text
    text: str


@dataclass(frozen=True)
class Duty:
    """One thing the campaign asks of somebody, as printed, with the day it is due."""

    id: str
    who: Text
    due: date | None
    text: str
    en: str


@dataclass(frozen=True)
class Notice:
    """The campaign: its dates and scope, its items in the notice's order, and its duties.

    What the reprint does not give (`document_number`, `issued`) says that it is unknown;
    `annex` is the label any reconstructed record form must carry.
    """

    instrument: str
    preamble: str
    published: date
    ends: date
    services_since: date
    providers: int
    document_number: Text
    issued: Text
    annex: Text
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    duties: tuple[Duty, ...]
