from mingzheng.rules.parties.applied_by_another import applied_by_another


def test_a_person_applies_or_has_authorised_who_does(judge):
    assert judge(
        applied_by_another,
        """
        case      kind   product   issued subject_kind subject_name subject_id_number  subject_id_type applicant_name applicant_id_number applicant_id_type applicant_role authorisations authorised_at    applied_at
        himself   issue  signature yes    person       张三         11010519491231002X resident_id     张三           11010519491231002X  resident_id       holder         0              -                2019-03-01T10:00
        misspelt  issue  signature yes    person       张喆         11010519491231002X resident_id     张吉           11010519491231002X  resident_id       holder         0              -                2019-03-01T10:00
        namesake  issue  signature yes    person       张三         11010519491231002X resident_id     张三           440524188001010014  resident_id       holder         0              -                2019-03-01T10:00
        passport  issue  signature yes    person       张三         11010519491231002X resident_id     张三           E12345678           passport          holder         0              -                2019-03-01T10:00
        rare      issue  signature yes    person       张喆         -                  -               张?            -                   -                 -              0              -                2019-03-01T10:00
        stranger  issue  signature yes    person       张三         11010519491231002X resident_id     李四           440524188001010014  resident_id       agent          0              -                2019-03-01T10:00
        unsaid    issue  signature yes    person       张三         -                  -               李四           -                   -                 -              0              -                2019-03-01T10:00
        before    issue  signature yes    person       张三         -                  -               李四           -                   -                 agent          1              2019-02-28       2019-03-01T10:00
        after     issue  signature yes    person       张三         -                  -               李四           -                   -                 agent          1              2019-03-02       2019-03-01T10:00
        same_day  issue  signature yes    person       张三         -                  -               李四           -                   -                 agent          1              2019-03-01       2019-03-01T10:00
        undated   issue  signature yes    person       张三         -                  -               李四           -                   -                 agent          1              -                2019-03-01T10:00
        unlisted  issue  signature yes    person       张三         -                  -               李四           -                   -                 agent          -              -                2019-03-01T10:00
        blank     issue  signature yes    person       张三         -                  -               -              -                   -                 -              0              -                2019-03-01T10:00
        bare      -      signature yes    -            -            -                  -               -              -                   -                 -              -              -                -
        revoked   revoke signature no     person       张三         -                  -               李四           -                   -                 agent          0              -                2019-03-01T10:00
        server    issue  server    yes    person       张三         -                  -               李四           -                   -                 agent          0              -                2019-03-01T10:00
        """,
    ) == {
        "himself": "clear",
        "misspelt": "clear",
        "namesake": "breach",
        "passport": "clear",
        "rare": "unknown",
        "stranger": "breach",
        "unsaid": "breach",
        "before": "clear",
        "after": "breach",
        "same_day": "unknown",
        "undated": "unknown",
        "unlisted": "unknown",
        "blank": "unknown",
        "bare": "unknown",
        "revoked": "-",
        "server": "-",
    }


def test_an_organisation_speaks_through_its_representative(judge):
    assert judge(
        applied_by_another,
        """
        case      kind  product   issued subject_kind           subject_name organization_name applicant_name applicant_role representative authorisations representative_settled
        itself    issue signature yes    organization           甲公司       -                 甲公司         holder         -              0              yes
        employer  issue signature yes    person_in_organization 张三         甲公司            甲公司         employer       -              0              yes
        president issue signature yes    organization           甲公司       -                 王五           agent          王五           0              yes
        perhaps   issue signature yes    organization           甲公司       -                 王五           holder         -              0              yes
        unsaid    issue signature yes    organization           甲公司       -                 王五           -              -              0              yes
        agent     issue signature yes    organization           甲公司       -                 王五           agent          -              0              yes
        platform  issue signature yes    organization           甲公司       -                 某平台         platform       赵六           0              yes
        for_a_man issue signature yes    person                 张三         甲公司            甲公司         employer       -              0              yes
        unchecked issue signature yes    organization           甲公司       -                 王五           agent          -              0              no
        """,
    ) == {
        "itself": "clear",
        "employer": "clear",
        "president": "clear",
        "perhaps": "unknown",
        "unsaid": "unknown",
        "agent": "breach",
        "platform": "breach",
        "unchecked": "unknown",
        "for_a_man": "breach",
    }
