"""What fills the self-inspection report (自查报告): the run by field of application and by item.

Nothing is ever called compliant: an item is suspected, can't be shown, was not checked, or had
nothing found in what was examined.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from mingzheng import law
from mingzheng.language import Language, Text
from mingzheng.reports import evidence, limitation, wording
from mingzheng.reports.coverage import Coverage
from mingzheng.reports.figures import Counts, grouped, share
from mingzheng.reports.items import (
    OUTSIDE,
    Items,
    ItemView,
    binding,
    dimension_value,
    standing,
)
from mingzheng.reports.layout import Cell, Table
from mingzheng.reports.reading import Result
from mingzheng.reports.word.findings import UNTOLD, findings, of_rule, sentence
from mingzheng.reports.word.masthead import numeral

_DOMAINS = 12
_STANDS = ("suspected", "unshown", "hinted", "quiet", "empty", "unchecked")


def values(result: Result, language: Language) -> dict[str, Any]:
    """The placeholders of the self-inspection report alone."""
    coverage = Coverage(result)
    items = Items(result, coverage)
    views = items.views()
    return {
        "overview": [_line(view, language) for view in views],
        "tally": _tally(views, language),
        "domains": _domains(result, views, language),
        "findings": findings(views, language),
        "limitation": {
            "label": limitation.LABEL.in_language(language),
            "note": sentence(limitation.NOTE.in_language(language)),
            "article": sentence(law.catalogue().article(limitation.ARTICLE).shown(language)),
            "citation": wording.cite(limitation.ARTICLE, language),
        },
        "outside": [of_rule(view, language) for view in items.outside() if view.counts.breach],
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
        "doubts": grouped(view.doubts) if view.checked else UNTOLD.in_language(language),
        "standing": view.status.in_language(language),
    }


def _counted(counts: Counts, language: Language, *, checked: bool) -> dict[str, str]:
    if not checked:
        return dict.fromkeys(("examined", "suspected", "unknown"), UNTOLD.in_language(language))
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


def _lacking(table: Table, language: Language) -> list[dict[str, str]]:
    """The tables to be supplied, with the items of the notice that each would help to decide."""
    rows = _rows(table, language, "table", "needed", "items", "unknown")
    return [{**row, "items": row["items"].removeprefix(f"{OUTSIDE}、")} for row in rows]


def _rows(table: Table, language: Language, *names: str) -> list[dict[str, str]]:
    """A table of the page as rows of strings under names of ours."""
    return [
        {name: _told(cell, language) for name, cell in zip(names, row, strict=True)}
        for row in table.rows
    ]


def _told(cell: Cell, language: Language) -> str:
    if cell is None:
        return UNTOLD.in_language(language)
    if isinstance(cell, Text):
        return cell.in_language(language)
    if isinstance(cell, int):
        return grouped(cell)
    if isinstance(cell, Markup):
        return "\n".join(html.unescape(line) for line in cell.split("<br>"))
    return cell
