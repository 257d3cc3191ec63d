"""Where each unit stands with what it has to file: filed, late, never, at work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.campaigns.models import Edition
from mingzheng.workspace.campaigns.phases import Phase
from mingzheng.workspace.filings.kinds import Kind
from mingzheng.workspace.filings.models import Filing
from mingzheng.workspace.filings.states import FILED, TEXTS, TONES, State
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.site.rooms import Standing

NOT_BEGUN = Text(zh="未开始", en="Not begun")
NEVER = Text(zh="逾期未报送", en="Not filed by the deadline")
LATE = Text(zh="逾期报送", en="Filed late")
FIELDS = ("pk", "kind", "organisation", "state", "days_late")
Row = Mapping[str, Any]

OWED = {
    Phase.SELF_INSPECTION: (Kind.SELF_INSPECTION, Kind.PLAN),
    Phase.RECTIFICATION: (Kind.COMPLETION,),
    Phase.INSPECTION: (Kind.PROVINCE_REPORT,),
}
"""What is owed at a stage; progress is filed as often as there is some."""


def standings(edition: Edition, only: int | None) -> Iterator[Standing]:
    """Each authority at the stages in which it files, and each province at its report.

    Of a day that was past when the campaign was first published here nothing is said where
    nothing was filed here: it may well have been filed on paper.
    """
    newest = _newest(edition, only)
    days, since = _days(edition), edition.campaign.known_since
    seats: set[int] = set()
    units: list[tuple[Phase, int]] = []
    for authority, seat in edition.authorities.values_list("pk", "seat"):
        seats |= {seat} if seat else set()
        units += [(phase, authority) for phase in (Phase.SELF_INSPECTION, Phase.RECTIFICATION)]
    units += [(Phase.INSPECTION, province) for province in sorted(seats)]
    for phase, unit in units:
        filed = any((unit, kind) in newest for kind in OWED[phase])
        if phase in days and (filed or not _unknown(days[phase], since)):
            yield standing(phase, unit, newest, days[phase])


def _days(edition: Edition) -> dict[str, dt.date | None]:
    return {stage.phase: stage.deadline for stage in edition.stages.all()}


def _unknown(deadline: dt.date | None, since: dt.date | None) -> bool:
    """Whether a day was past before anything could be filed here."""
    return deadline is not None and since is not None and deadline < since


def _newest(edition: Edition, only: int | None) -> dict[tuple[int, str], list[Row]]:
    """The filings of each unit and kind, the newest first; of one unit alone where it is named."""
    found: dict[tuple[int, str], list[Row]] = defaultdict(list)
    filings = Filing.objects.filter(campaign=edition.campaign_id)
    if only is not None:
        filings = filings.filter(organisation=only)
    for row in filings.values(*FIELDS):
        found[row["organisation"], row["kind"]].append(row)
    return found


def standing(
    phase: Phase,
    organisation: int,
    filings: Mapping[tuple[int, str], Sequence[Row]],
    deadline: dt.date | None,
) -> Standing:
    """One unit at one stage: what is owed and furthest from done says how it stands."""
    owed = [
        (kind, *of_kind(filings.get((organisation, kind), ()), deadline)) for kind in OWED[phase]
    ]
    kind, text, tone, address, done = next((each for each in owed if not each[-1]), owed[0])
    if len(owed) > 1 and not done:
        text = Text(zh=f"{kind.text.zh}{text.zh}", en=f"{kind.text.en}: {text.en.lower()}")
    late = next((each for each in owed if each[1] is LATE), None)
    if done and late is not None:
        _, text, tone, address, _ = late
    return Standing(phase, organisation, text, tone, address, done=done)


def of_kind(filings: Sequence[Row], deadline: dt.date | None) -> tuple[Text, str, str, bool]:
    """Text, tone, address and whether it is done: of the filings of one kind, newest first.

    What was submitted counts from then on, though a correction of it is being written.
    """
    over = deadline is not None and deadline < timezone.localdate()
    submitted = next((each for each in filings if each["state"] in FILED), None)
    if submitted is not None:
        address = reverse("filings:filing", args=[submitted["pk"]])
        first = next((each for each in reversed(filings) if each["days_late"] is not None), None)
        if first is not None and first["days_late"]:
            return LATE, "late", address, True
        state = State(submitted["state"])
        return TEXTS[state], TONES[state], address, True
    if not filings:
        return (NEVER if over else NOT_BEGUN), ("late" if over else "off"), "", False
    address = reverse("filings:filing", args=[filings[0]["pk"]])
    if any(each["state"] == State.RETURNED for each in filings):
        # it was filed, whatever its supplement has come to
        return TEXTS[State.RETURNED], TONES[State.RETURNED], address, False
    state = State(filings[0]["state"])
    if over:
        return NEVER, "late", address, False
    return TEXTS[state], TONES[state], address, False


def owed_by(edition: Edition, organisation: Organisation) -> Iterable[tuple[Kind, Standing]]:
    """What this unit has to file in the campaign, each with how it stands."""
    newest, since = _newest(edition, organisation.pk), edition.campaign.known_since
    days = {
        phase: None if _unknown(deadline, since) else deadline
        for phase, deadline in _days(edition).items()
    }
    for phase, kinds in OWED.items():
        for kind in kinds:
            if phase in days and kind.level == organisation.kind:
                found = newest.get((organisation.pk, kind), ())
                text, tone, address, done = of_kind(found, days[phase])
                yield kind, Standing(phase, organisation.pk, text, tone, address, done=done)
