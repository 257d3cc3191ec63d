"""The words rules are written in, each with its three answers."""

from __future__ import annotations

import datetime as dt

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.dossiers import Case
from mingzheng.dossiers.facts import Moment
from mingzheng.records.schema import codes
from mingzheng.rules import logic

TOLERANCE = dt.timedelta(minutes=5)
ENGINE = ibis.duckdb.connect()


def said(expression):
    """One value, as DuckDB computes it."""
    value = ENGINE.to_pyarrow(expression).as_py()
    assert value is None or isinstance(value, bool | int)
    return value


def at(start, minutes=0):
    """A moment that begins `start` minutes into the day and may be `minutes` later."""
    day = dt.datetime(2019, 3, 1, tzinfo=dt.UTC).replace(tzinfo=None)
    ends = (day + dt.timedelta(minutes=start + more) for more in (0, minutes))
    return Moment(*(ibis.literal(end, "timestamp") for end in ends), TOLERANCE)


def case(**facts):
    """A case of which only these facts are known."""
    schema = Case.schema()
    row = {name: facts.get(name) for name in schema}
    return Case(ibis.memtable([row], schema=schema))


def of(expression):
    return ENGINE.to_pyarrow(expression.name("said").as_table())["said"][0].as_py()


NEVER = Moment(ibis.null("timestamp"), ibis.null("timestamp"), TOLERANCE)


@settings(deadline=None, derandomize=True)
@given(
    a=st.integers(0, 40),
    b=st.integers(0, 40),
    long_a=st.integers(0, 20),
    long_b=st.integers(0, 20),
)
def test_later_says_only_what_every_clock_would(a, b, long_a, long_b):
    true_times = [
        (a + more_a + off) > (b + more_b)
        for more_a in (0, long_a)
        for more_b in (0, long_b)
        for off in (-5, 0, 5)
    ]
    answer = said(logic.later(at(a, long_a), at(b, long_b)))
    if answer is not None:
        assert set(true_times) == {answer}
    elif len(set(true_times)) == 1:
        pytest.fail("every reading agrees, and it was called open")


def test_a_margin_moves_the_line():
    hour = ibis.interval(hours=1)
    assert said(logic.later_by(at(70), at(0), hour)) is True
    assert said(logic.later_by(at(62), at(0), hour)) is None
    assert said(logic.later_by(at(50), at(0), hour)) is False
    assert said(logic.later_by(at(70), at(0), ibis.null("int64").as_interval("h"))) is None


def test_a_missing_time_is_neither_earlier_nor_later():
    for word in (logic.later, logic.within_tolerance):
        assert said(word(NEVER, at(0))) is None
        assert said(word(at(0), NEVER)) is None
    assert said(logic.known(NEVER)) is None
    assert said(logic.known(at(0))) is True


def test_one_transaction_may_end_within_the_clocks_difference():
    assert said(logic.within_tolerance(at(4), at(0))) is True
    assert said(logic.within_tolerance(at(6), at(0))) is False
    assert said(logic.within_tolerance(at(10), at(0, 60))) is None


TRUTHS = (True, False, None)


def truth(value):
    return ibis.null("boolean") if value is None else ibis.literal(value)


@pytest.mark.parametrize("breach", TRUTHS)
@pytest.mark.parametrize("question", TRUTHS)
def test_an_open_question_takes_a_breach_back_and_no_acquittal(breach, question):
    expected = breach if question is False or breach is False else None
    assert said(logic.unless_open(truth(breach), truth(question))) is expected


@pytest.mark.parametrize("answer", TRUTHS)
@pytest.mark.parametrize("question", TRUTHS)
def test_an_answer_is_settled_where_no_question_is_open(answer, question):
    expected = answer if question is False else None
    assert said(logic.settled(truth(answer), open_question=truth(question))) is expected


@pytest.mark.parametrize(("fault", "expected"), [(0, False), (1, None), (2, True), (None, None)])
def test_a_fault_counts_where_no_record_is_in_order(fault, expected):
    assert of(logic.faulty(case(reuse_fault=fault).reuse_fault)) is expected


@pytest.mark.parametrize(
    ("thing", "count", "expected"),
    [("x", 1, True), (None, 1, False), (None, 0, False), (None, None, None), ("x", None, None)],
)
def test_what_is_not_on_record_is_told_from_what_can_not_be_told(thing, count, expected):
    thing = ibis.null("string") if thing is None else ibis.literal(thing)
    count = ibis.null("int64") if count is None else ibis.literal(count, "int64")
    assert said(logic.recorded(thing, count)) is expected


def test_methods_are_bits_in_the_order_of_the_contract():
    assert tuple(codes()["method"]) == logic.METHODS
    assert logic.METHODS[:2] == ("in_person", "video")
    assert logic.mask("in_person", "face", "no such method") == 0b101
    both = ibis.literal(0b101, "int64")
    assert said(logic.by_method(both, "video", "face")) is True
    assert said(logic.by_method(both, "video")) is False
    assert said(logic.by_method(ibis.null("int64"), "video")) is None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"outcome": "approved"}, True),
        ({"outcome": "rejected", "issued": False, "kind": "issue"}, False),
        ({"outcome": "rejected", "issued": True, "kind": "issue"}, True),
        ({"outcome": "rejected", "kind": "revoke"}, False),
        ({"issued": True, "kind": "issue"}, True),
        ({"issued": False, "kind": "issue"}, None),
        ({"kind": "revoke", "effective_at": dt.datetime(2019, 3, 1, tzinfo=dt.UTC)}, True),
        ({}, None),
    ],
)
def test_a_request_is_carried_out_or_it_is_not_or_nobody_knows(facts, expected):
    assert of(logic.carried_out(case(**facts))) is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"reuse_fault": 1, "fresh_passes": 0}, True),
        ({"reuse_fault": 1, "fresh_passes": 1}, False),
        ({"reuse_fault": 1}, True),
        ({"reuse_fault": 0, "fresh_passes": 0}, False),
        ({}, False),
    ],
)
def test_an_origin_is_unknown_where_nothing_else_passed(facts, expected):
    assert of(logic.origin_unknown(case(**facts))) is expected
