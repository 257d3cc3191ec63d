from mingzheng.rules.content.usage_wrong import usage_wrong


def test_the_key_usage_fits_the_product(judge):
    assert judge(
        usage_wrong,
        """
        certificate in_archive unreadable product    is_ca key_usage damaged             issuer_dn subject_dn
        signs       yes        -          signature  -     1         -                   CN=甲     CN=乙
        promises    yes        -          event      no    2         -                   CN=甲     CN=乙
        both        yes        -          signature  no    29        -                   CN=甲     CN=乙
        mute        yes        -          signature  no    28        -                   CN=甲     CN=乙
        encrypts    yes        -          encryption no    28        -                   CN=甲     CN=乙
        escrowed    yes        -          encryption no    29        -                   CN=甲     CN=乙
        server      yes        -          server     no    4         -                   CN=甲     CN=乙
        absent      yes        -          server     no    -         -                   CN=甲     CN=乙
        garbled     yes        -          signature  no    -         extension:2.5.29.15 CN=甲     CN=乙
        unlisted    yes        -          signature  -     -         extensions:malformed CN=甲    CN=乙
        ca          yes        -          ca         yes   -         -                   CN=甲     CN=乙
        old_root    yes        -          -          -     -         -                   CN=甲     CN=甲
        productless yes        -          -          no    -         -                   CN=甲     CN=乙
        unproduct   yes        -          -          no    1         -                   CN=甲     CN=乙
        spoiled     yes        truncated  -          -     -         -                   -         -
        elsewhere   no         -          signature  -     -         -                   -         -
        """,
    ) == {
        "signs": "clear",
        "promises": "clear",
        "both": "clear",
        "mute": "breach",
        "encrypts": "clear",
        "escrowed": "breach",
        "server": "clear",
        "absent": "breach",
        "garbled": "unknown",
        "unlisted": "unknown",
        "ca": "-",
        "old_root": "-",
        "productless": "breach",
        "unproduct": "unknown",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
