"""Plants of item 1.1: identity checks. Each function plants one rule's breaches and neighbours."""

from __future__ import annotations

import datetime as dt

from mingzheng.sample.identity import misspelt
from mingzheng.sample.institution import IN_PERSON_PER_HOUR, REUSE_DAYS, VIDEO_PER_HOUR
from mingzheng.sample.plot import DAYS, MINUTES, Plot
from mingzheng.sample.story import Story, at


def never_checked(p: Plot) -> None:
    """No check; a check by batch; a branch whose checks are not declared complete."""
    p.breach(p.signer().drop("identity_checks"))
    batched = p.signer()
    batch = f"PCP{batched.id[3:]}"
    batched.application["batch_id"] = batch
    batched.check.update(application_id=None, batch_id=batch)
    p.clear(batched)
    p.unknown(p.undeclared().drop("identity_checks"))


def never_passed(p: Plot) -> None:
    """Failed only; failed, then passed by the same method; no result."""
    s = p.signer()
    s.check["result"] = "failed"
    p.breach(s)
    s = p.signer()
    s.again("identity_checks", check_id=f"HYQ{s.id[3:]}", result="failed",
            checked_at=at(s.checked - 12 * MINUTES))  # fmt: skip
    p.clear(s)
    s = p.signer()
    s.check["result"] = None
    p.unknown(s)


def checked_after_issuance(p: Plot) -> None:
    """Two hours late; a second check late; on the day of issuance; late to revoke."""
    s = p.signer()
    s.check["checked_at"] = at(s.issued + 120 * MINUTES)
    p.breach(s)
    s = p.signer()
    s.again("identity_checks", check_id=f"HYQ{s.id[3:]}", checked_at=at(s.issued + 2 * DAYS))
    p.clear(s)
    s = p.signer()
    s.check["checked_at"] = s.issued.date().isoformat()
    p.unknown(s)
    for late, tell in ((180, p.breach), (-30, p.clear)):
        revocation = p.revocation(p.signer())
        effective = revocation.issued
        revocation.check["checked_at"] = at(effective + late * MINUTES)
        tell(revocation)


def passed_after_failure_unexplained(p: Plot) -> None:
    """A failure twelve minutes before, by another method; by the same; by one not recorded."""
    for method, tell in (("face", "breach"), ("in_person", "clear"), (None, "unknown")):
        s = p.signer()
        s.again("identity_checks", check_id=f"HYQ{s.id[3:]}", result="failed", method=method,
                checked_at=at(s.checked - 12 * MINUTES))  # fmt: skip
        if tell == "breach":
            p.breach(s, "doubt")
        else:
            getattr(p, tell)(s)


def method_not_permitted(p: Plot) -> None:
    """By bank card only; by bank card and in person; by an unnamed method."""
    s = p.signer()
    s.check["method"] = "bank_card"
    p.breach(s)
    s = p.signer()
    s.again("identity_checks", check_id=f"HYQ{s.id[3:]}", method="bank_card")
    p.clear(s)
    s = p.signer()
    s.check["method"] = "other"
    p.unknown(s)


def _relying(p: Plot, origin: str | None, *, days: int, first: Story) -> Story:
    """A later application that relies on an earlier check alone."""
    s = p.after(first, "issue", days=days)
    s.application["serial_number"] = None
    s.check.update(method="reused", relied_on=origin, operator_id=None, performed_by="ca",
                   automated="是")  # fmt: skip
    return s


def check_too_old(p: Plot) -> None:
    """A check reused after too many days; in time; one that bears no date."""
    for days, tell in ((REUSE_DAYS + 60, p.breach), (REUSE_DAYS - 60, p.clear)):
        first = p.signer()
        tell(_relying(p, first.check["check_id"], days=days, first=first))
    first = p.signer()
    s = _relying(p, first.check["check_id"], days=REUSE_DAYS + 60, first=first)
    first.check["checked_at"] = None
    p.unknown(s)


def reused_from_invalid(p: Plot) -> None:
    """Another's check; a lapsed and a revoked certificate; valid ones; one not on record."""
    first = p.signer()
    # of the same day: an older check would be too old besides
    stranger = p.signer(day=(first.applied.date() - p.begins).days)
    p.breach(_relying(p, stranger.check["check_id"], days=300, first=first))
    for days, tell in ((800, p.breach), (600, p.clear)):
        first = p.signer()
        s = p.after(first, "renew", days=days)
        s.check.update(method="existing_certificate", relied_on=first.paper.hex, operator_id=None,
                       performed_by="ca", automated="是")  # fmt: skip
        tell(s)
    first = p.signer()
    p.revocation(first)
    s = p.after(first, "rekey", days=300)
    s.check.update(method="existing_certificate", relied_on=first.paper.hex, operator_id=None,
                   performed_by="ca", automated="是")  # fmt: skip
    p.breach(s)
    p.unknown(_relying(p, "HY-NOT-THERE", days=300, first=p.signer()))


def somebody_else_checked(p: Plot) -> None:
    """Another person; only the agent; the same number in another spelling; nobody named."""
    s = p.signer()
    name, number = p.another()
    s.check.update(checked_name=name, checked_id_number=number)
    p.breach(s)
    s = p.house()
    s.check.update(party="agent", method="in_person", checked_name=s.application["agent_name"],
                   checked_id_number=s.application["agent_id_number"],
                   evidence_ref=f"PZP{s.id[3:]}")  # fmt: skip
    p.breach(s, also=("identity.never_checked violation",))
    s = p.signer()
    s.check["checked_id_number"] = f"{s.number[:6]} {s.number[6:14]} {s.number[14:].lower()}"
    p.clear(s)
    s = p.signer()
    s.check.update(checked_name=None, checked_id_number=None)
    p.unknown(s)


def operator_not_authorised(p: Plot) -> None:
    """A reviewer; too early; the last day; two checks; no operator named."""
    s = p.signer()
    s.one("operators")["roles"] = "reviewer"
    p.breach(s)
    s = p.signer()
    s.one("operators")["authorised_from"] = (s.applied + 30 * DAYS).date().isoformat()
    p.breach(s)
    s = p.signer()
    s.one("operators")["authorised_until"] = s.applied.date().isoformat()
    p.clear(s)
    s = p.signer()
    s.again("identity_checks", check_id=f"HYQ{s.id[3:]}", operator_id="NOBODY")
    p.clear(s)
    s = p.signer()
    s.check["operator_id"] = None
    p.unknown(s)


def checked_by_unauthorised_party(p: Plot) -> None:
    """Nobody's agreement; one that begins that day; nobody named."""
    s = p.signer()
    s.check["performed_by"] = "RA99"
    p.breach(s)
    s = p.signer()
    branch = f"RAP{s.id[3:]}"
    s.rows["registration_authorities"] = [
        {
            "ra_id": branch, "name": "临时受理点", "functions": "identity_check",
            "agreement_from": s.applied.date().isoformat(), "agreement_until": "长期",
        }
    ]  # fmt: skip
    s.check["performed_by"] = branch
    p.clear(s)
    s = p.signer()
    s.check["performed_by"] = None
    p.unknown(s)


def number_malformed(p: Plot) -> None:
    """A wrong check digit; one that the register confirmed; a masked number."""
    for verdict in ("breach", "clear", "unknown"):
        s = p.signer()
        number = (
            misspelt(s.number)
            if verdict != "unknown"
            else s.number[:6] + "********" + s.number[14:]
        )
        s.application.update(subject_id_number=number, applicant_id_number=number)
        for table, column in (("identity_checks", "checked_id_number"),
                              ("contracts", "party_id_number"),
                              ("deliveries", "recipient_id_number"),
                              ("disclosures", "told_id_number")):  # fmt: skip
            s.one(table)[column] = number
        s.paper.common_name = f"051@{s.name}@Z{number}@1"
        if verdict == "clear":
            s.again("identity_checks", check_id=f"HYQ{s.id[3:]}", method="public_security",
                    operator_id=None, automated="是", performed_by="ca", evidence_ref=None)  # fmt: skip
        if verdict == "breach":
            p.breach(s, "doubt")
        else:
            getattr(p, verdict)(s)


def one_number_many_names(p: Plot) -> None:
    """Two names under one number; one name in two spellings; a masked number."""
    first = p.signer()
    second = _namesake(p, first, p.another()[0])
    for s in (first, second):
        p.breach(s, "doubt")
    first = p.signer()
    second = _namesake(p, first, f"{first.name[0]}　{first.name[1:]}")
    for s in (first, second):
        p.clear(s)
    s = p.signer()
    s.application["subject_id_number"] = s.number[:6] + "********" + s.number[14:]
    p.unknown(s)


def _namesake(p: Plot, first: Story, name: str) -> Story:
    """Another application under the number of an earlier one."""
    s = p.after(first, "issue", days=100)
    s.application.update(serial_number=None, subject_name=name, applicant_name=name)
    for table, column in (("identity_checks", "checked_name"), ("contracts", "party_name"),
                          ("contracts", "signed_by_name"), ("deliveries", "recipient_name"),
                          ("disclosures", "told_name"), ("materials", "names")):  # fmt: skip
        s.one(table)[column] = name
    s.paper.common_name = f"051@{name}@Z{s.number}@1"
    return s


def evidence_shared(p: Plot) -> None:
    """Two strangers on one recording, by its number and by its hash; one holder's two; none known."""
    first, second = p.signer(), p.signer()
    second.check["evidence_ref"] = first.check["evidence_ref"]
    third, fourth = p.signer(), p.signer()
    fourth.rows["holdings"][1]["sha256"] = third.rows["holdings"][1]["sha256"]
    for s in (first, second, third, fourth):
        p.breach(s, "doubt")
    first = p.signer()
    second = p.after(first, "issue", days=30)
    second.application["serial_number"] = None
    second.check["evidence_ref"] = first.check["evidence_ref"]
    for s in (first, second):
        p.clear(s)
    p.unknown(p.undeclared().drop("identity_checks"))


def implausible_pace(p: Plot) -> None:
    """One more than an operator can check in an hour; as many as that; nobody named."""
    for method, most in (("in_person", IN_PERSON_PER_HOUR), ("video", VIDEO_PER_HOUR)):
        for s in _hour(p, method, most + 1):
            p.breach(s, "doubt")
        for s in _hour(p, method, most):
            p.clear(s)
    s = p.signer()
    s.check["operator_id"] = None
    p.unknown(s)


def _hour(p: Plot, method: str, count: int) -> list[Story]:
    """So many passes by one operator in one clock hour."""
    first = p.signer()
    day = (first.applied.date() - p.begins).days
    stories = [first, *(p.signer(day=day) for _ in range(count - 1))]
    midnight = dt.datetime.combine(first.applied.date(), dt.time())
    for place, s in enumerate(stories):
        s.application.update(applied_at=at(midnight + 540 * MINUTES),
                             accepted_at=at(midnight + 570 * MINUTES))  # fmt: skip
        s.disclosure["told_at"] = at(midnight + 520 * MINUTES)
        s.check.update(method=method, operator_id=first.check["operator_id"],
                       checked_at=at(midnight + (602 + 50 * place // count) * MINUTES))  # fmt: skip
        s.issue_at(midnight + 740 * MINUTES)
    return stories


PLANTS = {
    f"identity.{plant.__name__}": plant
    for plant in (
        never_checked, never_passed, checked_after_issuance, passed_after_failure_unexplained,
        method_not_permitted, check_too_old, reused_from_invalid, somebody_else_checked,
        operator_not_authorised, checked_by_unauthorised_party, number_malformed,
        one_number_many_names, evidence_shared, implausible_pace,
    )
}  # fmt: skip
"""Rule → what plants it."""
