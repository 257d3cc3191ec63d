from mingzheng.rules.content.algorithm_weak import algorithm_weak


def test_a_digest_is_weak_from_the_day_it_was_broken(judge):
    assert judge(
        algorithm_weak,
        """
        certificate in_archive unreadable signature_algorithm issuer_dn subject_dn authority_key_id subject_key_id not_before
        sm2         yes        -          sm2-sm3             CN=甲     CN=乙      -                -              2019-03-01T00:00
        sha256      yes        -          rsa-sha256          CN=甲     CN=乙      -                -              2019-03-01T00:00
        edwards     yes        -          ed25519             CN=甲     CN=乙      -                -              2019-03-01T00:00
        md5         yes        -          rsa-md5             CN=甲     CN=乙      -                -              2006-03-01T00:00
        sha1        yes        -          rsa-sha1            CN=甲     CN=乙      -                -              2017-02-23T08:00
        sha1_before yes        -          ecdsa-sha1          CN=甲     CN=乙      -                -              2017-02-23T07:59
        undated     yes        -          dsa-sha1            CN=甲     CN=乙      -                -              -
        nobody      yes        -          rsa-sha1            CN=甲     -          -                -              2018-02-23T00:00
        pss         yes        -          rsa-pss             CN=甲     CN=乙      -                -              2019-03-01T00:00
        unnamed     yes        -          1.2.3.4             CN=甲     CN=乙      -                -              2019-03-01T00:00
        untold      yes        -          -                   CN=甲     CN=乙      -                -              2019-03-01T00:00
        root        yes        -          rsa-sha1            CN=甲     CN=甲      -                f00            2018-03-01T00:00
        own_key     yes        -          rsa-sha1            CN=甲     CN=甲      f00              f00            2018-03-01T00:00
        rollover    yes        -          rsa-sha1            CN=甲     CN=甲      f00              ba2            2018-03-01T00:00
        spoiled     yes        truncated  -                   -         -          -                -              -
        elsewhere   no         -          -                   -         -          -                -              -
        """,
    ) == {
        "sm2": "clear",
        "sha256": "clear",
        "edwards": "clear",
        "md5": "breach",
        "sha1": "breach",
        "sha1_before": "clear",
        "undated": "unknown",
        "nobody": "breach",
        "pss": "unknown",
        "unnamed": "unknown",
        "untold": "unknown",
        "root": "-",
        "own_key": "-",
        "rollover": "breach",
        "spoiled": "unknown",
        "elsewhere": "-",
    }
