"""Notices in time or late. Worths: 1 heard, 2 by an agent, 4 doubtful, 8 posted or read aloud."""

from mingzheng.rules.disclosure.disclosed_after_acceptance import disclosed_after_acceptance


def test_what_is_told_afterwards_decides_nothing(judge):
    assert judge(
        disclosed_after_acceptance,
        """
        case     kind   product   outcome  issued disclosures notice_worths told_undated heard_at         accepted_at      subject_id_number
        after    issue  signature approved yes    1           1             no           2019-03-02       2019-03-01T10:00 310
        before   issue  signature approved yes    2           1             no           2019-02-28       2019-03-01T10:00 310
        day      issue  signature approved yes    1           1             no           2019-03-01       2019-03-01T10:00 310
        close    issue  signature approved yes    1           1             no           2019-03-01T10:04 2019-03-01T10:00 310
        masked   issue  signature approved yes    1           1             no           2019-03-02       2019-03-01T10:00 31**
        undated  issue  signature approved yes    2           1             yes          2019-03-02       2019-03-01T10:00 310
        accepted issue  signature approved yes    1           1             no           2019-03-02       -                310
        worth    issue  signature approved yes    1           -             no           2019-03-02       2019-03-01T10:00 310
        none     issue  signature approved yes    0           -             -            -                2019-03-01T10:00 310
        untold   issue  signature approved yes    -           -             -            -                2019-03-01T10:00 310
        revoked  revoke signature approved yes    1           1             no           2019-03-02       2019-03-01T10:00 310
        server   issue  server    approved yes    1           1             no           2019-03-02       2019-03-01T10:00 310
        """,
    ) == {
        "after": "breach",
        "before": "clear",
        "day": "unknown",
        "close": "unknown",
        "masked": "unknown",
        "undated": "unknown",
        "accepted": "unknown",
        "worth": "unknown",
        "none": "-",
        "untold": "unknown",
        "revoked": "-",
        "server": "-",
    }


def test_an_agent_told_in_time_has_authority_or_does_not_count(judge):
    assert judge(
        disclosed_after_acceptance,
        """
        case     kind  product   outcome  issued subject_kind disclosures notice_worths told_undated agent_told_at heard_at   accepted_at authorisations subject_id_number
        stranger issue signature approved yes    person       2           3             no           2019-02-27    2019-03-03 2019-03-01  0              310
        deputy   issue signature approved yes    person       2           3             no           2019-02-27    2019-03-03 2019-03-01  1              310
        perhaps  issue signature approved yes    person       2           3             no           2019-02-27    2019-03-03 2019-03-01  -              310
        both     issue signature approved yes    person       2           3             no           2019-02-26    2019-02-27 2019-03-01  0              310
        only     issue signature approved yes    person       1           2             no           2019-02-27    -          2019-03-01  0              310
        late     issue signature approved yes    person       1           2             no           2019-03-04    -          2019-03-01  1              310
        """,
    ) == {
        "stranger": "breach",
        "deputy": "clear",
        "perhaps": "unknown",
        "both": "clear",
        "only": "clear",
        "late": "breach",
    }


def test_a_doubtful_notice_in_time_leaves_it_open_and_a_posted_one_makes_it_a_doubt(judge):
    assert judge(
        disclosed_after_acceptance,
        """
        case     kind  product   outcome  issued disclosures notice_worths told_undated heard_at   doubtful_told_at unheard_at accepted_at subject_id_number
        doubtful issue signature approved yes    2           5             no           2019-03-03 2019-02-27       -          2019-03-01  310
        late     issue signature approved yes    2           5             no           2019-03-03 2019-03-04       -          2019-03-01  310
        both     issue signature approved yes    2           5             no           2019-02-26 2019-02-27       -          2019-03-01  310
        stranger issue signature approved yes    1           4             no           -          2019-03-04       -          2019-03-01  310
        posted   issue signature approved yes    2           9             no           2019-03-03 -                2019-02-27 2019-03-01  310
        later    issue signature approved yes    2           9             no           2019-03-03 -                2019-03-04 2019-03-01  310
        only     issue signature approved yes    1           8             no           -          -                2019-02-27 2019-03-01  310
        after    issue signature approved yes    1           8             no           -          -                2019-03-04 2019-03-01  310
        """,
    ) == {
        "doubtful": "unknown",
        "late": "breach",
        "both": "clear",
        "stranger": "breach",
        "posted": "breach:doubt",
        "later": "breach",
        "only": "clear",
        "after": "breach",
    }
