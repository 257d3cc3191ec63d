"""Opinions and orders: who may give which, what service starts, and the ministry's cases."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest


def terms(finding: Any, **more: Any) -> Any:
    from django.utils import timezone

    from mingzheng.workspace.rectifications.actions.orders import Terms
    from mingzheng.workspace.rectifications.models import Order

    given = Terms(
        kind=Order.Kind.OPINION, number="沪经信整〔2026〕1号", measures="补做查验",
        deadline=timezone.localdate() + dt.timedelta(20), bases=["esign-law/20.2"],
        findings=[finding],
    )  # fmt: skip
    return dataclasses.replace(given, **more)


def test_an_order_binds_from_its_service_on(
    found: Callable[..., Any], people: SimpleNamespace
) -> None:
    from django.db import transaction
    from django.utils import timezone

    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.people.permissions import may
    from mingzheng.workspace.rectifications import actions

    thing, today = found("confirmed"), timezone.localdate()
    before = Entry.objects.count()
    order = actions.draft_order(
        by=people.inspector, organisation=people.authority, terms=terms(thing)
    )
    assert not may(people.head, order.seeing, order)
    order.drafted_by = people.approver
    with pytest.raises(WorkspaceError, match="alone"), transaction.atomic():
        actions.issue(by=people.approver, order=order)
    order.refresh_from_db()
    actions.issue(by=people.approver, order=order)
    thing.refresh_from_db()
    assert (thing.state, thing.deadline) == ("confirmed", None)
    actions.serve(
        by=people.inspector, order=order, served_on=today, served_by="直接送达", recipient="王五"
    )
    thing.refresh_from_db()
    assert (thing.state, thing.deadline, thing.demand) == (
        "notified", order.deadline, "补做查验",
    )  # fmt: skip
    assert may(people.head, order.seeing, order)
    assert Entry.objects.count() == before + 3
    actions.withdraw(by=people.approver, order=order, reason="依据有误")
    assert order.state == "withdrawn"


def test_a_province_orders_only_with_the_delegation_attached(
    found: Callable[..., Any], people: SimpleNamespace
) -> None:
    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.rectifications import actions
    from mingzheng.workspace.rectifications.models import Order

    thing = found("confirmed")
    order = terms(thing, kind=Order.Kind.ORDER, bases=["esign-law/31"])
    draft = actions.draft_order
    with pytest.raises(WorkspaceError, match="ministry's to give"):
        draft(by=people.inspector, organisation=people.authority, terms=order)
    delegated = dataclasses.replace(order, delegation="工信部委托书〔2026〕3号")
    assert draft(by=people.inspector, organisation=people.authority, terms=delegated).pk
    own = dataclasses.replace(order, number="工信责改〔2026〕1号")
    assert draft(by=people.ministry, organisation=people.authority, terms=own).pk
    for wrong, said in (
        ({"bases": []}, "rests on an article"), ({"bases": ["esign-law/999"]}, "has no"),
        ({"findings": [found("suspected")]}, "no confirmed"),
        ({"findings": [found("confirmed", "self")]}, "no confirmed"),
        ({"number": "工信责改〔2026〕1号"}, "taken"), ({"measures": " "}, "needed"),
        ({"deadline": dt.date(2022, 1, 1)}, "ahead"),
    ):  # fmt: skip
        with pytest.raises(WorkspaceError, match=said):
            draft(by=people.ministry, organisation=people.authority,
                  terms=dataclasses.replace(own, **{"number": "二号", **wrong}))  # fmt: skip


def test_every_order_and_case_verb_in_every_state(
    found: Callable[..., Any], ordered: Callable[..., Any], people: SimpleNamespace
) -> None:
    from django.db import transaction
    from django.utils import timezone

    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.rectifications import actions
    from mingzheng.workspace.rectifications.models import Order
    from mingzheng.workspace.rectifications.states import OrderState

    ways = {
        ("draft", "issue"): "issued", ("issued", "serve"): "served",
        ("draft", "withdraw"): "withdrawn", ("issued", "withdraw"): "withdrawn",
        ("served", "withdraw"): "withdrawn",
    }  # fmt: skip
    given: dict[str, dict[str, Any]] = {
        "issue": {}, "withdraw": {"reason": "有误"},
        "serve": {"served_on": timezone.localdate(), "served_by": "邮寄", "recipient": "王五"},
    }  # fmt: skip
    assert {
        (str(source), way.verb.partition(".")[2]): str(way.target)
        for way in Order.LIFE.transitions
        for source in way.sources
    } == ways
    for state in OrderState:
        for verb, said in given.items():
            order = ordered(found("confirmed"), state=str(state))
            before, target = Entry.objects.count(), ways.get((str(state), verb))
            try:
                with transaction.atomic():
                    getattr(actions, verb)(by=people.organiser, order=order, **said)
            except WorkspaceError:
                assert target is None, (state, verb)
            assert Order.objects.get(pk=order.pk).state == (target or state)
            assert Entry.objects.count() - before == (1 if target else 0)


STEPS = (
    "investigate", "give_notice", "hear", "review", "discuss", "decide", "serve", "announce",
)  # fmt: skip
LINE = (
    "filed", "investigated", "notice_of_intent", "statement_or_hearing", "legal_review",
    "collective_decision", "decided", "served", "announced",
)  # fmt: skip
EXITS = {"not_proven": "not_proven", "no_penalty": "no_penalty", "transfer": "transferred"}


def test_every_step_of_a_case_in_every_state(
    found: Callable[..., Any],
    ordered: Callable[..., Any],
    filed: Callable[..., Any],
    people: SimpleNamespace,
) -> None:
    from django.db import transaction
    from django.utils import timezone

    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.rectifications import actions
    from mingzheng.workspace.rectifications.models import Case
    from mingzheng.workspace.rectifications.states import CaseState

    ways = {(LINE[n], verb): LINE[n + 1] for n, verb in enumerate(STEPS)}
    ways |= {(state, verb): to for state in LINE[:6] for verb, to in EXITS.items()}
    ways["notice_of_intent", "state"] = "notice_of_intent"
    assert {
        (str(source), way.verb.partition(".")[2]): str(way.target)
        for way in Case.LIFE.transitions
        for source in way.sources
    } == ways
    past = timezone.localdate() - dt.timedelta(30)
    late = found("in_progress", deadline=past)
    ordered(late)
    for state in CaseState:
        for verb in (*STEPS, *EXITS, "state"):
            by = {"review": people.reviewer, "state": people.head}.get(verb, people.organiser)
            case = filed(
                late, state=str(state), filed_on=past, announced_to_party_on=past, decided_on=past
            )
            before, target = Entry.objects.count(), ways.get((str(state), verb))
            try:
                with transaction.atomic():
                    actions.step(by=by, case=case, verb=verb, text="记录在案")
            except WorkspaceError:
                assert target is None, (state, verb)
            assert Case.objects.get(pk=case.pk).state == (target or state), (state, verb)
            assert Entry.objects.count() - before == (1 if target else 0), (state, verb)
            assert case.papers.count() == (1 if target else 0)


def test_no_sanction_without_an_unmet_order_nor_before_the_party_was_heard(
    found: Callable[..., Any],
    ordered: Callable[..., Any],
    filed: Callable[..., Any],
    people: SimpleNamespace,
) -> None:
    from django.db import transaction
    from django.utils import timezone

    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.rectifications import actions

    past, today = timezone.localdate() - dt.timedelta(30), timezone.localdate()
    late = found("notified", deadline=past)
    case = filed(late, state="investigated", filed_on=past)
    step = actions.step
    with pytest.raises(WorkspaceError, match="left unmet"), transaction.atomic():
        step(by=people.ministry, case=case, verb="give_notice", text="拟吊销")
    order = ordered(late, state="issued")
    with pytest.raises(WorkspaceError, match="left unmet"), transaction.atomic():
        step(by=people.ministry, case=case, verb="give_notice", text="拟吊销")
    type(order).objects.filter(pk=order.pk).update(state="served", served_on=past)
    step(by=people.ministry, case=case, verb="give_notice", text="拟吊销")
    with pytest.raises(WorkspaceError, match="nothing goes on before"), transaction.atomic():
        step(by=people.ministry, case=case, verb="hear", text="未申请", on=today)
    step(by=people.head, case=case, verb="state", text="已在整改，请求从轻")
    step(by=people.ministry, case=case, verb="hear", text="听取陈述")
    step(by=people.reviewer, case=case, verb="review", text="程序合法")
    step(by=people.organiser, case=case, verb="discuss", text="一致同意")
    # an order that is withdrawn meanwhile carries nothing any more
    type(order).objects.filter(pk=order.pk).update(state="withdrawn")
    with pytest.raises(WorkspaceError, match="left unmet"), transaction.atomic():
        step(by=people.organiser, case=case, verb="decide", text="吊销")


def test_a_case_rests_on_what_was_confirmed(
    found: Callable[..., Any], people: SimpleNamespace
) -> None:
    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.rectifications import actions

    given = {"organisation": people.authority, "facts": "拒不整改", "basis": "esign-law/31"}
    for findings, basis in (([found("put_to_ca")], "esign-law/31"), ([], "esign-law/31"),
                            ([found("notified")], "nothing/1")):  # fmt: skip
        with pytest.raises(WorkspaceError):
            actions.file_case(by=people.ministry, number="1", findings=findings,
                              **{**given, "basis": basis})  # fmt: skip
    before = Entry.objects.count()
    case = actions.file_case(by=people.ministry, number="1", findings=[found("notified")], **given)
    assert (case.state, Entry.objects.count()) == ("filed", before + 1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_word_files_say_what_the_order_says(
    language: str, found: Callable[..., Any], ordered: Callable[..., Any]
) -> None:
    from django.utils import timezone

    from mingzheng.workspace.rectifications import papers

    hostile = "{{ 7 * 7 }} <b>补做</b>"
    order = ordered(found("notified", ground="查实"), measures=hostile)
    day = timezone.localdate()
    for name in papers.NAMES:
        content = papers.written(order, name, language, day)
        assert content == papers.written(order, name, language, day)
        words = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
        assert order.number in words
        if name == "document":
            assert "{{ 7 * 7 }}" in words
            assert "<b>补做" not in words
            assert {"zh": "未核实", "en": "unverified"}[language] in words


def test_periods_say_where_they_come_from(database: str) -> None:
    from mingzheng.law import Mark
    from mingzheng.workspace.rectifications.periods import periods

    known = periods()
    assert {name for name, each in known.items() if each.mark is Mark.VERBATIM} == {
        "limitation", "withdrawal",
    }  # fmt: skip
    assert "未核实" in known["hearing_request"].source.zh
    assert known["limitation"].ends(dt.date(2020, 2, 29)) == dt.date(2022, 2, 28)
    assert known["litigation"].ends(dt.date(2026, 8, 31)) == dt.date(2027, 2, 28)
    # Friday, then five working days
    assert known["hearing_request"].ends(dt.date(2026, 11, 20)) == dt.date(2026, 11, 27)
