"""Rules over dossiers in one scan: a column of codes per rule."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import ibis

from mingzheng.audit.force import force
from mingzheng.dossiers.evidence import utc_midnight
from mingzheng.dossiers.facts import Dossier, Value
from mingzheng.evidence.settings import Settings
from mingzheng.rules import Parameters, Rule, Severity
from mingzheng.rules.rule import Verdict

NOT_LOOKED_AT, CLEAR, VIOLATION, UNKNOWN, NOT_IN_FORCE, DOUBT, NOTICE = range(7)
"""The code of one rule for one subject; a breach is coded by its severity."""

BREACHES = (VIOLATION, DOUBT, NOTICE)
SEVERITY_CODES = {
    Severity.VIOLATION: VIOLATION,
    Severity.DOUBT: DOUBT,
    Severity.NOTICE: NOTICE,
}
SEVERITIES = {code: severity for severity, code in SEVERITY_CODES.items()}

APART = ("internal", "test")
"""Products that appear only in the reconciliation."""

KINDS = ("domain", "product", "registration_authority", "subject_kind", "channel")
"""What verdicts are counted by, beside the year."""

CERTIFICATE_ITEMS = ("1.4", "1.5")
"""Items whose verdicts about certificates are counted by certificate, else by their case."""


@dataclass(frozen=True)
class Judged:
    """A rule with its verdict over one dossier, and the column its code stands in."""

    rule: Rule
    verdict: Verdict
    column: str


def column_of(rule: Rule) -> str:
    """The rule's column in a table of codes."""
    return re.sub(r"\W", "_", rule.id)


def judge(
    rules: Sequence[Rule], dossier: Dossier, parameters: Parameters
) -> tuple[list[Judged], list[tuple[Rule, Exception]]]:
    """Each rule's verdict over the dossier; those that raise come apart, the rest go on."""
    judged, failed = [], []
    for rule in rules:
        if not isinstance(dossier, rule.looks_at):
            continue
        try:
            verdict = rule.judge(dossier, parameters)
            found = Judged(rule, verdict, column_of(rule))
            dossier.table.select(**_answers(found))
        except Exception as error:  # one rule's failure is that rule's alone
            failed.append((rule, error))
        else:
            judged.append(found)
    return judged, failed


def codes(
    judged: Sequence[Judged],
    dossier: Any,
    settings: Settings,
    *,
    keys: Sequence[str],
    view: Callable[[str, Value], Value],
) -> Value:
    """One row per subject: `keys`, the dimensions of the statistics, a code per rule.

    In two steps, so that an engine computes each rule's answers once: `view` names the first
    step (`answers_<dossier>`), which holds them in three truth values; the second makes codes.
    """
    dimensions = {
        "in_period": within(dossier, settings),
        "year": local_year(dossier.event_at.start, settings),
        **{c: stated(dossier, c) for c in KINDS},
    }
    plain = {c: v for j in judged for c, v in _answers(j).items()}
    bounds = {
        of.column: of.holds(dossier.event_at, settings) for of in {force(j.rule) for j in judged}
    }
    apart = stated(dossier, "product").isin(APART).fill_null(False)
    outside = apart | ~dimensions["in_period"]
    answers = view(
        f"answers_{dossier.key()}",
        dossier.table.select(*keys, **dimensions, **bounds, **plain, apart=apart, outside=outside),
    )
    return answers.select(*keys, *dimensions, **{j.column: _code(answers, j) for j in judged})


def stated(dossier: Dossier, column: str) -> Value:
    """A column that not every kind of dossier has: null where it has none."""
    if column in dossier.table.columns:
        return dossier.table[column]
    return ibis.null("string")


def _answers(j: Judged) -> dict[str, Value]:
    """The columns that hold what one rule answers."""
    columns = {f"{j.column}__applies": j.verdict.applies, f"{j.column}__breach": j.verdict.breach}
    if j.verdict.severity is not None:
        # as dear as the breach itself, and asked of few
        columns[f"{j.column}__severity"] = ibis.ifelse(
            j.verdict.breach, j.verdict.severity, ibis.null("string")
        )
    return columns


def _code(answers: Value, j: Judged) -> Value:
    """One rule's code from its answers: what is so of most subjects is asked first."""

    def code(number: int) -> Value:
        return ibis.literal(number, "int8")

    applies, breach = answers[f"{j.column}__applies"], answers[f"{j.column}__breach"]
    if j.verdict.severity is None:
        severity = code(SEVERITY_CODES[j.rule.severity])
    else:
        said = answers[f"{j.column}__severity"]
        severity = ibis.cases(
            *[(said == name.value, code(number)) for name, number in SEVERITY_CODES.items()],
            else_=code(SEVERITY_CODES[j.rule.severity]),
        )
    outside = answers.apart if j.rule.items == ("1.4",) else answers.outside
    in_force = answers[force(j.rule).column]
    return ibis.cases(
        (outside | ~applies, code(NOT_LOOKED_AT)),
        (applies & ~breach & in_force, code(CLEAR)),
        (~in_force, code(NOT_IN_FORCE)),
        (applies & breach & in_force, severity),
        else_=code(UNKNOWN),
    )


def local_year(at: Value, settings: Settings) -> Value:
    """The year on the CA's calendar: in China the last hours of a UTC year are the next one's."""
    noon = dt.datetime.combine(settings.as_of, dt.time(12), ZoneInfo(settings.time_zone))
    offset = noon.utcoffset() or dt.timedelta()
    return (at + ibis.interval(seconds=int(offset.total_seconds()))).year().cast("int32")


def within(dossier: Any, settings: Settings) -> Value:
    """Did the act fall within the period, or may it have (an unknown day)? Never null."""
    since, until = settings.period.since, settings.period.until
    inside = ibis.literal(True)
    if since is not None:
        inside &= dossier.event_at.end >= _midnight(since, settings)
    if until is not None:
        inside &= dossier.event_at.start < _midnight(until + dt.timedelta(days=1), settings)
    return inside.fill_null(True)


def _midnight(day: dt.date, settings: Settings) -> Value:
    return ibis.literal(utc_midnight(day, settings.time_zone), "timestamp")
