"""Holding what is written while it is written: only in a draft, and only over what was seen."""

from __future__ import annotations

from typing import TypeVar

from django.utils import timezone

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.filings.models import Filing, Part
from mingzheng.workspace.filings.states import State
from mingzheng.workspace.people.models import User
from mingzheng.workspace.people.permissions import require
from mingzheng.workspace.transitions import ChangedMeanwhile, locked

Some = TypeVar("Some", bound=Part)


def writable(filing: Filing) -> Filing:
    """The filing, held until the transaction ends. Raises `WorkspaceError` unless it is a draft."""
    held = locked(filing)
    demand_draft(held)
    return held


def demand_draft(held: Filing) -> None:
    """Raise `WorkspaceError` unless it is still being written."""
    if held.state != State.DRAFT:
        raise WorkspaceError(
            zh=f"现在的状态是“{held.state_text.zh}”，内容不能改动",
            en=f"it is {held.state_text.en.lower()} now: its content can't be changed",
        )


def hold(by: User, verb: str, part: Some, version: int) -> Some:
    """The part as stored now, about to be written by this person.

    `version` is the one the page was made of. Raises `NotAllowed`, `ChangedMeanwhile` where it is
    another by now, `WorkspaceError` where the filing is no draft.
    """
    require(by, verb, part)
    writable(part.filing)
    held: Some = type(part)._default_manager.select_related("filing", "written_by").get(pk=part.pk)
    if held.version != version:
        raise _changed(held)
    held.version += 1
    held.written_by, held.written_at = by, timezone.now()
    return held


def _changed(part: Part) -> ChangedMeanwhile:
    who = part.written_by.name if part.written_by else ""
    when = f"{timezone.localtime(part.written_at):%Y-%m-%d %H:%M}" if part.written_at else ""
    return ChangedMeanwhile(
        zh=f"在您打开页面之后，{who or '有人'}已作修改（{when}）。您的内容还在表单里，没有保存；现在保存的"
        "列在旁边：对照后再次保存，即以您的内容为准",
        en=f"{who or 'somebody'} changed this after you opened the page ({when}). Yours is still in "
        "the form and not saved; what is stored now stands beside it: compare, and save again to "
        "let yours stand",
        stored=part,
    )
