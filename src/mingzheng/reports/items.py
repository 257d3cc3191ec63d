"""What the page says of each item of the notice, and of each rule under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mingzheng import law
from mingzheng.audit.judging import CERTIFICATE_ITEMS
from mingzheng.dossiers import Case, Certificate
from mingzheng.language import Text
from mingzheng.reports import wording
from mingzheng.reports.coverage import Coverage
from mingzheng.reports.dossiers import Dossier, Example, example, timeline
from mingzheng.reports.figures import Counts, bar, grouped, share
from mingzheng.reports.findings import EXAMPLES, Finding, findings
from mingzheng.reports.layout import Cell, Table, bars, number, words
from mingzheng.reports.limitation import Elapsed
from mingzheng.reports.plain import identifier
from mingzheng.reports.reading import Breakdown, Result, Row
from mingzheng.rules import Rule, Severity, rules

OUTSIDE = "0"
"""The item of rules that rest on other law than the notice."""

_ROWS = 12
_TEXTS = {
    **{id: f"item-{id.replace('.', '-')}" for id in ("2.1", "2.2", "2.3", "2.4", "2.5")},
    "3.2": "agreements",
    "3.3": "contradictions",
    "4.1": "overview",
}
"""Items that turn on the text of documents."""


@dataclass(frozen=True)
class RuleView:
    """One rule with its numbers, days and examples."""

    rule: Rule
    counts: Counts
    held: int
    outside_period: int
    severities: tuple[tuple[str, int], ...]
    first: str | None
    last: str | None
    elapsed: Elapsed
    authorities: Text | None
    examples: tuple[Example, ...]
    lacking: tuple[Example, ...]
    dossiers: tuple[Dossier, ...]
    checked: bool

    @property
    def kind(self) -> Text:
        """What the rule would find."""
        return wording.KINDS[self.rule.severity]

    @property
    def found(self) -> Text:
        """What its breaches are called."""
        return wording.FOUND[self.rule.severity]

    @property
    def weight(self) -> tuple[bool, int, int, str]:
        """Sorts rules: those that found something first, the gravest first."""
        rank = list(wording.KINDS).index(self.rule.severity)
        return (not self.counts.breach, rank, -self.counts.breach, self.rule.id)

    @property
    def looks_at(self) -> Text:
        """What its counts count."""
        return Text(zh=self.rule.looks_at.ZH, en=self.rule.looks_at.EN)

    @property
    def cites(self) -> list[Text]:
        """The law, or the standard, that it rests on."""
        return [wording.citation(id) for id in self.rule.cites]


@dataclass(frozen=True)
class ItemView:
    """One item with its law, its numbers and its rules."""

    item: law.Item
    counts: Counts
    doubts: int
    notices: int
    outside_period: int
    checked: bool
    status: Text
    mood: str
    unshown: tuple[str, ...]
    charts: tuple[Table, ...]
    further: tuple[Table, ...]
    rules: tuple[RuleView, ...]

    @property
    def unproven(self) -> bool:
        """Whether some of it can't be shown, for want of coverage or of a value."""
        return self.checked and bool(self.unshown or self.counts.unknown)

    @property
    def counted(self) -> Text:
        """What its numbers count: a certificate counts with its case but for content itself."""
        kinds = [v.rule.looks_at for v in self.rules if v.rule.severity is Severity.VIOLATION]
        if self.item.id not in CERTIFICATE_ITEMS:
            kinds = [Case if kind is Certificate else kind for kind in kinds]
        return wording.listed([Text(zh=kind.ZH, en=kind.EN) for kind in dict.fromkeys(kinds)])

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"item-{self.item.id.replace('.', '-')}"

    @property
    def text_anchor(self) -> str | None:
        """The place in documents.html where what documents say of it begins."""
        return _TEXTS.get(self.item.id)

    @property
    def articles(self) -> list[law.Article]:
        """The articles that it rests on."""
        return [law.catalogue().article(id) for id in self.item.articles]


@dataclass(frozen=True)
class Items:
    """Everything about the items, read once."""

    result: Result
    coverage: Coverage

    @cached_property
    def _findings(self) -> dict[tuple[str, str], Finding]:
        return findings(self.result)

    @cached_property
    def _steps(self) -> dict[tuple[str, str], list[Row]]:
        return self.result.examples()

    @cached_property
    def _breakdowns(self) -> Mapping[str, Breakdown]:
        return {name: self.result.breakdown("item", name) for name in wording.DIMENSIONS}

    @cached_property
    def _authorities(self) -> Breakdown:
        return self.result.breakdown("rule", "registration_authority")

    @cached_property
    def _severities(self) -> dict[str, dict[str, int]]:
        return self.result.severities()

    def views(self) -> tuple[ItemView, ...]:
        """The fourteen items and the two requirements, in the notice's order."""
        return tuple(self._item(item) for item in law.catalogue().items())

    def outside(self) -> tuple[RuleView, ...]:
        """The rules outside the fourteen items."""
        return tuple(self._rule(rule) for rule in rules() if OUTSIDE in rule.items)

    def _item(self, item: law.Item) -> ItemView:
        said = self.result.summary["items"].get(item.id, {})
        found = (self._rule(rule) for rule in rules() if item.id in rule.items)
        of_item = tuple(sorted(found, key=lambda view: view.weight))
        checked = item.id not in self.result.run["not_yet_checked"] and bool(of_item)
        unshown = tuple(self.coverage.unshown(item.id)) if checked else ()
        counts = _counts(said)
        bound = binding(of_item)
        status, mood = standing(counts, checked=checked, shown=not unshown, bound=bound)
        names = tuple(wording.DIMENSIONS)
        return ItemView(
            item=item,
            counts=counts,
            doubts=said.get("doubts", 0),
            notices=said.get("notices", 0),
            outside_period=said.get("outside_period", 0),
            checked=checked,
            status=status,
            mood=mood,
            unshown=unshown,
            charts=self._charts(item.id, names[:2]),
            further=self._charts(item.id, names[2:]),
            rules=of_item,
        )

    def _charts(self, item: str, names: tuple[str, ...]) -> tuple[Table, ...]:
        found = ((name, self._breakdowns[name].get((item, item))) for name in names)
        return tuple(chart(name, values) for name, values in found if values)

    def _rule(self, rule: Rule) -> RuleView:
        said = self.result.summary["rules"].get(rule.id, {})
        breach = self._findings.get((rule.id, "breach"), Finding())
        unknown = self._findings.get((rule.id, "unknown"), Finding())
        told = {row["subject"] for row in breach.examples}
        return RuleView(
            rule=rule,
            counts=_counts(said),
            held=said.get("held", 0),
            outside_period=said.get("outside_period", 0),
            severities=tuple(
                (name, self._severities.get(rule.id, {}).get(name, 0))
                for name in wording.SEVERITIES
            ),
            first=self._day(breach.first),
            last=self._day(breach.last),
            elapsed=breach.elapsed,
            authorities=self._worst(rule),
            examples=tuple(self._example(row) for row in breach.examples),
            lacking=tuple(self._example(row) for row in unknown.examples),
            dossiers=tuple(
                timeline(self.result, subject, steps)
                for (of, subject), steps in self._steps.items()
                if of == rule.id and subject not in told
            )[:EXAMPLES],
            checked=rule.id in self.result.summary["rules"]
            and rule.id not in self.result.run["not_yet_checked"],
        )

    def _example(self, row: Row) -> Example:
        return example(self.result, row, self._steps.get((row["rule"], row["subject"]), []))

    def _day(self, at: dt.datetime | None) -> str | None:
        local = self.result.moment(at)
        return local.date().isoformat() if local else None

    def _worst(self, rule: Rule) -> Text | None:
        """The registration authorities with most breaches of a rule."""
        of_item = self._authorities.get((rule.id, rule.items[0]), {})
        most = sorted(
            ((counts.breach, name) for name, counts in of_item.items() if counts.breach),
            key=lambda pair: (-pair[0], pair[1] or ""),
        )
        if not most:
            return None
        named = [dimension_value("registration_authority", name) for _, name in most[:5]]
        counted = [
            Text(zh=f"{text.zh}（{grouped(n)}）", en=f"{text.en} ({grouped(n)})")
            for text, (n, _) in zip(named, most, strict=False)
        ]
        told = wording.listed(counted)
        more = len(most) - len(counted)
        if not more:
            return told
        return Text(zh=f"{told.zh}，另有 {more} 家", en=f"{told.en}, and {more} more")


def _counts(said: Mapping[str, Any]) -> Counts:
    return Counts(**{name: said.get(name, 0) for name in Counts.__dataclass_fields__})


def binding(rules: Iterable[RuleView]) -> bool:
    """Whether any of an item's rules finds what the law makes a violation."""
    return any(view.rule.severity is Severity.VIOLATION for view in rules)


def standing(counts: Counts, *, checked: bool, shown: bool, bound: bool) -> tuple[Text, str]:
    """The one line an item gets in the overview, and its colour.

    Without a full declaration nothing is called compliant, however many were clear. An item of
    which no rule is binding is never more than pointed at: a person reads the rest.
    """
    if not checked:
        return Text(zh="本版本尚未检查", en="not yet checked by this version"), "open"
    if not bound:
        return Text(zh="仅提示疑点，须人工审阅", en="only hints: to be read by a person"), "open"
    if counts.breach:
        rest = Text(zh="；其余无法证明", en="; the rest can't be shown")
        open_ = counts.unknown or not shown
        return Text(
            zh="有疑似问题" + rest.zh * bool(open_), en="suspected" + rest.en * bool(open_)
        ), "breach"
    if counts.unknown or not shown:
        return Text(zh="无法证明", en="can't be shown"), "unknown"
    if not counts.examined:
        return Text(zh="没有审查对象", en="nothing to examine"), "open"
    return Text(zh="未发现疑似问题", en="nothing suspected"), "clear"


def dimension_value(name: str, value: str | None) -> Text:
    """A value by which verdicts are counted; free text of the CA is made harmless."""
    if value is None or wording.is_code(name, value):
        return wording.code(name, value)
    safe = identifier(value, 60)
    return Text(zh=safe, en=safe)


def chart(name: str, values: Mapping[str | None, Counts]) -> Table:
    """Counts by one dimension, each with its bar; most breaches first, years in order."""
    order = sorted(
        ((value, counts) for value, counts in values.items() if counts.examined),
        key=(lambda pair: (pair[0] is None, pair[0] or ""))
        if name == "year"
        else (lambda pair: (-pair[1].breach, -pair[1].examined, pair[0] is None, pair[0] or "")),
    )
    kept, rest = order[:_ROWS], order[_ROWS:]
    rows = [(dimension_value(name, value), counts) for value, counts in kept]
    if rest:
        others = sum((counts for _, counts in rest), start=Counts())
        rows.append((Text(zh=f"其余 {len(rest)} 项", en=f"{len(rest)} others"), others))
    label = wording.DIMENSIONS[name]
    return Table(
        caption=Text(zh=f"按{label.zh}", en=f"By {label.en}"),
        columns=(
            words(label.zh, label.en),
            bars("分布", "distribution"),
            number("已查", "examined"),
            number("疑似问题", "suspected"),
            number("无法判断", "unknown"),
        ),
        rows=tuple(_chart_row(value, counts) for value, counts in rows),
        classes="chart",
    )


def _chart_row(value: Text, counts: Counts) -> tuple[Cell, ...]:
    return (
        value,
        bar(counts),
        counts.examined,
        share(counts.breach, counts.examined),
        share(counts.unknown, counts.examined),
    )
