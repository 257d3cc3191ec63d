"""What fills the self-inspection report (自查报告): the run by field of application and by item.

Nothing is ever called compliant: an item is suspected, can't be shown, was not checked, or had
nothing found in what was examined.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from mingzheng import law
from mingzheng.language import Language, Text
from mingzheng.reports import evidence, limitation, wording
from mingzheng.reports.coverage import Coverage
from mingzheng.reports.dossiers import Example
from mingzheng.reports.figures import Counts, grouped, share
from mingzheng.reports.items import (
    OUTSIDE,
    Items,
    ItemView,
    RuleView,
    binding,
    dimension_value,
    standing,
)
from mingzheng.reports.layout import Cell, Table
from mingzheng.reports.reading import Result
from mingzheng.reports.word.masthead import date, numeral
from mingzheng.reports.word.problems import gravest

_DOMAINS = 12
_STANDS = ("suspected", "unshown", "hinted", "quiet", "empty", "unchecked")
_EXAMPLES, _FACTS, _SOURCES = 1, 6, 3
_NOT_TOLD = Text(zh="—", en="–")


def values(result: Result, language: Language) -> dict[str, Any]:
    """The placeholders of the self-inspection report alone."""
    coverage = Coverage(result)
    items = Items(result, coverage)
    views = items.views()
    return {
        "overview": [_line(view, language) for view in views],
        "tally": _tally(views, language),
        "domains": _domains(result, views, language),
        "findings": _findings(result, views, language),
        "limitation": {
            "label": limitation.LABEL.in_language(language),
            "note": _joined(limitation.NOTE.in_language(language)),
            "article": _joined(law.catalogue().article(limitation.ARTICLE).shown(language)),
            "citation": wording.cite(limitation.ARTICLE, language),
        },
        "outside": [_rule(view, language) for view in items.outside() if view.counts.breach],
        "unchecked": [
            {"id": view.item.id, "title": view.item.title.in_language(language)}
            for view in views
            if not view.checked
        ],
        "lacking": _lacking(evidence.missing(result, coverage, views), language),
        "rejects": _rows(
            evidence.rejects(result),
            language,
            "table",
            "reason",
            "places",
            "rows",
            "first",
            "remedy",
        ),
        "parameters": _rows(evidence.parameters(result), language, "name", "value", "source"),
        "provenance": _rows(
            evidence.provenance(views), language, "citation", "mark", "source", "items"
        ),
    }


def _line(view: ItemView, language: Language) -> dict[str, str]:
    """One item of the notice with its counts; what was not checked has none."""
    return {
        "id": view.item.id,
        "title": view.item.title.in_language(language),
        **_counted(view.counts, language, checked=view.checked),
        "doubts": grouped(view.doubts) if view.checked else _NOT_TOLD.in_language(language),
        "standing": view.status.in_language(language),
    }


def _counted(counts: Counts, language: Language, *, checked: bool) -> dict[str, str]:
    if not checked:
        return dict.fromkeys(("examined", "suspected", "unknown"), _NOT_TOLD.in_language(language))
    return {
        "examined": grouped(counts.examined),
        "suspected": share(counts.breach, counts.examined).in_language(language),
        "unknown": share(counts.unknown, counts.examined).in_language(language),
    }


def _tally(views: Iterable[ItemView], language: Language) -> dict[str, Any]:
    """How many of the fourteen items stand how; each item is in one of these alone."""
    groups: dict[str, list[ItemView]] = {name: [] for name in _STANDS}
    for view in views:
        if not view.item.is_requirement:
            groups[_stands(view)].append(view)
    return {
        name: {
            "count": len(of),
            "items": wording.listed([_nth(v) for v in of]).in_language(language),
        }
        for name, of in groups.items()
    }


def _stands(view: ItemView) -> str:
    """In which group an item is counted; nothing that somebody must still read is quiet."""
    if not view.checked:
        return "unchecked"
    if view.counts.breach:
        return "suspected"
    if not binding(view.rules):
        return "hinted"
    if view.unproven:
        return "unshown"
    return "quiet" if view.counts.examined else "empty"


def _nth(view: ItemView) -> Text:
    return Text(zh=f"第{view.item.id}项", en=view.item.id)


def _domains(
    result: Result, views: tuple[ItemView, ...], language: Language
) -> list[dict[str, Any]]:
    """Each field of application with all items; the busiest first, the unrecorded last."""
    counted = result.breakdown("item", "domain")
    by_domain: dict[str | None, dict[str, Counts]] = {}
    for view in views:
        for domain, counts in counted.get((view.item.id, view.item.id), {}).items():
            by_domain.setdefault(domain, {})[view.item.id] = counts
    order = sorted(
        by_domain,
        key=lambda d: (d is None, -max(c.examined for c in by_domain[d].values()), d or ""),
    )
    kept, rest = order[:_DOMAINS], order[_DOMAINS:]
    told = [(dimension_value("domain", domain), by_domain[domain]) for domain in kept]
    if rest:
        others: dict[str, Counts] = {}
        for domain in rest:
            for item, counts in by_domain[domain].items():
                others[item] = others.get(item, Counts()) + counts
        name = Text(zh=f"其余{len(rest)}个领域合计", en=f"{len(rest)} other fields together")
        told.append((name, others))
    return [
        {
            "number": numeral(place),
            "name": name.in_language(language),
            "suspected": grouped(sum(counts.breach for counts in of_domain.values())),
            "rows": [
                _of_domain(view, of_domain.get(view.item.id, Counts()), language) for view in views
            ],
        }
        for place, (name, of_domain) in enumerate(told, start=1)
    ]


def _of_domain(view: ItemView, counts: Counts, language: Language) -> dict[str, str]:
    told, _ = standing(
        counts, checked=view.checked, shown=not view.unshown, bound=binding(view.rules)
    )
    return {
        "id": view.item.id,
        "title": view.item.title.in_language(language),
        **_counted(counts, language, checked=view.checked),
        "standing": told.in_language(language),
    }


def _findings(
    result: Result, views: tuple[ItemView, ...], language: Language
) -> list[dict[str, Any]]:
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
                    "words": _joined(view.item.shown(language)),
                    "erratum": view.item.erratum.in_language(language)
                    if view.item.erratum
                    else "",
                    **_counted(view.counts, language, checked=True),
                    "rules": [_rule(rule, language) for rule in rules],
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


def _rule(view: RuleView, language: Language) -> dict[str, str]:
    days = [day for day in (view.first, view.last) if day]
    return {
        "title": Text(zh=view.rule.zh, en=view.rule.en).in_language(language),
        "id": view.rule.id,
        "nature": _nature(view, language),
        "examined": grouped(view.counts.examined),
        "found": grouped(view.counts.breach),
        "held": grouped(view.held),
        "unknown": grouped(view.counts.unknown),
        "days": "\n".join(dict.fromkeys(days)) or _NOT_TOLD.in_language(language),
        "basis": wording.listed(view.cites).in_language(language),
    }


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
                    "words": _joined(version.shown(language)),
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


def _lacking(table: Table, language: Language) -> list[dict[str, str]]:
    """The tables to be supplied, with the items of the notice that each would help to decide."""
    rows = _rows(table, language, "table", "needed", "items", "unknown")
    return [{**row, "items": row["items"].removeprefix(f"{OUTSIDE}、")} for row in rows]


def _joined(text: str) -> str:
    """A text as one paragraph, without the stop that the sentence around it brings."""
    return " ".join(text.split()).rstrip("。.；;")


def _rows(table: Table, language: Language, *names: str) -> list[dict[str, str]]:
    """A table of the page as rows of strings under names of ours."""
    return [
        {name: _told(cell, language) for name, cell in zip(names, row, strict=True)}
        for row in table.rows
    ]


def _told(cell: Cell, language: Language) -> str:
    if cell is None:
        return _NOT_TOLD.in_language(language)
    if isinstance(cell, Text):
        return cell.in_language(language)
    if isinstance(cell, int):
        return grouped(cell)
    if isinstance(cell, Markup):
        return "\n".join(html.unescape(line) for line in cell.split("<br>"))
    return cell
