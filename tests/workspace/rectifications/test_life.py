"""Every verb in every state, for both lives of a finding, for orders and cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

# source: verb target ...
OF_OTHERS = """
suspected:           put_to_ca put_to_ca, dismiss dismissed
put_to_ca:           answer put_to_ca, confirm confirmed, dismiss dismissed
confirmed:           correct_on_spot corrected_on_spot, notify notified, transfer transferred
notified:            plan planned, transfer transferred
planned:             start in_progress, transfer transferred
in_progress:         report reported, request_extension extension_requested, transfer transferred
extension_requested: grant_extension in_progress, deny_extension in_progress, transfer transferred
reported:            reinspect reinspected, transfer transferred
reinspected:         close closed, return returned, transfer transferred
returned:            resume in_progress, transfer transferred
"""
OF_ONE_S_OWN = """
suspected:   acknowledge confirmed, dismiss_own dismissed
confirmed:   plan planned
planned:     start in_progress
in_progress: report reported
reported:    close_own closed
closed:      verify verified, return returned
returned:    resume in_progress
"""
BY_THE_AUTHORITY = {
    "answer", "acknowledge", "dismiss_own", "plan", "start", "report", "request_extension",
    "close_own", "resume",
}  # fmt: skip


def table(written: str) -> dict[tuple[str, str], str]:
    ways = {}
    for line in written.strip().splitlines():
        source, _, rest = line.partition(":")
        for pair in rest.split(","):
            verb, target = pair.split()
            ways[source.strip(), verb] = target
    return ways


def arguments(verb: str) -> dict[str, Any]:
    from django.utils import timezone

    from mingzheng.workspace.rectifications.actions.rectifying import Plan
    from mingzheng.workspace.rectifications.models import Measure, Stance

    later = timezone.localdate() + dt.timedelta(60)
    given = Plan(
        measure="补做", kind=Measure.CORRECT, cure="逐件联系持有人", root_cause="流程缺失",
        acceptance="重新审计不再命中", owner="李四", deadline=later,
    )  # fmt: skip
    return {
        "answer": {"stance": Stance.DISPUTED, "text": "已查验，记录在纸质档案"},
        "confirm": {"ground": "纸质档案中没有记录"},
        "acknowledge": {"ground": ""},
        "notify": {"demand": "补做查验", "deadline": later},
        "plan": {"given": given},
        "change_plan": {"given": given},
        "request_extension": {"until": later, "reason": "设备未到"},
        "return": {"reason": "仍有两件", "deadline": later},
        **{
            verb: {"reason": "理由充分"}
            for verb in ("dismiss", "dismiss_own", "correct_on_spot", "transfer", "report",
                         "deny_extension", "reinspect", "close", "close_own")
        },
    }.get(verb, {})  # fmt: skip


def doing(verb: str) -> Callable[..., Any]:
    from mingzheng.workspace.rectifications import actions

    act: Callable[..., Any] = getattr(actions, "return_" if verb == "return" else verb)
    return act


@pytest.mark.parametrize("source", ["self", "province"])
def test_a_verb_moves_what_it_may_and_nothing_else(
    source: str, found: Callable[..., Any], people: SimpleNamespace
) -> None:
    from django.db import transaction

    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.rectifications.models import Finding
    from mingzheng.workspace.rectifications.states import State

    ways = table(OF_ONE_S_OWN if source == "self" else OF_OTHERS)
    for verb in sorted({verb for _, verb in {**table(OF_OTHERS), **table(OF_ONE_S_OWN)}}):
        by = people.head if verb in BY_THE_AUTHORITY else people.inspector
        for state in State:
            thing = found(str(state), source)
            before, target = Entry.objects.count(), ways.get((str(state), verb))
            try:
                with transaction.atomic():
                    doing(verb)(by=by, finding=thing, **arguments(verb))
            except WorkspaceError:
                assert target is None, (verb, state)
            stands = Finding.objects.get(pk=thing.pk)
            assert stands.state == (target or state), (verb, state)
            assert Entry.objects.count() - before == (1 if target else 0), (verb, state)
            if target:
                entry = Entry.objects.first()
                assert (entry.verb, stands.version) == (f"finding.{verb}", 2)


def test_the_tables_here_are_the_tables_there(django: Any) -> None:
    from mingzheng.workspace.rectifications.states import LIFE, OWN_LIFE

    for life, written in ((LIFE, OF_OTHERS), (OWN_LIFE, OF_ONE_S_OWN)):
        assert {
            (str(source), way.verb.partition(".")[2]): str(way.target)
            for way in life.transitions
            for source in way.sources
        } == table(written)


def test_nobody_else_may(found: Callable[..., Any], people: SimpleNamespace) -> None:
    """The authority confirms and closes nothing that others found; strangers do nothing at all."""
    from django.db import transaction

    from mingzheng.workspace.people.permissions import NotAllowed

    for source, written in (("province", OF_OTHERS), ("self", OF_ONE_S_OWN)):
        for (state, verb), _ in table(written).items():
            theirs = verb in BY_THE_AUTHORITY
            wrong = [people.inspector if theirs else people.head, people.reader, people.far]
            for by in (*wrong, people.stranger):
                with pytest.raises(NotAllowed), transaction.atomic():
                    doing(verb)(by=by, finding=found(state, source), **arguments(verb))


def test_what_moves_nothing_leaves_one_entry_too(
    found: Callable[..., Any], people: SimpleNamespace
) -> None:
    from django.utils import timezone

    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.rectifications import actions
    from mingzheng.workspace.rectifications.models import Act

    thing, today = found("in_progress"), timezone.localdate()
    said: dict[str, Any] = {"text": "尚未开始"}
    for act, by, given in (
        (actions.add_progress, people.officer, said),
        (actions.change_plan, people.officer, arguments("change_plan")),
        (actions.urge, people.inspector, {**said, "on": today}),
        (actions.talk, people.inspector, {**said, "on": today}),
        (actions.report_up, people.inspector, {**said, "kind": Act.Kind.REFUSAL}),
    ):
        before = Entry.objects.count()
        act(by=by, finding=thing, version=thing.version, **given)
        assert Entry.objects.count() == before + 1
        assert thing.state == "in_progress"


def test_who_is_second_overwrites_nothing(
    found: Callable[..., Any], people: SimpleNamespace
) -> None:
    from django.db import transaction

    from mingzheng.workspace.rectifications import actions
    from mingzheng.workspace.rectifications.models import Finding
    from mingzheng.workspace.transitions import ChangedMeanwhile

    thing = found("in_progress", measure="甲")
    actions.add_progress(by=people.officer, finding=thing, text="一", version=1)
    with pytest.raises(ChangedMeanwhile), transaction.atomic():
        actions.change_plan(by=people.head, finding=thing, version=1, **arguments("change_plan"))
    assert Finding.objects.get(pk=thing.pk).measure == "甲"


def test_nothing_is_confirmed_before_the_authority_was_heard(
    found: Callable[..., Any], people: SimpleNamespace
) -> None:
    from django.db import transaction
    from django.utils import timezone

    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.rectifications import actions

    today = timezone.localdate()
    thing = found("put_to_ca", stance="", answer_by=today)
    with pytest.raises(WorkspaceError, match="nothing is confirmed before"), transaction.atomic():
        actions.confirm(by=people.inspector, finding=thing, ground="查实")
    silent = found("put_to_ca", stance="", answer_by=today - dt.timedelta(1))
    actions.confirm(by=people.inspector, finding=silent, ground="期满未说明，已查实")
    disputed = found("put_to_ca", stance="disputed")
    with pytest.raises(WorkspaceError, match="why its reasons"), transaction.atomic():
        actions.confirm(by=people.inspector, finding=disputed, ground=" \u200b")


def test_identity_numbers_are_masked_before_anything_is_stored(
    found: Callable[..., Any], people: SimpleNamespace
) -> None:
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.rectifications import actions
    from mingzheng.workspace.rectifications.models import Stance

    number = "11010519491231002X"
    thing = found("put_to_ca", stance="")
    actions.answer(
        by=people.head, finding=thing, stance=Stance.DISPUTED, text=f"持有人 {number} 已查验"
    )
    assert number not in thing.answer
    assert not Entry.objects.filter(details__contains=number).exists()


def test_lateness_follows_from_the_days_and_an_unmet_order_from_its_service(
    found: Callable[..., Any], ordered: Callable[..., Any]
) -> None:
    from django.utils import timezone

    from mingzheng.workspace.rectifications.models import Finding
    from mingzheng.workspace.rectifications.states import WORKING, State

    today = timezone.localdate()
    past = today - dt.timedelta(1)
    for state in State:
        for due, late in ((today, False), (past, state in WORKING)):
            thing = found(str(state), deadline=due)
            assert thing.overdue is late, state
            listed = Finding.objects.filter(pk=thing.pk)
            assert listed.overdue(today).exists() is late, state
            assert not thing.unmet
    for kind, state, unmet in (
        ("order", "served", True), ("opinion", "served", False), ("order", "issued", False),
        ("order", "withdrawn", False), ("order", "draft", False),
    ):  # fmt: skip
        thing = found("notified", deadline=past)
        ordered(thing, state=state, kind=kind)
        assert thing.unmet is unmet, (kind, state)
        assert Finding.objects.filter(pk=thing.pk).unmet(today).exists() is unmet, (kind, state)


def test_no_extension_after_the_deadline_and_none_backwards(
    found: Callable[..., Any], people: SimpleNamespace
) -> None:
    from django.db import transaction
    from django.utils import timezone

    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.rectifications import actions

    today = timezone.localdate()
    thing = found("in_progress", deadline=today - dt.timedelta(1))
    for until in (today + dt.timedelta(9), today - dt.timedelta(1)):
        with pytest.raises(WorkspaceError), transaction.atomic():
            actions.request_extension(by=people.head, finding=thing, until=until, reason="x")
    timely = found("in_progress", deadline=today)
    until = today + dt.timedelta(9)
    actions.request_extension(by=people.head, finding=timely, until=until, reason="设备")
    actions.grant_extension(by=people.inspector, finding=timely)
    assert (timely.deadline, timely.state) == (until, "in_progress")
    assert timely.extensions.get().granted
