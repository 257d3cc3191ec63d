from mingzheng.rules.content.changed_holder_kept import changed_holder_kept

TABLE = """
    case       kind   outcome  old_name_changed issued_at        old_not_after    old_revoked_at   old_revocations_complete
    kept       change approved yes              2019-03-05T10:00 2020-03-05T10:00 -                yes
    revoked    change approved yes              2019-03-05T10:00 2020-03-05T10:00 2019-03-05T11:00 -
    before     change approved yes              2019-03-05T10:00 2020-03-05T10:00 2019-03-04T11:00 -
    late       change approved yes              2019-03-05T10:00 2020-03-05T10:00 2019-03-09T11:00 yes
    ended      change approved yes              2019-03-05T10:00 2019-03-06T09:00 -                yes
    undeclared change approved yes              2019-03-05T10:00 2020-03-05T10:00 -                no
    untold     change approved yes              2019-03-05T10:00 2020-03-05T10:00 -                -
    endless    change approved yes              2019-03-05T10:00 -                -                yes
    same_name  change approved no               2019-03-05T10:00 2020-03-05T10:00 -                yes
    name       change approved -                2019-03-05T10:00 2020-03-05T10:00 -                yes
    refused    change rejected yes              2019-03-05T10:00 2020-03-05T10:00 -                yes
    unissued   change approved yes              -                2020-03-05T10:00 -                yes
    renewal    renew  approved yes              2019-03-05T10:00 2020-03-05T10:00 -                yes
    """
ANSWERS = {
    "kept": "breach",
    "revoked": "clear",
    "before": "clear",
    "late": "breach",
    "ended": "clear",
    "undeclared": "unknown",
    "untold": "unknown",
    "endless": "unknown",
    "same_name": "-",
    "name": "unknown",
    "refused": "-",
    "unissued": "unknown",
    "renewal": "-",
}


def test_an_old_name_does_not_outlive_its_change(judge):
    answers = judge(changed_holder_kept, TABLE, parameters={"change_hours": 24})
    assert answers == ANSWERS


def test_without_the_practice_statements_hours_it_is_unknown(judge):
    assert judge(changed_holder_kept, TABLE)["kept"] == "unknown"
