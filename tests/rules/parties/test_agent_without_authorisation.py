from mingzheng.rules.parties.agent_without_authorisation import agent_without_authorisation


def test_who_acts_for_another_shows_authority(judge):
    assert judge(
        agent_without_authorisation,
        """
        case      kind   product   issued application_row subject_name agent_name applicant_name applicant_role representative received_by_agent authorisations subject_kind representative_settled
        none      issue  signature yes    1               甲公司       王五       甲公司         holder         -              no                0  organization yes
        given     issue  signature yes    1               甲公司       王五       甲公司         holder         -              no                1  organization yes
        unlisted  issue  signature yes    1               甲公司       王五       甲公司         holder         -              no                -  organization yes
        platform  issue  signature yes    1               张三         -          某平台         platform       -              no                0  organization yes
        received  issue  signature yes    1               张三         -          张三           holder         -              yes               0  organization yes
        alone     issue  signature yes    1               张三         -          张三           holder         -              no                0  organization yes
        himself   issue  signature yes    1               张三         张三       张三           agent          -              no                0  person -
        president issue  signature yes    1               甲公司       王五       甲公司         holder         王五           no                0  organization yes
        untold    issue  signature yes    1               张三         -          张三           holder         -              -                 0  organization yes
        bare      -      signature yes    -               -            -          -              -              -              -                 -  organization yes
        revoked   revoke signature no     1               张三         王五       张三           agent          -              -                 0  organization yes
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


def test_a_representative_may_be_on_a_check_not_supplied(judge):
    assert judge(
        agent_without_authorisation,
        """
        case    kind  product   issued application_row subject_kind subject_name agent_name representative representative_settled received_by_agent authorisations applicant_role
        settled issue signature yes    1               organization 甲公司       王五       -              yes                    no                0              holder
        lost    issue signature yes    1               organization 甲公司       王五       -              no                     no                0              holder
        untold  issue signature yes    1               organization 甲公司       王五       -              -                      no                0              holder
        named   issue signature yes    1               organization 甲公司       王五       王五           no                     no                0              holder
        person  issue signature yes    1               person       张三         王五       -              no                     no                0              holder
        """,
    ) == {
        "settled": "breach",
        "lost": "unknown",
        "untold": "unknown",
        "named": "-",
        "person": "breach",
    }
