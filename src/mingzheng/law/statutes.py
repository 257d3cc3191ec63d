"""A TOML file of one instrument → its articles with their wordings."""

from __future__ import annotations

import itertools

from mingzheng.language import Text
from mingzheng.law.article import Article, Version
from mingzheng.law.citation import place
from mingzheng.law.entry import Entry
from mingzheng.law.instrument import Instrument, text_digest

KINDS = ("law", "regulation", "rules", "notice")
"""The kinds of instrument, the weightiest first."""


def instrument_of(entry: Entry) -> Instrument:
    """The instrument of one file, with its articles and their wordings."""
    entry.allow(
        *("id", "kind", "zh", "en", "short", "issuer", "authority", "number", "official"),
        *("sha256", "note", "sources", "unread", "chapters", "articles"),
        *("campaign", "groups", "items", "sanctions", "duties"),
    )
    id = entry.text("id")
    if id != entry.file.removesuffix(".toml"):
        raise entry.wrong("id", zh="应当与文件名相同", en="should be the file's name")
    if entry.text("kind") not in KINDS:
        raise entry.wrong("kind", zh=f"可用：{'、'.join(KINDS)}", en=f"known: {', '.join(KINDS)}")
    instrument = Instrument(
        id=id,
        kind=entry.text("kind"),
        title=entry.languages(),
        short=entry.both("short"),
        issuer=entry.both("issuer"),
        authority=entry.both("authority"),
        articles=_articles(entry),
        number=entry.maybe_text("number"),
        official=entry.maybe_text("official"),
        sha256=entry.maybe_text("sha256"),
        note=entry.maybe_both("note"),
    )
    if instrument.sha256 and instrument.sha256 != text_digest(instrument.articles):
        raise entry.wrong(
            "sha256",
            zh="条文与固定的摘要不符：文本被改动过",
            en="the articles do not have the pinned digest: their text was altered",
        )
    return instrument


def _articles(entry: Entry) -> tuple[Article, ...]:
    title = entry.both("short")
    unread = [_unread(wording) for wording in entry.listed("unread")]
    articles = []
    family = entry.child("articles") if "articles" in entry.table else None
    for number in family.table if family else ():
        where = place(number)
        if family is None or where is None or not where.is_whole:
            raise entry.wrong(
                f"articles.{number}", zh="条号应为数字", en="should be an article's number"
            )
        articles.append(
            Article(
                id=f"{entry.text('id')}/{number}",
                instrument=entry.text("id"),
                title=title,
                place=where,
                versions=_versions(entry, family.listed(number), unread),
                chapter=_chapter(entry, where.article),
            )
        )
    return tuple(sorted(articles, key=lambda article: article.place.article))


def _chapter(entry: Entry, article: int) -> Text | None:
    for chapter in entry.listed("chapters"):
        chapter.allow("first", "last", "zh", "en")
        if chapter.whole("first") <= article <= chapter.whole("last"):
            return chapter.languages()
    return None


def _unread(entry: Entry) -> Version:
    """A wording that was in force and that nobody here has read."""
    entry.allow("since", "until", "mark", "zh", "en")
    return Version(
        since=entry.day("since"),
        until=entry.day("until"),
        mark=entry.mark(),
        provenance=entry.languages(),
    )


def _versions(whole: Entry, entries: list[Entry], unread: list[Version]) -> tuple[Version, ...]:
    """An article's own wordings, and the unread ones where it has none of its own."""
    own = [_version(whole, entry) for entry in entries]
    if not any(entry.flag("first") for entry in entries):
        own += [gap for gap in unread if not any(_overlapping(gap, version) for version in own)]
    own.sort(key=lambda version: version.since)
    for earlier, later in itertools.pairwise(own):
        if _overlapping(earlier, later):
            raise entries[0].wrong(
                "since",
                zh=f"{later.since} 起的文本与 {earlier.since} 起的重叠：先以 until 结束前者",
                en=f"the wording of {later.since} overlaps that of {earlier.since}: "
                "close the earlier one with until",
            )
    if own[-1].zh is None:
        raise entries[-1].wrong(
            "zh", zh="最后的文本缺少中文", en="the last wording has no Chinese"
        )
    return tuple(own)


def _version(whole: Entry, entry: Entry) -> Version:
    entry.allow(
        *("since", "until", "first", "mark", "source", "gist", "zh", "en"),
        *("working_copy", "note"),
    )
    since, until = entry.day("since"), entry.maybe_day("until")
    if until is not None and until <= since:
        raise entry.wrong("until", zh="应当晚于 since", en="should be after since")
    return Version(
        since=since,
        until=until,
        mark=entry.mark(),
        provenance=source_of(whole, entry),
        zh=entry.maybe_text("zh"),
        en=entry.text("en"),
        working_copy=entry.maybe_text("working_copy"),
        gist=entry.flag("gist"),
        note=entry.maybe_both("note"),
    )


def _overlapping(one: Version, other: Version) -> bool:
    return (other.until is None or one.since < other.until) and (
        one.until is None or other.since < one.until
    )


def source_of(whole: Entry, entry: Entry) -> Text:
    """What the `source` of a text stands for in the file's [sources]."""
    sources = dict(whole.children("sources"))
    name = entry.text("source")
    if name not in sources:
        raise entry.wrong(
            "source",
            zh=f"[sources] 中没有“{name}”",
            en=f"[sources] has no {name!r}",
        )
    return sources[name].languages()
