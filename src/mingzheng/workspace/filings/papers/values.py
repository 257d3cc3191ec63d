"""What fills the papers: the filing's own words and numbers, as text."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone, translation

from mingzheng.language import Language, Text
from mingzheng.reports.word.masthead import date, numeral
from mingzheng.workspace.filings.content import annex_of, evidence_of
from mingzheng.workspace.filings.figures import OF_AUTHORITIES
from mingzheng.workspace.filings.kinds import Kind
from mingzheng.workspace.filings.models import Answer, Filing, Paper, Receipt, Signature
from mingzheng.workspace.filings.verdicts import Verdict
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.site.speech import spoken

NOTHING = Text(zh="—", en="–")
WHOLE = 100
SORTS = {
    "cure": Text(zh="纠正既往", en="corrective"),
    "prevent": Text(zh="预防再发", en="preventive"),
    "detect": Text(zh="及早发现", en="detective"),
}


def values(filing: Filing, language: Language) -> dict[str, Any]:
    """Every placeholder of every paper; what a paper doesn't use costs nothing."""
    with translation.override("en" if language == "en" else "zh-hans"):
        return _values(filing, language)


def _values(filing: Filing, language: Language) -> dict[str, Any]:
    edition = filing.terms
    sections = _sections(filing)
    zh = language == "zh"
    number = edition.document_number
    notice = str(edition) + (
        f"（{number}）" if zh and number else f" ({number})" if number else ""
    )
    before = filing.corrects
    annex = filing.annex or annex_of(filing)
    kind = Kind(filing.kind)
    plan = annex if kind.has_answers else {}
    figures = annex if kind is Kind.PROVINCE_REPORT else {}
    rows = _measures(filing, language)
    return {
        "organisation": _name(filing.organisation, language),
        "recipient": _name(filing.recipient, language),
        "campaign": str(edition),
        "notice": notice,
        "title": spoken(filing.kind_text),
        "grounds": filing.grounds,
        "corrected": date(timezone.localdate(before.submitted_at), language)
        if before is not None and before.submitted_at
        else "",
        "date": date(timezone.localdate(), language),
        "sections": sections,
        "numbers": {
            "verdicts": numeral(len(sections) + 1), "plan": numeral(len(sections) + 2)
        },
        "audit": _audit(filing),
        "items": _province_items(figures, language) if figures else _items(filing),
        "answers": [_answer(each) for each in filing.answers.all()],
        "plan": _plan(plan),
        "evidence": _evidence(filing),
        "measures": rows,
        "tally": {
            "measures": len(rows),
            "done": sum(each.progress == WHOLE for each in filing.measures.all()),
            "authorities": len(figures.get("authorities", ())),
        },
        "authorities": _authorities(figures, language),
        "receipt": _receipt(filing, language),
        "sha256": filing.sha256 or spoken(NOTHING),
        "sm3": filing.sm3 or spoken(NOTHING),
    }  # fmt: skip


def _name(organisation: Organisation, language: Language) -> str:
    return (language == "en" and organisation.name_en) or organisation.name


def _sections(filing: Filing) -> list[dict[str, Any]]:
    texts = {each.name: each.text for each in filing.sections.all()}
    kinds = [each for each in Kind(filing.kind).sections if texts.get(each.name) or each.required]
    return [
        {
            "number": numeral(place),
            "title": spoken(each.title),
            "lines": [
                line.strip() for line in texts.get(each.name, "").split("\n") if line.strip()
            ]
            or [spoken(NOTHING)],
        }
        for place, each in enumerate(kinds, start=1)
    ]


def _audit(filing: Filing) -> str:
    if filing.run is None:
        return spoken(Text(
            zh="本报告没有附审计结果，结论依据本机构的说明和证明材料。",
            en="No audit is behind this report; the verdicts rest on our notes and evidence.",
        ))  # fmt: skip
    facts = filing.run.facts
    begins, ends = facts["period"]
    return spoken(Text(
        zh=f"结论以本机构的审计为依据：审计期间{begins}至{ends}，截至{facts['as_of']}，运行指纹"
        f"{filing.fingerprint}。审计所列均为疑似，已逐项核对；与审计不一致的，写明理由。",
        en=f"The verdicts rest on our audit of {begins} to {ends}, as of {facts['as_of']}, "
        f"fingerprint {filing.fingerprint}. What it lists is suspected and was gone through item by "
        "item; where we differ from it, we say why.",
    ))  # fmt: skip


def _items(filing: Filing) -> list[dict[str, str]]:
    counted: dict[str, Counter[str]] = {}
    for each in filing.answers.all():
        counted.setdefault(each.item, Counter())[each.verdict] += 1
    return [
        {"item": item.item, "title": str(item), **_counted(counted.get(item.item, Counter()))}
        for item in filing.terms.items.all()
    ]


def _counted(counts: Any) -> dict[str, str]:
    return {verdict.value: str(counts.get(verdict.value, 0)) for verdict in Verdict}


def _answer(answer: Answer) -> dict[str, str]:
    nothing = spoken(NOTHING)
    counts = answer.counts
    found = Text(
        zh=f"疑似 {counts.get('breach', 0):,}，疑点 {counts.get('doubt', 0):,}，无法证明 {counts.get('unknown', 0):,}，"
        f"未见异常 {counts.get('clear', 0):,}",
        en=f"suspected {counts.get('breach', 0):,}, doubts {counts.get('doubt', 0):,}, unknown {counts.get('unknown', 0):,}, "
        f"clear {counts.get('clear', 0):,}",
    )
    return {
        "item": answer.item,
        "domain": spoken(answer.domain_text),
        "verdict": spoken(answer.chosen.text) if answer.chosen else nothing,
        "audit": spoken(found) if counts else nothing,
        "note": answer.note or nothing,
        "disagreement": answer.disagreement or nothing,
    }


def _plan(plan: dict[str, Any]) -> dict[str, Any]:
    nothing = spoken(NOTHING)
    tasks = [{**task, "progress": f"{task['progress']}%"} for task in plan.get("tasks", ())]
    empty = {"title": nothing, "owner": nothing, "due": nothing, "progress": nothing}
    lead = plan.get("lead", "")
    office = plan.get("position", "")
    return {
        "lead": f"{lead}（{office}）" if office else lead or nothing,
        "measures": plan.get("measures", ""),
        "tasks": tasks or [empty],
    }


def _evidence(filing: Filing) -> list[dict[str, str]]:
    nothing = spoken(NOTHING)
    rows = []
    for each in evidence_of(filing):
        current = each.current
        rows.append({
            "title": each.title, "answer": str(each.answer) if each.answer else nothing,
            "name": current.name, "number": str(current.number),
            "digests": f"SHA-256 {current.sha256}\nSM3 {current.sm3}",
        })  # fmt: skip
    empty = dict.fromkeys(("title", "answer", "name", "number", "digests"), nothing)
    return rows or [empty]


def _measures(filing: Filing, language: Language) -> list[dict[str, str]]:
    nothing = spoken(NOTHING)
    return [
        {
            "number": str(place),
            "problem": f"{each.item} {each.problem}".strip(),
            "cause": each.cause or nothing,
            "measure": f"〔{spoken(SORTS[each.sort])}〕{each.measure}"
            if each.measure
            else nothing,
            "acceptance": each.acceptance or nothing,
            "owner": each.owner or nothing,
            "due": date(each.due, language) if each.due else nothing,
            "result": f"{each.progress}%\n{each.result}".strip(),
        }
        for place, each in enumerate(filing.measures.all(), start=1)
    ]


def _authorities(figures: dict[str, Any], language: Language) -> list[dict[str, str]]:
    place = 0 if language == "zh" else 1
    return [
        {
            "name": each["name" if language == "zh" else "name_en"],
            **{
                kind.value: stands[place]
                for kind, stands in zip(OF_AUTHORITIES, each["stands"], strict=True)
            },
        }
        for each in figures.get("authorities", ())
    ]


def _province_items(figures: dict[str, Any], language: Language) -> list[dict[str, str]]:
    title = "title" if language == "zh" else "title_en"
    return [
        {"item": each["item"], "title": each[title], **_counted(each)} for each in figures["items"]
    ]


def _receipt(filing: Filing, language: Language) -> dict[str, str]:
    """What only the receipt says; empty before there is one."""
    receipt = Receipt.objects.filter(filing=filing).first()
    if receipt is None or filing.submitted_at is None:
        return {}
    names = dict(filing.signatures.filter(withdrawn_at=None).values_list("place", "name"))
    paper = filing.papers.get(sort=Paper.Sort.FILING, withdrawn_at=None)
    late = filing.days_late or 0
    lateness = Text(
        zh=f"晚于期限{late}日" if late else "在期限内" if filing.due else "通知未规定期限",
        en=f"{late} days late" if late else "in time" if filing.due else "no day is set for it",
    )
    if filing.corrects_id is not None:
        lateness = Text(zh="系更正或补正", en="as a correction or supplement")
    return {
        "number": receipt.number,
        "received_at": f"{timezone.localtime(receipt.received_at):%Y-%m-%d %H:%M}",
        "submitted_at": f"{timezone.localtime(filing.submitted_at):%Y-%m-%d %H:%M}",
        "lateness": spoken(lateness),
        "officer": names.get(Signature.Place.OFFICER, ""),
        "head": names.get(Signature.Place.HEAD, ""),
        "sha256": paper.sha256,
        "sm3": paper.sm3,
        "day": date(timezone.localdate(receipt.received_at), language),
    }
