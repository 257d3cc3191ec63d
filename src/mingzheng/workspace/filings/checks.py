"""What is looked at before a filing is signed: errors block, warnings are confirmed one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from mingzheng.language import Text
from mingzheng.workspace.campaigns.models import Plan
from mingzheng.workspace.filings.content import evidence_of
from mingzheng.workspace.filings.kinds import Kind
from mingzheng.workspace.filings.models import Answer, Filing
from mingzheng.workspace.filings.states import FILED
from mingzheng.workspace.filings.verdicts import NEED_NOTE, Verdict
from mingzheng.workspace.people.models import Membership
from mingzheng.workspace.people.permissions import verbs


@dataclass(frozen=True)
class Remark:
    """Something that isn't right, or may not be, and where it is put right."""

    key: str
    """What it is about, with what it found: a confirmation holds for this and nothing else."""
    place: str
    """The address of the field or the part."""
    text: Text
    blocks: bool = False


def check(filing: Filing) -> list[Remark]:
    """Everything to be said of a filing, errors first."""
    remarks = [*_campaign(filing), *_sections(filing), *_signers(filing)]
    kind = Kind(filing.kind)
    if kind.has_answers:
        remarks += [*_plan(filing), *_answers(filing), *_audit(filing)]
    if kind.has_measures:
        remarks += [*_measures(filing)]
    remarks += [*_files(filing)]
    return sorted(remarks, key=lambda remark: not remark.blocks)


def page(filing: Filing, part: str) -> str:
    """A part of the filing's page."""
    return f"{reverse('filings:filing', args=[filing.pk])}#{part}"


def _error(key: str, place: str, zh: str, en: str) -> Remark:
    return Remark(key, place, Text(zh=zh, en=en), blocks=True)


def _warning(key: str, place: str, zh: str, en: str) -> Remark:
    return Remark(key, place, Text(zh=zh, en=en))


def _campaign(filing: Filing) -> Iterator[Remark]:
    place = page(filing, "facts")
    if filing.organisation.seat is None and filing.organisation.kind == "authority":
        yield _warning(
            "seat", place, "名录中没有本机构的注册地：材料报送部",
            "The register has no place of registration: this goes to the ministry",
        )  # fmt: skip
    deadline = filing.deadline
    if filing.late:
        yield _warning(
            f"late:{deadline}", place, f"报送期限 {deadline} 已过：报送后记录为逾期",
            f"It was due on {deadline}: submitted now, it is recorded as late",
        )  # fmt: skip


def _plan(filing: Filing) -> Iterator[Remark]:
    place = reverse("campaigns:own_plan", args=[filing.campaign_id])
    plan = Plan.objects.filter(
        campaign=filing.campaign_id, organisation=filing.organisation_id
    ).first()
    if plan is None:
        yield _error(
            "plan", place, "还没有制定实施方案：它随自查报告一并报送",
            "There is no implementation plan: it is filed with this report",
        )  # fmt: skip
    elif not plan.tasks.exists():
        yield _warning(
            "plan-tasks", place, "实施方案没有列任务", "The implementation plan has no tasks"
        )


def _sections(filing: Filing) -> Iterator[Remark]:
    texts = {each.name: each for each in filing.sections.all()}
    for kind in Kind(filing.kind).sections:
        section = texts.get(kind.name)
        if kind.required and section is not None and not section.text.strip():
            yield _error(
                f"section:{kind.name}", reverse("filings:section", args=[section.pk]),
                f"“{kind.title.zh}”没有填写", f"“{kind.title.en}” is empty",
            )  # fmt: skip


def _signers(filing: Filing) -> Iterator[Remark]:
    members = Membership.objects.active().filter(organisation=filing.organisation_id)
    for verb in ("filing.sign_as_officer", "filing.sign_as_head"):
        roles = [role.value for role in verbs()[verb].reach]
        if not members.filter(role__in=roles).exists():
            yield _warning(
                verb, page(filing, "signatures"),
                f"本单位没有可以“{verbs()[verb].text.zh}”的人员",
                f"Nobody here can do this: {verbs()[verb].text.en.lower()}",
            )  # fmt: skip


def _answers(filing: Filing) -> Iterator[Remark]:
    answers = list(filing.answers.all())
    if not answers:
        yield _error(
            "answers", page(filing, "answers"), "没有选择应用领域", "No domain of use is chosen"
        )
    for each in answers:
        yield from _answer(each)
    untouched = [each for each in answers if each.verdict and each.untouched]
    if untouched:
        yield _warning(
            f"untouched:{len(untouched)}", page(filing, "answers"),
            f"{len(untouched)} 个结论直接取自审计，没有人逐项看过",
            f"{len(untouched)} verdicts are the audit's; nobody has looked at them one by one",
        )  # fmt: skip
    supported = {e.answer_id for e in evidence_of(filing)}
    bare = [e for e in answers if e.chosen is Verdict.NONE_FOUND and e.pk not in supported]
    if bare:
        yield _warning(
            f"bare:{len(bare)}", page(filing, "answers"),
            f"{len(bare)} 个“未发现问题”没有附证明材料",
            f"{len(bare)} times nothing was found, without evidence attached",
        )  # fmt: skip


def _answer(answer: Answer) -> Iterator[Remark]:
    place, verdict = reverse("filings:answer", args=[answer.pk]), answer.chosen
    zh = f"{answer.item} {answer.domain_text.zh}"
    en = f"{answer.item}, {answer.domain_text.en.lower()}"
    if verdict is None:
        yield _error(f"verdict:{answer.pk}", place, f"{zh}：没有结论", f"{en}: no verdict")
        return
    if verdict in NEED_NOTE and not answer.note.strip() and not answer.counts:
        yield _error(
            f"note:{answer.pk}", place, f"{zh}：“{verdict.text.zh}”没有说明",
            f"{en}: “{verdict.text.en.lower()}” says nothing without a note",
        )  # fmt: skip
    if answer.disagrees and not answer.disagreement.strip():
        yield _error(
            f"disagreement:{answer.pk}", place, f"{zh}：与审计结果不一致，没有写明理由",
            f"{en}: differs from the audit without a reason",
        )  # fmt: skip


def _audit(filing: Filing) -> Iterator[Remark]:
    place, run = page(filing, "audit"), filing.run
    if run is None:
        yield _warning(
            "audit", place, "没有附审计结果：结论只有本机构的说明作依据",
            "No audit is behind it: the verdicts rest on your own notes alone",
        )  # fmt: skip
        return
    facts = run.facts
    if not run.has_result or facts.get("fingerprint") != filing.fingerprint:
        yield _error(
            "audit-changed", place, "所附审计结果已不是附上时的那一份",
            "The audit is no longer the one that was attached",
        )  # fmt: skip
        return
    if not facts["complete"]:
        yield _warning(
            "audit-incomplete", place, "所附审计不完整：有检查或来源失败",
            "The audit is incomplete: a check or a source failed",
        )  # fmt: skip
    if facts["authority"] not in {"", filing.organisation.name}:
        yield _warning(
            "audit-authority", place, f"所附审计的机构名称是“{facts['authority']}”",
            f"The audit names another authority: {facts['authority']}",
        )  # fmt: skip
    since, begins = filing.terms.look_back_since, facts["period"][0]
    if since is not None and begins > since.isoformat():
        yield _warning(
            f"audit-period:{begins}", place, f"审计期间自 {begins} 起，追溯起始日是 {since}",
            f"The audit begins on {begins}; services are looked at since {since}",
        )  # fmt: skip


def _measures(filing: Filing) -> Iterator[Remark]:
    place, measures = page(filing, "measures"), list(filing.measures.all())
    told = {each.item for each in measures}
    for item in sorted(problems_of(filing) - told):
        yield _error(
            f"measure:{item}", place, f"自查第 {item} 项存在问题，没有对应的整改措施",
            f"Item {item} has problems by the self-inspection, and no measure against them",
        )  # fmt: skip
    if not measures and not problems_of(filing):
        yield _warning("measures", place, "没有整改措施", "There are no measures")
    for number, each in enumerate(measures, start=1):
        at = reverse("filings:measure", args=[each.pk])
        lacking = [LABELS[name] for name in LABELS if not getattr(each, name)]
        if lacking:
            yield _error(
                f"measure-fields:{each.pk}", at,
                f"第 {number} 条措施缺少：{'、'.join(text.zh for text in lacking)}",
                f"Measure {number} lacks: {', '.join(text.en for text in lacking)}",
            )  # fmt: skip
        if filing.kind == Kind.COMPLETION and each.progress < WHOLE:
            yield _warning(
                f"measure-open:{each.pk}:{each.progress}", at,
                f"第 {number} 条措施只完成 {each.progress}%",
                f"Measure {number} is done to {each.progress} per cent only",
            )  # fmt: skip


LABELS = {
    "cause": Text(zh="原因", en="cause"),
    "measure": Text(zh="措施", en="measure"),
    "acceptance": Text(zh="验收标准", en="acceptance criterion"),
    "owner": Text(zh="责任人", en="owner"),
    "due": Text(zh="完成期限", en="day"),
}
WHOLE = 100


def problems_of(filing: Filing) -> set[str]:
    """Items in which the unit's own self-inspection, filed or being written, has problems."""
    found = Filing.objects.filter(
        campaign=filing.campaign_id,
        organisation=filing.organisation_id,
        kind=Kind.SELF_INSPECTION,
    )
    filed = found.filter(state__in=FILED).first() or found.first()
    if filed is None:
        return set()
    return set(filed.answers.filter(verdict=Verdict.PROBLEM).values_list("item", flat=True))


def _files(filing: Filing) -> Iterator[Remark]:
    for each in evidence_of(filing):
        if not each.current.path.is_file():
            yield _error(
                f"file:{each.pk}", reverse("filings:revise", args=[each.pk]),
                f"证明材料“{each.title}”的文件已不在服务器上",
                f"The file of “{each.title}” is no longer on the server",
            )  # fmt: skip
