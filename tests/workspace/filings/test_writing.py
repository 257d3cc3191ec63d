"""Writing: one entry each, over what was seen; checks; evidence; corrections; lateness."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import TestCase
from django.utils import timezone

from mingzheng.errors import WorkspaceError

IDENTITY = "11010519491231002X"
"""The number that GB 11643 itself gives as its example."""


def test_every_action_leaves_one_entry(
    people: SimpleNamespace, begin: Callable[..., Any], pdf: Callable[[], Any],
    brought: Callable[..., Any], entries: Callable[[], int],
) -> None:  # fmt: skip
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.actions.writing import Entered
    from mingzheng.workspace.filings.verdicts import Verdict

    by, done = people.officer, set()

    def one(action: str, **given: Any) -> Any:
        before = entries()
        made = getattr(actions, action)(by=by, **given)
        assert entries() == before + 1, action
        done.add(action)
        return made

    report, filing = begin(), begin("plan")
    one("answer", answer=report.answers.first(), version=1, verdict=Verdict.UNKNOWN, note="x")
    one("write", section=filing.sections.first(), version=1, text="x")
    measure = one("add_measure", filing=filing, entered=Entered("x"))
    one("change_measure", measure=measure, version=1, entered=Entered("y"))
    one("remove_measure", measure=measure, version=2)
    evidence = one("attach", filing=filing, title="", file=pdf(), name="a.pdf", size=9)
    one("revise", evidence=evidence, file=pdf(), name="b.pdf", size=9)
    one("detach", evidence=evidence)
    one("back", filing=report, run=None, version=report.version)
    one("discard", filing=filing, version=filing.version)
    report.refresh_from_db()
    one("discard", filing=report, version=report.version)
    one("correct", filing=brought("on_file"), grounds="数字有误")
    moves = {"check", "sign", "submit", "reopen", "receive", "put_on_file",
             "return_for_supplement", "begin"}  # fmt: skip
    assert done | moves == set(actions.__all__)


def test_the_second_of_two_is_told_and_loses_nothing(
    people: SimpleNamespace, begin: Callable[..., Any], signed_in_as: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.verdicts import Verdict

    answer = begin().answers.first()
    actions.answer(
        by=people.officer, answer=answer, version=1, verdict=Verdict.UNKNOWN, note="先存的说明"
    )
    browser, address = signed_in_as(people.officer), f"/filings/answers/{answer.pk}/"
    given = {"version": 1, "verdict": "problem", "note": "后到的说明"}
    page = browser.post(address, given)
    assert page.status_code == 422
    said = page.content.decode()
    assert people.officer.name in said
    assert "先存的说明" in said
    assert "后到的说明" in said
    answer.refresh_from_db()
    assert (answer.verdict, answer.note) == ("unknown", "先存的说明")
    assert 'name="version" value="2"' in said
    assert browser.post(address, given | {"version": 2}).status_code == 302
    answer.refresh_from_db()
    assert (answer.verdict, answer.note) == ("problem", "后到的说明")


def test_identity_numbers_are_masked_before_they_are_stored(
    people: SimpleNamespace, begin: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.verdicts import Verdict
    from mingzheng.workspace.journal.models import Entry

    answer = begin().answers.first()
    held = actions.answer(
        by=people.officer, answer=answer, version=1, verdict=Verdict.PROBLEM,
        note=f"申请人 {IDENTITY}",
    )  # fmt: skip
    assert IDENTITY not in held.note
    assert "*" in held.note
    assert IDENTITY not in Entry.objects.first().details


def test_an_empty_report_names_each_place_that_lacks_something(
    people: SimpleNamespace, begin: Callable[..., Any]
) -> None:
    from django.test import Client

    from mingzheng.workspace.filings import checks
    from mingzheng.workspace.filings.kinds import Kind

    filing = begin()
    remarks = checks.check(filing)
    blocking = [each.key.partition(":")[0] for each in remarks if each.blocks]
    assert blocking.count("verdict") == filing.answers.count() == 14
    assert blocking.count("section") == len(Kind.SELF_INSPECTION.sections)
    assert "plan" in blocking
    assert len({each.key for each in remarks}) == len(remarks)
    browser = Client()
    browser.force_login(people.officer)
    for place in {each.place.partition("#")[0] for each in remarks}:
        assert browser.get(place).status_code == 200, place


def test_warnings_are_confirmed_one_by_one_and_filed(
    people: SimpleNamespace, filled: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings import actions, checks

    filing = filled()
    remarks = checks.check(filing)
    assert remarks
    assert not any(each.blocks for each in remarks)
    keys = [each.key for each in remarks]
    given = {"by": people.officer, "filing": filing, "version": filing.version}
    with pytest.raises(WorkspaceError, match="can't be closed yet"):
        actions.check(confirmed=keys[1:], **given)
    actions.check(confirmed=keys, **given)
    assert [each["key"] for each in filing.confirmed] == keys


def test_a_plan_answers_each_problem_of_the_report(
    people: SimpleNamespace, filled: Callable[..., Any], brought: Callable[..., Any]
) -> None:
    from mingzheng.workspace.filings import actions, checks

    report = brought("submitted")
    plan = filled("plan")
    (measure,) = plan.measures.all()
    assert measure.item == report.answers.get(verdict="problem").item
    assert not any(each.blocks for each in checks.check(plan))
    actions.remove_measure(by=people.officer, measure=measure, version=measure.version)
    assert any(each.key == f"measure:{measure.item}" for each in checks.check(plan))


def test_progress_goes_on_from_what_was_filed(
    people: SimpleNamespace, filled: Callable[..., Any], brought: Callable[..., Any]
) -> None:
    brought("submitted")
    brought("submitted", filled("plan"))
    first = filled("progress")
    assert [each.measure for each in first.measures.all()] == ["修订流程"]
    brought("submitted", first)
    assert filled("progress").number == 2


def test_a_unit_files_what_is_asked_of_it_once(
    people: SimpleNamespace, begin: Callable[..., Any], campaign: Any
) -> None:
    from mingzheng.workspace.campaigns import actions as campaigns
    from mingzheng.workspace.people.permissions import NotAllowed

    begin()
    with pytest.raises(WorkspaceError, match="one already"):
        begin()
    with pytest.raises(WorkspaceError, match="none of this"):
        begin("province_report")
    with pytest.raises(WorkspaceError, match="none of this"):
        begin("plan", people.inspector)
    with pytest.raises(NotAllowed):
        begin("plan", people.head)
    campaigns.close(by=people.organiser, campaign=campaign, version=campaign.version)
    with pytest.raises(WorkspaceError, match="not closed"):
        begin("plan")
    assert begin("completion").state == "draft", "closing a campaign ends no rectification"


def test_late_is_recorded_when_it_is_submitted_and_never_from_the_calendar(
    people: SimpleNamespace, campaign: Any, brought: Callable[..., Any]
) -> None:
    from mingzheng.workspace.campaigns.models import Edition, Stage
    from mingzheng.workspace.filings import checks
    from mingzheng.workspace.filings.standing import LATE, NEVER, standings

    stages = Stage.objects.filter(phase="self_inspection")
    stages.update(due=timezone.localdate() - dt.timedelta(3))
    assert not [
        each
        for each in standings(campaign.in_force, None)
        if each.stage != "inspection" and each.stage != "rectification"
    ], "it was past when the campaign began here"
    Edition.objects.update(published_at=timezone.now() - dt.timedelta(30))
    unit = people.officer.membership.organisation.pk

    def standing() -> Any:
        return next(
            each for each in standings(campaign.in_force, None)
            if (each.organisation, each.stage) == (unit, "self_inspection")
        )  # fmt: skip

    assert standing().text.zh.endswith(NEVER.zh)
    assert standing().tone == "late"
    filing = brought("draft")
    assert any(each.key.startswith("late:") for each in checks.check(filing))
    brought("submitted", filing)
    assert (filing.days_late, filing.late) == (3, True)
    stages.update(due=timezone.localdate() + dt.timedelta(30))
    filing.refresh_from_db()
    assert filing.days_late == 3
    assert filing.deadline == timezone.localdate() - dt.timedelta(3)
    assert not standing().done, "the plan is owed too"
    from mingzheng.workspace.filings.standing import owed_by

    owed = {kind: each.text for kind, each in owed_by(campaign.shown, filing.organisation)}
    assert owed["self_inspection"] is LATE


def test_a_correction_is_a_further_filing_and_can_be_compared(
    people: SimpleNamespace, brought: Callable[..., Any], pdf: Callable[[], Any]
) -> None:
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.comparison import compare
    from mingzheng.workspace.filings.content import sealed
    from mingzheng.workspace.filings.verdicts import Verdict

    draft = brought("draft")
    answer = draft.answers.first()
    actions.attach(
        by=people.officer, filing=draft, answer=answer, title="抽查表", file=pdf(),
        name="抽查表.pdf", size=9,
    )  # fmt: skip
    former = brought("returned_for_supplement", draft)
    before = sealed(former)
    made = actions.correct(by=people.officer, filing=former, grounds="补充材料")
    assert compare(former, made) == []
    copied = made.answers.first()
    assert copied.evidence.get().title == "抽查表"
    actions.answer(
        by=people.officer, answer=copied, version=1, verdict=Verdict.UNKNOWN, note="改了"
    )
    assert [(each.before, each.after) for each in compare(former, made)] == [
        ("存在问题", "无法证明"), ("抽查三十份。", "改了"),
    ]  # fmt: skip
    assert sealed(former) == before
    with pytest.raises(WorkspaceError, match="the newest"):
        actions.correct(by=people.officer, filing=former, grounds="再来")
    brought("submitted", made)
    assert (made.number, made.corrects) == (2, former)


def test_a_supplement_after_the_deadline_is_not_late(
    people: SimpleNamespace, campaign: Any, brought: Callable[..., Any]
) -> None:
    from mingzheng.workspace.campaigns.models import Stage
    from mingzheng.workspace.filings import actions, checks
    from mingzheng.workspace.filings.standing import owed_by

    def owed(filing: Any) -> Any:
        found = dict(owed_by(campaign.shown, filing.organisation))
        return found["self_inspection"].text.zh

    former = brought("returned_for_supplement")
    Stage.objects.filter(phase="self_inspection").update(
        due=timezone.localdate() - dt.timedelta(3)
    )
    made = actions.correct(by=people.officer, filing=former, grounds="补充材料")
    assert owed(made) == "退回补正"
    assert not made.late
    assert not any(each.key.startswith("late:") for each in checks.check(made))
    brought("submitted", made)
    assert (made.days_late, owed(made)) == (0, "已报送")


def test_discarding_a_correction_leaves_the_files_it_shares(
    people: SimpleNamespace, brought: Callable[..., Any], pdf: Callable[[], Any]
) -> None:
    from mingzheng.workspace.filings import actions

    draft = brought("draft")
    evidence = actions.attach(
        by=people.officer, filing=draft, title="x", file=pdf(), name="x.pdf", size=9
    )
    former = brought("submitted", draft)
    made = actions.correct(by=people.officer, filing=former, grounds="补充材料")
    with TestCase.captureOnCommitCallbacks(execute=True) as swept:
        actions.discard(by=people.officer, filing=made, version=made.version)
    assert swept
    assert evidence.current.path.is_file()
    assert not hasattr(type(former).objects.get(pk=former.pk), "corrected_by")
