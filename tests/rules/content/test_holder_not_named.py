from mingzheng.rules.content.holder_not_named import holder_not_named


def test_the_holder_is_named(judge):
    assert judge(
        holder_not_named,
        """
        certificate  in_archive unreadable holder_name holder_person holder_organization damaged
        holder       yes        -          张三        -             -                   -
        person       yes        -          -           张三          -                   -
        organisation yes        -          -           -             甲公司              -
        nobody       yes        -          -           -             -                   -
        garbled      yes        -          -           -             -                   subject:malformed
        other_damage yes        -          -           -             -                   issuer:malformed
        spoiled      yes        truncated  -           -             -                   -
        elsewhere    no         -          -           -             -                   -
        """,
    ) == {
        "holder": "clear",
        "person": "clear",
        "organisation": "clear",
        "nobody": "breach",
        "garbled": "unknown",
        "other_damage": "breach",
        "spoiled": "unknown",
        "elsewhere": "-",
    }


def test_a_subject_that_no_template_fits_accuses_nobody(judge):
    assert judge(
        holder_not_named,
        """
        certificate  in_archive unreadable subject_dn holder_by_template
        misfit       yes        -          CN=051-x   no
        empty        yes        -          -          no
        nothing      yes        -          C=CN       -
        """,
    ) == {"misfit": "unknown", "empty": "breach", "nothing": "breach"}
