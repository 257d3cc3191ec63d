"""What complaints weigh in a draw: only those that were found to be true."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from mingzheng.workspace.complaints.models import Complaint, Report, Submission
from mingzheng.workspace.complaints.states import Outcome

UPHELD = (Outcome.UPHELD, Outcome.PARTLY)


@dataclass(frozen=True)
class Upheld:
    """How many about one authority were upheld, wholly or in part.

    An authority answers complaints itself, a department reports. Where weights are published,
    those of reports would tell an authority that there were any.
    """

    complaints: int = 0
    reports: int = 0


def upheld(*, since: dt.date, until: dt.date) -> dict[int, Upheld]:
    """By authority (primary key), of what was received from `since` to `until`, both included.

    The last answer counts, and what was transferred counts once. Authorities without any are
    left out.
    """
    complaints, reports = (_counted(kind, since, until) for kind in (Complaint, Report))
    return {
        about: Upheld(complaints.get(about, 0), reports.get(about, 0))
        for about in sorted({*complaints, *reports})
    }


def _counted(kind: type[Submission], since: dt.date, until: dt.date) -> dict[int, int]:
    zone = timezone.get_default_timezone()
    first = dt.datetime.combine(since, dt.time.min, zone)
    after = dt.datetime.combine(until + dt.timedelta(1), dt.time.min, zone)
    true = (
        kind.objects.counted()
        .filter(outcome__in=UPHELD, received_at__gte=first, received_at__lt=after)
        .order_by()
    )
    return dict(true.values_list("about").annotate(Count("pk")))
