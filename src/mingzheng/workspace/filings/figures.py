"""What a province's authorities filed, in numbers: for its report to the ministry."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from mingzheng.workspace.campaigns.phases import Phase
from mingzheng.workspace.filings.kinds import Kind
from mingzheng.workspace.filings.models import Answer, Filing
from mingzheng.workspace.filings.standing import OWED, of_kind
from mingzheng.workspace.filings.states import FILED
from mingzheng.workspace.filings.verdicts import Verdict

OF_AUTHORITIES = (*OWED[Phase.SELF_INSPECTION], *OWED[Phase.RECTIFICATION])


def province_figures(filing: Filing) -> dict[str, Any]:
    """`authorities`: name, and how each kind stands in both languages; `items`: problems of each.

    Plain JSON, names as they are in the register that day: it becomes a part of what is signed.
    """
    edition = filing.terms
    own = list(edition.authorities.filter(seat=filing.organisation_id).order_by("name"))
    days = {stage.phase: stage.deadline for stage in edition.stages.all()}
    filed: dict[tuple[int, str], list[Any]] = defaultdict(list)
    rows = Filing.objects.filter(campaign=filing.campaign_id, organisation__in=own)
    for row in rows.values("pk", "kind", "organisation", "state", "days_late"):
        filed[row["organisation"], row["kind"]].append(row)
    return {
        "authorities": [
            {
                "name": each.name,
                "name_en": each.name_en or each.name,
                "stands": [
                    [text.zh, text.en]
                    for kind in OF_AUTHORITIES
                    for text, *_ in [of_kind(filed[each.pk, kind], days.get(kind.phase))]
                ],
            }
            for each in own
        ],
        "items": _items(filing, [each.pk for each in own]),
    }


def _items(filing: Filing, authorities: list[int]) -> list[dict[str, Any]]:
    """Each item of the checklist: how many authorities say what of it, the worst of each."""
    worst: dict[tuple[str, int], Verdict] = {}
    answers = Answer.objects.filter(
        filing__campaign=filing.campaign_id, filing__organisation__in=authorities,
        filing__kind=Kind.SELF_INSPECTION, filing__state__in=FILED,
        filing__corrected_by__isnull=True,
    ).exclude(verdict="")  # fmt: skip
    order = list(Verdict)
    for item, unit, said in answers.values_list("item", "filing__organisation", "verdict"):
        verdict = Verdict(said)
        before = worst.get((item, unit), verdict)
        worst[item, unit] = min(before, verdict, key=order.index)
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for (item, _), verdict in worst.items():
        counted[item][verdict.value] += 1
    return [
        {"item": each.item, "title": each.title, "title_en": each.title_en,
         **{verdict.value: counted[each.item][verdict.value] for verdict in Verdict}}
        for each in filing.terms.items.all()
    ]  # fmt: skip
