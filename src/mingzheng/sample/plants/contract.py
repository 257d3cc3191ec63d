"""Plants of item 3.1: contracts."""

from __future__ import annotations

import datetime as dt

from mingzheng.sample.institution import BEGINS, CHANGE_OF_TEXTS
from mingzheng.sample.plot import DAYS, MINUTES, Plot
from mingzheng.sample.publishing.planted import (
    INCOMPATIBLE_AGREEMENT,
    SCANNED_AGREEMENT,
    SHORT_AGREEMENT,
    UNSURE_AGREEMENT,
    VAGUE_AGREEMENT,
    WITHOUT_COMPROMISE,
    WITHOUT_STATUS,
    WORSE_AGREEMENT,
)
from mingzheng.sample.publishing.versions import Version
from mingzheng.sample.story import Story, at


def never_signed(p: Plot) -> None:
    """None; none for a renewal; a standing one that ended; one that holds; not accepted."""
    p.breach(p.signer().drop("contracts"))
    s = p.after(p.signer(), "renew", days=600).drop("contracts")
    p.breach(s, "doubt")
    for ends, tell in ((-30, "breach"), (300, "clear")):
        s = p.signer()
        signed = s.applied - 200 * DAYS
        s.contract.update(
            scope="standing", covers_from=signed.date().isoformat(), signed_at=at(signed),
            covers_until=(s.applied + ends * DAYS).date().isoformat(), application_id=None,
            document_id="XY-1.0" if signed.date() < CHANGE_OF_TEXTS else "XY-2.0",
        )  # fmt: skip
        s.application["contract_id"] = s.contract["contract_id"]
        if tell == "breach":
            p.breach(s, "doubt")
        else:
            p.clear(s)
    s = p.signer().drop("contracts")
    s.application["accepted_at"] = None
    p.unknown(s)


def party_is_another(p: Plot) -> None:
    """A stranger; the employer; the holder otherwise spelled; nobody named."""
    s = p.signer()
    name, number = p.another()
    s.contract.update(party_name=name, party_id_number=number)
    p.breach(s)
    s = p.member()
    s.contract.update(party_name=s.application["organization_name"],
                      party_id_number=s.application["organization_id_number"])  # fmt: skip
    p.clear(s)
    s = p.signer()
    s.contract.update(party_name=f" {s.name[0]} {s.name[1:]}", party_id_number=None)
    p.clear(s)
    s = p.signer()
    s.contract.update(party_name=None, party_id_number=None)
    p.unknown(s)


def signed_after_issuance(p: Plot) -> None:
    """The next day; on download; on the day, at no known hour."""
    s = p.signer()
    s.contract["signed_at"] = at(s.issued + DAYS)
    p.breach(s)
    s = p.signer()
    s.contract.update(signed_at=s.delivery["delivered_at"], means="click")
    p.clear(s)
    s = p.signer()
    s.contract["signed_at"] = s.issued.date().isoformat()
    p.unknown(s)


def signed_before_acceptance(p: Plot) -> None:
    """An hour before; as part of the form; at no known time."""
    s = p.signer()
    s.contract["signed_at"] = at(s.applied - 60 * MINUTES)
    p.breach(s, "notice")
    s = p.signer()
    s.contract.update(signed_at=at(s.applied - 60 * MINUTES), means="application_form")
    p.clear(s)
    s = p.signer()
    s.contract["signed_at"] = None
    p.unknown(s)


def signed_by_another(p: Plot) -> None:
    """An agent without authority; with it; nobody named."""
    s = p.house()
    s.contract["signed_by_name"] = s.application["agent_name"]
    s.rows["materials"] = [r for r in s.rows["materials"] if r["kind"] != "authorisation"]
    p.breach(s, also=("parties.agent_without_authorisation violation",))
    s = p.house()
    s.contract["signed_by_name"] = s.application["agent_name"]
    p.clear(s)
    s = p.signer()
    s.contract["signed_by_name"] = None
    p.unknown(s)


def template_not_in_force(p: Plot) -> None:
    """The other version; the last day of one; a version not on record."""
    s = p.signer()
    late = s.issued.date() >= CHANGE_OF_TEXTS
    s.contract["document_id"] = "XY-1.0" if late else "XY-2.0"
    p.breach(s, "notice", also=("contract.text_older_than_cps notice",) if late else ())
    s = p.signer(day=(CHANGE_OF_TEXTS - dt.timedelta(days=1) - BEGINS).days)
    p.clear(s)
    s = p.signer()
    s.contract["document_id"] = "XY-0.9"
    p.unknown(s)


def text_unidentified(p: Plot) -> None:
    """Neither template nor copy; a copy; a template that is not on record."""
    for document, copy, tell in (
        (None, None, lambda s: p.breach(s, "doubt")),
        (None, "DAP", p.clear),
        ("XY-0.9", None, p.unknown),
    ):
        s = p.signer()
        s.contract.update(document_id=document, archive_ref=copy and s.contract["archive_ref"])
        tell(s)


def text_older_than_cps(p: Plot) -> None:
    """The old text after the statement's revision; before it; a text that is not on record."""
    revised = (CHANGE_OF_TEXTS - BEGINS).days
    s = p.signer(day=revised + 40)
    s.contract["document_id"] = "XY-1.0"
    p.breach(s, "notice", also=("contract.template_not_in_force notice",))
    p.clear(p.signer(day=revised - 40))
    s = p.signer()
    s.contract["document_id"] = "XY-0.9"
    p.unknown(s)


def _agreed(p: Plot, version: Version) -> Story:
    """A story after the texts changed, of a holder who signed this version."""
    s = p.signer(day=(CHANGE_OF_TEXTS - BEGINS).days + 20 + len(p.stories) % 200)
    s.contract["document_id"] = version.id
    return s


def rights_unclear(p: Plot) -> None:
    """Without a duty of the provider, of the holder; all in few words; touched only; a scan."""
    p.breach(_agreed(p, WITHOUT_STATUS))
    p.breach(_agreed(p, WITHOUT_COMPROMISE))
    p.clear(_agreed(p, SHORT_AGREEMENT))
    p.unknown(_agreed(p, VAGUE_AGREEMENT))
    p.unknown(_agreed(p, SCANNED_AGREEMENT))


def contradicts_cps(p: Plot) -> None:
    """Worse for the holder; incompatible; the same in few words; perhaps the same; a scan."""
    p.breach(_agreed(p, WORSE_AGREEMENT))
    p.breach(_agreed(p, INCOMPATIBLE_AGREEMENT))
    p.clear(_agreed(p, SHORT_AGREEMENT))
    p.unknown(_agreed(p, UNSURE_AGREEMENT))
    p.unknown(_agreed(p, SCANNED_AGREEMENT))


PLANTS = {
    f"contract.{plant.__name__}": plant
    for plant in (
        never_signed, party_is_another, signed_after_issuance, signed_before_acceptance,
        signed_by_another, template_not_in_force, text_unidentified, text_older_than_cps,
        rights_unclear, contradicts_cps,
    )
}  # fmt: skip
"""Rule → what plants it."""
