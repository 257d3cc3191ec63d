from mingzheng.rules.preservation.kept_past_term import kept_past_term


def test_what_is_about_a_person_is_deleted_when_every_term_is_over(judge):
    assert judge(
        kept_past_term,
        """
        object    listed destroyed subject_kind           deletion_due keep_until planned retain_until audited_at
        over      yes    no        person                 yes          2022-03-01 yes     2022-06-01   2022-10-30
        unplanned yes    no        person                 yes          2022-03-01 no      -            2022-10-30
        planned   yes    no        person                 yes          2022-03-01 yes     2030-06-01   2022-10-30
        endless   yes    no        person                 yes          2022-03-01 yes     9999-12-31   2022-10-30
        running   yes    no        person                 yes          2024-03-01 yes     2022-06-01   2022-10-30
        member    yes    no        person_in_organization yes          2022-03-01 no      -            2022-10-30
        house     yes    no        organization           yes          2022-03-01 no      -            2022-10-30
        unsure    yes    no        person                 yes          -          no      -            2022-10-30
        unnamed   yes    no        -                      yes          2022-03-01 no      -            2022-10-30
        deleted   yes    yes       person                 yes          2022-03-01 no      -            2022-10-30
        before    yes    no        person                 no           2020-03-01 no      -            2021-10-30
        spoiled   yes    no        person                 yes          2022-03-01 -       -            2022-10-30
        """,
    ) == {
        "over": "breach",
        "unplanned": "breach",
        "planned": "clear",
        "endless": "clear",
        "running": "clear",
        "member": "breach",
        "house": "-",
        "unsure": "unknown",
        "unnamed": "unknown",
        "deleted": "-",
        "before": "-",
        "spoiled": "unknown",
    }
