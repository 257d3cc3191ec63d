"""How two runs differ in what they were asked and given: what a change may owe to that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mingzheng.language import Text
from mingzheng.reports import wording
from mingzheng.reports.figures import grouped
from mingzheng.reports.plain import shown
from mingzheng.reports.reading import Result
from mingzheng.reports.sealed import Seal

Run = Mapping[str, Any]

_ASKED = {
    "as_of": Text(zh="截至日", en="day asked about"),
    "time_zone": Text(zh="时区", en="time zone"),
    "clock_tolerance_seconds": Text(zh="时钟允许差异（秒）", en="clock tolerance (seconds)"),
    "version": Text(zh="程序版本", en="version of the program"),
}


@dataclass(frozen=True)
class Difference:
    """One thing in which two runs differ; `grave` where it alone can make a breach disappear."""

    code: str
    text: Text
    grave: bool = False


def differences(before: Result, after: Result, seals: tuple[Seal, Seal]) -> tuple[Difference, ...]:
    """Everything in which the two runs differ, the grave first."""
    a, b = before.run, after.run
    found = (
        *_whose(a, b),
        *_whole(a, b, seals),
        *_asked(a, b),
        *_judged(a, b),
        *_parameters(a, b),
        *_tables(before, after),
        *_fewer(a, b),
    )
    return tuple(sorted(found, key=lambda each: not each.grave))


def _whose(a: Run, b: Run) -> Iterator[Difference]:
    if a["authority"] != b["authority"]:
        names = [shown(str(run["authority"]["name"] or "–"), 60) for run in (a, b)]
        yield Difference(
            "authority",
            Text(
                zh=f"两次审计的机构信息不同：{names[0]}；{names[1]}",
                en=f"the two runs describe their CA differently: {names[0]}; {names[1]}",
            ),
            grave=True,
        )
    if a["as_of"] > b["as_of"]:
        yield Difference(
            "order",
            Text(
                zh=f"前一个结果的截至日（{a['as_of']}）晚于后一个（{b['as_of']}）：顺序可能颠倒",
                en=f"the first result is of a later day ({a['as_of']}) than the second ({b['as_of']}): they may be the wrong way round",
            ),
            grave=True,
        )


def _whole(a: Run, b: Run, seals: tuple[Seal, Seal]) -> Iterator[Difference]:
    places = (Text(zh="前次", en="the first"), Text(zh="后次", en="the second"))
    for run, seal, place in zip((a, b), seals, places, strict=True):
        if not run["complete"]:
            yield Difference(
                "incomplete",
                Text(
                    zh=f"{place.zh}审计不完整：有规则或来源失败",
                    en=f"{place.en} run is incomplete: a rule or a source failed",
                ),
                grave=True,
            )
        if seal.reports:
            names = "、".join(seal.reports)
            yield Difference(
                "report_changed",
                Text(
                    zh=f"{place.zh}结果的 {names} 已非封存时的文件（不影响本比较的数字）",
                    en=f"{names} of {place.en} result is not as sealed (no figure here rests on it)",
                ),
            )


def _asked(a: Run, b: Run) -> Iterator[Difference]:
    if a["period"] != b["period"]:
        spans = [f"{run['period']['from'] or '–'} … {run['period']['until'] or '–'}" for run in (a, b)]  # fmt: skip
        yield Difference(
            "period",
            Text(
                zh=f"审计期间不同：{spans[0]} → {spans[1]}",
                en=f"the periods differ: {spans[0]} → {spans[1]}",
            ),
            grave=True,
        )
    for name, label in _ASKED.items():
        if a[name] != b[name]:
            pair = f"{shown(str(a[name]), 60)} → {shown(str(b[name]), 60)}"
            yield Difference(name, Text(zh=f"{label.zh}：{pair}", en=f"{label.en}: {pair}"))


def _judged(a: Run, b: Run) -> Iterator[Difference]:
    for name, zh, en in (("rules", "规则", "rule sets"), ("law", "法律目录", "catalogues of law")):
        if a[name]["sha256"] != b[name]["sha256"]:
            pair = " → ".join(f"{r[name]['version']} ({r[name]['sha256'][:12]})" for r in (a, b))
            yield Difference(
                name,
                Text(zh=f"{zh}版本不同：{pair}", en=f"the {en} differ: {pair}"),
                grave=name == "rules",
            )


def _parameters(a: Run, b: Run) -> Iterator[Difference]:
    before, after = a["parameters"], b["parameters"]
    for name in sorted({*before, *after}):
        values = [run.get(name, {}).get("value") for run in (before, after)]
        if values[0] != values[1]:
            pair = " → ".join("–" if v is None else shown(str(v), 80) for v in values)
            yield Difference(
                "parameter",
                Text(zh=f"参数 {name}：{pair}", en=f"parameter {name}: {pair}"),
                grave=True,
            )


def _tables(before: Result, after: Result) -> Iterator[Difference]:
    for name, was in before.tables.items():
        now = after.tables.get(name, {"supplied": False})
        label = wording.table(name)
        if was["supplied"] and not now["supplied"]:
            yield Difference(
                "table_missing",
                Text(
                    zh=f"{label.zh}后次没有提供：由它判断的问题消失不等于整改",
                    en=f"{label.en} no longer supplied: what disappears with it is not fixed",
                ),
                grave=True,
            )
        elif was["supplied"]:
            yield from _of_table(was, now, label)
    for name, now in after.tables.items():
        if now["supplied"] and not before.tables.get(name, {}).get("supplied"):
            label = wording.table(name)
            yield Difference(
                "table_new",
                Text(zh=f"{label.zh}后次才提供", en=f"{label.en} supplied only now"),
            )


def _of_table(was: Run, now: Run, label: Text) -> Iterator[Difference]:
    """A table that both runs had."""
    if was["coverage"] != now["coverage"]:
        narrower = [span for span in was["coverage"] if span not in now["coverage"]]
        yield Difference(
            "coverage",
            Text(
                zh=f"{label.zh}声明完整的范围不同", en=f"{label.en}: declared complete otherwise"
            ),
            grave=bool(narrower),
        )
    for flag, zh, en in (
        ("void", "不再视为完整", "no longer counts as complete"),
        ("shifted", "时间不再采用", "times are no longer used"),
    ):
        if now[flag] and not was[flag]:
            yield Difference(
                flag, Text(zh=f"{label.zh}后次{zh}", en=f"{label.en} {en}"), grave=True
            )
    if now["rows"] < was["rows"]:
        pair = f"{grouped(was['rows'])} → {grouped(now['rows'])}"
        yield Difference(
            "rows", Text(zh=f"{label.zh}行数减少：{pair}", en=f"{label.en} has fewer rows: {pair}")
        )
    if now["rejects"] > was["rejects"]:
        pair = f"{grouped(was['rejects'])} → {grouped(now['rejects'])}"
        yield Difference(
            "rejects",
            Text(
                zh=f"{label.zh}未能采用的增加：{pair}", en=f"{label.en} has more rejects: {pair}"
            ),
        )


def _fewer(a: Run, b: Run) -> Iterator[Difference]:
    if b["certificates"] < a["certificates"]:
        pair = f"{grouped(a['certificates'])} → {grouped(b['certificates'])}"
        yield Difference(
            "certificates",
            Text(zh=f"档案中的证书减少：{pair}", en=f"fewer certificates in the archive: {pair}"),
            grave=True,
        )
