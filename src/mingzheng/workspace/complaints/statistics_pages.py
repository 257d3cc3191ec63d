"""The page of counts: by authority and topic, and by month."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingzheng.workspace.complaints import counts, exports
from mingzheng.workspace.complaints.chart import chart
from mingzheng.workspace.complaints.filters import Filter
from mingzheng.workspace.complaints.forms import authorities
from mingzheng.workspace.complaints.models import Complaint
from mingzheng.workspace.complaints.topics import topics
from mingzheng.workspace.people.authorisation import authorised
from mingzheng.workspace.people.permissions import may, within


@authorised("complaint.count")
@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """Counts under the filter of the address."""
    narrowing, found = _counted(request)
    months = counts.by_month(found)
    given = {
        "filter": narrowing,
        "topics": topics().values(),
        "rows": counts.by_authority(found),
        "months": months,
        "chart": chart(months),
        "linked": may(request.user, "complaint.see"),
    }
    return render(request, "complaints/statistics.html", given)


@authorised("complaint.count")
@require_GET
def statistics_workbook(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    _, found = _counted(request)
    return exports.statistics(counts.by_authority(found), counts.by_month(found))


def _counted(request: HttpRequest) -> tuple[Filter, QuerySet]:
    possible = within(request.user, "complaint.count", authorities(), owner="")
    narrowing = Filter(request, possible, text=False)
    seen = within(request.user, "complaint.count", Complaint.objects.all())
    return narrowing, narrowing.narrowed(seen)
