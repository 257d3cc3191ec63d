"""What an audit found, laid beside the answers of a self-inspection; problems for a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.filings.checks import problems_of
from mingzheng.workspace.filings.kinds import Kind
from mingzheng.workspace.filings.models import Answer, Filing
from mingzheng.workspace.filings.verdicts import Verdict, suggested
from mingzheng.workspace.runs.findings import by_item
from mingzheng.workspace.runs.models import Run

Found = Mapping[tuple[str, str], Mapping[str, Any]]
"""Item and domain → `counts` and `examples`."""


def findings(filing: Filing, run: Run) -> Found:
    """What a run found by item of the filing's checklist and domain of use.

    Raises `WorkspaceError` where the run is another unit's, or not finished.
    """
    if run.organisation_id != filing.organisation_id or not run.has_result:
        raise WorkspaceError(
            zh="只能附本机构已完成的审计", en="only a finished audit of your own can be attached"
        )
    checklist = set(filing.terms.items.values_list("item", flat=True))
    return {
        (item, domain): {
            "counts": {name: getattr(cell, name) for name in COUNTED},
            "examples": [_told(line) for line in cell.examples],
        }
        for item, cells in by_item(run).items()
        if item in checklist
        for domain, cell in cells.items()
    }


COUNTED = ("breach", "doubt", "unknown", "clear")


def _told(line: Any) -> dict[str, str]:
    return {
        "place": str(line.place), "subject": line.subject, "zh": line.title.zh,
        "en": line.title.en,
    }  # fmt: skip


def lay_beside(filing: Filing, found: Found) -> None:
    """Put findings into the answers; domains that only the audit met are added."""
    answers = list(filing.answers.all())
    for answer in answers:
        told = found.get((answer.item, answer.domain), {})
        answer.counts, answer.examples = told.get("counts", {}), told.get("examples", [])
        advice = suggested(answer.counts)
        answer.suggestion = advice.value if advice else ""
        if answer.untouched:
            answer.verdict = answer.suggestion
        answer.version += 1
    fields = ["counts", "examples", "suggestion", "verdict", "version"]
    Answer.objects.bulk_update(answers, fields)
    known = {each.domain for each in answers}
    met = sorted({domain for _, domain in found} - known)
    items = list(filing.terms.items.values_list("item", flat=True))
    Answer.objects.bulk_create(
        _answer(filing, item, domain, found.get((item, domain), {}))
        for domain in met
        for item in items
    )


def _answer(filing: Filing, item: str, domain: str, told: Mapping[str, Any]) -> Answer:
    counts = told.get("counts", {})
    advice = suggested(counts)
    said = advice.value if advice else ""
    return Answer(
        filing=filing, item=item, domain=domain, counts=counts,
        examples=told.get("examples", []), suggestion=said, verdict=said,
    )  # fmt: skip


def problems(filing: Filing) -> Iterator[tuple[str, str]]:
    """Item and problem, for the measures of a plan: what the unit's self-inspection has."""
    items = problems_of(filing)
    titles = dict(filing.terms.items.values_list("item", "title"))
    report = (
        Filing.objects.filter(
            campaign=filing.campaign_id, organisation=filing.organisation_id,
            kind=Kind.SELF_INSPECTION,
        )
        .order_by("-pk")
        .first()
    )  # fmt: skip
    for item in titles:
        if item in items and report is not None:
            of_item = report.answers.filter(item=item, verdict=Verdict.PROBLEM)
            domains = "、".join(each.domain_text.zh for each in of_item)
            yield item, f"{titles[item]}（{domains}）" if domains else titles[item]
