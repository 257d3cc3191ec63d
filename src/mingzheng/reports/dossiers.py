"""Example findings and the timelines of their dossiers."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from mingzheng.language import Text
from mingzheng.reports import limitation, wording
from mingzheng.reports.plain import identifier, shown
from mingzheng.reports.reading import Result, Row

_SOURCES = 6
_SAME_STEP = 4
_DAY = dt.timedelta(days=1)
_INSTANT = dt.timedelta(seconds=1)
_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:[\d.]+)([+-]\d\d:\d\d)")


@dataclass(frozen=True)
class Step:
    """One step of a dossier; `at` None where no record dates it, `early` before one above it."""

    name: str
    label: Text
    at: str | None
    gap: Text | None
    early: bool
    source: str | None


@dataclass(frozen=True)
class Dossier:
    """The timeline of one case."""

    subject: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Example:
    """One verdict with what it shows and the rows that prove it."""

    subject: str
    labels: tuple[tuple[Text, Text | str], ...]
    shows: tuple[tuple[Text, Text | str], ...]
    sources: tuple[str, ...]
    more_sources: int
    held: bool
    severity: Text | None
    dossier: Dossier | None


def example(result: Result, row: Row, steps: list[Row]) -> Example:
    """A row of the verdicts, made harmless and bounded."""
    sources = row["sources"] or []
    return Example(
        subject=identifier(row["application_id"] or row["serial_number"] or row["subject"]),
        labels=tuple(_labels(result, row)),
        shows=tuple(
            (
                wording.fact(row["looks_at"], fact["name"]),
                _value(row["looks_at"], fact["name"], fact["value"]),
            )
            for fact in row["shows"] or []
        ),
        sources=tuple(identifier(source, 120) for source in sources[:_SOURCES]),
        more_sources=max(0, len(sources) - _SOURCES),
        held=bool(row["held"]),
        severity=None if row["verdict"] == "unknown" else wording.severity(row["severity"]),
        dossier=timeline(result, row["subject"], steps) if steps else None,
    )


def _labels(result: Result, row: Row) -> list[tuple[Text, Text | str]]:
    at = result.moment(row["event_at"])
    found: list[tuple[Text, Text | str | None]] = [
        (Text(zh="发生日", en="day"), at.date().isoformat() if at else None),
        (Text(zh="产品", en="product"), _code("product", row["product"])),
        (Text(zh="证书序列号", en="serial number"), _short(row["serial_number"], 48)),
        (Text(zh="颁发者", en="issuer"), _short(row["issuer_dn"], 120)),
        (Text(zh="注册机构", en="RA"), _short(row["registration_authority"], 40)),
        (limitation.LABEL, limitation.of_row(result, row)),
    ]
    return [(label, value) for label, value in found if value is not None]


def _short(value: str | None, longest: int) -> str | None:
    return None if value is None else shown(value, longest)


def _code(family: str, value: str | None) -> Text | str | None:
    if value is None:
        return None
    return wording.code(family, value) if wording.is_code(family, value) else shown(value, 40)


def _value(looks_at: str, name: str, value: str | None) -> Text | str:
    said = wording.fact_value(looks_at, name, value)
    if said is not None:
        return said
    text = shown(value or "", 200)
    return _ISO_TIME.sub(r"\1 \2 \3", text)


def timeline(result: Result, subject: str, steps: list[Row]) -> Dossier:
    """The steps in their customary order, gaps marked, each with the time since those before it.

    A step is early where even its latest moment is before the latest step above it began. That
    alone breaches nothing: which order the law demands, the rules say.
    """
    found: list[Step] = []
    before: Row | None = None
    for name, label in wording.STEPS.items():
        dated = [row for row in steps if row["step"] == name]
        if not dated and name in wording.ALWAYS:
            found.append(Step(name, label, None, None, False, None))
        for row in sorted(dated, key=_order)[:_SAME_STEP]:
            found.append(_step(result, row, before, label))
            before = _later(before, row)
    return Dossier(subject=identifier(subject), steps=tuple(found))


def _order(row: Row) -> tuple[str, str]:
    return (row["at"].isoformat() if row["at"] else "", row["source"] or "")


def _later(before: Row | None, row: Row) -> Row | None:
    """Whichever began later: what follows is measured from there."""
    if row["at"] is None or (before is not None and row["at"] < before["at"]):
        return before
    return row


def _step(result: Result, row: Row, before: Row | None, label: Text) -> Step:
    source = row["source"]
    gap, early = _gap(before, row) if before and row["at"] is not None else (None, False)
    return Step(
        name=row["step"],
        label=label,
        at=_when(result, row),
        gap=gap,
        early=early,
        source=identifier(source, 100) if source else None,
    )


def _when(result: Result, row: Row) -> str | None:
    at, until = result.moment(row["at"]), row["at_until"]
    if at is None:
        return None
    if until is not None and until - row["at"] >= _DAY - _INSTANT:
        return at.date().isoformat()
    return at.strftime("%Y-%m-%d %H:%M:%S") if at.second else at.strftime("%Y-%m-%d %H:%M")


def _gap(before: Row, row: Row) -> tuple[Text | None, bool]:
    latest = row["at_until"] or row["at"]
    early = latest < before["at"]
    exact = all((r["at_until"] or r["at"]) == r["at"] for r in (before, row))
    if exact:
        told = _duration(abs(row["at"] - before["at"]))
    else:
        days = abs((row["at"] - before["at"]) // _DAY)
        told = Text(zh=f"约 {days} 天", en=f"about {days} d")
    if early:
        above = wording.STEPS[before["step"]]
        return Text(zh=f"早于{above.zh} {told.zh}", en=f"{told.en} before: {above.en}"), True
    return Text(zh=f"+{told.zh}", en=f"+{told.en}"), False


def _duration(gap: dt.timedelta) -> Text:
    minutes, seconds = divmod(int(gap.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "天", "d"), (hours, "小时", "h"), (minutes, "分", "min"), (seconds, "秒", "s")]
    told = [part for part in parts if part[0]][:2] or [(0, "秒", "s")]
    return Text(
        zh=" ".join(f"{n} {zh}" for n, zh, _ in told),
        en=" ".join(f"{n} {en}" for n, _, en in told),
    )
