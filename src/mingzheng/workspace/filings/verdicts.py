"""What a unit says of an item in a domain of use, and what its audit suggests.

Nothing is ever called compliant: where nothing was found, that is what is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from mingzheng.language import Text


class Verdict(StrEnum):
    """A unit's own verdict on an item in a domain of use."""

    PROBLEM = "problem"
    UNKNOWN = "unknown"
    NONE_FOUND = "none_found"
    NOT_APPLICABLE = "not_applicable"

    @property
    def text(self) -> Text:
        """What it is called."""
        return TEXTS[self]

    @property
    def tone(self) -> str:
        """How it looks beside its word."""
        return TONES[self]


TEXTS = {
    Verdict.PROBLEM: Text(zh="存在问题", en="Problems"),
    Verdict.UNKNOWN: Text(zh="无法证明", en="Can't be shown"),
    Verdict.NONE_FOUND: Text(zh="未发现问题", en="Nothing found"),
    Verdict.NOT_APPLICABLE: Text(zh="不涉及", en="Not applicable"),
}
TONES = {
    Verdict.PROBLEM: "late",
    Verdict.UNKNOWN: "open",
    Verdict.NONE_FOUND: "good",
    Verdict.NOT_APPLICABLE: "off",
}
NEED_NOTE = frozenset({Verdict.PROBLEM, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE})
"""Those that say nothing without a note."""


def suggested(counts: Mapping[str, int]) -> Verdict | None:
    """What an audit's counts of an item in a domain amount to; None where a person must say.

    `counts` has `breach`, `doubt`, `unknown` and `clear`. What can't be shown is never nothing
    found, nor is what somebody has yet to look at.
    """
    if counts.get("breach"):
        return Verdict.PROBLEM
    if counts.get("unknown"):
        return Verdict.UNKNOWN
    return Verdict.NONE_FOUND if counts.get("clear") and not counts.get("doubt") else None
