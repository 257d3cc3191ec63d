"""Two identity numbers: the same, surely another, or not to be compared."""

from __future__ import annotations

import duckdb
import ibis
import pytest

from mingzheng.dossiers.numbers import differ

RESIDENT, USCC, MASKED, HASHED = 1, 2, 4, 8
PERSON = "110101199003070134"
ANOTHER = "110101199003072797"
COMPANY = "91110000100000000x"


@pytest.mark.parametrize(
    ("a", "a_form", "b", "b_form", "answer"),
    [
        (PERSON, RESIDENT, PERSON, RESIDENT, False),
        (PERSON, RESIDENT, ANOTHER, RESIDENT, True),
        (PERSON, RESIDENT, "e12345678", 0, None),
        (PERSON, RESIDENT, COMPANY, USCC, None),
        (PERSON, RESIDENT, "110101900307013", 0, False),
        (PERSON, RESIDENT, "110101900307999", 0, None),
        (COMPANY, USCC, "100000000", 0, False),
        (COMPANY, USCC, "100000001", 0, None),
        (PERSON, RESIDENT, "110101********0134", MASKED, None),
        (PERSON, RESIDENT, "5f" * 16, HASHED, None),
        (PERSON, RESIDENT, "110101199003070135", 0, True),
        (PERSON, RESIDENT, None, None, None),
        (None, None, None, None, None),
    ],
)
def test_numbers_differ_only_where_they_are_of_one_kind(a, a_form, b, b_form, answer):
    def one_way(x, x_form, y, y_form):
        values = [ibis.literal(v, t) for v, t in ((x, "string"), (x_form, "uint8"))]
        values += [ibis.literal(v, t) for v, t in ((y, "string"), (y_form, "uint8"))]
        query = ibis.duckdb.connect().compile(differ(*values))
        [[said]] = duckdb.connect().sql(query).fetchall()
        return said

    assert one_way(a, a_form, b, b_form) is answer
    assert one_way(b, b_form, a, a_form) is answer
