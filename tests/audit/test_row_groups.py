"""Verdict files have the same row groups however the engine cuts its batches."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingzheng.audit import verdicts


@given(st.lists(st.integers(0, 9), max_size=12))
def test_groups_are_full_but_for_the_last_and_lose_nothing(sizes):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdicts, "ROW_GROUP", 4)
        numbers = iter(range(sum(sizes)))
        batches = [
            pa.record_batch({"n": pa.array([next(numbers) for _ in range(size)], pa.int64())})
            for size in sizes
        ]
        groups = list(verdicts.row_groups(batches))
    assert [n for group in groups for n in group["n"].to_pylist()] == list(range(sum(sizes)))
    assert all(group.num_rows == 4 for group in groups[:-1])
    assert all(group["n"].num_chunks == 1 and group.num_rows for group in groups)
