"""Plants of item 1.3: are applicant, recipient and holder one party?"""

from __future__ import annotations

from dataclasses import replace

from mingzheng.sample.institution import HOLDERS_PER_AGENT, NAME
from mingzheng.sample.plot import DAYS, MINUTES, Plot
from mingzheng.sample.profile import KeyUsage
from mingzheng.sample.story import Story, at


def agent_without_authorisation(p: Plot) -> None:
    """No authorisation; one by batch; one that may lie in papers not declared complete."""
    p.breach(_unauthorised(p.house()))
    s = p.house()
    batch = f"PCP{s.id[3:]}"
    s.application["batch_id"] = batch
    s.rows["materials"][-1].update(application_id=None, batch_id=batch)
    p.clear(s)
    s = p.house()
    s.again("identity_checks", check_id=f"HYQ{s.id[3:]}", party="legal_representative",
            checked_name=s.application["agent_name"],
            checked_id_number=s.application["agent_id_number"])  # fmt: skip
    s.delivery.update(recipient_name=s.name, recipient_id_number=s.number, recipient_role="holder")
    p.clear(_unauthorised(s))
    p.unknown(_unauthorised(p.undeclared_house()))


def _unauthorised(s: Story) -> Story:
    s.rows["materials"] = [r for r in s.rows["materials"] if r["kind"] != "authorisation"]
    return s


def applied_by_another(p: Plot) -> None:
    """A stranger; an agent authorised too late; the holder otherwise spelled; nobody named."""
    s = p.signer()
    name, number = p.another()
    s.application.update(applicant_name=name, applicant_id_number=number)
    p.breach(s)
    s = p.signer()
    s.application.update(applicant_name=name, applicant_id_number=number, applicant_role="agent",
                         agent_name=name, agent_id_number=number)  # fmt: skip
    p.authorise(s, s.name, name)["valid_from"] = at(s.applied + 9 * MINUTES)
    p.breach(s)
    s = p.signer()
    s.application["applicant_name"] = f"{s.name[0]} {s.name[1:]}"
    p.clear(s)
    p.clear(p.member())
    s = p.signer()
    s.application.update(applicant_name=None, applicant_id_number=None)
    p.unknown(s)


def authorisation_does_not_cover(p: Plot) -> None:
    """Between others; out of date; a good one beside a bad; one that names nobody."""
    s = p.house()
    s.rows["materials"][-1]["names"] = "；".join(p.another())
    p.breach(s)
    s = p.house()
    s.rows["materials"][-1]["valid_until"] = (s.applied - DAYS).date().isoformat()
    p.breach(s)
    s = p.house()
    s.rows["materials"].append({**s.rows["materials"][-1], "names": "；".join(p.another())})
    p.clear(s)
    s = p.house()
    s.rows["materials"][-1]["names"] = None
    p.unknown(s)


def identifier_differs(p: Plot) -> None:
    """Another's number; the organisation code in the credit code; a masked number."""
    s = p.signer()
    s.paper.common_name = f"051@{s.name}@Z{p.another()[1]}@1"
    p.breach(s)
    s = p.house(authority="p256")
    s.paper.number, s.paper.organisation_code = None, s.number[8:17]
    p.clear(s)
    s = p.signer()
    s.paper.common_name = f"051@{s.name}@Z{s.number[:6]}********{s.number[14:]}@1"
    p.unknown(s)


def applicant_is_not_subject(p: Plot) -> None:
    """Another name; a long one cut; a seal's; another spelling; a name among other things."""
    s = p.signer()
    s.paper.common_name = f"051@{p.another()[0]}@Z{s.number}@1"
    p.breach(s)
    s = p.member()
    s.paper.organization = NAME
    p.breach(s)
    s = p.house(
        name=f"明证示例省级公共资源交易与政务数据综合服务管理有限责任公司{p.another()[0]}分公司"
    )
    s.paper.common_name = f"041@N{s.number}@{s.name[:21]}@00000001"
    p.breach(s, "doubt")
    s = p.house()
    s.paper.common_name = f"041@N{s.number}@{s.name}财务专用章@00000001"
    p.clear(s)
    s = p.signer()
    s.paper.common_name = f"051@{s.name[0]} {s.name[1:]}@Z{s.number}@1"
    p.clear(s)
    s = p.signer(authority="p256")
    s.paper.common_name = f"{s.name}@1"
    p.unknown(s)


def key_held_by_another(p: Plot) -> None:
    """A platform without consent; with it; where consents are not declared complete."""
    for s, consent, verdict in ((p.signer(), False, "breach"), (p.signer(), True, "clear"),
                                (p.undeclared(), False, "unknown")):  # fmt: skip
        s.issuance.update(media="cloud", key_held_by="platform")
        s.drop("deliveries")
        if consent:
            s.add("materials", kind="agreement", names=s.name, received_at=at(s.applied))
        if verdict == "breach":
            p.breach(s, "doubt")
        else:
            getattr(p, verdict)(s)


def more_issued_than_requested(p: Plot) -> None:
    """Two for one; a pair; two where it can't be told what for."""
    p.breach(_doubled(p.signer()))
    p.clear(_paired(p.signer()))
    s = _doubled(p.signer())
    s.application["product"] = None
    for row, paper in zip(s.rows["issuances"], s.papers, strict=True):
        row["product"], paper.usage = None, int(KeyUsage.CRL_SIGN)
    p.unknown(s)


def _doubled(s: Story) -> Story:
    """A second certificate for the same application."""
    second = replace(s.paper, serial=bytes([s.paper.serial[0] ^ 1]) + s.paper.serial[1:],
                     key_index=s.paper.key_index + 2**20)  # fmt: skip
    s.papers.append(second)
    s.again("issuances", serial_number=second.hex)
    s.again("deliveries", serial_number=second.hex)
    return s


def _paired(s: Story) -> Story:
    """An encryption certificate beside the signing one."""
    s = _doubled(s)
    s.rows["issuances"].pop()
    s.rows["deliveries"].pop()
    s.papers[1].usage = int(KeyUsage.KEY_ENCIPHERMENT | KeyUsage.DATA_ENCIPHERMENT)
    s.issuance["twin_serial"] = s.papers[1].hex
    return s


def never_delivered(p: Plot) -> None:
    """A USB key of which no delivery is on record; in the cloud; on no known medium."""
    p.breach(p.signer().drop("deliveries"), "notice")
    s = p.signer().drop("deliveries")
    s.issuance["media"] = "cloud"
    p.clear(s)
    s = p.signer().drop("deliveries")
    s.issuance["media"] = None
    p.unknown(s)


def one_agent_many_applicants(p: Plot) -> None:
    """One more holder than the threshold; one organisation's many; where it can't be told."""
    agent = p.spare_person()
    for _ in range(HOLDERS_PER_AGENT + 1):
        p.breach(p.house(agent=agent), "doubt")
    agent, house = p.spare_person(), p.spare_person()
    for _ in range(3):
        p.clear(p.house(agent=agent, house=house))
    s = p.house()
    s.application["product"] = s.issuance["product"] = None
    s.paper.usage = int(KeyUsage.CRL_SIGN)
    p.unknown(s)


def recipient_is_another(p: Plot) -> None:
    """A stranger; a courier who handed nothing over; one who did; nobody named."""
    name, number = p.another()
    s = p.signer()
    s.delivery.update(recipient_name=name, recipient_id_number=number, recipient_role="applicant")
    p.breach(s)
    s = p.signer()
    s.delivery.update(
        recipient_name="示例快递", recipient_id_number=None, recipient_role="courier"
    )
    p.breach(s, "doubt")
    s = p.signer()
    s.again("deliveries", recipient_name="示例快递", recipient_id_number=None,
            recipient_role="courier", delivered_at=at(s.issued + 30 * MINUTES))  # fmt: skip
    p.clear(s)
    s = p.signer()
    s.delivery.update(recipient_name=None, recipient_id_number=None, recipient_role=None)
    p.unknown(s)


PLANTS = {
    f"parties.{plant.__name__}": plant
    for plant in (
        agent_without_authorisation, applied_by_another, authorisation_does_not_cover,
        identifier_differs, applicant_is_not_subject, key_held_by_another,
        more_issued_than_requested, never_delivered, one_agent_many_applicants,
        recipient_is_another,
    )
}  # fmt: skip
"""Rule → what plants it."""
