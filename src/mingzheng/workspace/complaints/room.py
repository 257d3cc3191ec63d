"""What this room shows elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.complaints.models import Complaint, Report, Submission
from mingzheng.workspace.people.permissions import may, verbs, within
from mingzheng.workspace.people.roles import Role
from mingzheng.workspace.site.rooms import Deadline, Matters, Panel, Place

NAVIGATION = (
    Place(Text(zh="投诉台账", en="Complaints"), "complaints:register", "complaint.see", "complaints"),
    Place(Text(zh="举报", en="Reports"), "complaints:reports", "report.see", "complaints"),
    Place(
        Text(zh="投诉统计", en="Complaint statistics"), "complaints:statistics", "complaint.count",
        "runs",
    ),
)  # fmt: skip
TITLES: dict[type[Submission], Text] = {
    Complaint: Text(zh="投诉", en="Complaints"),
    Report: Text(zh="举报", en="Reports"),
}
PAGES: dict[type[Submission], str] = {Complaint: "register", Report: "reports"}
SHOWN = 5
"""Rows on a home page."""


def panels(user: Any) -> Iterator[Panel]:
    """What is open and what is late, for whoever deals with it."""
    for kind, title in TITLES.items():
        if not may(user, f"{kind.KIND}.answer"):
            continue
        pending = list(_pending(user, kind).first_due()[:SHOWN])
        late = _pending(user, kind).overdue(timezone.localdate()).count()
        if pending:
            given = {
                "rows": pending,
                "open": _pending(user, kind).count(),
                "late": late,
                "page": f"complaints:{PAGES[kind]}",
                "one": f"complaints:{kind.KIND}",
            }
            yield Panel(title, "complaints/panel.html", given, rank=10 if late else 40)


def deadlines(user: Any) -> Iterator[Deadline]:
    """The next step that this person's organisation owes somebody."""
    for kind, title in TITLES.items():
        if may(user, f"{kind.KIND}.answer"):
            pending = _pending(user, kind)
            for field in ("accept_by", "answer_by"):
                next_one = _next(pending, field)
                if next_one is not None and next_one.due is not None:
                    page = reverse(f"complaints:{kind.KIND}", args=[next_one.number])
                    yield Deadline(title, next_one.due, page)


def _next(pending: QuerySet, field: str) -> Submission | None:
    received = pending.filter(state="received")
    waiting = pending.exclude(state="received")
    found: Submission | None = (
        (received if field == "accept_by" else waiting).order_by(field).first()
    )
    return found


def _pending(user: Any, kind: type[Submission]) -> QuerySet:
    return within(user, f"{kind.KIND}.answer", kind.objects.open()).select_related("about")


def _held(kind: type[Submission], membership: Any) -> QuerySet:
    return kind.objects.open().filter(
        handler=membership.user_id, organisation=membership.organisation_id
    )


def _fits(kind: type[Submission], membership: Any) -> bool:
    return Role(membership.role) in verbs()[f"{kind.KIND}.answer"].reach


def _move(submission: Submission, to: Any) -> None:
    submission.handler = to.user
    submission.version += 1
    submission.save(update_fields=["handler", "version"])


MATTERS = tuple(
    Matters(title, partial(_held, kind), partial(_fits, kind), _move)
    for kind, title in TITLES.items()
)
