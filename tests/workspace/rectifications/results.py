"""Results of audits, as the engine leaves them, with any number of breaches."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.audit.seal import sealed_outputs

RULES = {"content.key_weak": 210, "contract.never_signed": 1460, "identity.never_checked": 12}
"""Breaches of a small result, by rule."""


def _made_for_reports() -> ModuleType:
    """What the reports' tests write results with."""
    path = Path(__file__).parents[2] / "reports" / "conftest.py"
    spec = importlib.util.spec_from_file_location("results_of_reports", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_result(folder: Path, breaches: Mapping[str, int], *, clear: int = 100) -> Path:
    """A sealed result in which rules are broken so often; files as the engine writes them."""
    made = _made_for_reports()
    (folder / "verdicts").mkdir(parents=True)
    statistics = []
    for rule, count in breaches.items():
        of_rule = {"severity": "violation", "year": 2021, "domain": "commerce"}
        statistics.append(made.statistic(rule, "clear", clear, **of_rule))
        if count:
            statistics.append(made.statistic(rule, "breach", count, **of_rule))
            row = made.verdict(rule, "SQ0", severity="violation", domain="commerce",
                               event_at=made.at("2021-03-04 09:00"))  # fmt: skip
            table = pa.Table.from_pylist([row], made.VERDICTS)
            table = pa.concat_tables([table] * count).combine_chunks()
            names = pa.array([f"SQ{number:07}" for number in range(count)])
            for name in ("subject", "application_id"):
                table = table.set_column(table.schema.get_field_index(name), name, names)
            pq.write_table(table, folder / "verdicts" / f"{rule}.parquet")
    said = {**made.run_json(), "summary": made.summary(statistics, [])}
    said["authority"] = {**said["authority"], "name": "沪上数字证书认证有限公司"}
    for name, rows, of in (
        ("statistics", statistics, made.STATISTICS), ("examples", [], made.EXAMPLES),
        ("reconciliation", [], made.RECONCILIATION), ("rejects", [], made.REJECTS),
    ):  # fmt: skip
        pq.write_table(pa.Table.from_pylist(rows, of), folder / f"{name}.parquet")
    (folder / "run.json").write_text(json.dumps(said), "utf-8")
    said["outputs"] = sealed_outputs(folder)
    (folder / "run.json").write_text(json.dumps(said), "utf-8")
    return folder
