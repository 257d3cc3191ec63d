"""The columns of the workbook: one row of the verdicts as the cells of one row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa

from mingzheng.errors import RuleError
from mingzheng.language import Text
from mingzheng.reports import wording
from mingzheng.reports.plain import cell, cut, identified, printable
from mingzheng.reports.reading import Result
from mingzheng.rules import Rule, rule_by_id

Headers = Mapping[str, Mapping[str, str]]
Value = str | float | None

DAY_ZERO = dt.datetime.fromisoformat("1899-12-30")
"""Excel counts days from here."""

_OWN = ("applications", "issuances", "status_changes", "deliveries")


@dataclass(frozen=True)
class Column:
    """One column: its headings, its width in characters, and whether it holds times."""

    name: str
    heading: Text
    width: int
    is_time: bool = False

    def title(self, headers: Headers) -> str:
        """The CA's own header where it has one, then ours, then the contract's name."""
        own = next((headers[t][self.name] for t in _OWN if self.name in headers.get(t, {})), None)
        ours = f"{self.heading.zh} {self.heading.en}"
        lines = [own, ours, self.name] if own and own != self.heading.zh else [ours, self.name]
        return "\n".join(cell(line) for line in lines)


COLUMNS = (
    Column("item", Text(zh="事项", en="item"), 7),
    Column("rule_title", Text(zh="检查", en="check"), 30),
    Column("severity", Text(zh="性质", en="severity"), 10),
    Column("held", Text(zh="待核实", en="held"), 8),
    Column("application_id", Text(zh="申请编号", en="application"), 22),
    Column("serial_number", Text(zh="证书序列号", en="serial number"), 26),
    Column("issuer_dn", Text(zh="颁发者", en="issuer"), 30),
    Column("product", Text(zh="产品类型", en="product"), 12),
    Column("subject_kind", Text(zh="证书主体类型", en="kind of subject"), 14),
    Column("domain", Text(zh="应用领域", en="domain"), 10),
    Column("registration_authority", Text(zh="注册机构", en="RA"), 14),
    Column("channel", Text(zh="办理渠道", en="channel"), 10),
    Column("event_at", Text(zh="发生时间", en="event at"), 18, is_time=True),
    Column("shows", Text(zh="所见", en="shows"), 60),
    Column("sources", Text(zh="证据出处", en="sources"), 40),
    Column("cites", Text(zh="依据", en="rests on"), 40),
    Column("authority", Text(zh="主管部门", en="authority"), 20),
    Column("rule", Text(zh="规则编号", en="rule"), 30),
    Column("looks_at", Text(zh="审查对象", en="looks at"), 10),
    Column("subject", Text(zh="对象编号", en="subject"), 22),
)

_READ = (
    *("rule", "item", "severity", "held", "verdict", "looks_at", "subject", "application_id"),
    *("serial_number", "issuer_dn", "product", "subject_kind", "domain"),
    *("registration_authority", "channel", "event_at", "shows", "sources"),
)


def rows(result: Result, batch: pa.RecordBatch) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """The sheet that each row of a batch belongs to, and its cells in the order of `COLUMNS`."""
    columns = [batch[name].to_pylist() for name in _READ]
    for row in zip(*columns, strict=True):
        at = dict(zip(_READ, row, strict=True))
        yield sheet_of(at["verdict"], at["severity"]), _cells(result, at)


def sheet_of(verdict: str, severity: str | None) -> str:
    """breaches, doubts (with notices) or unknown."""
    if verdict == "unknown":
        return "unknown"
    return "breaches" if severity == "violation" else "doubts"


def _cells(result: Result, at: dict[str, Any]) -> tuple[Value, ...]:
    title, cites, authority = _of_rule(at["rule"])
    return (
        at["item"],
        title,
        _severity(at["severity"]),
        "是" if at["held"] else "",
        _id(at["application_id"]),
        _id(at["serial_number"]),
        _words(at["issuer_dn"]),
        _code("product", at["product"]),
        _code("subject_kind", at["subject_kind"]),
        _code("domain", at["domain"]),
        _id(at["registration_authority"]),
        _code("channel", at["channel"]),
        _time(result, at["event_at"]),
        _shows(at["looks_at"], at["shows"]),
        _lines(_id(source) for source in at["sources"] or ()),
        cites,
        authority,
        at["rule"],
        "证书" if at["looks_at"] == "certificate" else "卷宗",
        _id(at["subject"]),
    )


@cache
def _of_rule(id: str) -> tuple[str, str, str]:
    """Title, citations and authority of a rule; its id where this version has no such rule."""
    try:
        rule: Rule = rule_by_id(id)
    except RuleError:
        return id, "", ""
    cites = "；".join(wording.cite(each, "zh") for each in rule.cites)
    return f"{rule.zh}\n{rule.en}", cites, rule.authority


@cache
def _severity(value: str | None) -> str:
    return wording.SEVERITIES[value].zh if value in wording.SEVERITIES else ""


@cache
def _code(family: str, value: str | None) -> str | None:
    if value is None:
        return None
    return wording.code(family, value).zh if wording.is_code(family, value) else cell(value)


def _id(value: str | None) -> str | None:
    return None if value is None else identified(printable(value[:32_000]))


def _words(value: str | None) -> str | None:
    return cell(value) if value else None


def _lines(lines: Iterable[str | None]) -> str | None:
    """Lines of one cell, each harmless already."""
    return cut("\n".join(filter(None, lines))) or None


def _time(result: Result, at: dt.datetime | None) -> float | None:
    """Days since Excel's day zero in the CA's civil time; None outside Excel's calendar."""
    local = result.moment(at)
    if local is None or local.year < 1900:
        return None
    return (local.replace(tzinfo=None) - DAY_ZERO) / dt.timedelta(days=1)


def _shows(looks_at: str, shows: list[dict[str, str | None]] | None) -> str | None:
    return _lines(_fact(looks_at, fact["name"], fact["value"]) for fact in shows or ())


def _fact(looks_at: str, name: str | None, value: str | None) -> str:
    label = wording.fact(looks_at, name or "")
    said = wording.fact_value(looks_at, name or "", value)
    return f"{label.zh}：{said.zh if said else cell(value or '')}"
