"""How long a step may take: days as data, each with what it rests on and how surely."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mingzheng import law
from mingzheng.language import Text
from mingzheng.law import Mark
from mingzheng.workspace.campaigns.working_days import calendar


@dataclass(frozen=True)
class Period:
    """So many calendar days, on to a working day; `basis` is an item of the notice."""

    text: Text
    days: int
    basis: str
    mark: Mark

    def ends(self, begun: dt.date) -> dt.date:
        """The last day: the day it began doesn't count, and nothing ends on a day of rest."""
        return calendar().next_working_day(begun + dt.timedelta(self.days))

    @property
    def source(self) -> Text:
        """The days and where they come from, as a page says it."""
        item = law.catalogue().item(self.basis)
        return Text(
            zh=f"{self.text.zh}：{self.days} 个日历日，末日休息的顺延（{item.cite('zh')}“{item.text}”未定期限；"
            f"{self.mark.label('zh')}）",
            en=f"{self.text.en}: {self.days} calendar days, then to a working day ({item.cite('en')} sets none; "
            f"{self.mark.label('en')})",
        )


@cache
def periods() -> dict[str, Period]:
    """accept, answer and reopen."""
    given = tomllib.loads((files(__package__) / "data/periods.toml").read_text("utf-8"))
    return {
        name: Period(
            text=Text(zh=row["zh"], en=row["en"]),
            days=row["days"],
            basis=row["basis"],
            mark=Mark(row["mark"]),
        )
        for name, row in given.items()
    }
