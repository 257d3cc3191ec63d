"""How many complaints: by authority and topic, and by month. Nothing of what they say."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from mingzheng.workspace.complaints.topics import topics
from mingzheng.workspace.complaints.weights import UPHELD
from mingzheng.workspace.people.models import Organisation


@dataclass(frozen=True)
class Row:
    """One authority: its complaints by topic, in the topics' order."""

    about: Organisation
    by_topic: tuple[int, ...]
    total: int
    upheld: int
    overdue: int


@dataclass(frozen=True)
class Month:
    """A month, how many were received in it, and how many of those were upheld since."""

    first: dt.date
    received: int
    upheld: int

    @property
    def name(self) -> str:
        """2022-08."""
        return f"{self.first:%Y-%m}"


def by_authority(complaints: QuerySet) -> list[Row]:
    """One row per authority of which there is any, the most first."""
    plain = complaints.counted().order_by()
    topical = Counter(dict(_pairs(plain.values_list("about", "topic").annotate(Count("pk")))))
    upheld = dict(plain.filter(outcome__in=UPHELD).values_list("about").annotate(Count("pk")))
    overdue = dict(plain.overdue(timezone.localdate()).values_list("about").annotate(Count("pk")))
    named = Organisation.objects.in_bulk({about for about, _ in topical})
    rows = []
    for about, organisation in named.items():
        counted = tuple(topical[about, topic] for topic in topics())
        rows.append(
            Row(organisation, counted, sum(counted), upheld.get(about, 0), overdue.get(about, 0))
        )
    return sorted(rows, key=lambda row: (-row.total, row.about.name))


def by_month(complaints: QuerySet) -> list[Month]:
    """Every month from the first to the last complaint, empty ones too."""
    counted = (
        complaints.counted()
        .order_by()
        .annotate(month=TruncMonth("received_at"))
        .values_list("month")
        .annotate(received=Count("pk"), upheld=Count("pk", filter=Q(outcome__in=UPHELD)))
    )
    found = {timezone.localdate(month): numbers for month, *numbers in counted}
    if not found:
        return []
    months, first = [], min(found)
    while first <= max(found):
        months.append(Month(first, *found.get(first, (0, 0))))
        first = (first + dt.timedelta(31)).replace(day=1)
    return months


def _pairs(counted: QuerySet) -> list[tuple[tuple[int, str], int]]:
    return [((about, topic), number) for about, topic, number in counted]
