"""The demonstration with a real result behind its first authority."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_the_first_authority_has_the_audit_and_shares_it(database: str, result: Path) -> None:
    from mingzheng.workspace.demo.filling import fill
    from mingzheng.workspace.journal.models import Entry
    from mingzheng.workspace.runs.models import Run

    fill(authorities=1, result=result)
    run = Run.objects.get()
    assert run.shared
    assert run.organisation.name == "明证示例电子认证服务有限公司"
    told = [each.verb for each in Entry.objects.filter(thing_kind="runs.run")]
    assert told == ["run.share", "run.upload"]


def test_a_folder_that_is_no_result_leaves_nothing(database: str, tmp_path: Path) -> None:
    from mingzheng.errors import WorkspaceError
    from mingzheng.workspace.demo.filling import fill
    from mingzheng.workspace.people.models import User

    with pytest.raises(WorkspaceError, match="ZIP"):
        fill(authorities=1, result=tmp_path)
    assert not User.objects.exists()
