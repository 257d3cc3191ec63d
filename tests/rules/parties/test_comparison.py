"""Names compared: whatever they hold, and against a second opinion written in plain Python."""

from __future__ import annotations

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from mingzheng.rules.parties import REPLACED, compared

HOSTILE = "张三丰甲乙公司章()·%_\\?*□�[]{}|^$.+'\"@1-a\n"
names = st.none() | st.text(st.sampled_from(HOSTILE), min_size=1, max_size=6)
plain_names = st.text(st.sampled_from("张三李四王五赵"), min_size=1, max_size=4)


def answers(pairs):
    table = pa.table(
        {
            "certified": pa.array([c for c, _ in pairs], pa.string()),
            "applied": pa.array([a for _, a in pairs], pa.string()),
        }
    )
    t = ibis.memtable(table)
    found = compared((t.certified,), (t.applied,))
    rows = t.select(differs=found.differs, lesser=found.lesser)
    return [tuple(row.values()) for row in ibis.duckdb.connect().to_pyarrow(rows).to_pylist()]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(names, names), min_size=20, max_size=200))
def test_no_name_breaks_it_and_none_differs_from_itself(pairs):
    for (certified, applied), (differs, lesser) in zip(pairs, answers(pairs), strict=True):
        assert lesser in (True, False)
        if certified is None or applied is None:
            assert differs is None
            assert not lesser
        elif certified == applied:
            assert differs in (False, None)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(plain_names, plain_names), min_size=20, max_size=200))
def test_plain_names_differ_just_where_they_are_not_equal(pairs):
    for (certified, applied), (differs, lesser) in zip(pairs, answers(pairs), strict=True):
        assert differs == (certified != applied)
        assert not lesser


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(plain_names, st.sampled_from(REPLACED), st.data()), min_size=5, max_size=20)
)
def test_a_replaced_character_is_the_lesser_difference(spoiled):
    pairs = []
    for name, mark, data in spoiled:
        place = data.draw(st.integers(0, len(name) - 1))
        pairs.append((name[:place] + mark + name[place + 1 :], name))
    both_ways = pairs + [(b, a) for a, b in pairs]
    assert answers(both_ways) == [(True, True)] * len(both_ways)


def test_seals_dots_cuts_and_decorations():
    long = "广西壮族自治区南宁市青秀区民族大道科技有限公司"
    assert answers(
        [
            ("甲公司财务专用章", "甲公司"),
            ("甲公司", "甲公司(发票专用章)"),
            ("甲公司法人章", "甲公司公章"),
            ("甲公司人事专用章", "甲公司(电子合同专用章)"),
            ("甲公司财务章", "乙公司财务章"),
            ("李章", "李"),
            ("章公司", "公司"),
            ("公章", "公章"),
            (long[:20], long),
            (long[:19], long),
            (long, long[:20]),
            ("041@n91110000600037341l@甲公司@00000001", "甲公司"),
            ("甲公司北京分公司", "甲公司"),
        ]
    ) == [
        (False, False),
        (False, False),
        (False, False),
        (False, False),
        (True, False),
        (True, False),
        (True, False),
        (None, False),
        (True, True),
        (True, False),
        (True, False),
        (None, False),
        (True, False),
    ]
