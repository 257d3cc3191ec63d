from mingzheng.rules.content.unreadable import unreadable


def test_bytes_kept_as_a_certificate_can_be_read(judge):
    assert judge(
        unreadable,
        """
        certificate in_archive unreadable bytes_archived
        readable    yes        -          -
        kept        yes        truncated  yes
        export      yes        truncated  no
        untold      yes        truncated  -
        elsewhere   no         -          -
        """,
    ) == {
        "readable": "clear",
        "kept": "breach",
        "export": "-",
        "untold": "unknown",
        "elsewhere": "-",
    }
