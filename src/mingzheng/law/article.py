"""An article of law: one duty, and the wordings it has had."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from mingzheng.language import Language, Text
from mingzheng.law.citation import Place
from mingzheng.law.mark import Mark

UNREAD = Text(zh="该时段文本未取得", en="the wording of this period was not obtained")
GLOSS = Text(zh="本系统的英文大意，非官方译文", en="our gloss, not an official translation")
_GIST = Text(zh="要旨，非条文文字", en="gist, not the article's wording")
_WORKING_COPY = Text(
    zh="凭记忆整理的工作稿，未与官方文本核对",
    en="working copy from memory, not compared with the official text",
)


@dataclass(frozen=True)
class Version:
    """One wording of an article, in force from `since` until the day before `until`.

    `zh` is None where the wording was in force but nobody here has read it in Chinese; `en` is
    our unofficial gloss. `working_copy` is a fuller text from memory beside a partly verified
    `zh`: unverified, whatever `mark` says of `zh`.
    """

    since: date
    until: date | None
    mark: Mark
    provenance: Text
    zh: str | None = None
    en: str | None = None
    working_copy: str | None = None
    gist: bool = False
    note: Text | None = None

    def covers(self, day: date) -> bool:
        """Whether this wording was in force on that day."""
        return self.since <= day and (self.until is None or day < self.until)

    def shown(self, language: Language) -> str:
        """The text as a user may see it: bare only where it is verbatim, else with its label."""
        labels = [] if self.mark is Mark.VERBATIM else [self.mark.label(language)]
        labels += [_GIST.in_language(language)] if self.gist else []
        if language == "en":
            labels += [GLOSS.en] if self.en else []
            text = self.en or UNREAD.en
            return f"[{'; '.join(labels)}] {text}" if labels else text
        text = self.zh or UNREAD.zh
        return f"〔{'；'.join(labels)}〕{text}" if labels else text

    def narrowed(self, to: Place) -> Version:
        """The wording of one paragraph or item; `zh` is None where it has no such place."""
        words = to.within(self.zh) if self.zh else None
        fuller = to.within(self.working_copy) if self.working_copy else None
        if words is None and fuller is not None:
            return replace(
                self, zh=fuller, working_copy=None, mark=Mark.MEMORY, provenance=_WORKING_COPY
            )
        return replace(self, zh=words, working_copy=fuller)


@dataclass(frozen=True)
class Article:
    """One article, or one paragraph or item of it; its versions are one duty through time.

    `id` is `<instrument>/<article>[.<paragraph>][(<item>)]`, `title` the instrument's short
    title. Text, mark and provenance are those of the latest version.
    """

    id: str
    instrument: str
    title: Text
    place: Place
    versions: tuple[Version, ...]
    chapter: Text | None = None

    @property
    def number(self) -> str:
        """The place inside the instrument: `20`, `20.2`, `21(2)`."""
        return self.id.split("/", 1)[1]

    @property
    def latest(self) -> Version:
        """The last wording known."""
        return self.versions[-1]

    @property
    def zh(self) -> str | None:
        """The Chinese text of the latest wording; how sure it is, `mark` says."""
        return self.latest.zh

    @property
    def en(self) -> str | None:
        """Our unofficial gloss of the whole article."""
        return self.latest.en

    @property
    def mark(self) -> Mark:
        """How surely the latest wording is known."""
        return self.latest.mark

    @property
    def provenance(self) -> Text:
        """Where the latest wording was taken from."""
        return self.latest.provenance

    @property
    def since(self) -> date:
        """The day the duty began, under whatever wording."""
        return self.versions[0].since

    @property
    def until(self) -> date | None:
        """The day the duty ended, or None while it stands."""
        return self.latest.until

    def version_on(self, day: date) -> Version | None:
        """The wording in force on that day, or None where there was none."""
        return next((version for version in self.versions if version.covers(day)), None)

    def in_force(self, day: date) -> bool:
        """Whether the duty stood on that day, under any wording, read or unread."""
        return self.version_on(day) is not None

    def cite(self, language: Language) -> str:
        """《电子签名法》第二十条, or its English."""
        return self.place.cite(self.title, language)

    def shown(self, language: Language) -> str:
        """The latest text as a user may see it, with the label its mark demands."""
        return self.latest.shown(language)

    def narrowed(self, to: Place) -> Article | None:
        """One paragraph or item of this article, or None where the latest text has none."""
        versions = tuple(version.narrowed(to) for version in self.versions)
        if versions[-1].zh is None:
            return None
        number = f".{to.paragraph}" * bool(to.paragraph) + f"({to.item})" * bool(to.item)
        return replace(self, id=f"{self.id}{number}", place=to, versions=versions)
