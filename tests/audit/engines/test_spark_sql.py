"""What expressions are made of means the same on both engines, on values nobody would think of."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ibis
import pyarrow as pa
import pytest

from mingzheng.audit.engines.spark import Spark
from mingzheng.dossiers.facts import seconds
from mingzheng.rules.parties import DECORATED, REPLACED, plain

TEXTS = [
    None, "", " ", "a", "A b", "张三", "张三\n", "张三章", "某公司（合同专用章）", "合同专用章\n", "é", "É", "ﬀ",
    "𠮷野家", "👩‍👩‍👧", "\\", "\\d", "%", "_", "'", '"', "`", "a\\%_b", "$1", "\\1", "\t", "\x00", "\u200b",
    "ａｂ", "0123456789abcdef" * 4, "0123456789abcdef" * 4 + "\n", "null", "NaN", "·", "a·b", "?*□", "é", "e\u0301",
]  # fmt: skip
TIMES = [
    None,
    dt.datetime(1, 1, 1),
    dt.datetime(1582, 10, 10, 12),
    dt.datetime(1899, 12, 31, 23, 59, 59, 999999),
    dt.datetime(1969, 12, 31, 23, 59, 59, 500000),
    dt.datetime(1970, 1, 1),
    dt.datetime(1991, 6, 1, 0, 30),
    dt.datetime(2020, 2, 29, 15, 59, 59, 999999),
    dt.datetime(2038, 1, 19, 3, 14, 8),
    dt.datetime(9999, 12, 31, 23, 59, 59, 999999),
]
NUMBERS = [None, 0, 1, -1, 7, -7, 2**30, 2**40 + 5, -(2**40), 2**62]


def of_texts(t: Any) -> dict[str, Any]:
    s, o = t.s, t.o
    pattern = o.translate(REPLACED + "%\\", "_" * (len(REPLACED) + 2))
    return {
        "equal": s == o,
        "less": s < o,
        "length": s.length().cast("int64"),
        "lower": s.lower(),
        "contains": s.contains(o),
        "starts": s.startswith(o),
        "right": s.right(2),
        "first": s.substr(0, 2),
        "replaced": s.replace("·", "").replace(" ", ""),
        "plain": plain(s),
        "decorated": s.re_search(DECORATED),
        "digest": s.re_search(r"^[0-9a-f]{64}\z"),
        "like": s.like(pattern),
        "joined": s + " " + o,
        "nullif": s.nullif(o),
        "filled": s.fill_null("·").concat(o.fill_null("\\")),
        "in": s.isin(("a", "张三", "\\", "'")),
        "words": ibis.array([s, o]).contains(o),
        "others": ibis.array([s, "a"]).contains(o),
    }


def of_times(t: Any) -> dict[str, Any]:
    a, b = t.s, t.o
    return {
        "seconds": seconds(a),
        "day": a.truncate("D"),
        "microsecond": a.microsecond().cast("int64"),
        "year": a.year().cast("int64"),
        "later": a > b,
        "least": ibis.least(a, b),
        "greatest": ibis.greatest(a, b),
        "before": ibis.ifelse(b.year() > 1, b - ibis.interval(days=1), b),
        "margin": ibis.ifelse(b.year() < 9999, b + ibis.interval(seconds=1800), b),
        "hours": ibis.ifelse(b.year() < 9999, b + t.n.as_interval("h"), b),
    }


def of_numbers(t: Any) -> dict[str, Any]:
    a, b = t.s, t.o
    return {
        "modulus": a % (2**30),
        "of": a % b.nullif(0),
        "floor": a.fill_null(0) // 7,
        "bits": a & b,
        "either": a | b,
        "less": a < b,
        "least": ibis.least(a, b),
        "small": (a.fill_null(0) % 5).cast("int8"),
        "absolute": a.abs(),
    }


@pytest.mark.parametrize(
    ("values", "type_", "asked"),
    [
        (TEXTS, pa.string(), of_texts),
        (TIMES, pa.timestamp("us"), of_times),
        (NUMBERS, pa.int64(), of_numbers),
    ],
    ids=["texts", "times", "numbers"],
)
def test_an_expression_means_the_same(
    values: list[Any], type_: pa.DataType, asked: Any, spark: Spark
):
    pairs = [(a, b) for a in values for b in values]
    table = pa.table(
        {
            "place": pa.array(range(len(pairs)), pa.int64()),
            "s": pa.array([a for a, _ in pairs], type_),
            "o": pa.array([b for _, b in pairs], type_),
            "n": pa.array([place % 5 for place in range(len(pairs))], pa.int64()),
        }
    )

    def answers(t: Any) -> Any:
        return t.select("place", "s", "o", **asked(t)).order_by("place")

    here = ibis.duckdb.connect().to_pyarrow(answers(ibis.memtable(table))).to_pydict()
    there = spark.table(answers(spark.store(f"values_{type_.id}", table))).to_pydict()
    for name, expected in here.items():
        differing = [
            (a, b, mine, theirs)
            for a, b, mine, theirs in zip(here["s"], here["o"], expected, there[name], strict=True)
            if mine != theirs
        ]
        assert not differing, (name, differing[:5])
