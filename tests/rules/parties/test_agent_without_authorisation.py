from mingzheng.rules.parties.agent_without_authorisation import agent_without_authorisation


def test_who_acts_for_another_shows_authority(judge):
    assert judge(
        agent_without_authorisation,
        """
        case      kind   product   issued application_row subject_name agent_name applicant_name applicant_role representative received_by_agent authorisations
        none      issue  signature yes    1               甲公司       王五       甲公司         holder         -              no                0
        given     issue  signature yes    1               甲公司       王五       甲公司         holder         -              no                1
        unlisted  issue  signature yes    1               甲公司       王五       甲公司         holder         -              no                -
        platform  issue  signature yes    1               张三         -          某平台         platform       -              no                0
        received  issue  signature yes    1               张三         -          张三           holder         -              yes               0
        alone     issue  signature yes    1               张三         -          张三           holder         -              no                0
        himself   issue  signature yes    1               张三         张三       张三           agent          -              no                0
        president issue  signature yes    1               甲公司       王五       甲公司         holder         王五           no                0
        untold    issue  signature yes    1               张三         -          张三           holder         -              -                 0
        bare      -      signature yes    -               -            -          -              -              -              -                 -
        revoked   revoke signature no     1               张三         王五       张三           agent          -              -                 0
        """,
    ) == {
        "none": "breach",
        "given": "clear",
        "unlisted": "unknown",
        "platform": "breach",
        "received": "breach",
        "alone": "-",
        "himself": "-",
        "president": "-",
        "untold": "unknown",
        "bare": "unknown",
        "revoked": "-",
    }
