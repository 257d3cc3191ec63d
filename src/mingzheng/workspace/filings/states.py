"""The life of a filing: written, checked, signed by two persons, submitted, received.

What was submitted is never unlocked: it is corrected by a further filing that is linked to it.
"""

from __future__ import annotations

from enum import StrEnum

from mingzheng.language import Text
from mingzheng.workspace.transitions import Life, Transition


class State(StrEnum):
    """Where a filing stands. Late is no state: it follows from two days."""

    DRAFT = "draft"
    CHECKED = "checked"
    SIGNED_BY_OFFICER = "signed_by_officer"
    SIGNED_BY_HEAD = "signed_by_head"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    ON_FILE = "on_file"
    RETURNED = "returned_for_supplement"


TEXTS: dict[StrEnum, Text] = {
    State.DRAFT: Text(zh="填报中", en="Draft"),
    State.CHECKED: Text(zh="已校验", en="Checked"),
    State.SIGNED_BY_OFFICER: Text(zh="经办人已签署", en="Signed by the officer"),
    State.SIGNED_BY_HEAD: Text(zh="负责人已签署", en="Signed by the responsible person"),
    State.SUBMITTED: Text(zh="已报送", en="Submitted"),
    State.RECEIVED: Text(zh="已收到", en="Received"),
    State.ON_FILE: Text(zh="已归档", en="On file"),
    State.RETURNED: Text(zh="退回补正", en="Returned for supplement"),
}
TONES = {
    State.DRAFT: "plain",
    State.CHECKED: "open",
    State.SIGNED_BY_OFFICER: "open",
    State.SIGNED_BY_HEAD: "open",
    State.SUBMITTED: "good",
    State.RECEIVED: "good",
    State.ON_FILE: "good",
    State.RETURNED: "late",
}
BEFORE_SUBMISSION = frozenset(
    {State.DRAFT, State.CHECKED, State.SIGNED_BY_OFFICER, State.SIGNED_BY_HEAD}
)
"""Nobody else sees it yet."""
FILED = frozenset({State.SUBMITTED, State.RECEIVED, State.ON_FILE})
"""Submitted, and nothing is asked for."""
SUBMITTED = FILED | {State.RETURNED}
"""It has left the unit and never changes again."""
STRIP = (
    State.DRAFT, State.CHECKED, State.SIGNED_BY_OFFICER, State.SIGNED_BY_HEAD, State.SUBMITTED,
    State.RECEIVED, State.ON_FILE,
)  # fmt: skip
"""The straight way, as a page shows it."""

_ARRIVED = frozenset({State.SUBMITTED, State.RECEIVED})

LIFE = Life(
    texts=TEXTS,
    initial=State.DRAFT,
    transitions=(
        Transition("filing.check", frozenset({State.DRAFT}), State.CHECKED),
        Transition(
            "filing.sign_as_officer", frozenset({State.CHECKED}), State.SIGNED_BY_OFFICER
        ),
        Transition(
            "filing.sign_as_head", frozenset({State.SIGNED_BY_OFFICER}), State.SIGNED_BY_HEAD
        ),
        Transition("filing.submit", frozenset({State.SIGNED_BY_HEAD}), State.SUBMITTED),
        Transition(
            "filing.reopen", BEFORE_SUBMISSION - {State.DRAFT}, State.DRAFT, needs_reason=True
        ),
        Transition("filing.receive", frozenset({State.SUBMITTED}), State.RECEIVED),
        Transition("filing.put_on_file", frozenset({State.RECEIVED}), State.ON_FILE),
        Transition("filing.return", _ARRIVED, State.RETURNED, needs_reason=True),
    ),
)  # fmt: skip
