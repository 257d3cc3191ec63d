"""An audit behind a self-inspection: what it found is laid beside the answers, and stays theirs."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "runs"))
from audited import RULE, row, write_result

from mingzheng.errors import WorkspaceError

DOMAINS = ("finance", None)


@pytest.fixture(scope="session")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Breaches of an item in two domains of use, one of them not recorded; an unknown."""
    unknown = {"rule": "identity.never_checked", "item": "1.1", "verdict": "unknown",
               "severity": None, "domain": "finance"}  # fmt: skip
    return write_result(
        tmp_path_factory.mktemp("audited") / "result",
        [row(n, domain=DOMAINS[n % 2]) for n in range(20)],
        [row(n, **unknown) for n in range(3)],
    )


@pytest.fixture
def run(people: SimpleNamespace, result: Path) -> Any:
    """A finished run of the officer's authority."""
    return registered(people.officer, result)


def registered(by: Any, result: Path) -> Any:
    from django.conf import settings

    from mingzheng.workspace.runs import reading
    from mingzheng.workspace.runs.models import FOLDER, Run

    facts, _ = reading.examine(result)
    key = uuid.uuid4()
    home = settings.WORKSPACE.files / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    (home / str(key)).symlink_to(result)
    return Run.objects.create(
        organisation=by.membership.organisation, key=key, name="2022", source="uploaded",
        state="finished", begun_by=by, as_of=facts["as_of"], facts=facts,
    )  # fmt: skip


@pytest.fixture
def backed(people: SimpleNamespace, begin: Callable[..., Any], run: Any) -> Any:
    """A report with that audit behind it."""
    from mingzheng.workspace.filings import actions

    filing = begin()
    actions.back(by=people.officer, filing=filing, run=run, version=filing.version)
    return filing


def test_answers_begin_with_what_the_audit_found(backed: Any, run: Any) -> None:
    answer = backed.answers.get(item="2.2", domain="finance")
    assert (answer.verdict, answer.suggestion) == ("problem", "problem")
    assert answer.counts == {"breach": 10, "doubt": 0, "unknown": 0, "clear": 0}
    assert len(answer.examples) == 3
    assert all(each["place"].startswith(f"{RULE}:") for each in answer.examples)
    assert backed.answers.get(item="1.1", domain="finance").verdict == "unknown"
    assert backed.answers.get(item="1.2", domain="finance").verdict == ""
    assert backed.fingerprint == run.facts["fingerprint"]


def test_domains_that_only_the_audit_met_are_added(backed: Any) -> None:
    assert backed.answers.filter(domain="").count() == backed.answers.count() // 2 == 14
    assert backed.answers.get(item="2.2", domain="").verdict == "problem"


def test_numbers_of_persons_stay_masked(
    backed: Any, people: SimpleNamespace, signed_in_as: Callable[..., Any]
) -> None:
    answer = backed.answers.get(item="2.2", domain="finance")
    page = signed_in_as(people.officer).get(f"/filings/answers/{answer.pk}/").content.decode()
    assert "11010519491231002X" not in page + json.dumps(answer.examples)
    assert f"/runs/{backed.run_id}/verdicts/" in page


def test_another_verdict_needs_a_reason(backed: Any, people: SimpleNamespace) -> None:
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.verdicts import Verdict
    from mingzheng.workspace.journal.models import Entry

    answer = backed.answers.get(item="2.2", domain="finance")
    given = {"by": people.officer, "answer": answer, "version": answer.version,
             "verdict": Verdict.NONE_FOUND}  # fmt: skip
    with pytest.raises(WorkspaceError, match="differs from the audit"):
        actions.answer(**given)
    held = actions.answer(disagreement="逐件核对，算法标识登记有误", **given)
    assert held.disagrees
    told = json.loads(Entry.objects.first().details)
    assert (told["audit"], told["to"]) == ("problem", "none_found")


def test_a_person_s_verdict_outlives_another_audit(
    backed: Any, people: SimpleNamespace, run: Any
) -> None:
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.verdicts import Verdict

    answer = backed.answers.get(item="2.2", domain="finance")
    actions.answer(
        by=people.officer, answer=answer, version=answer.version, verdict=Verdict.UNKNOWN,
        note="x", disagreement="记录缺失",
    )  # fmt: skip
    for other in (None, run):
        actions.back(by=people.officer, filing=backed, run=other, version=backed.version)
    answer.refresh_from_db()
    assert (answer.verdict, answer.disagreement) == ("unknown", "记录缺失")
    assert backed.answers.get(item="1.1", domain="finance").verdict == "unknown"


def test_only_an_own_finished_audit_is_taken(
    people: SimpleNamespace, begin: Callable[..., Any], result: Path, run: Any
) -> None:
    from mingzheng.workspace.filings import actions

    filing, foreign = begin(), registered(people.stranger, result)
    type(run).objects.filter(pk=run.pk).update(state="running")
    run.refresh_from_db()
    for wrong in (foreign, run):
        with pytest.raises(WorkspaceError, match="finished audit of your own"):
            actions.back(by=people.officer, filing=filing, run=wrong, version=filing.version)


def test_submitting_opens_the_audit_to_whom_it_is_for(
    backed: Any, people: SimpleNamespace, plan: Any, brought: Callable[..., Any], run: Any,
    signed_in_as: Callable[..., Any], entries: Callable[[], int],
) -> None:  # fmt: skip
    from mingzheng.workspace.filings import actions
    from mingzheng.workspace.filings.verdicts import Verdict
    from mingzheng.workspace.runs import actions as runs

    for section in backed.sections.all():
        actions.write(by=people.officer, section=section, version=1, text="已开展。")
    for answer in backed.answers.filter(verdict=""):
        actions.answer(
            by=people.officer, answer=answer, version=answer.version,
            verdict=Verdict.NOT_APPLICABLE, note="不办理此类业务",
        )  # fmt: skip
    browser = signed_in_as(people.inspector)
    brought("signed_by_head", backed)
    assert browser.get(f"/runs/{run.pk}/").status_code == 404
    before = entries()
    actions.submit(by=people.head, filing=backed, version=backed.version)
    assert entries() == before + 1
    assert browser.get(f"/runs/{run.pk}/").status_code == 200
    run.refresh_from_db()
    assert run.shared
    with pytest.raises(WorkspaceError, match="behind a filing"):
        runs.unshare(by=people.head, run=run)
