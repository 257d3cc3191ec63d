"""Results as `mingzheng audit` writes them, of verdicts that a test makes up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.audit.examples import SCHEMA as EXAMPLES
from mingzheng.audit.seal import fingerprint, sealed_outputs, summarised, write_json
from mingzheng.audit.verdicts import SCHEMA
from mingzheng.rules import rules

RULE, OTHER = "content.algorithm_weak", "identity.never_checked"
NUMBER = "11010519491231002X"
"""The number that GB 11643 itself gives as its example."""
STATISTICS = ("scope", "id", "item", "domain", "product", "registration_authority",
              "subject_kind", "channel", "verdict", "severity")  # fmt: skip


def row(number: int, **given: Any) -> dict[str, Any]:
    """One verdict."""
    return {
        "rule": RULE, "item": "2.2", "severity": "violation", "held": False, "verdict": "breach",
        "looks_at": "certificate", "subject": f"c{number:06}", "application_id": f"SQ{number:08}",
        "serial_number": f"{number:x}", "issuer_dn": "CN=<script>alert(1)</script>",
        "product": "signing", "subject_kind": "person", "domain": ("commerce", None)[number % 2],
        "registration_authority": f"RA{number % 3:02}", "channel": None,
        # a second before midnight in Shanghai, and a second after
        "event_at": 1640966399_000000 + 2_000000 * (number % 2),
        "shows": [{"name": "algorithm", "value": f"<b>{NUMBER}</b>"}],
        "sources": [f"tables/applications.csv:{number + 2}"], **given,
    }  # fmt: skip


def write_result(folder: Path, *files: list[dict[str, Any]]) -> Path:
    """A sealed result of these verdicts, a file for each rule."""
    (folder / "verdicts").mkdir(parents=True)
    counted: dict[tuple[Any, ...], int] = {}
    for rows in files:
        table = pa.Table.from_pylist(rows, SCHEMA)
        pq.write_table(table, folder / "verdicts" / f"{rows[0]['rule']}.parquet")
        for each in rows:
            for scope, id_ in (("rule", each["rule"]), ("item", each["item"])):
                key = (scope, id_, *(each.get(name) for name in STATISTICS[2:]), 2022)
                counted[key] = counted.get(key, 0) + 1
    statistics = [
        {**dict(zip((*STATISTICS, "year"), key, strict=True)), "count": n, "held": False,
         "in_period": True}
        for key, n in counted.items()
    ]  # fmt: skip
    schema = pa.schema([*((name, pa.string()) for name in STATISTICS), ("year", pa.int32()),
                        ("held", pa.bool_()), ("in_period", pa.bool_()), ("count", pa.int64())])  # fmt: skip
    table = pa.Table.from_pylist(statistics, schema)
    pq.write_table(table, folder / "statistics.parquet")
    pq.write_table(EXAMPLES.empty_table(), folder / "examples.parquet")
    (folder / "report.html").write_text("<script>alert(document.domain)</script>")
    items = ["2.2", "1.1"]
    summary = summarised(
        table, items=items, rules=[rule.id for rule in rules()], rejects={}, missing=["reviews"]
    )
    run = {
        "product": "mingzheng", "version": "0.1.0", "complete": True, "failures": [],
        "rules": {"version": "1", "sha256": ""}, "law": {"version": "1", "sha256": ""},
        "as_of": "2022-10-30", "period": {"from": "2017-07-01", "until": None},
        "authority": {"name": "沪上数字证书认证有限公司"}, "time_zone": "Asia/Shanghai",
        "certificates": 7, "summary": summary, "inputs": [], "tables": {}, "parameters": {},
        "clock_tolerance_seconds": 0, "outputs": sealed_outputs(folder),
    }  # fmt: skip
    assert fingerprint(run)
    write_json(folder / "run.json", run)
    assert json.loads((folder / "run.json").read_text("utf-8")) == run
    return folder
