"""The findings on a sample, merged into the result they were drawn from, and sealed again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.audit.sampling.conclusion import Conclusion, Verdict, conclude, described, tally
from mingzheng.audit.sampling.population import SealedResult
from mingzheng.audit.sampling.selection import Sample
from mingzheng.audit.seal import sealed_outputs, write_json
from mingzheng.errors import OutputError, system_reason
from mingzheng.privacy import mask_texts

TABLE, CONCLUSIONS = "originals.parquet", "originals.json"

SCHEMA = pa.schema(
    [
        ("sample", pa.string()),
        ("number", pa.int32()),
        ("stratum", pa.int32()),
        ("rule", pa.string()),
        ("looks_at", pa.string()),
        ("subject", pa.string()),
        ("application_id", pa.string()),
        ("serial_number", pa.string()),
        ("seen", pa.bool_()),
        ("matches", pa.bool_()),
        ("verdict", pa.string()),
        ("note", pa.string()),
        ("reviewer", pa.string()),
        ("reviewed_on", pa.date32()),
    ]
)
DRAWN = ("rule", "looks_at", "subject", "application_id", "serial_number")


@dataclass(frozen=True)
class Finding:
    """What a person found of the original with a number; `matches` is None of one not seen."""

    number: int
    seen: bool
    matches: bool | None
    verdict: Verdict
    note: str | None
    reviewer: str
    day: dt.date


def record(sample: Sample, findings: Sequence[Finding]) -> Conclusion:
    """Put the findings on a sample into its result and seal it; earlier ones on it are replaced.

    Raises OutputError where the result can't be written.
    """
    by_number = {finding.number: finding for finding in findings}
    counts = tally(
        sample.plan.strata, [(sample.stratum(n), f.verdict) for n, f in by_number.items()]
    )
    design = sample.design
    found = conclude(counts, confidence=design.confidence, tolerable=design.tolerable)
    result = sample.result
    try:
        others = _kept(result, sample.id)
        rows = pa.concat_tables([others, _rows(sample, by_number)])
        rows = rows.sort_by([("sample", "ascending"), ("number", "ascending")])
        pq.write_table(rows, result.folder / TABLE, compression="zstd")
        samples = {**conclusions(result), sample.id: _described(sample, found)}
        write_json(result.folder / CONCLUSIONS, {"samples": samples})
        seal(result)
    except OSError as error:
        raise OutputError(
            zh=f"不能写入结果文件夹 {result.folder}：{system_reason(error).zh}。请检查权限和磁盘空间。",
            en=f"The result folder {result.folder} can't be written: {system_reason(error).en}. Check its permissions and the disk's space.",
        ) from error
    return found


def seal(result: SealedResult) -> None:
    """Seal what the result folder now holds."""
    write_json(
        result.folder / "run.json", {**result.run, "outputs": sealed_outputs(result.folder)}
    )


def conclusions(result: SealedResult) -> dict[str, Any]:
    """What originals.json says of each sample so far."""
    path = result.folder / CONCLUSIONS
    return dict(json.loads(path.read_text("utf-8"))["samples"]) if path.exists() else {}


def _kept(result: SealedResult, replaced: str) -> pa.Table:
    """The rows of the other samples."""
    path = result.folder / TABLE
    rows = pq.read_table(path).cast(SCHEMA) if path.exists() else SCHEMA.empty_table()
    return rows.filter(pc.not_equal(rows["sample"], replaced))


def _rows(sample: Sample, findings: Mapping[int, Finding]) -> pa.Table:
    numbers = range(1, len(sample.places) + 1)
    found = [findings.get(number) for number in numbers]
    texts = {
        name: mask_texts(pa.array([f and getattr(f, name) for f in found], pa.string()))
        for name in ("note", "reviewer")
    }
    columns: dict[str, Any] = {
        "sample": [sample.id] * len(found),
        "number": list(numbers),
        "stratum": [sample.stratum(number) for number in numbers],
        **{name: sample.rows[name] for name in DRAWN},
        "seen": [f and f.seen for f in found],
        "matches": [f and f.matches for f in found],
        "verdict": [f and str(f.verdict) for f in found],
        **texts,
        "reviewed_on": [f and f.day for f in found],
    }
    return pa.table({field.name: columns[field.name] for field in SCHEMA}).cast(SCHEMA)


def _described(sample: Sample, found: Conclusion) -> Mapping[str, Any]:
    """One sample in originals.json: what was drawn and how, and what came of it."""
    names = [list(name) for name in sample.population.names]
    said = dict(described(found))
    strata = [{"of": name, **of} for name, of in zip(names, said.pop("strata"), strict=True)]
    return {"parameters": sample.parameters(), **said, "strata": strata}
