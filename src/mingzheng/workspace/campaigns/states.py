"""The life of a campaign: draft, published, closed. What is amended stays published."""

from __future__ import annotations

from enum import StrEnum

from mingzheng.language import Text
from mingzheng.workspace.transitions import Life, Transition


class State(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


TEXTS: dict[StrEnum, Text] = {
    State.DRAFT: Text(zh="草稿", en="Draft"),
    State.PUBLISHED: Text(zh="已发布", en="Published"),
    State.CLOSED: Text(zh="已结束", en="Closed"),
}
TONES = {State.DRAFT: "plain", State.PUBLISHED: "open", State.CLOSED: "good"}

LIFE = Life(
    texts=TEXTS,
    initial=State.DRAFT,
    transitions=(
        Transition("campaign.publish", frozenset({State.DRAFT}), State.PUBLISHED),
        Transition(
            "campaign.amend", frozenset({State.PUBLISHED}), State.PUBLISHED, needs_reason=True
        ),
        Transition("campaign.publish_amendment", frozenset({State.PUBLISHED}), State.PUBLISHED),
        Transition("campaign.drop_amendment", frozenset({State.PUBLISHED}), State.PUBLISHED),
        Transition("campaign.close", frozenset({State.PUBLISHED}), State.CLOSED),
    ),
)
