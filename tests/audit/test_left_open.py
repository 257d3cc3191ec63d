"""Records of an honest authority that look like a breach and leave open whether they are one."""

from __future__ import annotations

import pytest

ISSUED = "2020-03-02T12:00:00"
PERIOD = ("from = 2019-01-01", "until = 2020-12-31")
TABLES = (
    "applications", "issuances", "identity_checks", "contracts", "materials", "deliveries",
    "reviews", "operators",
)  # fmt: skip
CASES = """
application_id kind  subject_kind subject_name      subject_id_number  applicant_name    applicant_role agent_name   agent_id_number    accepted_at         applied_at          batch_id contract_id quantity
early          issue person       甲一              -                  甲一              holder         -            -                  2019-01-03T10:00:00 2018-12-30T10:00:00 -        -           1
late           issue person       甲二              -                  甲二              holder         -            -                  2020-12-30T10:00:00 2020-12-30T09:00:00 -        -           1
within         issue person       甲三              -                  甲三              holder         -            -                  2020-03-01T10:00:00 2020-03-01T09:00:00 -        -           1
masked         issue person       张三              110105194912310021 张三              holder         张*          110105********0021 2020-03-01T10:00:00 2020-03-01T09:00:00 -        -           1
veiled         issue person       林一              110105194912310101 林一              holder         -            -                  2020-03-01T10:00:00 2020-03-01T09:00:00 B1       -           1
beside         issue person       李四              110105194912310048 李四              holder         王五         -                  2020-03-01T10:00:00 2020-03-01T09:00:00 B1       -           1
old            issue person       赵六              110105194912310064 赵六              holder         -            -                  2020-03-01T10:00:00 2020-03-01T09:00:00 B2       -           2
dots           issue person       阿依古丽·买买提   110105194912310080 阿依古丽·买买提   holder         阿依古丽买买提 110105194912310080 2020-03-01T10:00:00 2020-03-01T09:00:00 -   -           1
office         issue organization 某公司            91110000600037341L 某公司            holder         -            -                  2020-03-01T10:00:00 2020-03-01T09:00:00 -        -           1
platform       issue person       钱七              -                  平台公司          platform       王五         -                  2020-03-01T10:00:00 2020-03-01T09:00:00 -        -           1
hidden         issue person       孙八              -                  王五              agent          王五         -                  2020-03-01T10:00:00 2020-03-01T09:00:00 -        -           1
twins          issue person       周九              -                  周九              holder         -            -                  2020-03-01T10:00:00 2020-03-01T09:00:00 -        -           1
renewed        renew person       吴十              -                  吴十              holder         -            -                  2020-03-01T10:00:00 2020-03-01T09:00:00 -        -           1
framed         issue person       郑一              -                  框架公司          holder         -            -                  2020-03-01T10:00:00 2020-03-01T09:00:00 -        -           1
"""
IDS = [line.split()[0] for line in CASES.strip().splitlines()[1:]]
WHEN = {"early": "2019-01-03T12:00:00", "late": "2021-01-04T12:00:00"}
RANDOM = 0x5A5A_5A5A_5A5A_5A5A_0000
SERIALS = {application: f"{RANDOM + place:x}" for place, application in enumerate(IDS)}
RECORDED = {"within": "CN=一号", "dots": "一号", "framed": "CN=二号"}


@pytest.fixture(scope="module")
def found(audited, issuer_named):
    declared = "".join(
        f"[[tables.{table}.complete]]\n" + "\n".join(PERIOD) + "\n" for table in TABLES
    )
    issuer = issuer_named("一号")
    issued = [
        f"{a} {SERIALS[a]} {WHEN.get(a, ISSUED)} signature usbkey - {RECORDED.get(a, '-')} CA云"
        for a in IDS
    ]
    issued[IDS.index("twins")] = f"twins {SERIALS['twins']} {ISSUED} - usbkey 2001 - -"
    return audited(
        toml=declared,
        applications=CASES,
        issuances="application_id serial_number issued_at product media twin_serial issuer_dn key_held_by\n"
        + "\n".join([*issued, f"twins 2001 {ISSUED} - usbkey - - -"]),
        certificates={
            f"{a}.der": issuer.certificate(int(SERIALS[a], 16), since="2020-03-02T04:00:00")
            for a in RECORDED
        },
        identity_checks="""
            application_id batch_id check_id party               result method            checked_at          checked_name checked_id_number  operator_id
            -              B1       c1       holder              passed face              2020-03-01T09:30:00 林*          110105********0101 -
            -              B1       c2       holder              passed face              2020-03-01T09:30:00 李四         110105194912310048 -
            -              B2       c3       holder              passed 现场              2020-03-05T09:30:00 -            -                  x9
            -              B2       c4       holder              passed 现场              2020-03-01T09:30:00 -            -                  r1
            office         -        c5       法定代表人          passed face              2020-03-01T09:30:00 冯法人       -                  -
            """,
        materials="""
            application_id batch_id kind          names           valid_from received_at
            platform       -        授权书        钱七;平台公司   2020-02-01 2020-02-01T09:00:00
            hidden         -        授权书        孙*;王*         2020-02-01 2020-02-01T09:00:00
            -              B2       协议          -               -          2020-02-01T09:00:00
            """,
        deliveries=f"""
            serial_number       delivered_at        recipient_name recipient_role
            {SERIALS["office"]} 2020-03-03T10:00:00 冯法人         agent
            {SERIALS["hidden"]} 2020-03-03T10:00:00 孙*            holder
            {SERIALS["beside"]} 2020-03-03T10:00:00 何某           agent
            """,
        contracts="""
            contract_id application_id scope    covers_from covers_until party_name signed_at           signed_by_name
            K1          -              standing 2019-01-01  2021-12-31   框架公司   2019-01-01T09:00:00 框架公司
            K2          masked         single   -           -            张*        2020-03-01T11:00:00 张*
            K3          beside         single   -           -            别人       2020-03-01T11:00:00 别人
            """,
        operators="operator_id roles authorised_from\nr1 checker 2015-01-01",
        reviews="application_id reviewed_at result\nnone 2020-01-01T09:00:00 approved",
    )


def test_consent_by_batch_or_contract_is_consent(found):
    kept = found.verdicts("parties.key_held_by_another", "old", "within")
    assert kept == {"old": "clear", "within": "breach:doubt"}


@pytest.mark.parametrize(
    ("rule", "said"),
    {
        # what belongs to a case may have been recorded before or after the declared days
        "identity.never_checked": {
            "early": "unknown", "late": "unknown", "within": "breach",
            # a masked name in the batch may be anybody's there
            "veiled": "unknown", "beside": "clear", "old": "clear",
        },
        "contract.never_signed": {
            "early": "unknown", "late": "unknown", "within": "breach", "framed": "unknown",
        },
        "review.never_reviewed": {"early": "unknown", "late": "unknown", "within": "breach"},
        "identity.checked_after_issuance": {"old": "clear"},
        "identity.operator_not_authorised": {"old": "clear"},
        "parties.agent_without_authorisation": {
            "masked": "unknown", "dots": "-", "office": "-", "beside": "breach",
        },
        "parties.authorisation_does_not_cover": {"platform": "clear", "hidden": "unknown"},
        "parties.recipient_is_another": {
            "office": "clear", "hidden": "unknown", "beside": "breach",
        },
        "parties.more_issued_than_requested": {"twins": "clear"},
        "parties.never_delivered": {"renewed": "unknown", "within": "breach:notice"},
        # but a part of the issuer's name is recorded
        "content.differs_from_issuance": {
            "within": "unknown", "dots": "unknown", "framed": "breach",
        },
        "contract.party_is_another": {"masked": "unknown", "beside": "breach"},
    }.items(),
)  # fmt: skip
def test_what_the_records_leave_open_is_left_open(found, rule, said):
    assert found.verdicts(rule, *said) == said
