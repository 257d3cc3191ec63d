"""The rectification plan (整改方案): measures against each problem, and what fills its template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingzheng.language import Language
from mingzheng.reports import limitation, wording
from mingzheng.reports.word.masthead import BLANK, BLANK_COLOUR, FILLED_COLOUR, date
from mingzheng.reports.word.problems import LACKING, Problem
from mingzheng.reports.word.proposals import KINDS


@dataclass(frozen=True)
class Measure:
    """One measure against one problem; what a person has yet to decide is None."""

    problem: str
    kind: str
    measure: str
    acceptance: str
    cause: str | None = None
    owner: str | None = None
    deadline: dt.date | None = None


def proposed(problems: Iterable[Problem], language: Language) -> tuple[Measure, ...]:
    """What we propose against each problem, without cause, owner and deadline."""
    return tuple(
        Measure(
            problem=problem.id,
            kind=proposal.kind,
            measure=proposal.measure.in_language(language),
            acceptance=proposal.acceptance.in_language(language),
        )
        for problem in problems
        for proposal in problem.proposals
    )


def values(
    problems: Sequence[Problem], measures: Iterable[Measure], language: Language
) -> dict[str, Any]:
    """The placeholders of the rectification plan alone."""
    by_problem: dict[str, list[Measure]] = {problem.id: [] for problem in problems}
    for measure in measures:
        by_problem[measure.problem].append(measure)
    natures: dict[str, int] = {}
    for problem in problems:
        natures[problem.nature.en] = natures.get(problem.nature.en, 0) + 1
    return {
        "problems": [
            _problem(place, problem, by_problem[problem.id], language)
            for place, problem in enumerate(problems, start=1)
        ],
        "tally": {
            "problems": len(problems),
            "measures": sum(map(len, by_problem.values())),
            "violations": natures.get("suspected violation", 0),
            "doubts": natures.get("doubt", 0),
            "lacking": natures.get(LACKING.en, 0),
        },
        "limitation": _limitation(problems, language),
        "decided": all(_decided(each) for of in by_problem.values() for each in of),
        "schedule": _schedule(by_problem, language),
    }


def _limitation(problems: Iterable[Problem], language: Language) -> dict[str, str]:
    """How many breaches had which term behind them, and what that does not mean."""
    summed = sum((problem.elapsed for problem in problems), start=limitation.Elapsed())
    return {
        "label": limitation.LABEL.in_language(language),
        "citation": wording.cite(limitation.ARTICLE, language),
        "elapsed": summed.text.in_language(language) if summed else "",
        "note": limitation.NOTE.in_language(language),
    }


def _problem(
    place: int, problem: Problem, measures: Iterable[Measure], language: Language
) -> dict[str, Any]:
    return {
        "number": place,
        "id": problem.id,
        "items": ("、" if language == "zh" else ", ").join(problem.items),
        "nature": problem.nature.in_language(language),
        "title": problem.title.in_language(language),
        "basis": problem.basis.in_language(language),
        "extent": problem.extent.in_language(language),
        "measures": [_measure(each, language) for each in measures],
    }


def _measure(measure: Measure, language: Language) -> dict[str, str]:
    deadline = date(measure.deadline, language) if measure.deadline else None
    told = {
        "kind": KINDS[measure.kind].in_language(language),
        "measure": measure.measure,
        "acceptance": measure.acceptance,
    }
    for name, value in (
        ("cause", measure.cause),
        ("owner", measure.owner),
        ("deadline", deadline),
    ):
        told[name] = value or BLANK.in_language(language)
        told[f"{name}_colour"] = FILLED_COLOUR if value else BLANK_COLOUR
    return told


def _decided(measure: Measure) -> bool:
    return bool(measure.cause and measure.owner and measure.deadline)


def _schedule(
    measures: Mapping[str, Iterable[Measure]], language: Language
) -> list[dict[str, str]]:
    """How many measures are due on each day; empty until a person has set days."""
    due: dict[dt.date, int] = {}
    for of_problem in measures.values():
        for measure in of_problem:
            if measure.deadline:
                due[measure.deadline] = due.get(measure.deadline, 0) + 1
    return [{"day": date(day, language), "count": str(n)} for day, n in sorted(due.items())]
