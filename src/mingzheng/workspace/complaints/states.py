"""The life of what the public sends in: the same table for complaints and for reports."""

from __future__ import annotations

from enum import StrEnum

from mingzheng.language import Text
from mingzheng.workspace.transitions import Life, Transition


class State(StrEnum):
    """Where a complaint or a report stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    INVESTIGATING = "investigating"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What an answer finds."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


STATES: dict[StrEnum, Text] = {
    State.RECEIVED: Text(zh="已收到", en="Received"),
    State.ACCEPTED: Text(zh="已受理", en="Accepted"),
    State.REFUSED: Text(zh="不予受理", en="Refused"),
    State.INVESTIGATING: Text(zh="调查中", en="Being investigated"),
    State.ANSWERED: Text(zh="已答复", en="Answered"),
    State.CLOSED: Text(zh="已办结", en="Closed"),
    State.REOPENED: Text(zh="重新办理", en="Reopened"),
    State.TRANSFERRED: Text(zh="已转办", en="Transferred"),
    State.WITHDRAWN: Text(zh="已撤回", en="Withdrawn"),
}
OUTCOMES: dict[StrEnum, Text] = {
    Outcome.UPHELD: Text(zh="属实", en="Upheld"),
    Outcome.PARTLY: Text(zh="部分属实", en="Partly upheld"),
    Outcome.NOT_UPHELD: Text(zh="不属实", en="Not upheld"),
}
TONES = {
    State.RECEIVED: "open",
    State.ACCEPTED: "open",
    State.INVESTIGATING: "open",
    State.REOPENED: "open",
    State.ANSWERED: "good",
    State.CLOSED: "good",
    State.REFUSED: "off",
    State.TRANSFERRED: "off",
    State.WITHDRAWN: "off",
}
WAITING = frozenset({State.ACCEPTED, State.INVESTIGATING, State.REOPENED})
"""An answer is owed."""
OPEN = WAITING | {State.RECEIVED}
"""Something is owed to whoever sent it."""


def _life(kind: str) -> Life:
    def way(
        verb: str,
        sources: set[State] | frozenset[State],
        target: State,
        *,
        needs_reason: bool = False,
        by_system: bool = False,
    ) -> Transition:
        return Transition(
            f"{kind}.{verb}", frozenset(sources), target, needs_reason, by_system,
            keeps_reason=False,
        )  # fmt: skip

    found = {State.RECEIVED, State.ACCEPTED, State.INVESTIGATING}
    return Life(
        texts=STATES,
        initial=State.RECEIVED,
        transitions=(
            way("accept", {State.RECEIVED}, State.ACCEPTED),
            way("refuse", {State.RECEIVED}, State.REFUSED, needs_reason=True),
            way("investigate", {State.ACCEPTED, State.REOPENED}, State.INVESTIGATING),
            way("answer", {State.INVESTIGATING}, State.ANSWERED),
            way("close", {State.ANSWERED}, State.CLOSED),
            way("transfer", found, State.TRANSFERRED, needs_reason=True),
            # by whoever sent it, on the page of the receipt: the journal knows no name of theirs
            way("reopen", {State.ANSWERED, State.CLOSED}, State.REOPENED, by_system=True),
            way("withdraw", OPEN, State.WITHDRAWN, by_system=True),
        ),
    )


COMPLAINT_LIFE = _life("complaint")
REPORT_LIFE = _life("report")
