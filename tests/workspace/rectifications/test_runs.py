"""Findings from audits: one for each rule, by reference; what stands before and after."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from results import RULES, write_result


def test_a_rule_is_one_finding_and_the_same_run_twice_adds_nothing(
    run: Callable[..., Any], results: SimpleNamespace, people: SimpleNamespace
) -> None:
    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.rectifications import actions
    from mingzheng.workspace.rectifications.models import Finding

    audited, before = run(results.before), Entry.objects.count()
    made = actions.import_run(by=people.inspector, run=audited)
    assert {each.cause: each.backings.get().breach for each in made} == RULES
    assert Entry.objects.count() == before + 1
    assert all(each.source == "audit" and each.state == "suspected" for each in made)
    with pytest.raises(WorkspaceError, match="nothing was added"):
        actions.import_run(by=people.inspector, run=audited)
    assert Finding.objects.count() == len(RULES)
    examples = made[0].backings.get().examples
    assert 0 < len(examples) <= 5
    # what an office suspects the authority doesn't see, and takes from its own run itself
    own = actions.import_run(by=people.officer, run=audited)
    assert len(own) == len(RULES)
    assert {each.source for each in own} == {"self"}


def test_a_million_breaches_are_tens_of_findings(
    tmp_path: Path, run: Callable[..., Any], people: SimpleNamespace
) -> None:
    from mingzheng.rules import rules
    from mingzheng.workspace.rectifications import actions

    binding = [rule.id for rule in rules() if str(rule.severity) == "violation"][:20]
    audited = run(write_result(tmp_path / "large", dict.fromkeys(binding, 50_000)))
    made = actions.import_run(by=people.inspector, run=audited)
    assert len(made) == 20
    backed = [each.backings.get() for each in made]
    assert sum(each.breach for each in backed) == 1_000_000
    assert max(len(str(each.examples)) for each in backed) < 1000


def test_before_and_after_stand_side_by_side(
    run: Callable[..., Any], results: SimpleNamespace, people: SimpleNamespace
) -> None:
    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.rectifications import actions

    made = actions.import_run(by=people.inspector, run=run(results.before))
    later = run(results.after, name="整改后")
    counted = {}
    for each in made:
        backing = actions.attach_run(by=people.inspector, finding=each, run=later)
        counted[each.cause] = backing.breach if backing.judged else None
    # a rule that the later run did not judge is neither kept nor broken
    assert counted == {
        "content.key_weak": 3, "contract.never_signed": 0, "identity.never_checked": None,
    }  # fmt: skip
    with pytest.raises(WorkspaceError, match="attached already"):
        actions.attach_run(by=people.inspector, finding=made[0], run=later)


def test_what_ended_and_comes_again_is_a_new_finding(
    run: Callable[..., Any], results: SimpleNamespace, people: SimpleNamespace
) -> None:
    from mingzheng.workspace.rectifications import actions
    from mingzheng.workspace.rectifications.models import Finding

    made = actions.import_run(by=people.inspector, run=run(results.before))
    by_cause = {each.cause: each for each in made}
    old = by_cause["content.key_weak"]
    Finding.objects.filter(pk=old.pk).update(state="closed")
    (new,) = actions.import_run(
        by=people.inspector, run=run(results.after, name="下一年"), rules=["content.key_weak"]
    )
    assert (new.earlier, new.cause) == (old, old.cause)


def test_a_run_that_is_not_shared_is_nobody_else_s(
    run: Callable[..., Any], results: SimpleNamespace, people: SimpleNamespace
) -> None:
    from mingzheng.workspace.people.permissions import NotAllowed
    from mingzheng.workspace.rectifications import actions

    private = run(results.before, shared=False)
    for by in (people.inspector, people.stranger):
        with pytest.raises(NotAllowed):
            actions.import_run(by=by, run=private)
