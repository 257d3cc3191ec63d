from mingzheng.rules.content.profile_incomplete import profile_incomplete


def test_a_certificate_has_the_parts_of_the_national_format(judge):
    assert judge(
        profile_incomplete,
        """
        certificate in_archive unreadable is_ca version authority_key_id subject_key_id crl_urls policies damaged             not_before
        whole       yes        -          no    3       f00              ba2            http://a 1.2.3    -                   2019-03-01T00:00
        version     yes        -          -     1       f00              ba2            http://a 1.2.3    -                   2019-03-01T00:00
        issuer_key  yes        -          no    3       -                ba2            http://a 1.2.3    -                   2019-03-01T00:00
        own_key     yes        -          no    3       f00              -              http://a 1.2.3    -                   2019-03-01T00:00
        list        yes        -          no    3       f00              ba2            -        1.2.3    -                   2025-03-01T00:00
        policy      yes        -          no    3       f00              ba2            http://a -        -                   2019-03-01T00:00
        garbled     yes        -          no    3       f00              ba2            http://a -        extension:2.5.29.32 2019-03-01T00:00
        otherwise   yes        -          no    3       f00              ba2            http://a -        extension:2.5.29.37 2019-03-01T00:00
        earlier     yes        -          no    1       -                -              -        -        -                   2012-11-21T23:59
        first_day   yes        -          no    1       -                -              -        -        -                   2012-11-22T00:00
        old_edition yes        -          no    1       f00              ba2            http://a 1.2.3    -                   2024-05-31T23:59
        new_edition yes        -          no    1       f00              ba2            http://a 1.2.3    -                   2024-06-01T00:00
        undated     yes        -          no    3       f00              ba2            http://a 1.2.3    -                   -
        ca          yes        -          yes   3       -                ba2            -        -        -                   2019-03-01T00:00
        spoiled     yes        truncated  -     -       -                -              -        -        -                   -
        elsewhere   no         -          -     -       -                -              -        -        -                   -
        """,
    ) == {
        "whole": "clear",
        "version": "breach",
        "issuer_key": "breach",
        "own_key": "breach",
        "list": "breach",
        "policy": "breach",
        "garbled": "unknown",
        "otherwise": "breach",
        "earlier": "-",
        "first_day": "breach",
        "old_edition": "breach",
        "new_edition": "breach",
        "undated": "unknown",
        "ca": "-",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
