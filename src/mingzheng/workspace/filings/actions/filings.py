"""Beginning, discarding and correcting filings, and the audit behind one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.campaigns.models import Campaign
from mingzheng.workspace.campaigns.states import State
from mingzheng.workspace.campaigns.units import takes_part
from mingzheng.workspace.complaints.cleaning import clean
from mingzheng.workspace.filings import prefill
from mingzheng.workspace.filings.kinds import Kind, domains
from mingzheng.workspace.filings.models import (
    Answer,
    Evidence,
    Filing,
    Measure,
    Revision,
    Section,
)
from mingzheng.workspace.filings.states import SUBMITTED
from mingzheng.workspace.filings.writing import demand_draft
from mingzheng.workspace.journal.actions import record
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.runs.models import Run
from mingzheng.workspace.transitions import locked


@transaction.atomic
def begin(
    *,
    by: User,
    campaign: Campaign,
    organisation: Organisation,
    kind: Kind,
    fields: Collection[str] = (),
) -> Filing:
    """Begin a filing. `fields`: codes of the domains of use that a self-inspection looks at.

    A plan begins with the problems of the self-inspection; progress and completion with the
    measures of what was filed last. Raises `WorkspaceError` where the unit has nothing of that
    kind to file, or has one already.
    """
    require(by, "filing.begin", organisation)
    _asked(campaign, organisation, kind)
    own = Filing.objects.select_for_update().filter(
        campaign=campaign, organisation=organisation, kind=kind
    )
    if any(each.open for each in own) or (own.exists() and not kind.repeats):
        raise WorkspaceError(
            zh=f"{kind.text.zh}已经有一份；报送后需要改动的，更正那一份",
            en=f"there is one already ({kind.text.en}); once submitted it is corrected",
        )
    filing = Filing.objects.create(
        campaign=campaign, organisation=organisation, kind=kind, drafter=by,
        number=_next_number(campaign, organisation, kind),
    )  # fmt: skip
    Section.objects.bulk_create(Section(filing=filing, name=each.name) for each in kind.sections)
    if kind.has_answers:
        _lay_out(filing, fields)
    if kind.has_measures:
        _lay_out_measures(filing)
    record(by=by, verb="filing.begin", thing=filing, details={"kind": kind.value})
    return filing


def _asked(campaign: Campaign, organisation: Organisation, kind: Kind) -> None:
    edition = campaign.in_force
    demand_open(campaign, kind)
    assert edition is not None
    asked = kind.level == organisation.kind and takes_part(campaign, organisation)
    if not asked or not edition.stages.filter(phase=kind.phase).exists():
        raise WorkspaceError(
            zh=f"本单位在这次专项行动中不报送{kind.text.zh}",
            en=f"your organisation files none of this in the campaign: {kind.text.en}",
        )


def demand_open(campaign: Campaign, kind: Kind) -> None:
    """Raise `WorkspaceError` unless filings of that kind are taken.

    Closing a campaign ends no rectification: what tells of that is taken afterwards too.
    """
    taken = {State.PUBLISHED, State.CLOSED} if kind.outlives else {State.PUBLISHED}
    if campaign.state not in taken:
        raise WorkspaceError(
            zh="只有在专项行动发布之后、结束之前才能填报和报送",
            en="this is written and submitted only while the campaign is published and not closed",
        )


def _next_number(campaign: Campaign, organisation: Organisation, kind: str) -> int:
    own = Filing.objects.filter(campaign=campaign, organisation=organisation, kind=kind)
    last: int | None = own.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _lay_out(filing: Filing, fields: Collection[str]) -> None:
    chosen = [code for code in domains() if code in fields and code]
    if not chosen:
        raise WorkspaceError(zh="请至少选择一个应用领域", en="choose at least one domain of use")
    items = filing.terms.items.values_list("item", flat=True)
    Answer.objects.bulk_create(
        Answer(filing=filing, item=item, domain=domain) for item in items for domain in chosen
    )


def _lay_out_measures(filing: Filing) -> None:
    before = (
        Filing.objects.filter(
            campaign=filing.campaign_id, organisation=filing.organisation_id,
            kind__in=[kind for kind in Kind if kind.has_measures], state__in=SUBMITTED,
        )
        .order_by("-submitted_at")
        .first()
    )  # fmt: skip
    if before is not None and filing.kind != Kind.PLAN:
        _copy(before.measures.all(), filing)
        return
    Measure.objects.bulk_create(
        Measure(filing=filing, item=item, problem=problem)
        for item, problem in prefill.problems(filing)
    )


@transaction.atomic
def discard(*, by: User, filing: Filing, version: int) -> None:
    """Delete a draft; its files are swept up after it. The journal keeps that there was one."""
    held = locked(filing, version=version)
    require(by, "filing.discard", held)
    demand_draft(held)
    own = Revision.objects.filter(evidence__filing=held)
    # a correction shares the files of what it corrects
    others = Revision.objects.exclude(evidence__filing=held).values("key")
    gone = [each.path for each in (*own.exclude(key__in=others), *held.papers.all())]
    record(by=by, verb="filing.discard", thing=held, details={"kind": held.kind})
    held.delete()
    transaction.on_commit(lambda: [path.unlink(missing_ok=True) for path in gone])


@transaction.atomic
def correct(*, by: User, filing: Filing, grounds: str) -> Filing:
    """Begin a further filing that corrects or supplements a submitted one, as a copy of it.

    Raises `WorkspaceError` where it is not submitted, is being corrected already, or no grounds
    are given. What was submitted stays as it is.
    """
    held = locked(filing)
    require(by, "filing.correct", held)
    grounds = clean(grounds)
    if not held.submitted or Filing.objects.filter(corrects=held).exists():
        raise WorkspaceError(
            zh="只能更正已报送的最新一份，且只能更正一次",
            en="only the newest that was submitted is corrected, and once",
        )
    if not grounds:
        raise WorkspaceError(zh="请写明更正或补正的内容和理由", en="say what changes, and why")
    made = Filing.objects.create(
        campaign=held.campaign, organisation=held.organisation, kind=held.kind, drafter=by,
        number=_next_number(held.campaign, held.organisation, held.kind), corrects=held,
        grounds=grounds, run=held.run, fingerprint=held.fingerprint,
    )  # fmt: skip
    answers = dict(zip(held.answers.all(), _copy(held.answers.all(), made), strict=True))
    _copy(held.sections.all(), made)
    _copy(held.measures.all(), made)
    for each in held.evidence.filter(withdrawn_at=None, sealed=False):
        _copy_evidence(each, made, answers)
    told = {"corrects": held.pk, "grounds": grounds}
    record(by=by, verb="filing.correct", thing=made, details=told)
    return made


def _copy(parts: Iterable[Any], into: Filing) -> list[Any]:
    """The same parts in another filing, in the same order."""
    made = []
    for each in parts:
        each.pk, each.id, each.filing, each._state.adding = None, None, into, True
        each.version = 1
        each.save(force_insert=True)
        made.append(each)
    return made


def _copy_evidence(evidence: Evidence, into: Filing, answers: dict[Any, Any]) -> None:
    answer = next((new for old, new in answers.items() if old.pk == evidence.answer_id), None)
    current = evidence.current
    made = Evidence.objects.create(filing=into, answer=answer, title=evidence.title)
    Revision.objects.create(
        evidence=made, key=current.key, name=current.name, sort=current.sort, size=current.size,
        sha256=current.sha256, sm3=current.sm3, added_by=current.added_by,
        added_at=current.added_at,
    )  # fmt: skip


def back(*, by: User, filing: Filing, run: Run | None, version: int) -> None:
    """Put an audit behind a self-inspection, or none: what it found is laid beside each answer.

    Verdicts that nobody has touched follow the audit; those of a person stay. Raises
    `WorkspaceError` where the run is not the unit's own and finished.
    """
    require(by, "filing.back", filing)
    # a result of many rows is read before the database is held
    found = prefill.findings(filing, run) if run is not None else {}
    with transaction.atomic():
        held = locked(filing, version=version)
        demand_draft(held)
        if not Kind(held.kind).has_answers:
            raise WorkspaceError(
                zh="只有自查报告附审计结果", en="only a self-inspection has an audit behind it"
            )
        held.run = run
        held.fingerprint = run.facts["fingerprint"] if run is not None else ""
        held.version += 1
        held.save(update_fields=["run", "fingerprint", "version"])
        prefill.lay_beside(held, found)
        told = {"run": run.pk if run else None, "fingerprint": held.fingerprint}
        record(by=by, verb="filing.back", thing=held, details=told)
    filing.refresh_from_db()
