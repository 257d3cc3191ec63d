"""What has to be put right: one problem for each rule that found something, or table that lacks.

A problem's id is that of its rule, or `evidence.<table>`: it stays the same from run to run.
"""

from __future__ import annotations

from dataclasses import dataclass

from mingzheng.language import Text
from mingzheng.reports import wording
from mingzheng.reports.coverage import Coverage, reads
from mingzheng.reports.figures import grouped
from mingzheng.reports.items import Items, ItemView, RuleView
from mingzheng.reports.limitation import Elapsed
from mingzheng.reports.word import proposals
from mingzheng.reports.word.proposals import Proposal
from mingzheng.rules import Rule, rules

LACKING = Text(zh="证据缺失", en="evidence lacking")
_LISTED = 4


@dataclass(frozen=True)
class Problem:
    """One thing to put right, with what the audit knows of it and what we propose."""

    id: str
    items: tuple[str, ...]
    nature: Text
    title: Text
    basis: Text
    extent: Text
    proposals: tuple[Proposal, ...]
    elapsed: Elapsed


def problems(items: Items, coverage: Coverage) -> tuple[Problem, ...]:
    """Suspected violations, then doubts, by item; then the tables whose want leaves duties open.

    What is only a notice (提示) breaks no duty and is in the report alone.
    """
    views = items.views()
    found: dict[str, Problem] = {}
    by_item = [rule for view in views for rule in view.rules] + list(items.outside())
    for grave in ("violation", "doubt"):
        for rule in by_item:
            if gravest(rule) == grave:
                found.setdefault(rule.rule.id, _of_rule(rule, grave))
    return (*found.values(), *_lacking(views, items.outside(), coverage))


def gravest(view: RuleView) -> str | None:
    """The gravest severity of what a rule found; None where it found nothing.

    A rule may lower its severity case by case, so that its own may be that of none of them.
    """
    if not view.counts.breach:
        return None
    found = (severity for severity, count in view.severities if count)
    return next(found, str(view.rule.severity))


def _of_rule(view: RuleView, severity: str) -> Problem:
    rule = view.rule
    return Problem(
        id=rule.id,
        items=rule.items,
        nature=wording.SEVERITIES[severity],
        title=Text(zh=rule.zh, en=rule.en),
        basis=wording.listed(view.cites),
        extent=_extent(view),
        proposals=proposals.for_rule(rule, severity),
        elapsed=view.elapsed,
    )


def _extent(view: RuleView) -> Text:
    """How many of how many, between which days."""
    found, examined = grouped(view.counts.breach), grouped(view.counts.examined)
    zh, en = f"{found}件（已查{examined}件）", f"{found} of {examined} {view.looks_at.en}"
    if view.first and view.last:
        span = view.first if view.first == view.last else f"{view.first} 至 {view.last}"
        zh, en = f"{zh}；{span}", f"{en}; {span.replace('至', 'to')}"
    natures = [
        Text(zh=f"{wording.SEVERITIES[name].zh}{n:,}件", en=f"{n:,} {wording.SEVERITIES[name].en}")
        for name, n in view.severities
        if n
    ]
    if len(natures) > 1:
        told = wording.listed(natures)
        zh, en = f"{zh}；其中{told.zh}", f"{en}; {told.en}"
    if view.held:
        zh = f"{zh}；其中{grouped(view.held)}件待核实"
        en = f"{en}; {grouped(view.held)} held until originals confirm them"
    return Text(zh=zh, en=en)


def _lacking(
    views: tuple[ItemView, ...], outside: tuple[RuleView, ...], coverage: Coverage
) -> list[Problem]:
    """A problem for each table that is missing, or that nobody declared complete."""
    counted = [rule for view in views for rule in view.rules] + list(outside)
    unknown = {view.rule.id: view.counts.unknown for view in counted}
    found = []
    for name in coverage.result.tables:
        if not coverage.missing(name) and not coverage.open.get(name):
            continue
        readers = [rule for rule in rules() if name in reads(rule)]
        if not readers:
            continue
        table = wording.table(name)
        open_ = sum(unknown.get(rule.id, 0) for rule in readers)
        found.append(
            Problem(
                id=f"evidence.{name}",
                items=tuple(sorted({item for rule in readers for item in rule.items} - {"0"})),
                nature=LACKING,
                title=_title(table, absent=coverage.missing(name)),
                basis=_basis(readers),
                extent=Text(
                    zh=f"有关检查无法判断{grouped(open_)}次",
                    en=f"{grouped(open_)} unknown answers of the checks that read it",
                ),
                proposals=proposals.for_table(table),
                elapsed=Elapsed(),
            )
        )
    return found


def _title(table: Text, *, absent: bool) -> Text:
    if absent:
        return Text(zh=f"未提供{table.zh}", en=f"No {table.en} supplied")
    return Text(
        zh=f"{table.zh}未声明完整范围", en=f"{table.en.capitalize()} not declared complete"
    )


def _basis(readers: list[Rule]) -> Text:
    cited = list(dict.fromkeys(id for rule in readers for id in rule.cites))
    told = wording.listed([wording.citation(id) for id in cited[:_LISTED]])
    if len(cited) <= _LISTED:
        return told
    return Text(zh=f"{told.zh}等", en=f"{told.en} and others")
