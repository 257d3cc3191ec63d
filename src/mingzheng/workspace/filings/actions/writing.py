"""Writing a filing: answers, texts, measures. Each write is one entry, over what was seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.complaints.cleaning import clean
from mingzheng.workspace.filings.kinds import Kind
from mingzheng.workspace.filings.models import Answer, Filing, Measure, Section
from mingzheng.workspace.filings.verdicts import Verdict
from mingzheng.workspace.filings.writing import hold, writable
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import User
from mingzheng.workspace.people.permissions import require


@transaction.atomic
def answer(
    *,
    by: User,
    answer: Answer,
    version: int,
    verdict: Verdict | None,
    note: str = "",
    disagreement: str = "",
) -> Answer:
    """Say what one item comes to in one domain of use; identity numbers in it are masked.

    Raises `WorkspaceError` where it differs from the audit without a reason.
    """
    held = hold(by, "filing.answer", answer, version)
    before = held.verdict
    held.verdict = verdict.value if verdict else ""
    held.note, held.disagreement = clean(note), clean(disagreement)
    if held.disagrees and not held.disagreement:
        raise WorkspaceError(
            zh="与审计结果不一致的，须写明理由", en="where it differs from the audit, say why"
        )
    if not held.disagrees:
        held.disagreement = ""
    held.save()
    told = {"item": held.item, "domain": held.domain, "from": before, "to": held.verdict}
    if held.disagrees:
        told |= {"audit": held.suggestion, "reason": held.disagreement}
    record(by=by, verb="filing.answer", thing=held.filing, details=told)
    return held


@transaction.atomic
def write(*, by: User, section: Section, version: int, text: str) -> Section:
    """Write one text of a filing."""
    held = hold(by, "filing.write", section, version)
    held.text = clean(text)
    held.save()
    told = {"section": held.name, "characters": len(held.text)}
    record(by=by, verb="filing.write", thing=held.filing, details=told)
    return held


@dataclass(frozen=True)
class Entered:
    """A measure as it is entered."""

    problem: str
    item: str = ""
    cause: str = ""
    measure: str = ""
    sort: str = Measure.Sort.CURE
    acceptance: str = ""
    owner: str = ""
    due: dt.date | None = None
    progress: int = 0
    result: str = ""


@transaction.atomic
def add_measure(*, by: User, filing: Filing, entered: Entered) -> Measure:
    """A further measure."""
    require(by, "filing.add_measure", filing)
    held = writable(filing)
    if not Kind(held.kind).has_measures:
        raise WorkspaceError(
            zh=f"{held.kind_text.zh}不列整改措施", en=f"no measures here: {held.kind_text.en}"
        )
    made = Measure(filing=held)
    _put(made, entered)
    made.written_by = by
    made.save()
    record(by=by, verb="filing.add_measure", thing=held, details=_told(made))
    return made


@transaction.atomic
def change_measure(*, by: User, measure: Measure, version: int, entered: Entered) -> Measure:
    """Say a measure better, or how far it is."""
    held = hold(by, "filing.change_measure", measure, version)
    before = held.progress
    _put(held, entered)
    held.save()
    told = _told(held) | {"progress_before": before}
    record(by=by, verb="filing.change_measure", thing=held.filing, details=told)
    return held


@transaction.atomic
def remove_measure(*, by: User, measure: Measure, version: int) -> None:
    """Strike a measure; the journal keeps what it was against."""
    held = hold(by, "filing.remove_measure", measure, version)
    record(by=by, verb="filing.remove_measure", thing=held.filing, details=_told(held))
    held.delete()


def _put(measure: Measure, entered: Entered) -> None:
    for name, value in asdict(entered).items():
        setattr(measure, name, clean(value) if isinstance(value, str) else value)


def _told(measure: Measure) -> dict[str, object]:
    return {
        "measure": measure.pk, "item": measure.item, "problem": measure.problem,
        "owner": measure.owner, "due": measure.due.isoformat() if measure.due else None,
        "progress": measure.progress,
    }  # fmt: skip
