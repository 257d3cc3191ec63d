"""Rules over dossiers in one scan: a column of codes per rule."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import ibis

from mingzheng.dossiers import Case, Certificate
from mingzheng.dossiers.evidence import utc_midnight
from mingzheng.dossiers.facts import Value
from mingzheng.evidence.settings import Settings
from mingzheng.law import catalogue
from mingzheng.law.article import Article
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

LAW_ZONE = "Asia/Shanghai"
"""A law enters into force at midnight there, wherever the CA keeps its clocks."""

CERTIFICATE_ITEMS = ("1.4", "1.5")
"""Items that count certificates; the others count cases."""


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
    rules: Sequence[Rule], dossier: Case | Certificate, parameters: Parameters
) -> tuple[list[Judged], list[tuple[Rule, Exception]]]:
    """Each rule's verdict over the dossier; those that raise come apart, the rest go on."""
    judged, failed = [], []
    for rule in rules:
        if not isinstance(dossier, rule.looks_at):
            continue
        try:
            verdict = rule.judge(dossier, parameters)
            dossier.table.select(_code(rule, verdict, dossier, in_period=ibis.literal(True)))
        except Exception as error:  # one rule's failure is that rule's alone
            failed.append((rule, error))
        else:
            judged.append(Judged(rule, verdict, column_of(rule)))
    return judged, failed


def codes(
    judged: Sequence[Judged], dossier: Any, settings: Settings, *, keys: Sequence[str]
) -> Value:
    """One row per subject: `keys`, the dimensions of the statistics, a code per rule."""
    in_period = within(dossier, settings)
    return dossier.table.select(
        *keys,
        in_period=in_period,
        year=local_year(dossier.event_at.start, settings),
        **{
            c: dossier.table[c] for c in ("domain", "product", "registration_authority", "channel")
        },
        subject_kind=dossier.subject_kind,
        **{j.column: _code(j.rule, j.verdict, dossier, in_period=in_period) for j in judged},
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


def _code(rule: Rule, verdict: Verdict, dossier: Any, *, in_period: Value) -> Value:
    applies, breach = verdict.applies, verdict.breach
    if verdict.severity is None:
        severity = ibis.literal(SEVERITY_CODES[rule.severity], "int8")
    else:
        severity = ibis.cases(
            *[(verdict.severity == name, code) for name, code in SEVERITY_CODES.items()],
            else_=SEVERITY_CODES[rule.severity],
        ).cast("int8")
    looked = ibis.cases(
        (in_force(rule, dossier), _answer(breach, severity)),
        else_=ibis.literal(NOT_IN_FORCE, "int8"),
    )
    apart = dossier.product.isin(APART).fill_null(False)
    bounded = ibis.literal(True) if rule.items == ("1.4",) else in_period
    return ibis.cases(
        (apart | ~bounded, ibis.literal(NOT_LOOKED_AT, "int8")),
        (applies, looked),
        (~applies, ibis.literal(NOT_LOOKED_AT, "int8")),
        else_=ibis.cases(
            (in_force(rule, dossier), ibis.literal(UNKNOWN, "int8")),
            else_=ibis.literal(NOT_IN_FORCE, "int8"),
        ),
    )


def _answer(breach: Value, severity: Value) -> Value:
    return ibis.cases(
        (breach, severity),
        (~breach, ibis.literal(CLEAR, "int8")),
        else_=ibis.literal(UNKNOWN, "int8"),
    )


def in_force(rule: Rule, dossier: Any) -> Value:
    """Was any wording of the duty in force on the day of the event? An unknown day counts as in force.

    A standard cited beside the law says how the duty is measured, not since when it is one.
    """
    law = [cite for cite in rule.cites if isinstance(catalogue().find(cite), Article)]
    days = [duty_since(cite) for cite in law or rule.cites]
    known = [day for day in days if day is not None]
    if len(known) < len(days) or not known:
        return ibis.literal(True)
    return (
        dossier.event_at.end >= ibis.literal(utc_midnight(min(known), LAW_ZONE), "timestamp")
    ).fill_null(True)


def duty_since(cite: str) -> dt.date | None:
    """The day the cited duty began; None where it has none."""
    cited = catalogue().find(cite)
    return cited.since if isinstance(cited, Article) else getattr(cited, "since", None)
