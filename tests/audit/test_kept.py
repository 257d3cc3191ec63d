"""Tables that outlive their engine: none is made twice, and none is believed that isn't the same."""

from __future__ import annotations

import os
import subprocess
import sys

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingzheng.audit.engines.duckdb import DuckDB
from mingzheng.audit.kept import Kept
from mingzheng.errors import MemoryShortError

NUMBERS = pa.table({"n": pa.array(range(1000), pa.int64())})


@pytest.fixture
def start(tmp_path):
    """`start(made_from=…)`: an engine in the same folder, and the table of numbers in it."""
    pq.write_table(NUMBERS, tmp_path / "numbers.parquet")
    engines = []

    def begin(made_from="numbers"):
        engine = DuckDB(tmp_path / "w", memory=1 << 29, threads=2, kept=Kept(tmp_path / "kept"))
        engines.append(engine)
        return engine, engine.parquet(
            "numbers", [tmp_path / "numbers.parquet"], made_from=made_from
        )

    yield begin
    for engine in engines:
        engine.close()


def chain(engine, numbers, *, add=1):
    """even → more → total; even is dropped once more stands on it."""
    even = engine.keep("even", numbers.filter(numbers.n % 2 == 0))
    seen = engine.view("seen", even.mutate(twice=even.n * 2))
    more = engine.keep("more", seen.select(n=seen.twice + add))
    engine.drop("even")
    total = engine.keep("total", more.agg(total=more.n.sum()))
    engine.settle(*engine.due)
    return engine.table(total)["total"][0].as_py()


EVERY = sum(2 * n + 1 for n in range(0, 1000, 2))


def files(folder):
    return sorted(path.name.partition("-")[0] + path.suffix for path in folder.iterdir())


def test_what_is_finished_is_not_made_again(start, tmp_path):
    engine, numbers = start()
    assert chain(engine, numbers) == EVERY
    assert (engine.made, engine.taken) == (3, 0)
    assert files(tmp_path / "kept") == ["even.gone", "more.parquet", "total.parquet"]
    engine, numbers = start()
    assert chain(engine, numbers) == EVERY
    assert (engine.made, engine.taken) == (0, 3)


def test_what_was_dropped_is_made_again_for_a_table_that_is_lacking(start, tmp_path):
    engine, numbers = start()
    chain(engine, numbers)
    engine, numbers = start()
    assert chain(engine, numbers, add=5) == EVERY + 4 * 500
    assert engine.made == 3
    assert files(tmp_path / "kept") == ["even.gone", "more.parquet", "total.parquet"]


def test_only_what_stands_on_something_lost_is_made_again(start, tmp_path):
    engine, numbers = start()
    chain(engine, numbers)
    next((tmp_path / "kept").glob("total-*")).unlink()
    engine, numbers = start()
    assert chain(engine, numbers) == EVERY
    assert (engine.made, engine.taken) == (1, 2)


def test_other_rows_below_make_all_above_again(start):
    engine, numbers = start()
    chain(engine, numbers)
    engine, numbers = start(made_from="other numbers")
    assert chain(engine, numbers) == EVERY
    assert engine.taken == 0


def test_a_table_that_fails_leaves_nothing(start, tmp_path):
    engine, numbers = start()
    engine.keep("wrong", numbers.select(n=numbers.n.cast("string").cast("date")))
    with pytest.raises(duckdb.ConversionException):
        engine.settle("wrong")
    assert files(tmp_path / "kept") == []


def test_half_a_table_is_cleared_away(start, tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "even-00.partial").write_bytes(b"PAR1")
    start()
    assert files(tmp_path / "kept") == []


def test_a_lack_of_memory_is_said_in_words(start):
    engine, numbers = start()
    engine.connection.raw_sql("SET memory_limit = '1MiB'")
    engine.connection.raw_sql("SET temp_directory = ''")
    wide = numbers.cross_join(numbers.view())
    engine.keep("wide", wide.order_by(ibis.desc("n")))
    with pytest.raises(MemoryShortError, match="--resume"):
        engine.settle("wide")


HASHED = """
import sys
from pathlib import Path
import ibis, pyarrow as pa
from mingzheng.audit.engines.duckdb import DuckDB
from mingzheng.audit.kept import Kept
engine = DuckDB(Path(sys.argv[1]), memory=1 << 29, threads=1, kept=Kept(Path(sys.argv[1]) / "kept"))
wide = engine.store("wide", pa.table({"l": [[1, 2]], **{f"c{n}": [n] for n in range(20)}}))
narrow = wide.mutate(d=wide.c0 + 1).drop(*[f"c{n}" for n in range(15)])
engine.keep("narrow", narrow.unnest("l"))
engine.settle("narrow")
print(engine.made, engine.taken)
"""


def test_a_table_bears_the_same_name_in_any_process(tmp_path):
    said = [
        subprocess.run(
            [sys.executable, "-c", HASHED, tmp_path], capture_output=True, check=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in "12"
    ]  # fmt: skip
    assert said == ["1 0\n", "0 1\n"]
