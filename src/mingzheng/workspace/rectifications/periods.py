"""How long a step may take: numbers as data, each with its article and how surely that is known."""

from __future__ import annotations

import calendar as months
import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mingzheng import law
from mingzheng.language import Text
from mingzheng.law import Mark
from mingzheng.workspace.campaigns.working_days import ONE_DAY, calendar

UNITS = {
    "days": Text(zh="日", en="days"),
    "working_days": Text(zh="个工作日", en="working days"),
    "months": Text(zh="个月", en="months"),
    "years": Text(zh="年", en="years"),
}


@dataclass(frozen=True)
class Period:
    """So many days, working days, months or years; the day on which it begins doesn't count."""

    text: Text
    number: int
    unit: str
    cited: Text
    mark: Mark

    def ends(self, begun: dt.date) -> dt.date:
        """The last day."""
        if self.unit == "days":
            return begun + dt.timedelta(self.number)
        if self.unit == "working_days":
            return _after_working_days(begun, self.number)
        return _after_months(begun, self.number * (12 if self.unit == "years" else 1))

    @property
    def length(self) -> Text:
        """How long it is."""
        unit = UNITS[self.unit]
        return Text(zh=f"{self.number}{unit.zh}", en=f"{self.number} {unit.en}")

    @property
    def source(self) -> Text:
        """What it is, how long, which article says so and how surely that is known."""
        return Text(
            zh=f"{self.text.zh}：{self.length.zh}（{self.cited.zh}；{self.mark.label('zh')}）",
            en=f"{self.text.en}: {self.length.en} ({self.cited.en}; {self.mark.label('en')})",
        )


@cache
def periods() -> dict[str, Period]:
    """Every period by name, in the order of the data."""
    given = tomllib.loads((files(__package__) / "data/periods.toml").read_text("utf-8"))
    return {name: _period(row) for name, row in given.items()}


def _period(row: dict[str, object]) -> Period:
    text = Text(zh=str(row["zh"]), en=str(row["en"]))
    number, unit = int(str(row["number"])), str(row["unit"])
    if "article" not in row:
        cited = row["cited"]
        assert isinstance(cited, dict)
        return Period(text, number, unit, Text(**cited), Mark(str(row["mark"])))
    article = law.catalogue().article(str(row["article"]))
    return Period(
        text, number, unit, Text(zh=article.cite("zh"), en=article.cite("en")), article.mark
    )


def _after_working_days(begun: dt.date, number: int) -> dt.date:
    days, day = calendar(), begun
    for _ in range(number):
        day = days.next_working_day(day + ONE_DAY)
    return day


def _after_months(begun: dt.date, number: int) -> dt.date:
    year, month = divmod(begun.year * 12 + begun.month - 1 + number, 12)
    last = months.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(begun.day, last))
