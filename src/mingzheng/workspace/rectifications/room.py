"""What this room shows elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from mingzheng.language import Text
from mingzheng.workspace.campaigns.phases import FINDINGS
from mingzheng.workspace.people.permissions import may, verbs, within
from mingzheng.workspace.people.roles import Kind, Role
from mingzheng.workspace.rectifications.models import Case, Finding, Order
from mingzheng.workspace.rectifications.seeing import visible, visible_cases, visible_orders
from mingzheng.workspace.rectifications.states import (
    CASE_ENDED,
    ENDED,
    OPEN,
    WORKING,
    Source,
    State,
)
from mingzheng.workspace.site.rooms import Deadline, Matters, Panel, Place, Standing

NAVIGATION = (
    Place(
        Text(zh="问题整改", en="Findings"), "rectifications:findings", "finding.see",
        "rectifications",
    ),
    Place(Text(zh="整改文书", en="Orders"), "rectifications:orders", "order.see", "filings"),
    Place(Text(zh="立案处理", en="Cases"), "rectifications:cases", "case.see", "journal"),
)  # fmt: skip
TITLE = Text(zh="问题整改", en="Findings")
ANSWER = Text(zh="对疑似问题作出说明", en="Answer a suspicion")
PUT_RIGHT = Text(zh="完成整改", en="Put a finding right")
SHOWN = 6
"""Rows on a home page."""
TURN_OF_AUTHORITY = (
    Q(state=State.PUT_TO_CA, stance="")
    | Q(state__in=(State.NOTIFIED, State.PLANNED, State.IN_PROGRESS, State.RETURNED))
    | Q(source=Source.SELF, state__in=(State.SUSPECTED, State.CONFIRMED, State.REPORTED))
)
TURN_OF_OFFICE = (
    (Q(state__in=(State.SUSPECTED, State.CONFIRMED, State.REPORTED)) & ~Q(source=Source.SELF))
    | Q(state=State.PUT_TO_CA, stance__gt="")
    | Q(state__in=(State.EXTENSION_REQUESTED, State.REINSPECTED))
    | Q(source=Source.SELF, state=State.CLOSED)
)


def panels(user: Any) -> Iterator[Panel]:
    """What waits for this person's side, what is overdue; for the ministry what was reported up."""
    if not may(user, "finding.see"):
        return
    seen, today = visible(user), timezone.localdate()
    own = user.membership.organisation.kind == Kind.AUTHORITY
    turn = TURN_OF_AUTHORITY if own else TURN_OF_OFFICE
    counted = seen.order_by().aggregate(
        waiting=Count("pk", filter=turn),
        open=Count("pk", filter=Q(state__in=sorted(OPEN))),
        late=Count("pk", filter=Q(state__in=sorted(WORKING), deadline__lt=today)),
    )
    reported = _reported(user)
    if counted["open"] or counted["waiting"] or reported:
        late = seen.overdue(today).order_by("deadline", "-pk")
        rows = list(late.select_related("organisation")[:SHOWN]) if counted["late"] else []
        rows += (
            seen.filter(turn)
            .exclude(pk__in=[each.pk for each in rows])
            .select_related("organisation")[: SHOWN - len(rows)]
        )
        given = {
            **counted,
            "rows": rows,
            "unmet": seen.unmet(today).count() if counted["late"] else 0,
            "reported": reported,
            "several": not own,
        }
        yield Panel(TITLE, "rectifications/panel.html", given, rank=10 if counted["late"] else 30)


def _reported(user: Any) -> int:
    if not may(user, "case.file"):
        return 0
    upwards = Finding.objects.open().filter(acts__kind__in=("refusal", "poor"), cases=None)
    return int(upwards.distinct().count())


def deadlines(user: Any) -> Iterator[Deadline]:
    """The next day by which this person's authority owes an answer, or a rectification."""
    if not may(user, "finding.answer"):
        return
    own = within(user, "finding.answer", visible(user))
    asked = own.filter(state=State.PUT_TO_CA, stance="").order_by("answer_by").first()
    owed = own.filter(state__in=WORKING).exclude(deadline=None).order_by("deadline").first()
    for text, found in ((ANSWER, asked), (PUT_RIGHT, owed)):
        if found is not None and found.due is not None:
            page = reverse("rectifications:finding", args=[found.pk])
            yield Deadline(text, found.due, page)


def standings(edition: Any, only: int | None) -> Iterator[Standing]:
    """How far each authority's rectification is: of what was confirmed, how many have ended."""
    authorities = edition.authorities.filter(**{} if only is None else {"pk": only})
    today = timezone.localdate()
    confirmed = Q(confirmed_at__isnull=False)
    late = Q(state__in=sorted(WORKING), deadline__lt=today)
    counted = {
        row["organisation"]: row
        for row in Finding.objects.filter(organisation__in=authorities.values("pk"))
        .order_by()
        .values("organisation")
        .annotate(
            confirmed=Count("pk", filter=confirmed),
            ended=Count("pk", filter=confirmed & Q(state__in=sorted(ENDED))),
            late=Count("pk", filter=late),
        )
    }
    for authority in authorities.values_list("pk", flat=True):
        yield _standing(authority, counted.get(authority))


def _standing(authority: int, row: dict[str, int] | None) -> Standing:
    page = f"{reverse('rectifications:findings')}?organisation={authority}"
    if row is None or not row["confirmed"]:
        none = Text(zh="无已认定问题", en="None confirmed")
        return Standing(FINDINGS, authority, none, address=page)
    ended, total, late = row["ended"], row["confirmed"], row["late"]
    told = Text(zh=f"了结 {ended}/{total}", en=f"{ended}/{total} ended")
    if late:
        told = Text(zh=f"{told.zh}，{late} 项逾期", en=f"{told.en}, {late} overdue")
    tone = "late" if late else "good" if ended == total else "open"
    return Standing(FINDINGS, authority, told, tone, address=page, done=ended == total)


def hidden(user: Any) -> Iterator[QuerySet]:
    """Suspicions of the other side, orders not served, cases of which the party wasn't told."""
    for things, seen in (
        (Finding.objects.all(), visible(user)),
        (Order.objects.all(), visible_orders(user)),
        (Case.objects.all(), visible_cases(user)),
    ):
        yield things.exclude(pk__in=seen.order_by().values("pk"))


def _held(membership: Any) -> Any:
    """Findings at the authority are in its officer's hands, at an office in its inspector's."""
    own = membership.organisation.kind == Kind.AUTHORITY
    mine = {"officer" if own else "inspector": membership.user_id}
    found = Finding.objects.open().filter(**mine)
    if own:
        return found.filter(organisation=membership.organisation_id)
    if membership.organisation.kind == Kind.PROVINCE:
        return found.filter(organisation__seat=membership.organisation_id)
    return found


def _fits(membership: Any) -> bool:
    return bool({"finding.plan", "finding.confirm"} & set(_verbs_of(membership)))


def _fits_case(membership: Any) -> bool:
    return "case.investigate" in _verbs_of(membership)


def _verbs_of(membership: Any) -> list[str]:
    role = Role(membership.role)
    return [name for name, verb in verbs().items() if role in verb.reach]


def _move(finding: Finding, to: Any) -> None:
    own = to.organisation.kind == Kind.AUTHORITY
    finding.version += 1
    if own:
        finding.officer = to.user
    else:
        finding.inspector = to.user
    finding.save(update_fields=["officer" if own else "inspector", "version"])


def _cases_held(membership: Any) -> Any:
    ministry = membership.organisation.kind == Kind.MINISTRY
    found = Case.objects.exclude(state__in=CASE_ENDED)
    return found.filter(handler=membership.user_id) if ministry else found.none()


def _move_case(case: Case, to: Any) -> None:
    case.handler = to.user
    case.version += 1
    case.save(update_fields=["handler", "version"])


MATTERS = (
    Matters(TITLE, _held, _fits, _move),
    Matters(Text(zh="立案处理", en="Cases"), _cases_held, _fits_case, _move_case),
)
