"""What other rooms take from audit runs, to prefill with.

They have to know that the person asking may see the run: `pages.visible`.
"""

from __future__ import annotations

from mingzheng.errors import WorkspaceError
from mingzheng.workspace.people.models import Organisation
from mingzheng.workspace.runs import reading
from mingzheng.workspace.runs.models import Run
from mingzheng.workspace.runs.reading import Cell
from mingzheng.workspace.runs.states import RunState

__all__ = ["Cell", "by_item", "finished"]


def finished(organisation: Organisation) -> list[Run]:
    """The runs of an authority that have a result, the newest first."""
    runs = Run.objects.filter(organisation=organisation, state=RunState.FINISHED)
    return [run for run in runs if run.has_result]


def by_item(run: Run) -> dict[str, dict[str, Cell]]:
    """Item of the notice → code of a domain of use (empty: none recorded) → what was found there.

    Pairs of which nothing was examined are absent. An example's page is `runs:verdict` with
    `run.pk` and its `place`. Raises `WorkspaceError` where there is no result.
    """
    if not run.has_result:
        raise WorkspaceError(
            zh="这次审计还没有完成，或其结果已不在服务器上",
            en="this audit hasn't finished, or its result is no longer on the server",
        )
    return reading.cells(run.folder)
