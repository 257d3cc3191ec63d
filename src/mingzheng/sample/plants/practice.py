"""Plants of what the CA does as a whole: its statement, licence, complaints, audits, policies."""

from __future__ import annotations

import datetime as dt

from mingzheng.sample.institution import (
    ANSWER_DAYS,
    BEGINS,
    CHANGE_OF_TEXTS,
    LICENCE_ENDS,
    YEAR_IN_ORDER,
    YEAR_OF_LAPSES,
    YEAR_UNDECLARED,
)
from mingzheng.sample.plot import DAYS, FIRST_PERSON, MINUTES, Plot
from mingzheng.sample.publishing.planted import (
    SCANNED_STATEMENT,
    VAGUE_STATEMENT,
    WITHOUT_ANSWER,
    WITHOUT_PART,
    WITHOUT_TOPIC,
)
from mingzheng.sample.publishing.versions import STATEMENT
from mingzheng.sample.story import Story, at

PUBLISHED = dt.date(2019, 12, 20)


def _version(p: Plot, *, published: dt.date | None, filed: dt.date | None) -> str:
    """The second practice statement under an id of its own, in force from the same day; the id."""
    number = f"CPS-P{p.spare_person():06}"
    day = dt.datetime.combine(CHANGE_OF_TEXTS, dt.time())
    s = Story(number, "", "", applied=day, issued=day)
    s.rows["documents"] = [
        {
            "document_id": number,
            "kind": "cps",
            "version": "2.0",
            "effective_from": CHANGE_OF_TEXTS.isoformat(),
            "effective_until": "长期",
            "published_at": None if published is None else published.isoformat(),
            "filed_at": None if filed is None else filed.isoformat(),
            "path": STATEMENT.path,
        }
    ]
    p.stories.append(s)
    return number


def cps_not_filed(p: Plot) -> None:
    """On the thirty-first day; never; on the thirtieth; published on no known day."""
    for published, days, verdict in (
        (PUBLISHED, 31, "breach"),
        (PUBLISHED, None, "breach"),
        (PUBLISHED, 30, "clear"),
        (None, 30, "unknown"),
    ):
        filed = None if days is None else PUBLISHED + days * DAYS
        number = _version(p, published=published, filed=filed)
        severity = "violation" if verdict == "breach" else None
        p.tell("public_document", number, verdict, severity)


def cps_in_force_before_published(p: Plot) -> None:
    """The day after; the same day; on no known day."""
    for published, verdict in (
        (CHANGE_OF_TEXTS + DAYS, "breach"),
        (CHANGE_OF_TEXTS, "clear"),
        (None, "unknown"),
    ):
        number = _version(p, published=published, filed=CHANGE_OF_TEXTS + 10 * DAYS)
        p.tell("public_document", number, verdict, "doubt" if verdict == "breach" else None)


def outside_licence(p: Plot) -> None:
    """After it ended; on its last day; minutes before it ended."""
    ended = p.as_of - (LICENCE_ENDS - 1) * DAYS
    last = (ended - BEGINS).days - 1
    p.breach(p.signer(day=last + 5))
    p.clear(p.signer(day=last))
    s = p.signer(day=last)
    s.issue_at(dt.datetime.combine(ended, dt.time()) - 2 * MINUTES)
    p.unknown(s)


def _complain(s: Story, days: float | None, **columns: str | None) -> str:
    """A complaint about the story's certificate, answered after so many days; its id."""
    number = f"TS{s.id}"
    received = s.issued + 30 * DAYS
    answered = None if days is None else at(received + days * DAYS)
    s.rows["complaints"] = [
        {
            "complaint_id": number,
            "received_at": at(received),
            "topic": "service",
            "serial_number": s.paper.hex,
            "answered_at": answered,
            "closed_at": answered,
            "outcome": None if days is None else "not_upheld",
            **columns,
        }
    ]
    return number


def complaint_unanswered(p: Plot) -> None:
    """A day late; never; on the last day; withdrawn; closed, on no known day."""
    for days, columns, verdict in (
        (ANSWER_DAYS + 1, {}, "breach"),
        (None, {}, "breach"),
        (ANSWER_DAYS, {}, "clear"),
        (None, {"outcome": "withdrawn"}, "clear"),
        (3, {"answered_at": None}, "unknown"),
    ):
        number = _complain(p.signer(), days, **columns)
        p.tell("complaint", number, verdict, "violation" if verdict == "breach" else None)


def denied_application_unresolved(p: Plot) -> None:
    """Left as it was; another of that applicant left; both revoked; of no known certificate."""
    upheld = {"topic": "not_applied_for", "outcome": "upheld"}
    p.tell("complaint", _complain(p.signer(), 3, **upheld), "breach", "doubt")
    for others, verdict in ((1, "breach"), (0, "clear")):
        s = p.signer()
        other = p.signer(day=(s.applied.date() - BEGINS).days + 5, person=_person(s))
        number = _complain(s, 3, **upheld)
        _revoke(s)
        if not others:
            _revoke(s, other)
        p.tell("complaint", number, verdict, "doubt" if verdict == "breach" else None)
    number = _complain(p.signer(), 3, **upheld, serial_number=None)
    p.tell("complaint", number, "unknown")


def _person(s: Story) -> int:
    """The number of the person of a story by `Plot.signer`."""
    return FIRST_PERSON + int(s.id[3:])


def _revoke(s: Story, other: Story | None = None) -> None:
    """The CA revokes a certificate, a week after the complaint, and says so in public."""
    serial, effective = (other or s).paper.hex, s.issued + 37 * DAYS
    s.rows.setdefault("status_changes", []).append(
        {
            "serial_number": serial, "action": "revoked", "initiated_by": "ca",
            "ground": "untrue", "effective_at": at(effective),
            "holder_notified_at": at(effective),
        }
    )  # fmt: skip
    s.rows.setdefault("announcements", []).append(
        {
            "serial_number": serial, "action": "revoked",
            "announced_at": at(effective + 30 * MINUTES), "channel": "website",
        }
    )  # fmt: skip


def _years(p: Plot, severity: str) -> None:
    p.tell("service_year", str(YEAR_OF_LAPSES), "breach", severity)
    p.tell("service_year", str(YEAR_IN_ORDER), "clear")
    p.tell("service_year", str(YEAR_UNDECLARED), "unknown")


def no_internal_audit(p: Plot) -> None:
    """None in a year; one; none on record in a year of which not all are."""
    _years(p, "violation")


def no_cps_in_force(p: Plot) -> None:
    """None in a year; one; none for a day of a year of which not all are on record."""
    _years(p, "violation")


def security_system_unshown(p: Plot) -> None:
    """None for a month; one; none for some days of a year of which not all are on record."""
    _years(p, "doubt")


def cps_incomplete(p: Plot) -> None:
    """Without a part; without a topic of the law; whole; a topic touched only; a scan."""
    for number, verdict in (
        (WITHOUT_PART, "breach"),
        (WITHOUT_TOPIC, "breach"),
        (STATEMENT.id, "clear"),
        (VAGUE_STATEMENT, "unknown"),
        (SCANNED_STATEMENT, "unknown"),
    ):
        severity = "violation" if verdict == "breach" else None
        p.tell("public_document", number, verdict, severity)


def complaint_procedure_unpublished(p: Plot) -> None:
    """No time to answer in the statement and the notices of its days; one; a scan."""
    for number, verdict in (
        (WITHOUT_ANSWER, "breach"),
        (STATEMENT.id, "clear"),
        (WITHOUT_PART, "clear"),
        (SCANNED_STATEMENT, "unknown"),
    ):
        p.tell("public_document", number, verdict, "doubt" if verdict == "breach" else None)


PLANTS = {
    f"practice.{plant.__name__}": plant
    for plant in (
        cps_not_filed, cps_in_force_before_published, outside_licence, complaint_unanswered,
        denied_application_unresolved, no_internal_audit, no_cps_in_force, security_system_unshown,
        cps_incomplete, complaint_procedure_unpublished,
    )
}  # fmt: skip
"""Rule → what plants it."""
