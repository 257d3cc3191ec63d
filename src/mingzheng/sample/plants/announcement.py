"""Plants of item 2.6 and its neighbours: what was announced, listed, revoked, left out."""

from __future__ import annotations

import datetime as dt
import hashlib

from mingzheng.sample.institution import BEGINS, MOST_VALIDITY_DAYS
from mingzheng.sample.plot import DAYS, MINUTES, Listed, Plot
from mingzheng.sample.story import Row, Story, at

CHANGE, SIGHTING = "status_change", "sighting"
QUARTERS = ((1, 1), (4, 1), (7, 1), (10, 1))
MISSING, LISTED_ONLY = "announcement.missing_from_crl", "announcement.revoked_in_crl_only"


def _renewal(p: Plot) -> tuple[Story, Row, Row]:
    """A certificate is renewed and announced in the directory: the story, and both rows."""
    first = p.signer()
    s = p.after(first, "renew", days=600)
    change = s.add(
        "status_changes", serial_number=first.paper.hex, action="renewed", initiated_by="holder",
        requested_at=at(s.applied), effective_at=at(s.issued), new_serial_number=s.paper.hex,
    )  # fmt: skip
    row: Row = {
        "serial_number": s.paper.hex, "action": "renewed", "channel": "directory",
        "announced_at": at(s.issued + 60 * MINUTES),
    }  # fmt: skip
    s.rows["announcements"] = [row]
    return s, change, row


def _revocation(p: Plot, first: Story | None = None) -> tuple[Story, Row, Row]:
    """A certificate is revoked in the middle of a quarter: the story, the change, its announcement."""
    first = first or p.signer()
    days = 200
    while _nearest_list(first.applied.date() + dt.timedelta(days)) < 20:
        days += 1
    s = p.revocation(first, days=days)
    return s, s.one("status_changes"), s.one("announcements")


def _nearest_list(day: dt.date) -> int:
    """Days between a day and the nearest day on which a list is issued every year."""
    years = (day.year, day.year + 1)
    return min(abs((dt.date(y, m, d) - day).days) for y in years for m, d in QUARTERS)


def _tell(p: Plot, change: Row, verdict: str, severity: str = "violation") -> None:
    p.tell(
        CHANGE, str(change["serial_number"]), verdict, severity if verdict == "breach" else None
    )


def _also(p: Plot, looks_at: str, change: Row, rule: str, severity: str) -> None:
    """What a neighbour of the rule at hand breaches of another."""
    p.tell(looks_at, str(change["serial_number"]), "breach", severity, rule=rule)


def renewal_unannounced(p: Plot) -> None:
    """Nowhere; by OCSP alone; on the website, by the old serial number; on no known day."""
    s, change, _ = _renewal(p)
    s.drop("announcements")
    _tell(p, change, "breach")
    _, change, row = _renewal(p)
    row["channel"] = "ocsp"
    _tell(p, change, "breach", "doubt")
    _, change, row = _renewal(p)
    row.update(channel="website", serial_number=change["serial_number"])
    _tell(p, change, "clear")
    s, change, _ = _renewal(p)
    s.drop("announcements")
    change.update(effective_at=None, requested_at=None)
    _tell(p, change, "unknown")


def revocation_unannounced(p: Plot) -> None:
    """Nowhere, in no list; in the list alone; on the website alone; on no known day."""
    s, change, _ = _revocation(p)
    s.drop("announcements")
    p.unlisted.add(str(change["serial_number"]))
    _tell(p, change, "breach")
    _also(p, CHANGE, change, MISSING, "violation")
    s, change, _ = _revocation(p)
    s.drop("announcements")
    _tell(p, change, "clear")
    _, change, row = _revocation(p)
    row["channel"] = "website"
    _tell(p, change, "clear")
    s, change, _ = _revocation(p)
    s.drop("announcements")
    change.update(effective_at=None, requested_at=None)
    _tell(p, change, "unknown")


def announced_late(p: Plot) -> None:
    """Three days after a revocation, nine after a renewal; in time; on the last day, at no hour."""
    for late, verdict in ((3 * DAYS, "breach"), (20 * 60 * MINUTES, "clear"), (None, "unknown")):
        s, change, row = _revocation(p)
        row["channel"] = "website"
        row["announced_at"] = at(s.issued + (late or DAYS))
        if late is None:
            row["announced_at"] = (s.issued + DAYS).date().isoformat()
        _tell(p, change, verdict)
        if verdict == "breach":  # a list that came later and holds it would leave it open
            p.unlisted.add(str(change["serial_number"]))
            _also(p, CHANGE, change, MISSING, "violation")
    for late, verdict in ((9 * DAYS, "breach"), (2 * DAYS, "clear")):
        s, change, row = _renewal(p)
        row["announced_at"] = at(s.issued + late)
        _tell(p, change, verdict)


def missing_from_crl(p: Plot) -> None:
    """On the website and in no list; in the lists; of a place of which there is no list."""
    _, change, row = _revocation(p)
    row["channel"] = "website"
    p.unlisted.add(str(change["serial_number"]))
    _tell(p, change, "breach")
    _, change, _ = _revocation(p)
    _tell(p, change, "clear")
    first = p.signer(authority="p256")
    first.paper.crl_url = "http://crl.example.com/elsewhere.crl"
    _, change, _ = _revocation(p, first)
    _tell(p, change, "unknown")


def revoked_in_crl_only(p: Plot) -> None:
    """In the list alone; by the CA, with its ground; before the records begin."""
    s = p.signer()
    p.listed.append(Listed("sm2", s.paper.serial, s.issued + 90 * DAYS, s.paper.ends))
    p.tell(SIGHTING, s.paper.hex, "breach", "doubt")
    _, change, _ = _revocation(p)
    change.update(initiated_by="ca", ground="untrue", requested_at=None)
    p.tell(SIGHTING, str(change["serial_number"]), "clear")
    p.tell(SIGHTING, _early(p), "unknown")


def outside_archive(p: Plot) -> None:
    """In the list and not in the archive; in both; issued before the archive is complete."""
    revoked = dt.datetime.combine(p.as_of, dt.time(10)) - 8 * DAYS
    serial = _stranger(p, revoked, revoked + 300 * DAYS)
    kept = revoked.date() - dt.timedelta(MOST_VALIDITY_DAYS) > BEGINS
    p.tell(SIGHTING, serial, "breach" if kept else "unknown", "violation" if kept else None)
    p.tell(SIGHTING, serial, "breach", "doubt", rule=LISTED_ONLY)
    _, change, _ = _revocation(p)
    p.tell(SIGHTING, str(change["serial_number"]), "clear")
    p.tell(SIGHTING, _early(p), "unknown")


def _early(p: Plot) -> str:
    """A certificate of before the records begin, revoked some days after."""
    revoked = dt.datetime.combine(BEGINS, dt.time(10)) + 10 * DAYS
    return _stranger(p, revoked, revoked + 400 * DAYS)


def _stranger(p: Plot, revoked: dt.datetime, ends: dt.datetime) -> str:
    """The serial number of a certificate that is in the lists and nowhere else."""
    digest = hashlib.sha256(f"{p.seed} listed {len(p.listed)}".encode()).digest()[:16]
    serial = bytes([digest[0] & 0x3F | 0x40]) + digest[1:]
    p.listed.append(Listed("sm2", serial, revoked, ends))
    return serial.hex()


def revoked_late(p: Plot) -> None:
    """Three days after the request; within hours; nobody knows when it was asked for."""
    for asked, verdict in ((3 * DAYS, "breach"), (60 * MINUTES, "clear"), (None, "unknown")):
        s, change, _ = _revocation(p)
        change["requested_at"] = None if asked is None else at(s.issued - asked)
        _tell(p, change, verdict)


def revoked_without_ground(p: Plot) -> None:
    """By the CA and without a ground; with one; by nobody knows whom."""
    for who, ground, verdict in (
        ("ca", None, "breach"), ("ca", "insecure", "clear"), (None, None, "unknown"),
    ):  # fmt: skip
        _, change, _ = _revocation(p)
        change.update(initiated_by=who, ground=ground)
        _tell(p, change, verdict, "doubt")


PLANTS = {
    f"{folder}.{plant.__name__}": plant
    for folder, plants in (
        (
            "announcement",
            (
                renewal_unannounced, revocation_unannounced, announced_late, missing_from_crl,
                revoked_in_crl_only,
            ),
        ),
        ("content", (outside_archive,)),
        ("practice", (revoked_late, revoked_without_ground)),
    )
    for plant in plants
}  # fmt: skip
"""Rule → what plants it."""
