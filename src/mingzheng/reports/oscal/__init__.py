"""A result as OSCAL 1.2 (NIST): catalog, assessment results, plan of action and milestones.

docs/oscal.md says what OSCAL can't hold, and which properties keep it.
"""

from __future__ import annotations

from pathlib import Path

from mingzheng import law
from mingzheng.errors import OutputError
from mingzheng.reports.oscal.catalog import catalog
from mingzheng.reports.oscal.document import write
from mingzheng.reports.oscal.findings import Run
from mingzheng.reports.oscal.plan import plan_of_action
from mingzheng.reports.oscal.results import assessment_results
from mingzheng.reports.reading import Result, read
from mingzheng.reports.sealed import demand
from mingzheng.rules import VERSION, rules

__all__ = ["write_oscal"]


def write_oscal(folder: Path, output: Path) -> list[Path]:
    """Write a result's OSCAL documents into `output` and return their paths.

    There is no plan where nothing is suspected or unknown. The same result at the same place gives
    the same bytes. Raises OutputError where the seal does not hold, where other rules or law judged
    than this version's, or where a file can't be written.
    """
    result = read(folder)
    demand(result)
    _same_version(result)
    run = Run(result, output)
    plan = plan_of_action(run)
    written = [
        write(output / "catalog.json", "catalog", catalog(result)),
        write(output / "assessment-results.json", "assessment-results", assessment_results(run)),
    ]
    path = output / "plan-of-action-and-milestones.json"
    if plan is None:
        path.unlink(missing_ok=True)
        return written
    return [*written, write(path, "plan-of-action-and-milestones", plan)]


def _same_version(result: Result) -> None:
    """The catalog is of this version's rules and law: those of the result must be the same."""
    known = {rule.id for rule in rules()}
    same = (
        result.run["rules"]["version"] == VERSION
        and result.run["law"]["version"] == law.VERSION
        and set(result.summary["rules"]) <= known
    )
    if not same:
        raise OutputError(
            zh=f"结果 {result.folder} 由另一版规则或法律目录写成，无法与本版的目录对应。请重新运行 mingzheng audit。",
            en=f"{result.folder} was judged by another version of rules or law than this catalog's. Run mingzheng audit again.",
        )
