from mingzheng.rules.practice.cps_incomplete import cps_incomplete


def test_what_the_text_leaves_out_is_a_breach(judge):
    assert judge(
        cps_incomplete,
        """
        case    document_kind outline_fault
        lacking cps           2
        whole   cps           0
        touched cps           1
        unread  cps           -
        notice  disclosure    2
        policy  policy        2
        unnamed -             2
        """,
    ) == {
        "lacking": "breach",
        "whole": "clear",
        "touched": "unknown",
        "unread": "unknown",
        "notice": "-",
        "policy": "-",
        "unnamed": "unknown",
    }
