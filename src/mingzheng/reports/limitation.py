"""The limitation of penalties, Administrative Penalty Law article 36: for the regulator to weigh.

Nothing here acquits: the days are counted from the day on record, discovery and a breach that
continues are for the authority to find, and the law limits penalties only.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.language import Text
from mingzheng.reports.reading import Result, Row

ARTICLE = "penalty-law/36"
TERMS = (2, 5)
"""Years; the longer where life, health or financial safety is concerned and harm was done."""

LABEL = Text(
    zh="处罚时效（供监管部门参考，不是免责）",
    en="Limitation of penalties (for the regulator's information; not an acquittal)",
)
NOTE = Text(
    zh="处罚时效仅供监管部门参考，不是免责：二年、五年自记录所载的发生日起算，五年只适用于涉及公民生命健康安全、"
    "金融安全且有危害后果的；违法行为有连续或者继续状态的，自行为终了之日起算；何时发现、是否终了，由监管部门认定。"
    "2021年7月15日以前的行为适用何条，须由人核对。日期不详的不作计算。",
    en="Limitation is for the regulator's information, not an acquittal: two and five years count from "
    "the day on record; five only where life, health or financial safety is concerned and harm was "
    "done; a continuing breach counts from its end; when it was discovered and whether it ended, the "
    "authority finds. Which article governs acts before 2021-07-15 a person must check. Nothing is "
    "counted where the day is unknown.",
)
_CONCERNED = ("violation", "doubt")
"""A notice points at nothing that could be penalised."""


@dataclass(frozen=True)
class Elapsed:
    """Breaches by what had run out on the day asked about, since the day on record."""

    within: int = 0
    """Neither term."""
    two: int = 0
    """Two years, but not five."""
    five: int = 0
    undated: int = 0

    def __add__(self, other: Elapsed) -> Elapsed:
        return Elapsed(
            within=self.within + other.within,
            two=self.two + other.two,
            five=self.five + other.five,
            undated=self.undated + other.undated,
        )

    def __bool__(self) -> bool:
        return bool(self.within or self.two or self.five or self.undated)

    @property
    def text(self) -> Text:
        """The counts in a line."""
        counts = f"{self.within:,}", f"{self.two:,}", f"{self.five:,}", f"{self.undated:,}"
        return Text(
            zh="至截至日未满二年 {}；满二年未满五年 {}；满五年 {}；日期不详 {}".format(*counts),
            en="on the day asked about: within two years {}; past two, within five {}; past five {}; day unknown {}".format(*counts),
        )  # fmt: skip


def last_day(day: dt.date, years: int) -> dt.date:
    """The last day of a term of years that began on `day`: the same date, or the month's end."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def terms(day: dt.date) -> Text:
    """The last day of each term from a day on record."""
    two, five = (last_day(day, years).isoformat() for years in TERMS)
    return Text(zh=f"二年至 {two}，五年至 {five}", en=f"two years to {two}, five to {five}")


def of_row(result: Result, row: Row) -> Text | None:
    """The terms of one verdict; None where its day is unknown or nothing could be penalised."""
    if row["verdict"] != "breach" or row["severity"] not in _CONCERNED:
        return None
    at = result.moment(row["event_at"])
    return terms(at.date()) if at else None


def concerned(batch: pa.RecordBatch) -> pa.Array:
    """Which verdicts of a batch point at something that could be penalised."""
    severe = pc.is_in(batch["severity"], pa.array(_CONCERNED))
    return pc.and_(pc.equal(batch["verdict"], "breach"), severe)


def elapsed(result: Result, batch: pa.RecordBatch) -> dict[str, Elapsed]:
    """Rule → its breaches in a batch of verdicts by what had run out."""
    rows = batch.filter(concerned(batch))
    at = rows["event_at"].cast(pa.timestamp("us"))
    past = [pc.less(at, _first_in_time(result, years)) for years in TERMS]
    table = pa.table({"rule": rows["rule"], "two": past[0], "five": past[1]})
    found: dict[str, Elapsed] = {}
    for row in table.group_by(["rule", "two", "five"]).aggregate([([], "count_all")]).to_pylist():
        state = _state(row["two"], row["five"])
        found[row["rule"]] = found.get(row["rule"], Elapsed()) + Elapsed(
            **{state: row["count_all"]}
        )
    return found


def _state(two: bool | None, five: bool | None) -> str:
    if two is None:
        return "undated"
    if five:
        return "five"
    return "two" if two else "within"


def _first_in_time(result: Result, years: int) -> pa.Scalar:
    """The first moment whose term of years had not run out on the day asked about, as plain UTC."""
    day = dt.date.fromisoformat(result.run["as_of"])
    leap = (day.month, day.day) == (2, 29)
    begin = dt.date(day.year - years, 3, 1) if leap else day.replace(year=day.year - years)
    local = dt.datetime.combine(begin, dt.time(), tzinfo=result.zone)
    return pa.scalar(local.astimezone(dt.UTC).replace(tzinfo=None), pa.timestamp("us"))
