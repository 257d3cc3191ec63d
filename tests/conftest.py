"""What holds for every test: none of them asserts how long something takes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from mingzheng.audit.engines.spark import Spark
from mingzheng.errors import EngineError

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

SECRET = {"spark.ssl.keyPassword": "what-only-the-session-knows"}
"""A setting like a user's own; see `tests/audit/engines/test_spark_session.py`."""


@pytest.fixture(scope="session")
def spark_if_any(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spark | EngineError]:
    """Spark in this process, or why there is none here."""
    work = tmp_path_factory.mktemp("spark")
    try:
        engine = Spark(work, master="local[2]", memory=1 << 30, settings=SECRET)
        engine.expect(rows=1)
    except EngineError as reason:
        yield reason
        return
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def spark(spark_if_any: Spark | EngineError) -> Spark:
    """Spark in this process; where there is none the test is skipped, and says why."""
    if isinstance(spark_if_any, EngineError):
        pytest.skip(spark_if_any.text.en)
    return spark_if_any
