"""What fills the part of the self-inspection report that tells what was found, and by which law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from mingzheng import law
from mingzheng.language import Language, Text
from mingzheng.reports import limitation, wording
from mingzheng.reports.dossiers import Example
from mingzheng.reports.figures import grouped, share
from mingzheng.reports.items import ItemView, RuleView
from mingzheng.reports.word.masthead import date, numeral
from mingzheng.reports.word.problems import gravest

UNTOLD = Text(zh="—", en="–")
"""What stands where there is nothing to tell."""

_EXAMPLES, _FACTS, _SOURCES = 1, 6, 3


def findings(views: Iterable[ItemView], language: Language) -> list[dict[str, Any]]:
    """The items under which something was found, with the law as it read on the days of it."""
    found: list[dict[str, Any]] = []
    for view in views:
        rules = [rule for rule in view.rules if rule.counts.breach]
        if rules:
            found.append(
                {
                    "number": numeral(len(found) + 1),
                    "id": view.item.id,
                    "title": view.item.title.in_language(language),
                    "words": sentence(view.item.shown(language)),
                    "erratum": view.item.erratum.in_language(language)
                    if view.item.erratum
                    else "",
                    "examined": grouped(view.counts.examined),
                    "suspected": share(view.counts.breach, view.counts.examined).in_language(
                        language
                    ),
                    "unknown": share(view.counts.unknown, view.counts.examined).in_language(
                        language
                    ),
                    "rules": [of_rule(rule, language) for rule in rules],
                    "elapsed": _elapsed(rules, language),
                    "basis": _basis(rules, language),
                    "examples": [
                        _example(rule, example, language)
                        for rule in rules
                        for example in rule.examples[:_EXAMPLES]
                    ],
                }
            )
    return found


def of_rule(view: RuleView, language: Language) -> dict[str, str]:
    """One check with its counts, days and law."""
    days = [day for day in (view.first, view.last) if day]
    return {
        "title": Text(zh=view.rule.zh, en=view.rule.en).in_language(language),
        "id": view.rule.id,
        "nature": _nature(view, language),
        "examined": grouped(view.counts.examined),
        "found": grouped(view.counts.breach),
        "held": grouped(view.held),
        "unknown": grouped(view.counts.unknown),
        "days": "\n".join(dict.fromkeys(days)) or UNTOLD.in_language(language),
        "basis": wording.listed(view.cites).in_language(language),
    }


def sentence(text: str) -> str:
    """A text as one paragraph, without the stop that the sentence around it brings."""
    return " ".join(text.split()).rstrip("。.；;")


def _nature(view: RuleView, language: Language) -> str:
    """What its findings are; how many of each where a rule lowered some of them."""
    natures = [(wording.SEVERITIES[name], count) for name, count in view.severities if count]
    if len(natures) < 2:
        name = wording.SEVERITIES[gravest(view) or view.rule.severity]
        return name.in_language(language)
    return "\n".join(f"{name.in_language(language)} {grouped(n)}" for name, n in natures)


def _elapsed(rules: Iterable[RuleView], language: Language) -> str:
    """How many breaches had which term of the limitation behind them; empty of mere notices."""
    summed = sum((rule.elapsed for rule in rules), start=limitation.Elapsed())
    return summed.text.in_language(language) if summed else ""


def _basis(rules: list[RuleView], language: Language) -> list[dict[str, str]]:
    """Each article cited, in every wording it had while the findings under it happened."""
    days: dict[str, list[str]] = {}
    for rule in rules:
        for id in rule.rule.cites:
            days.setdefault(id, []).extend(day for day in (rule.first, rule.last) if day)
    found: list[dict[str, str]] = []
    for id, when in days.items():
        cited = law.catalogue().find(id)
        told = {"citation": wording.cite(id, language)}
        if not isinstance(cited, law.Article):
            standard = cited.mark.label(language) if isinstance(cited, law.Standard) else ""
            found.append({**told, "words": "", "mark": standard, "since": ""})
            continue
        for version in _wordings(cited, when):
            found.append(
                {
                    **told,
                    "words": sentence(version.shown(language)),
                    "mark": version.mark.label(language),
                    "since": _since(version, language),
                }
            )
    return found


def _wordings(article: law.Article, when: list[str]) -> list[law.Version]:
    """The wordings in force between the first and the last of some days; the latest of none."""
    if not when:
        return [article.latest]
    first, last = (dt.date.fromisoformat(day) for day in (min(when), max(when)))
    return [
        version
        for version in article.versions
        if version.since <= last and (version.until is None or first < version.until)
    ] or [article.latest]


def _since(version: law.Version, language: Language) -> str:
    since = date(version.since, language)
    if version.until is None:
        return Text(zh=f"{since}起施行的文字", en=f"wording in force since {since}").in_language(
            language
        )
    last = date(version.until - dt.timedelta(days=1), language)
    return Text(
        zh=f"{since}至{last}施行的文字", en=f"wording in force from {since} to {last}"
    ).in_language(language)


def _example(rule: RuleView, example: Example, language: Language) -> dict[str, str]:
    zh = language == "zh"
    facts = [
        f"{label.in_language(language)}{'：' if zh else ': '}"
        f"{value.in_language(language) if isinstance(value, Text) else value}"
        for label, value in example.shows[:_FACTS]
    ]
    places = list(example.sources[:_SOURCES])
    more = len(example.sources) - len(places) + example.more_sources
    if more:
        places.append(Text(zh=f"另{more}处", en=f"{more} more").in_language(language))
    return {
        "title": Text(zh=rule.rule.zh, en=rule.rule.en).in_language(language),
        "subject": example.subject,
        "shows": "\n".join(facts),
        "sources": "\n".join(places),
    }
