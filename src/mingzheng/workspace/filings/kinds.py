"""What is filed: by whom, at which stage of a campaign, with which parts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from mingzheng.language import Text
from mingzheng.workspace.campaigns.phases import Phase
from mingzheng.workspace.people.roles import Kind as Level

DATA = files("mingzheng.workspace.filings") / "data"


class Kind(StrEnum):
    """The kinds of filings."""

    SELF_INSPECTION = "self_inspection"
    PLAN = "plan"
    PROGRESS = "progress"
    COMPLETION = "completion"
    PROVINCE_REPORT = "province_report"

    @property
    def text(self) -> Text:
        """What it is called."""
        return TEXTS[self]

    @property
    def level(self) -> Level:
        """The level that files it."""
        return Level.PROVINCE if self is Kind.PROVINCE_REPORT else Level.AUTHORITY

    @property
    def phase(self) -> Phase:
        """The stage whose day is its deadline."""
        return PHASES[self]

    @property
    def has_answers(self) -> bool:
        """Whether it answers the checklist item by item."""
        return self is Kind.SELF_INSPECTION

    @property
    def has_measures(self) -> bool:
        """Whether it has a list of measures."""
        return self in {Kind.PLAN, Kind.PROGRESS, Kind.COMPLETION}

    @property
    def repeats(self) -> bool:
        """Whether a unit files more than one in a campaign."""
        return self is Kind.PROGRESS

    @property
    def outlives(self) -> bool:
        """Whether it is taken after the campaign is closed: that closes no finding."""
        return self in {Kind.PROGRESS, Kind.COMPLETION}

    @property
    def sections(self) -> tuple[SectionKind, ...]:
        """The texts that people write for it."""
        return sections()[self]


TEXTS = {
    Kind.SELF_INSPECTION: Text(zh="自查报告", en="Self-inspection report"),
    Kind.PLAN: Text(zh="整改方案", en="Rectification plan"),
    Kind.PROGRESS: Text(zh="整改进展情况", en="Progress of rectification"),
    Kind.COMPLETION: Text(zh="整改落实情况", en="Completion of rectification"),
    Kind.PROVINCE_REPORT: Text(zh="省级工作情况报告", en="Province's work report"),
}
PHASES = {
    Kind.SELF_INSPECTION: Phase.SELF_INSPECTION,
    Kind.PLAN: Phase.SELF_INSPECTION,
    Kind.PROGRESS: Phase.RECTIFICATION,
    Kind.COMPLETION: Phase.RECTIFICATION,
    Kind.PROVINCE_REPORT: Phase.INSPECTION,
}
"""By the notice, self-inspection report and plan are due on the same day."""


@dataclass(frozen=True)
class SectionKind:
    """A text of a filing that people write."""

    name: str
    title: Text
    hint: Text
    required: bool


@cache
def sections() -> dict[Kind, tuple[SectionKind, ...]]:
    """The texts of each kind of filing, in order; from `data/sections.toml`."""
    table = tomllib.loads((DATA / "sections.toml").read_text("utf-8"))
    return {
        kind: tuple(
            SectionKind(
                name=row["name"],
                title=Text(zh=row["zh"], en=row["en"]),
                hint=Text(zh=row["hint_zh"], en=row["hint_en"]),
                required=row["required"],
            )
            for row in table[kind]
        )
        for kind in Kind
    }


@cache
def domains() -> dict[str, Text]:
    """Domains of use (应用领域) that can be chosen, by code; from `data/domains.toml`.

    The empty code is what the records name none for.
    """
    table = tomllib.loads((DATA / "domains.toml").read_text("utf-8"))
    return {row["code"]: Text(zh=row["zh"], en=row["en"]) for row in table["domain"]}


def domain_text(code: str) -> Text:
    """The domain's name; a code that is not of ours stands for itself."""
    return domains().get(code, Text(zh=code, en=code))
