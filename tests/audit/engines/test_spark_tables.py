"""The engine with its tables under a URL, which only the JVM opens."""

from __future__ import annotations

import gc
import pickle
from pathlib import Path

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.audit.engines.hadoop import Hadoop
from mingzheng.audit.engines.spark import Spark
from mingzheng.audit.engines.spark_tables import SharedFolder, SharedUrl, Tables
from mingzheng.audit.engines.spark_tasks import PIECE, in_pieces, over_pieces, whole

# PySpark leaves sockets to be closed when they are forgotten
pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")

ROWS = pa.table({"number": range(1000)})
AWKWARD = "结果 [a]{b}*"


@pytest.fixture(params=["folder", "url"])
def engine(request, spark, far, tmp_path: Path):
    tables: Tables = SharedFolder(tmp_path / AWKWARD)
    if request.param == "url":
        tables = SharedUrl(Hadoop(spark.session), f"{far.url}/{AWKWARD}/tables", tmp_path)
    made = Spark(
        tmp_path / AWKWARD, master="local[2]", memory=1 << 30, session=spark.session, tables=tables
    )
    yield made
    made.close()
    gc.collect()


def test_tables_are_kept_read_and_dropped(engine: Spark, far, tmp_path: Path):
    numbers = engine.store("numbers", ROWS)
    engine.keep("odd", numbers.filter(numbers.number % 2 == 1))
    odd = ibis.table({"number": "int64"}, name="odd")
    assert engine.table(odd.order_by(odd.number.desc()))["number"].to_pylist() == list(
        range(999, 0, -2)
    )
    made = [*far.root.rglob("odd-*/part-*"), *tmp_path.rglob("odd-*/part-*")]
    assert made
    engine.drop("odd")
    engine.settle(*engine.due)
    assert not any(part.exists() for part in made)
    assert not list(tmp_path.glob("rows-*"))


def test_work_is_done_elsewhere(engine: Spark, far, tmp_path: Path):
    octets = bytes(range(256)) * (3 * PIECE // 256)
    assert engine.elsewhere(bytes.swapcase)(octets) == octets.swapcase()
    left = [path for place in (far.root, tmp_path) for path in place.rglob("task-*")]
    assert left == []


@given(st.binary(max_size=100) | st.integers(PIECE - 20, 2 * PIECE + 20).map(bytes))
def test_pieces_are_the_whole(octets: bytes):
    pieces = in_pieces((bytes.upper, octets))
    assert all(len(piece.as_py()) <= PIECE for piece in pieces["octets"])
    assert whole(over_pieces(iter(pieces.to_batches()))) == octets.upper()


def test_an_error_of_a_worker_is_raised(engine: Spark):
    with pytest.raises(Exception, match="invalid literal"):
        engine.elsewhere(int)("no number")


def test_what_is_pickled_is_plain():
    assert pickle.loads(pickle.dumps(over_pieces)) is over_pieces
