from mingzheng.rules.preservation.destroyed_early import destroyed_early


def test_nothing_is_destroyed_before_its_term(judge):
    assert judge(
        destroyed_early,
        """
        object   destroyed destroyed_at certificates keep_until
        early    yes       2020-05-01   1            2024-03-01T10:00
        late     yes       2024-05-01   1            2024-03-01T10:00
        that_day yes       2024-03-01   1            2024-03-01T10:00
        unknown  yes       2020-05-01   -            -
        refused  yes       2020-05-01   0            -
        kept     no        -            1            2024-03-01T10:00
        unsaid   -         -            1            2024-03-01T10:00
        """,
    ) == {
        "early": "breach",
        "late": "clear",
        "that_day": "unknown",
        "unknown": "unknown",
        "refused": "-",
        "kept": "-",
        "unsaid": "unknown",
    }
