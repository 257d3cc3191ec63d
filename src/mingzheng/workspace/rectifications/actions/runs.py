"""Findings from audit runs: one for each rule with breaches, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from mingzheng.errors import WorkspaceError
from mingzheng.language import Text
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.people.roles import Kind
from mingzheng.workspace.rectifications.actions.findings import hands, next_ordinal
from mingzheng.workspace.rectifications.models import Backing, Finding
from mingzheng.workspace.rectifications.seeing import visible
from mingzheng.workspace.rectifications.states import Source, State
from mingzheng.workspace.runs import reading
from mingzheng.workspace.runs.models import Run
from mingzheng.workspace.transitions import locked


def import_run(*, by: User, run: Run, rules: Sequence[str] | None = None) -> list[Finding]:
    """Register a suspicion for each rule with breaches, or for those named; gives the new ones.

    Verdicts are referred to by run and rule. Where the same is open already, the run is added to
    what backs it; what had ended comes up as a new finding, linked to the old. The same run again
    adds nothing. Raises `WorkspaceError` where nothing is to be added.
    """
    require(by, run.seeing, run)
    require(by, "finding.import_run", run)
    _finished(run)
    # read before the transaction: a result of millions takes seconds
    wanted = [
        (each, _backing(run, each.rule, each))
        for each in reading.suspected(run.folder)
        if rules is None or each.rule in rules
    ]
    with transaction.atomic():
        Run.objects.select_for_update().get(pk=run.pk)
        made, added = [], 0
        for each, backing in wanted:
            known = _known(by, run, each)
            if known is None:
                known = _registered(by, run, each)
                made.append(known)
            if not known.backings.filter(run=run).exists():
                backing.finding = known
                backing.save()
                added += 1
        if not added:
            raise WorkspaceError(
                zh="这次审计的疑似问题都已登记，没有重复登记",
                en="what this audit suspects is registered already; nothing was added",
            )
        told = {"run": run.pk, "findings": [each.number for each in made], "backed": added}
        # an entry about the authority's run would tell it of an office's suspicions
        own = by.membership is not None and by.membership.organisation == run.organisation
        record(by=by, verb="finding.import_run", thing=run if own else None, details=told)
    return made


def _finished(run: Run) -> None:
    if not run.has_result:
        raise WorkspaceError(
            zh="这次审计还没有完成，或其结果已不在服务器上",
            en="this audit hasn't finished, or its result is no longer on the server",
        )


def _known(by: User, run: Run, each: reading.Suspected) -> Finding | None:
    """The finding of that cause that is open, or was ended on this very run, and may be seen."""
    same = visible(by).filter(organisation=run.organisation_id, cause=each.rule, item=each.item)
    found: Finding | None = same.open().first() or same.filter(backings__run=run).first()
    return found


def _registered(by: User, run: Run, each: reading.Suspected) -> Finding:
    membership = by.membership
    assert membership is not None
    own = membership.organisation.kind == Kind.AUTHORITY
    source = Source.SELF if own else Source.AUDIT
    same = visible(by).filter(organisation=run.organisation_id, cause=each.rule)
    earlier = same.exclude(state=State.DISMISSED).order_by("-pk").first()
    return Finding.objects.create(
        organisation=run.organisation, ordinal=next_ordinal(run.organisation),
        source=source.value, item=each.item, cause=each.rule, title=each.title.zh[:200],
        title_en=each.title.en[:240], registered_by=by, earlier=earlier,
        **hands(by),
    )  # fmt: skip


@transaction.atomic
def attach_run(*, by: User, finding: Finding, run: Run, version: int | None = None) -> Backing:
    """Put what another run says of the same rule beside it: the audit after the rectification.

    Raises `WorkspaceError` for a run of another authority, one that is attached already, or a
    finding that no rule points at.
    """
    held: Any = locked(finding, version=version)
    require(by, "finding.attach_run", held)
    require(by, run.seeing, run)
    _finished(run)
    if run.organisation_id != held.organisation_id or not held.cause:
        raise WorkspaceError(
            zh="只能关联同一机构的审计，且问题须由规则指出",
            en="only an audit of the same authority, and only where a rule points at the finding",
        )
    if held.backings.filter(run=run).exists():
        raise WorkspaceError(zh="这次审计已经关联", en="this audit is attached already")
    backing = _backing(run, held.cause, None)
    backing.finding = held
    backing.save()
    held.version += 1
    held.save(update_fields=["version"])
    told = {"run": run.pk, "breach": backing.breach, "unknown": backing.unknown}
    record(by=by, verb="finding.attach_run", thing=held, details=told)
    finding.refresh_from_db()
    return backing


def _backing(run: Run, rule: str, each: reading.Suspected | None) -> Backing:
    """What a run says of a rule: a rule that it didn't judge is neither kept nor broken."""
    counts = reading.judged(run.folder, rule)
    lines = reading.first_breaches(run.folder, rule) if counts and counts.breach else ()
    return Backing(
        run=run, rule=rule, judged=counts is not None and bool(counts.examined),
        breach=counts.breach if counts else 0, clear=counts.clear if counts else 0,
        unknown=counts.unknown if counts else 0, extent=_extent(each),
        examples=[
            {"place": str(line.place), "subject": line.subject, "day": line.day}
            for line in lines
        ],
    )  # fmt: skip


def _extent(each: reading.Suspected | None) -> dict[str, dict[str, str]]:
    said: dict[str, Text | None] = (
        {name: getattr(each, name) for name in ("nature", "extent", "basis", "elapsed")}
        if each is not None
        else {}
    )
    return {
        name: {"zh": text.zh, "en": text.en} for name, text in said.items() if text is not None
    }
