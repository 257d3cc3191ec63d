"""What the page of a filing shows: its way, its matrix of answers, what can be done next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mingzheng.language import Text
from mingzheng.workspace.filings.kinds import domain_text
from mingzheng.workspace.filings.models import Answer, Filing
from mingzheng.workspace.filings.states import LIFE, STRIP, TEXTS, State
from mingzheng.workspace.transitions import Transition

BY_RECIPIENT = {"filing.receive", "filing.put_on_file", "filing.return"}
PAGES = {
    "filing.check": "filings:check",
    "filing.sign_as_officer": "filings:sign",
    "filing.sign_as_head": "filings:sign",
}
"""Steps with a page of their own; the others are done on the filing's."""


@dataclass(frozen=True)
class Step:
    """A state of the straight way, as the strip shows it."""

    text: Text
    past: bool
    here: bool


@dataclass(frozen=True)
class Button:
    """Something that can be done with the filing."""

    way: Transition
    page: str

    @property
    def grave(self) -> bool:
        """Whether it goes backwards."""
        return self.way.needs_reason


def strip(filing: Filing) -> list[Step]:
    """The way from draft to file; a returned one ends where it was returned."""
    states = list(STRIP)
    if filing.state == State.RETURNED:
        states = [*states[: states.index(State.SUBMITTED) + 1], State.RETURNED]
    at = states.index(State(filing.state))
    return [Step(TEXTS[state], n < at, n == at) for n, state in enumerate(states)]


def buttons(user: Any, filing: Filing) -> list[Button]:
    """What this person can do with it as it stands: also by whom it is for, and who has signed."""
    own = user.membership.organisation.pk if user.membership else None
    signed = filing.signatures.filter(user=user, withdrawn_at=None).exists()
    return [
        Button(way, PAGES.get(way.verb, ""))
        for way in LIFE.possible(user, filing)
        if (way.verb not in BY_RECIPIENT or own == filing.recipient.pk)
        and not (way.verb == "filing.sign_as_head" and signed)
    ]


@dataclass(frozen=True)
class Row:
    """An item with its answer in each domain; None where there is none."""

    item: Any
    answers: tuple[Answer | None, ...]


@dataclass(frozen=True)
class Matrix:
    """Items by domains, and how many answers there are of each verdict."""

    domains: tuple[Text, ...]
    rows: tuple[Row, ...]
    done: int
    total: int
    disagreements: int


def answers_by_item(filing: Filing, answers: Iterable[Answer]) -> Matrix:
    """The answers as a table."""
    known = {(each.item, each.domain): each for each in answers}
    domains = list(dict.fromkeys(domain for _, domain in known))
    rows = [
        Row(item, tuple(known.get((item.item, domain)) for domain in domains))
        for item in filing.terms.items.all()
    ]
    return Matrix(
        domains=tuple(domain_text(domain) for domain in domains),
        rows=tuple(rows),
        done=sum(bool(each.verdict) for each in known.values()),
        total=len(known),
        disagreements=sum(each.disagrees for each in known.values()),
    )
