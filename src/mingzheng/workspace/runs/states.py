"""The states of an audit run, and all ways between them."""

from __future__ import annotations

from enum import StrEnum

from mingzheng.language import Text
from mingzheng.workspace.transitions import Life, Transition


class RunState(StrEnum):
    """An uploaded result is finished from the start."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


_UNDER_WAY = frozenset({RunState.QUEUED, RunState.RUNNING})
_STOPPED = frozenset({RunState.FAILED, RunState.CANCELLED})
_RUNNING = frozenset({RunState.RUNNING})

LIFE = Life(
    texts={
        RunState.QUEUED: Text(zh="排队中", en="Queued"),
        RunState.RUNNING: Text(zh="运行中", en="Running"),
        RunState.FINISHED: Text(zh="已完成", en="Finished"),
        RunState.FAILED: Text(zh="失败", en="Failed"),
        RunState.CANCELLED: Text(zh="已取消", en="Cancelled"),
    },
    initial=RunState.QUEUED,
    transitions=(
        Transition(
            "run.begin", frozenset({RunState.QUEUED}), RunState.RUNNING, by_system=True
        ),
        Transition("run.take_up", _RUNNING, RunState.RUNNING, by_system=True),
        Transition("run.finish", _RUNNING, RunState.FINISHED, by_system=True),
        Transition("run.fail", _RUNNING, RunState.FAILED, by_system=True),
        Transition("run.cancel", _UNDER_WAY, RunState.CANCELLED),
        Transition("run.resume", _STOPPED, RunState.QUEUED),
    ),
)  # fmt: skip

TONES = {
    RunState.QUEUED: "plain",
    RunState.RUNNING: "open",
    RunState.FINISHED: "good",
    RunState.FAILED: "late",
    RunState.CANCELLED: "off",
}
"""How a state looks, beside its word."""
