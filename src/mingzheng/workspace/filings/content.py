"""What a filing says, as one JSON value: signatures and receipts hold its digests."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256, SM3, Hash

from mingzheng.workspace.campaigns.models import Plan
from mingzheng.workspace.filings.figures import province_figures
from mingzheng.workspace.filings.kinds import Kind
from mingzheng.workspace.filings.models import Filing
from mingzheng.workspace.journal.chain import canonical


def content(filing: Filing) -> dict[str, Any]:
    """Everything that is signed: facts, answers, texts, measures, files by their digests.

    Knows the filing's own rows alone, so that it stays the same whatever happens elsewhere; the
    scan of the signed paper comes after the signatures and is no part of it.
    """
    organisation = filing.organisation
    return {
        "campaign": filing.campaign_id,
        "edition": filing.edition.number if filing.edition else None,
        "kind": filing.kind,
        "number": filing.number,
        "organisation": [organisation.pk, organisation.code],
        "corrects": filing.corrects_id,
        "grounds": filing.grounds,
        "fingerprint": filing.fingerprint,
        "annex": filing.annex,
        "confirmed": filing.confirmed,
        "answers": [
            {name: getattr(each, name) for name in ANSWER} for each in filing.answers.all()
        ],
        "sections": [[each.name, each.text] for each in filing.sections.all()],
        "measures": [
            {name: _plain(getattr(each, name)) for name in MEASURE}
            for each in filing.measures.all()
        ],
        "evidence": [
            [
                each.title,
                [each.answer.item, each.answer.domain] if each.answer else None,
                [[r.number, r.name, r.sort, r.sha256, r.sm3] for r in each.revisions.all()],
            ]
            for each in evidence_of(filing)
        ],
    }


ANSWER = ("item", "domain", "verdict", "note", "disagreement", "suggestion", "counts", "examples")
MEASURE = (
    "item", "problem", "cause", "measure", "sort", "acceptance", "owner", "due", "progress",
    "result",
)  # fmt: skip


def evidence_of(filing: Filing) -> Any:
    """The evidence that stands, without the scan of the signed paper."""
    standing = filing.evidence.filter(withdrawn_at=None, sealed=False)
    return standing.select_related("answer").prefetch_related("revisions")


def digests(octets: bytes) -> tuple[str, str]:
    """SHA-256 and SM3 (GB/T 32905), in hexadecimal."""
    found = []
    for algorithm in (SHA256(), SM3()):
        hashing = Hash(algorithm)
        hashing.update(octets)
        found.append(hashing.finalize().hex())
    return found[0], found[1]


def sealed(filing: Filing) -> tuple[str, str]:
    """The digests of what the filing says now."""
    return digests(canonical(content(filing)).encode())


def annex_of(filing: Filing) -> dict[str, Any]:
    """What is filed with it and lies elsewhere, as it stands now."""
    kind = Kind(filing.kind)
    if kind.has_answers:
        return plan_of(filing)
    return province_figures(filing) if kind is Kind.PROVINCE_REPORT else {}


def plan_of(filing: Filing) -> dict[str, Any]:
    """The unit's implementation plan (实施方案) as it stands; empty where there is none."""
    plan = Plan.objects.filter(
        campaign=filing.campaign_id, organisation=filing.organisation_id
    ).first()
    if plan is None:
        return {}
    return {
        "lead": plan.lead,
        "position": plan.position,
        "measures": plan.measures,
        "tasks": [
            {
                "title": task.title,
                "owner": task.owner,
                "due": task.due.isoformat(),
                "progress": task.progress,
                "note": task.note,
            }
            for task in plan.tasks.all()
        ],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
