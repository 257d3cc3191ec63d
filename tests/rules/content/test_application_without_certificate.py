from mingzheng.rules.content.application_without_certificate import (
    application_without_certificate,
)


def test_what_was_issued_is_in_the_archive(judge):
    assert judge(
        application_without_certificate,
        """
        certificate  issuance_row in_archive in_certificates
        kept         1            yes        yes
        lost         2            no         yes
        undeclared   3            no         no
        untold       4            no         -
        unrecorded   -            yes        yes
        ambiguous    5            -          yes
        """,
    ) == {
        "kept": "clear",
        "lost": "breach",
        "undeclared": "unknown",
        "untold": "unknown",
        "unrecorded": "-",
        "ambiguous": "unknown",
    }
