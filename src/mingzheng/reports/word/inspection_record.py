"""What fills the inspection record form (检查记录表): ours, as the official form is not public."""

from __future__ import annotations

from typing import Any

from mingzheng.language import Language, Text
from mingzheng.reports import wording
from mingzheng.reports.coverage import Coverage
from mingzheng.reports.figures import grouped
from mingzheng.reports.items import Items, ItemView
from mingzheng.reports.reading import Result
from mingzheng.reports.word import proposals

_RULES = 4


def values(result: Result, language: Language) -> dict[str, Any]:
    """The placeholders of the record form alone."""
    views = Items(result, Coverage(result)).views()
    return {
        "items": [
            {
                "id": view.item.id,
                "title": view.item.title.in_language(language),
                "basis": wording.listed(
                    [wording.citation(id) for id in view.item.articles]
                ).in_language(language),
                "look": proposals.to_look_at(view.item.id).in_language(language),
                "audit": "\n".join(_told(view, language)),
            }
            for view in views
        ]
    }


def _told(view: ItemView, language: Language) -> list[str]:
    """What the audit found of an item, a line each."""
    lines = [view.status]
    if view.checked:
        counts = view.counts
        lines.append(
            Text(
                zh=f"已查{grouped(counts.examined)}，疑似{grouped(counts.breach)}，"
                f"无法判断{grouped(counts.unknown)}",
                en=f"examined {grouped(counts.examined)}, suspected {grouped(counts.breach)}, "
                f"unknown {grouped(counts.unknown)}",
            )
        )
    found = [rule for rule in view.rules if rule.counts.breach]
    lines += [
        Text(
            zh=f"· {rule.rule.zh}：{grouped(rule.counts.breach)}",
            en=f"· {rule.rule.en}: {grouped(rule.counts.breach)}",
        )
        for rule in found[:_RULES]
    ]
    if len(found) > _RULES:
        rest = len(found) - _RULES
        lines.append(
            Text(zh=f"另有{rest}项检查有所发现", en=f"{rest} more checks found something")
        )
    if view.unshown:
        named = wording.listed([wording.table(name) for name in view.unshown[:_RULES]])
        more = (
            Text(zh="等", en=" and others") if len(view.unshown) > _RULES else Text(zh="", en="")
        )
        lines.append(
            Text(
                zh=f"证据不全：{named.zh}{more.zh}", en=f"evidence incomplete: {named.en}{more.en}"
            )
        )
    return [line.in_language(language) for line in lines]
