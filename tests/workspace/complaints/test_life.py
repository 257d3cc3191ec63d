"""Every verb in every state, for complaints and for reports: what moves, and one entry each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

STATES = (
    "received", "accepted", "refused", "investigating", "answered", "closed", "reopened",
    "transferred", "withdrawn",
)  # fmt: skip
TARGETS = {
    ("received", "accept"): "accepted",
    ("received", "refuse"): "refused",
    ("received", "transfer"): "transferred",
    ("received", "withdraw"): "withdrawn",
    ("accepted", "investigate"): "investigating",
    ("accepted", "transfer"): "transferred",
    ("accepted", "withdraw"): "withdrawn",
    ("investigating", "answer"): "answered",
    ("investigating", "transfer"): "transferred",
    ("investigating", "withdraw"): "withdrawn",
    ("answered", "close"): "closed",
    ("answered", "reopen"): "reopened",
    ("closed", "reopen"): "reopened",
    ("reopened", "investigate"): "investigating",
    ("reopened", "withdraw"): "withdrawn",
}
VERBS = ("accept", "refuse", "investigate", "answer", "close", "transfer", "reopen", "withdraw")


def arguments(verb: str) -> dict[str, Any]:
    from django.utils import timezone

    from mingzheng.workspace.complaints.states import Outcome

    return {
        "refuse": {"reason": "不属于电子认证服务"},
        "answer": {
            "number": "答〔2022〕1号", "outcome": Outcome.PARTLY, "grounds": "已退费",
            "served_on": timezone.localdate(),
        },
        "transfer": {"reason": "属价格监管", "elsewhere": "市场监督管理局"},
        "reopen": {"reason": "没有退费"},
    }.get(verb, {})  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("kind", ["complaint", "report"])
def test_a_verb_moves_what_it_may_and_nothing_else(
    kind: str, verb: str, submitted: Callable[..., Any], person: Callable[..., Any]
) -> None:
    from django.db import transaction

    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.models import Complaint, Report
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.people.roles import Role

    model, role = {"complaint": (Complaint, Role.HEAD), "report": (Report, Role.INSPECTOR)}[kind]
    by = {} if verb in {"reopen", "withdraw"} else {"by": person(role)}
    for state in STATES:
        thing = submitted(model, state)
        before = Entry.objects.count()
        target = TARGETS.get((state, verb))
        try:
            with transaction.atomic():
                getattr(actions, verb)(submission=thing, **by, **arguments(verb))
        except WorkspaceError:
            assert target is None, state
        stands = model.objects.get(pk=thing.pk)
        assert stands.state == (target or state)
        assert Entry.objects.count() - before == (1 if target else 0)
        if target:
            assert Entry.objects.first().verb == f"{kind}.{verb}"
            assert stands.version == 2


def test_the_table_here_is_the_table_there(django: Any) -> None:
    from mingzheng.workspace.complaints.states import COMPLAINT_LIFE, REPORT_LIFE

    for life in (COMPLAINT_LIFE, REPORT_LIFE):
        assert {
            (str(source), way.verb.partition(".")[2]): str(way.target)
            for way in life.transitions
            for source in way.sources
        } == TARGETS


def test_other_writes_leave_one_entry_too(
    submitted: Callable[..., Any], person: Callable[..., Any]
) -> None:
    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.people.roles import Role

    before = Entry.objects.count()
    thing, head, officer = submitted(Complaint), person(Role.HEAD), person(Role.OFFICER)
    actions.assign(by=head, submission=thing, to=officer)
    actions.classify(by=officer, submission=thing, topic="service", item="4.1")
    kept = [entry.verb for entry in Entry.objects.all()[: Entry.objects.count() - before]]
    assert kept == ["complaint.classify", "complaint.assign", "complaint.receive"]
    thing.refresh_from_db()
    assert (thing.handler, thing.topic, thing.item) == (officer, "service", "4.1")


def test_only_who_can_deal_with_it_is_assigned(
    submitted: Callable[..., Any], person: Callable[..., Any]
) -> None:
    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.people.roles import Role

    thing, head = submitted(Complaint), person(Role.HEAD)
    for stranger in (person(Role.READER), person(Role.INSPECTOR)):
        with pytest.raises(WorkspaceError):
            actions.assign(by=head, submission=thing, to=stranger)


def test_who_is_second_overwrites_nothing(
    submitted: Callable[..., Any], person: Callable[..., Any]
) -> None:
    from django.db import transaction

    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.people.roles import Role
    from mingzheng.workspace.transitions import ChangedMeanwhile

    thing, head = submitted(Complaint), person(Role.HEAD)
    actions.classify(by=head, submission=thing, topic="fees", item="2.2", version=1)
    with pytest.raises(ChangedMeanwhile), transaction.atomic():
        actions.refuse(by=head, submission=thing, reason="重复", version=1)
    assert Complaint.objects.get(pk=thing.pk).reason == ""


def test_what_is_transferred_is_received_anew_under_the_same_key(
    submitted: Callable[..., Any], person: Callable[..., Any]
) -> None:
    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.complaints.receipts import look_up
    from mingzheng.workspace.people.models import Organisation
    from mingzheng.workspace.people.roles import Kind, Role

    other = Organisation.objects.create(kind=Kind.AUTHORITY, name="江南数字证书认证有限公司")
    thing = submitted(Complaint)
    passed = actions.transfer(by=person(Role.OFFICER), submission=thing, to=other, reason="他家的")
    assert passed is not None
    assert (passed.organisation, passed.about, passed.state) == (other, other, "received")
    assert look_up(passed.number, thing.key) == passed
    assert look_up(thing.number, thing.key) == thing


def test_lateness_follows_from_the_days(submitted: Callable[..., Any]) -> None:
    import datetime as dt

    from django.utils import timezone

    from mingzheng.workspace.complaints.models import Complaint

    today = timezone.localdate()
    for state in STATES:
        thing = submitted(Complaint, state)
        owed = state in {"received", "accepted", "investigating", "reopened"}
        for due, late in ((today, False), (today - dt.timedelta(1), owed)):
            Complaint.objects.filter(pk=thing.pk).update(accept_by=due, answer_by=due)
            thing.refresh_from_db()
            assert thing.overdue is late, state
            found = Complaint.objects.overdue(today).filter(pk=thing.pk).exists()
            assert found is late, state


def test_nothing_is_reopened_after_its_day(submitted: Callable[..., Any]) -> None:
    import datetime as dt

    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.models import Complaint

    thing = submitted(Complaint, "answered")
    last = thing.answers.get()
    last.served_on -= dt.timedelta(60)
    last.save()
    with pytest.raises(WorkspaceError, match="2"):
        actions.reopen(submission=thing, reason="不同意")
    with pytest.raises(WorkspaceError, match="理由"):
        actions.reopen(submission=submitted(Complaint, "answered"), reason=" \u202e ")
    with pytest.raises(WorkspaceError, match="4000"):
        actions.reopen(submission=submitted(Complaint, "answered"), reason="字" * 4001)


def test_only_upheld_ones_weigh(submitted: Callable[..., Any], authority: Any) -> None:
    from django.utils import timezone

    from mingzheng.workspace.complaints.models import Complaint, Report
    from mingzheng.workspace.complaints.weights import Upheld, upheld

    today = timezone.localdate()
    assert upheld(since=today, until=today) == {}
    for outcome in ("upheld", "partly", "not_upheld"):
        thing = submitted(Complaint, "answered")
        Complaint.objects.filter(pk=thing.pk).update(outcome=outcome)
    submitted(Complaint)
    submitted(Report, "closed")
    assert upheld(since=today, until=today) == {authority.pk: Upheld(complaints=2, reports=1)}


def test_nothing_is_due_on_a_day_of_rest(database: str) -> None:
    import datetime as dt

    from mingzheng.workspace.complaints.periods import periods

    # seven days after a Saturday is a Saturday
    assert periods()["accept"].ends(dt.date(2022, 8, 27)) == dt.date(2022, 9, 5)
    assert periods()["accept"].ends(dt.date(2022, 8, 29)) == dt.date(2022, 9, 5)


def test_what_is_transferred_counts_once(
    submitted: Callable[..., Any], person: Callable[..., Any], authority: Any
) -> None:
    from django.utils import timezone

    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.counts import by_authority, by_month
    from mingzheng.workspace.complaints.models import Complaint, Report
    from mingzheng.workspace.complaints.weights import Upheld, upheld
    from mingzheng.workspace.people.models import Organisation
    from mingzheng.workspace.people.roles import Kind, Role

    other = Organisation.objects.create(kind=Kind.AUTHORITY, name="江南数字证书认证有限公司")
    ministry = Organisation.objects.get(kind=Kind.MINISTRY)
    passed = [
        actions.transfer(by=person(role), submission=submitted(kind), to=to, reason="转办")
        for kind, role, to in (
            (Complaint, Role.OFFICER, other), (Report, Role.INSPECTOR, ministry),
        )
    ]  # fmt: skip
    actions.transfer(
        by=person(Role.OFFICER), submission=submitted(Complaint), elsewhere="法院", reason="转办"
    )
    # both were answered before, and found to be true
    for kind in (Complaint, Report):
        kind.objects.update(outcome="upheld")
    counted = {row.about: row.total for row in by_authority(Complaint.objects.all())}
    assert counted == {other: 1, authority: 1}
    assert [month.received for month in by_month(Complaint.objects.all())] == [2]
    assert [row.total for row in by_authority(Report.objects.all())] == [1]
    today = timezone.localdate()
    assert passed[1].about == authority
    assert upheld(since=today, until=today) == {
        authority.pk: Upheld(complaints=1, reports=1), other.pk: Upheld(complaints=1),
    }  # fmt: skip


def test_the_home_page_shows_what_is_due_first_however_old_it_is(
    submitted: Callable[..., Any], person: Callable[..., Any]
) -> None:
    import datetime as dt

    from django.utils import timezone

    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.complaints.room import SHOWN, panels
    from mingzheng.workspace.people.roles import Role

    today = timezone.localdate()
    urgent = submitted(Complaint)
    Complaint.objects.update(accept_by=today - dt.timedelta(3))
    answered_late = submitted(Complaint, "investigating")
    Complaint.objects.filter(pk=answered_late.pk).update(answer_by=today - dt.timedelta(1))
    for _ in range(10 * SHOWN):
        submitted(Complaint)
    (panel,) = panels(person(Role.OFFICER))
    assert panel.context["rows"][:2] == [urgent, answered_late]
    assert panel.context["open"] == 10 * SHOWN + 2
    assert panel.context["late"] == 2


def test_only_who_can_deal_with_them_is_handed_complaints(
    submitted: Callable[..., Any], person: Callable[..., Any]
) -> None:
    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.complaints import actions
    from mingzheng.workspace.complaints.models import Complaint
    from mingzheng.workspace.people.actions import hand_over
    from mingzheng.workspace.people.roles import Role

    thing, head, officer = submitted(Complaint), person(Role.HEAD), person(Role.OFFICER)
    actions.assign(by=head, submission=thing, to=officer)
    for role in (Role.READER, Role.AUDITOR):
        with pytest.raises(WorkspaceError, match="不能办理投诉"):
            hand_over(by=head, membership=officer.membership, to=person(role).membership)
    colleague = person(Role.OFFICER)
    assert hand_over(by=head, membership=officer.membership, to=colleague.membership) == 1
    thing.refresh_from_db()
    assert (thing.handler, thing.version) == (colleague, 3)
