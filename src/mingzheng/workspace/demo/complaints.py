"""Complaints and reports in every state there is, each brought there step by step."""

from __future__ import annotations

from collections import deque
from enum import StrEnum

from django.utils import timezone

from mingzheng.workspace.complaints import actions
from mingzheng.workspace.complaints.models import Complaint, Report, Submission
from mingzheng.workspace.complaints.states import Outcome, State
from mingzheng.workspace.demo.persons import Country
from mingzheng.workspace.demo.words import words
from mingzheng.workspace.people.models import Organisation, User
from mingzheng.workspace.people.roles import Kind, Role
from mingzheng.workspace.transitions import Life

OF_EACH = {Complaint: 5, Report: 2}
"""How many stand in each state."""


def complaints(country: Country) -> None:
    """So many of each kind in each state; the first authority has some of every state."""
    places = country.peopled(Kind.AUTHORITY)
    turn = 0
    for kind, many in OF_EACH.items():
        for state in State:
            for _ in range(many):
                about = places[0 if turn % 3 == 0 else turn % len(places)]
                _bring(country, kind, about, way_to(kind.LIFE, state), turn)
                turn += 1


def way_to(life: Life, state: StrEnum) -> list[str]:
    """The fewest steps from the beginning to a state, as names of actions."""
    ways: dict[StrEnum, list[str]] = {life.initial: []}
    ahead = deque([life.initial])
    while state not in ways:
        at = ahead.popleft()
        for each in life.transitions:
            if at in each.sources and each.target not in ways:
                ways[each.target] = [*ways[at], each.verb.partition(".")[2]]
                ahead.append(each.target)
    return ways[state]


def _bring(
    country: Country, kind: type[Submission], about: Organisation, way: list[str], turn: int
) -> None:
    rng = country.rng
    topic = rng.choice(list(words()["complaints"]))
    received = actions.receive(
        kind=kind, about=about, topic=topic, text=rng.choice(words()["complaints"][topic]),
        sheet=f"{rng.getrandbits(128):032x}",
        serial_number=f"{rng.getrandbits(64):016X}" if turn % 3 == 0 else "",
        contact=f"demo-{turn}@example.org" if turn % 2 else "",
    )  # fmt: skip
    submission = received.submission
    by = _handler(country, submission)
    for step in way:
        _step(country, submission, step, by, turn)


def _handler(country: Country, submission: Submission) -> User:
    people = country.of(submission.organisation)
    return people.get(Role.OFFICER) or people[Role.INSPECTOR]


def _step(country: Country, submission: Submission, step: str, by: User, turn: int) -> None:
    reasons = words()["reasons"]
    if step in {"accept", "investigate", "close"}:
        getattr(actions, step)(by=by, submission=submission)
    elif step == "refuse":
        actions.refuse(by=by, submission=submission, reason=reasons["refuse"])
    elif step == "answer":
        outcome = list(Outcome)[turn % len(Outcome)]
        actions.answer(
            by=by, submission=submission, number=f"演示答复{turn:03}号", outcome=outcome,
            grounds=words()["grounds"][outcome.value], served_on=timezone.localdate(),
        )  # fmt: skip
    elif step == "transfer":
        to = _another(country, submission) if turn % 2 else None
        actions.transfer(
            by=by, submission=submission, reason=reasons["transfer"], to=to,
            elsewhere="" if to else words()["elsewhere"],
        )  # fmt: skip
    elif step == "reopen":
        actions.reopen(submission=submission, reason=reasons["reopen"])
    else:
        actions.withdraw(submission=submission)


def _another(country: Country, submission: Submission) -> Organisation | None:
    if isinstance(submission, Report):
        return Organisation.objects.get(kind=Kind.MINISTRY)
    others = [each for each in country.peopled(Kind.AUTHORITY) if each != submission.about]
    return country.rng.choice(others) if others else None
