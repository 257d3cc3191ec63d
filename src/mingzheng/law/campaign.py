"""The TOML file of the notice → its items, what they rest on, and its duties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from mingzheng.law.article import Article
from mingzheng.law.entry import Entry
from mingzheng.law.instrument import Instrument, resolve
from mingzheng.law.notice import Duty, Group, Item, Notice, Sanction
from mingzheng.law.statutes import source_of

Law = Mapping[str, Instrument]


def notice_of(entry: Entry, law: Law) -> Notice:
    """The campaign of a notice's file; its items may name only articles that `law` holds."""
    campaign = entry.child("campaign")
    campaign.allow(
        *("published", "ends", "services_since", "providers", "document_number", "issued"),
        *("annex", "preamble"),
    )
    return Notice(
        instrument=entry.text("id"),
        preamble=campaign.text("preamble"),
        published=campaign.day("published"),
        ends=campaign.day("ends"),
        services_since=campaign.day("services_since"),
        providers=campaign.whole("providers"),
        document_number=campaign.both("document_number"),
        issued=campaign.both("issued"),
        annex=campaign.both("annex"),
        groups=tuple(
            Group(id=id, title=group.languages(), text=group.text("text"))
            for id, group in entry.children("groups")
        ),
        items=tuple(_item(entry, id, item, law) for id, item in entry.children("items")),
        duties=tuple(_duty(duty) for duty in entry.listed("duties")),
    )


def _item(whole: Entry, id: str, entry: Entry, law: Law) -> Item:
    entry.allow(
        *("place", "zh", "en", "text", "mark", "source", "cited_as", "actual", "printed"),
        *("articles", "sanction", "erratum", "note", "since"),
    )
    articles = _named(law, entry, "articles")
    printed = _named(law, entry, "printed")
    cited_as = entry.maybe_text("cited_as") or ""
    if bool(printed) != bool(cited_as) or ("actual" in entry.table) != ("erratum" in entry.table):
        raise entry.wrong(
            "cited_as",
            zh="cited_as 与 printed、actual 与 erratum 应当成对出现",
            en="cited_as goes with printed, and actual with erratum",
        )
    return Item(
        id=id,
        title=entry.languages(),
        place=entry.text("place"),
        text=entry.text("text"),
        cited_as=cited_as,
        actual=entry.maybe_text("actual") or cited_as,
        printed=tuple(article.id for article in printed),
        articles=tuple(article.id for article in articles),
        sanction=_sanction(whole, entry, law),
        authority=whole.both("authority"),
        since=_since(entry, articles),
        mark=entry.mark(),
        provenance=source_of(whole, entry),
        erratum=entry.maybe_both("erratum"),
        note=entry.maybe_both("note"),
    )


def _since(entry: Entry, articles: Iterable[Article]) -> date:
    """The first day any of the articles was in force; of its own where there are none."""
    return min((article.since for article in articles), default=None) or entry.day("since")


def _sanction(whole: Entry, entry: Entry, law: Law) -> Sanction:
    sanctions = dict(whole.children("sanctions"))
    name = entry.text("sanction")
    if name not in sanctions:
        raise entry.wrong(
            "sanction", zh=f"[sanctions] 中没有“{name}”", en=f"[sanctions] has no {name!r}"
        )
    sanction = sanctions[name]
    sanction.allow("articles", "zh", "en")
    articles = _named(law, sanction, "articles")
    return Sanction(text=sanction.languages(), articles=tuple(each.id for each in articles))


def _duty(entry: Entry) -> Duty:
    entry.allow("id", "who", "due", "text", "en")
    return Duty(
        id=entry.text("id"),
        who=entry.both("who"),
        due=entry.maybe_day("due"),
        text=entry.text("text"),
        en=entry.text("en"),
    )


def _named(law: Law, entry: Entry, key: str) -> tuple[Article, ...]:
    """The articles that a key lists, whole or in part."""
    return tuple(_article(law, entry, key, id) for id in entry.ids(key))


def _article(law: Law, entry: Entry, key: str, id: str) -> Article:
    article = resolve(law, id)
    if article is None:
        raise entry.wrong(key, zh=f"没有条文“{id}”", en=f"no article has the id {id!r}")
    return article
