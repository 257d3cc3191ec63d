"""Plants of item 1.2: reviews and materials."""

from __future__ import annotations

from mingzheng.sample.plot import DAYS, MINUTES, Plot
from mingzheng.sample.story import Row, Story, at


def never_reviewed(p: Plot) -> None:
    """None; one for the batch; by a machine; by a machine whose result is lost."""
    p.breach(p.signer().drop("reviews"))
    s = p.signer()
    s.application["batch_id"] = f"PCP{s.id[3:]}"
    s.one("reviews").update(application_id=None, batch_id=s.application["batch_id"])
    p.clear(s)
    for result, tell in (("approved", p.clear), (None, p.unknown)):
        s = p.signer()
        s.one("reviews").update(automated="是", reviewer_id=None, result=result)
        tell(s)


def never_approved(p: Plot) -> None:
    """Sent back; rejected; sent back, then approved; with a result that is lost."""
    s = p.signer()
    s.one("reviews")["result"] = "returned"
    p.breach(s)
    s = p.signer()
    s.one("reviews")["result"] = "rejected"
    p.breach(s, also=("review.issued_though_rejected violation",))
    s = p.signer()
    s.again("reviews", result="returned", reviewed_at=at(s.applied + 30 * MINUTES))
    p.clear(s)
    s = p.signer()
    s.one("reviews")["result"] = None
    p.unknown(s)


def issued_though_rejected(p: Plot) -> None:
    """Rejected; withdrawn on no known day; rejected after or before approval, at no known hour."""
    for outcome, tell in (("rejected", p.breach), ("withdrawn", p.unknown)):
        s = p.signer()
        s.application["outcome"] = outcome
        tell(s)
    for minutes, tell in ((80, p.breach), (30, p.clear)):
        s = p.signer()
        s.again("reviews", result="rejected", reviewed_at=at(s.applied + minutes * MINUTES))
        tell(s)
    s = p.signer()
    s.again("reviews", result="rejected", reviewed_at=s.applied.date().isoformat())
    p.unknown(s)


def reviewed_after_issuance(p: Plot) -> None:
    """The next day; the next day once more; on the day, at no known hour."""
    s = p.signer()
    s.one("reviews")["reviewed_at"] = at(s.issued + DAYS)
    p.breach(s)
    s = p.signer()
    s.again("reviews", reviewed_at=at(s.issued + DAYS))
    p.clear(s)
    s = p.signer()
    s.one("reviews")["reviewed_at"] = s.issued.date().isoformat()
    p.unknown(s)


def reviewed_before_materials(p: Plot) -> None:
    """A form that came after the approval; approved once more; a form that came at no known time."""
    s = p.signer()
    s.one("materials")["received_at"] = at(s.applied + 72 * MINUTES)
    p.breach(s, "doubt")
    s = p.signer()
    s.one("materials")["received_at"] = at(s.applied + 72 * MINUTES)
    s.again("reviews", reviewed_at=at(s.applied + 85 * MINUTES))
    p.clear(s)
    s = p.signer()
    s.one("materials")["received_at"] = None
    p.unknown(s)


def materials_incomplete(p: Plot) -> None:
    """No licence; one of an earlier case; one for the batch; none where none need be on record."""
    s = p.house()
    _licence(s, keep=False)
    p.breach(s)
    house = p.spare_person()
    first = p.house(house=house)
    s = p.house(house=house, day=(first.applied.date() - p.begins).days + 200)
    _licence(s, keep=False)
    p.clear(s)
    s = p.house()
    s.application["batch_id"] = f"PCP{s.id[3:]}"
    _licence(s, keep=True).update(application_id=None, batch_id=s.application["batch_id"])
    p.clear(s)
    s = p.undeclared_house()
    _licence(s, keep=False)
    p.unknown(s)


def material_expired(p: Plot) -> None:
    """A person's document; a licence; on its last day; beside a fresh one, an endless or nameless one."""
    s = p.signer()
    _document(s, until=-10)
    p.breach(s)
    s = p.house()
    _licence(s, keep=True)["valid_until"] = _day(s, -10)
    p.breach(s, "doubt")
    s = p.signer()
    _document(s, until=0)
    p.clear(s)
    for later, tell in ((_day, p.clear), (None, p.unknown)):
        s = p.signer()
        _document(s, until=-10)
        _document(s, until=900)["valid_until"] = later(s, 900) if later else None
        tell(s)
    s = p.signer()
    _document(s, until=-10)
    _document(s, until=900)["names"] = None
    p.unknown(s)


def checker_is_reviewer(p: Plot) -> None:
    """One person; a machine after the person; two checkers, one of whom reviewed."""
    for machine, tell in ((False, p.breach), (True, p.clear)):
        s = _alone(p)
        if machine:
            s.one("reviews").update(automated="是", reviewer_id=None)
        tell(s)
    s = _alone(p)
    s.again(
        "identity_checks", check_id=f"HYQ{s.id[3:]}", operator_id=f"{s.check['operator_id']}-2"
    )
    p.unknown(s)


def reviewer_not_authorised(p: Plot) -> None:
    """Without the role; after the last day; on it; nobody named."""
    for role, until, tell in (
        ("checker", 100, p.breach), ("reviewer", -1, p.breach), ("reviewer", 0, p.clear),
    ):  # fmt: skip
        s = p.signer()
        reviewer = f"{s.check['operator_id']}-R"
        s.rows["operators"].append(
            {**s.one("operators"), "operator_id": reviewer, "roles": role,
             "authorised_until": _day(s, until)}
        )  # fmt: skip
        s.one("reviews")["reviewer_id"] = reviewer
        tell(s)
    s = p.signer()
    s.one("reviews")["reviewer_id"] = None
    p.unknown(s)


def _alone(p: Plot) -> Story:
    """A story in which whoever checked also reviewed, and may do both."""
    s = p.signer()
    s.one("operators")["roles"] = "checker;reviewer"
    s.one("reviews")["reviewer_id"] = s.check["operator_id"]
    return s


def _licence(s: Story, *, keep: bool) -> Row:
    """The licence of an organisation's story, which goes unless it is kept."""
    [licence] = [row for row in s.rows["materials"] if row["kind"] == "business_licence"]
    if not keep:
        s.rows["materials"].remove(licence)
    return licence


def _document(s: Story, *, until: int) -> Row:
    """One more identity document of the holder, valid until that many days after the day."""
    return s.add(
        "materials", kind="id_document", names=s.name, received_at=at(s.applied),
        valid_from=_day(s, -3000), valid_until=_day(s, until),
    )  # fmt: skip


def _day(s: Story, days: int) -> str:
    return (s.applied + days * DAYS).date().isoformat()


PLANTS = {
    f"review.{plant.__name__}": plant
    for plant in (
        never_reviewed, never_approved, issued_though_rejected, reviewed_after_issuance,
        reviewed_before_materials, materials_incomplete, material_expired, checker_is_reviewer,
        reviewer_not_authorised,
    )
}  # fmt: skip
"""Rule → what plants it."""
