"""What a result suspects, a rule at a time: what findings are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mingzheng.errors import OutputError
from mingzheng.language import Text
from mingzheng.reports.coverage import Coverage
from mingzheng.reports.figures import Counts
from mingzheng.reports.items import Items
from mingzheng.reports.word.problems import LACKING
from mingzheng.reports.word.problems import problems as problems_of
from mingzheng.workspace.runs.reading.browsing import Filter, Line, first
from mingzheng.workspace.runs.reading.results import counted_of, items_of, opened

EXAMPLES = 5


@dataclass(frozen=True)
class Measure:
    """A measure that we propose: corrective or preventive, and how one can tell it was done."""

    kind: str
    measure: Text
    acceptance: Text


@dataclass(frozen=True)
class Suspected:
    """A rule with breaches: a violation or a doubt, never a mere notice."""

    rule: str
    item: str
    title: Text
    nature: Text
    basis: Text
    extent: Text
    elapsed: Text | None
    counts: Counts
    measures: tuple[Measure, ...]


@lru_cache(8)
def suspected(folder: Path) -> tuple[Suspected, ...]:
    """Every rule of the result that suspects a breach, violations first. Reads all verdicts once.

    Raises `OutputError` where the result was written by another version and can't be read so.
    """
    result, served = opened(folder), items_of(folder)
    try:
        coverage = Coverage(result)
        problems = problems_of(Items(result, coverage), coverage)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise OutputError(
            zh="这一结果由其他版本写成，不能由它登记问题；请用本版本重新审计",
            en="another version wrote this result and no findings can be taken from it; audit anew",
        ) from error
    found = []
    for each in problems:
        if each.nature == LACKING:
            continue
        counts = judged(folder, each.id)
        assert counts is not None
        found.append(
            Suspected(
                rule=each.id, item=(served.get(each.id) or each.items)[0], title=each.title,
                nature=each.nature, basis=each.basis, extent=each.extent,
                elapsed=each.elapsed.text if each.elapsed else None, counts=counts,
                measures=tuple(
                    Measure(p.kind, p.measure, p.acceptance) for p in each.proposals
                ),
            )
        )  # fmt: skip
    return tuple(found)


def judged(folder: Path, rule: str) -> Counts | None:
    """What the result counts for a rule; None where it knows no such rule."""
    said = opened(folder).summary["rules"].get(rule)
    return Counts(**counted_of(said)) if said is not None else None


def first_breaches(folder: Path, rule: str) -> tuple[Line, ...]:
    """The first few breaches of a rule, masked as lists show them."""
    return first(folder, Filter(rule=rule, verdict="breach"), EXAMPLES)
