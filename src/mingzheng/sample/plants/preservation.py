"""Plants of item 1.5: what is kept, destroyed, altered, forgotten. Subjects are archive references."""

from __future__ import annotations

import datetime as dt
import hashlib

from mingzheng.sample.institution import BEGINS
from mingzheng.sample.plot import DAYS, EARLIEST, LIFE, Plot
from mingzheng.sample.story import Row, Story, at
from mingzheng.signatures.sm3 import Sm3

OBJECT = "archive_object"
TERM = dt.timedelta(days=5 * 365 + 2)
"""Five years, leap days included."""


def record_not_kept(p: Plot) -> None:
    """No recording; no form; on a shelf; on no known shelf; a query, of which the number is all."""
    for place in (0, 1):
        s = _kept(p)
        _tell(p, s.rows["holdings"].pop(place), "breach", "violation")
    s = _kept(p)
    _recording(s).update(form="paper")
    _tell(p, _recording(s), "clear")
    s = _kept(p)
    _recording(s).update(form="paper", location=None)
    _tell(p, _recording(s), "unknown")
    s = _kept(p)
    s.check["method"] = "face"
    _tell(p, s.rows["holdings"].pop(1), "clear")


def destroyed_early(p: Plot) -> None:
    """While the certificate lived; after the term; of a request refused; of nobody knows what."""
    s = _kept(p)
    _recording(s)["destroyed_at"] = at(s.issued + 200 * DAYS)
    _tell(p, _recording(s), "breach", "violation")
    old = _lapsed(p)
    if old is not None:
        _recording(old)["destroyed_at"] = _days_before(p, 5)
        _tell(p, _recording(old), "clear")
    s = _kept(p).drop("issuances", "deliveries", "contracts")
    s.papers.clear()
    s.application["outcome"] = "rejected"
    s.one("reviews")["result"] = "rejected"
    _recording(s)["destroyed_at"] = at(s.applied + 200 * DAYS)
    _tell(p, _recording(s), "clear")
    stray = _stray(p)
    stray["destroyed_at"] = _days_before(p, 100)
    _tell(p, stray, "unknown")


def term_too_short(p: Plot) -> None:
    """A year less than five; five; five years of nobody knows what."""
    for term, verdict in ((TERM - 365 * DAYS, "breach"), (TERM, "clear")):
        s = _kept(p)
        _recording(s)["retain_until"] = (s.paper.ends + term).date().isoformat()
        _tell(p, _recording(s), verdict, "doubt")
    stray = _stray(p)
    stray["retain_until"] = _days_before(p, -365)
    _tell(p, stray, "unknown")


def altered(p: Plot) -> None:
    """A file with a bit more, by either digest; the file itself; beside a digest that is none."""
    for algorithm in ("sha256", "sm3"):
        s = _kept(p)
        _filed(p, _recording(s), algorithm)
        p.objects[str(_recording(s)["path"])] += b"\n"
        _tell(p, _recording(s), "breach", "violation")
        s = _kept(p)
        _filed(p, _recording(s), algorithm)
        _tell(p, _recording(s), "clear")
    s = _kept(p)
    _filed(p, _recording(s), "sha256")
    _recording(s)["sha256"] = hashlib.md5(s.id.encode(), usedforsecurity=False).hexdigest()
    _tell(p, _recording(s), "unknown")


def object_missing(p: Plot) -> None:
    """A path that leads nowhere; to a file; nowhere, of nobody knows what."""
    s = _kept(p)
    _recording(s)["path"] = f"录像/{_recording(s)['archive_ref']}.mp4"
    _tell(p, _recording(s), "breach", "violation")
    s = _kept(p)
    _filed(p, _recording(s), "sha256")
    _tell(p, _recording(s), "clear")
    stray = _stray(p)
    stray["path"] = f"录像/{stray['archive_ref']}.mp4"
    _tell(p, stray, "unknown")


def never_verified(p: Plot) -> None:
    """Never; 500 days ago; 300 days ago; at no known time, nor stored at one."""
    for when, verdict in ((None, "breach"), (500, "breach"), (300, "clear")):
        s = _kept(p)
        _recording(s)["verified_at"] = None if when is None else _days_before(p, when)
        _tell(p, _recording(s), verdict, "notice")
    s = _kept(p)
    _recording(s).update(verified_at=None, stored_at=None)
    _tell(p, _recording(s), "unknown")


def kept_past_term(p: Plot) -> None:
    """Past the statutory and the planned term; within the planned one; of nobody knows whom."""
    for planned, verdict in ((10, "breach"), (-1000, "clear")):
        s = _lapsed(p)
        if s is not None:
            _recording(s)["retain_until"] = _days_before(p, planned)
            _tell(p, _recording(s), verdict, "notice")
    _tell(p, _stray(p), "unknown")


def _kept(p: Plot) -> Story:
    """A story whose records must still be kept on the day of the audit."""
    last = (p.as_of - BEGINS).days - TERM.days - LIFE
    return p.signer(day=max(EARLIEST, last + 50) + len(p.stories) * 7 % 400)


def _recording(s: Story) -> Row:
    """The holding of the recording of the check."""
    return s.rows["holdings"][1]


def _tell(p: Plot, holding: Row, verdict: str, severity: str | None = None) -> None:
    breach = verdict == "breach"
    p.tell(OBJECT, str(holding["archive_ref"]), verdict, severity if breach else None)


def _stray(p: Plot) -> Row:
    """A holding that no record names."""
    s = _kept(p)
    return s.again("holdings", archive_ref=f"WZP{s.id[3:]}")


def _lapsed(p: Plot) -> Story | None:
    """A story of the first days, whose certificate lapsed within a month: its term may be over."""
    s = p.signer(day=2)
    s.paper.ends = s.paper.begins + 20 * DAYS
    return s if s.paper.ends.date() + TERM < p.as_of - 20 * DAYS else None


def _days_before(p: Plot, days: int) -> str:
    return (p.as_of - days * DAYS).isoformat()


def _filed(p: Plot, holding: Row, algorithm: str) -> None:
    """Put the object itself into the archive, with the digest on record."""
    content = f"{holding['archive_ref']} {p.seed}".encode() * 64
    path = f"录像/{holding['archive_ref']}.mp4"
    p.objects[path] = content
    holding.update(path=path, sha256=None)
    holding[algorithm] = digest(content, algorithm)


def digest(content: bytes, algorithm: str) -> str:
    """The digest of an object as the holdings state it."""
    if algorithm == "sha256":
        return hashlib.sha256(content).hexdigest()
    found = Sm3()
    found.update(content)
    return found.hexdigest()


PLANTS = {
    f"preservation.{plant.__name__}": plant
    for plant in (
        record_not_kept, destroyed_early, term_too_short, altered, object_missing, never_verified,
        kept_past_term,
    )
}  # fmt: skip
"""Rule → what plants it."""
