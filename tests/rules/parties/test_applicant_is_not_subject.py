from mingzheng.rules.parties.applicant_is_not_subject import applicant_is_not_subject

LONG = "广西壮族自治区南宁市青秀区民族大道科技有限公司"
CUT = LONG[:21]


def test_a_person_is_compared_with_the_person_of_the_certificate(judge):
    assert judge(
        applicant_is_not_subject,
        """
        certificate product    subject_kind subject_name holder_name       holder_person is_ca
        same        signature  person       张三         CN张三            张三          -
        plain       signature  person       张三         张三              -             no
        dotted      event      person       阿不都·克里木 阿不都克里木     -             -
        another     signature  person       张三         李四              李四          -
        rare        signature  person       张喆         张?               -             -
        rare_too    signature  person       张□          张喆              -             -
        untemplated signature  person       张三         051@张三@Z1101@1  -             -
        unapplied   signature  person       -            张三              -             -
        unnamed     signature  person       张三         -                 -             -
        kind        signature  -            张三         李四              -             -
        twin        encryption person       张三         李四              -             -
        authority   signature  person       张三         根证书            -             yes
        """,
    ) == {
        "same": "clear",
        "plain": "clear",
        "dotted": "clear",
        "another": "breach",
        "rare": "breach:doubt",
        "rare_too": "breach:doubt",
        "untemplated": "unknown",
        "unapplied": "unknown",
        "unnamed": "unknown",
        "kind": "unknown",
        "twin": "-",
        "authority": "-",
    }


def test_an_organisation_may_be_named_anywhere_in_the_subject(judge):
    assert judge(
        applicant_is_not_subject,
        f"""
        certificate product   subject_kind subject_name         organization_name holder_name          holder_organization rename_proved
        same        signature organization 甲公司               -                 甲公司               -                   -
        superior    signature organization 甲公司               -                 甲公司               某集团              -
        seal        signature organization 甲公司财务专用章     甲公司            财务专用章           甲公司              -
        seal_in_cn  signature organization 甲公司               -                 甲公司(合同专用章)   -                   -
        role        signature organization 张三(法定代表人章)   甲公司            张三(法定代表人章)   甲公司              -
        only_seals  signature organization 财务专用章           -                 合同专用章           -                   -
        other_seal  signature organization 甲公司财务专用章     甲公司            乙公司财务专用章     乙公司              -
        another     signature organization 甲公司               -                 乙公司               -                   no
        renamed     signature organization 甲公司               -                 甲集团               -                   yes
        cut         signature organization {LONG}               -                 {CUT}                -                   -
        too_short   signature organization 甲公司北京分公司     -                 甲公司               -                   -
        device      signature device       网关一号             甲公司            甲公司               -                   -
        """,
    ) == {
        "same": "clear",
        "superior": "clear",
        "seal": "clear",
        "seal_in_cn": "clear",
        "role": "clear",
        "only_seals": "unknown",
        "other_seal": "breach",
        "another": "breach",
        "renamed": "breach:doubt",
        "cut": "breach:doubt",
        "too_short": "breach",
        "device": "clear",
    }


def test_of_a_person_within_an_organisation_both_count(judge):
    assert judge(
        applicant_is_not_subject,
        f"""
        certificate  product   subject_kind           subject_name organization_name holder_name holder_organization
        both         signature person_in_organization 张三         甲公司            张三        甲公司
        person       signature person_in_organization 张三         甲公司            李四        甲公司
        organisation signature person_in_organization 张三         甲公司            张三        乙公司
        half         signature person_in_organization 张三         甲公司            张三        -
        wrong_half   signature person_in_organization 张三         甲公司            李四        -
        one_lesser   signature person_in_organization 张三         {LONG}            张三        {CUT}
        one_worse    signature person_in_organization 张三         {LONG}            李四        {CUT}
        """,
    ) == {
        "both": "clear",
        "person": "breach",
        "organisation": "breach",
        "half": "unknown",
        "wrong_half": "breach",
        "one_lesser": "breach:doubt",
        "one_worse": "breach",
    }
