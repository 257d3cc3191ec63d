"""Plants of items 2.1 to 2.5: notices to the applicant."""

from __future__ import annotations

import datetime as dt

from mingzheng.sample.institution import BEGINS, CHANGE_OF_TEXTS
from mingzheng.sample.plot import MINUTES, Plot
from mingzheng.sample.publishing.planted import (
    SCANNED_NOTICE,
    SHORT_NOTICE,
    THREE_UNTOLD,
    UNTOLD,
    VAGUE_NOTICE,
    WITHOUT_THREE,
)
from mingzheng.sample.publishing.versions import NOTICE, Version
from mingzheng.sample.story import Story, at

TEXTS_CHANGED = (CHANGE_OF_TEXTS - BEGINS).days
"""The day of the period on which the second version of every text came into force."""


def never_disclosed(p: Plot) -> None:
    """None; posted only; an earlier one, in force or not; a revocation; perhaps unheard."""
    p.breach(p.signer().drop("disclosures"))
    s = p.signer()
    s.disclosure.update(means="posted", acknowledged="否")
    p.breach(s, "doubt")
    for first, tell in ((10, p.clear), (-100, p.breach)):
        earlier = p.signer(day=TEXTS_CHANGED + first)
        tell(p.after(earlier, "renew", days=300).drop("disclosures"))
    s = p.signer()
    s.disclosure.update(means="read_aloud", acknowledged=None)
    p.unknown(s)


def disclosed_after_acceptance(p: Plot) -> None:
    """An hour after; an hour after once more; on the day, at no known hour."""
    s = p.signer()
    s.disclosure["told_at"] = at(s.applied + 80 * MINUTES)
    p.breach(s)
    s = p.signer()
    s.again("disclosures", told_at=at(s.applied + 80 * MINUTES))
    p.clear(s)
    s = p.signer()
    s.disclosure["told_at"] = s.applied.date().isoformat()
    p.unknown(s)


def told_another(p: Plot) -> None:
    """An agent without authority; with it; beside the holder; nobody named."""
    s = p.house()
    s.disclosure.update(told_name=s.application["agent_name"], told_id_number=None)
    s.rows["materials"] = [r for r in s.rows["materials"] if r["kind"] != "authorisation"]
    p.breach(s, also=("parties.agent_without_authorisation violation",))
    s = p.house()
    s.disclosure.update(told_name=s.application["agent_name"], told_id_number=None)
    p.clear(s)
    s = p.house()
    s.again("disclosures", told_name=s.application["agent_name"], told_id_number=None)
    p.clear(s)
    s = p.signer()
    s.disclosure.update(told_name=None, told_id_number=None)
    p.unknown(s)


def version_not_in_force(p: Plot) -> None:
    """The other version; the last day of one; a version not on record."""
    s = p.signer()
    s.disclosure["document_id"] = "GZ-1.0" if s.applied.date() >= CHANGE_OF_TEXTS else "GZ-2.0"
    p.breach(s, "notice")
    p.clear(p.signer(day=(CHANGE_OF_TEXTS - dt.timedelta(days=1) - BEGINS).days))
    s = p.signer()
    s.disclosure["document_id"] = "GZ-0.9"
    p.unknown(s)


def _told_by(p: Plot, *versions: Version) -> Story:
    """A story after the texts changed, of an applicant to whom these versions were given."""
    s = p.signer(day=TEXTS_CHANGED + 20 + len(p.stories) % 200)
    s.disclosure["document_id"] = versions[0].id
    for version in versions[1:]:
        s.again("disclosures", document_id=version.id, told_at=at(s.applied - 10 * MINUTES))
    return s


def _untold(p: Plot, matter: str) -> None:
    """A version that is silent on one matter of the five, alone or beside others."""
    p.breach(_told_by(p, UNTOLD[matter]))
    p.clear(_told_by(p, SHORT_NOTICE))
    p.clear(_told_by(p, UNTOLD[matter], NOTICE))
    p.unknown(_told_by(p, VAGUE_NOTICE))
    p.unknown(_told_by(p, SCANNED_NOTICE))


def terms_of_use_untold(p: Plot) -> None:
    """Silent; told shortly; told by the second of two; touched only; a scan."""
    _untold(p, "terms_of_use")


def fees_untold(p: Plot) -> None:
    """Silent; silent on three matters; told shortly; by the second of two; touched; a scan."""
    _untold(p, "fees")
    others = [f"disclosure.{matter}_untold violation" for matter in THREE_UNTOLD[1:]]
    p.breach(_told_by(p, WITHOUT_THREE), also=others)


def information_rights_untold(p: Plot) -> None:
    """Silent; told shortly; told by the second of two; touched only; a scan."""
    _untold(p, "information_rights")


def provider_liability_untold(p: Plot) -> None:
    """Silent; told shortly; told by the second of two; touched only; a scan."""
    _untold(p, "provider_liability")


def holder_liability_untold(p: Plot) -> None:
    """Silent; told shortly; told by the second of two; touched only; a scan."""
    _untold(p, "holder_liability")


PLANTS = {
    f"disclosure.{plant.__name__}": plant
    for plant in (
        never_disclosed, disclosed_after_acceptance, told_another, version_not_in_force,
        terms_of_use_untold, fees_untold, information_rights_untold, provider_liability_untold,
        holder_liability_untold,
    )
}  # fmt: skip
"""Rule → what plants it."""
