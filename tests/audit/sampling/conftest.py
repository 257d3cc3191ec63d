"""Sealed results of any content, to draw originals from."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingzheng.audit.sampling import SealedResult, opened
from mingzheng.audit.seal import sealed_outputs
from mingzheng.audit.verdicts import SCHEMA

Row = dict[str, Any]
RULE = "identity.never_checked"


def verdict(number: int, **more: Any) -> Row:
    """A held breach of one of six strata: three RAs, two years."""
    application = f"SQ{number:06}"
    row: Row = dict.fromkeys(SCHEMA.names)
    return {
        **row,
        "rule": RULE,
        "item": "1.1",
        "severity": "violation",
        "held": True,
        "verdict": "breach",
        "looks_at": "case",
        "subject": application,
        "application_id": application,
        "product": "signature",
        "subject_kind": "person",
        "domain": ("government", "finance")[number % 2],
        "registration_authority": f"RA0{number % 3}",
        "event_at": dt.datetime(2019 + number % 2, 3, 1, 2, 0),
        "shows": [
            {"name": "subject_name", "value": "张三"},
            {"name": "evidence_ref", "value": f"档-{number}"},
        ],
        "sources": [f"tables/业务申请.csv:{number + 2}"],
        **more,
    }


Make = Callable[..., SealedResult]


@pytest.fixture
def make_sealed(tmp_path: Path) -> Make:
    """`make_sealed(rows)`: a result folder with these verdicts, sealed."""

    def make(
        rows: Iterable[Mapping[str, Any]], *, name: str = "result", **run: Any
    ) -> SealedResult:
        folder = tmp_path / name
        (folder / "verdicts").mkdir(parents=True)
        by_rule: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            by_rule.setdefault(row["rule"], []).append(row)
        for rule, of_rule in by_rule.items():
            table = pa.Table.from_pylist(of_rule, SCHEMA)
            pq.write_table(table, folder / f"verdicts/{rule}.parquet", row_group_size=37)
        said = {"as_of": "2022-10-30", "time_zone": "Asia/Shanghai", "summary": {}, **run}
        said["outputs"] = sealed_outputs(folder)
        (folder / "run.json").write_text(json.dumps(said), "utf-8")
        return opened(folder)

    return make


@pytest.fixture
def held(make_sealed: Make) -> SealedResult:
    """200 held breaches of one rule."""
    return make_sealed(verdict(number) for number in range(200))


@pytest.fixture
def a_verdict() -> Callable[..., Row]:
    """`verdict`."""
    return verdict
