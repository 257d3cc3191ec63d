"""The seal of a run: what went in, by what rules and law it was judged, and what came out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng import law
from mingzheng.errors import OutputError
from mingzheng.evidence.parameters import DEFAULT_SOURCE
from mingzheng.evidence.settings import Coverage, Parameter, Settings, TableSettings
from mingzheng.privacy import mask_text
from mingzheng.records import public_texts
from mingzheng.records.reading import ARCHIVES, Records
from mingzheng.records.schema import tables
from mingzheng.rules import VERSION as RULES_VERSION
from mingzheng.rules.registry import digest

COUNTS = ("examined", "clear", "breach", "unknown", "not_in_force")


def described(
    settings: Settings,
    records: Records,
    parameters: Mapping[str, Parameter],
    rejects: Mapping[str, int],
) -> dict[str, Any]:
    """What a run was asked and given, for run.json."""
    return {
        "product": "mingzheng",
        "version": version("mingzheng"),
        "rules": {"version": RULES_VERSION, "sha256": digest()},
        "law": {"version": law.VERSION, "sha256": law.digest()},
        "as_of": settings.as_of.isoformat(),
        "period": {"from": _day(settings.period.since), "until": _day(settings.period.until)},
        "authority": {
            name: getattr(settings.authority, name)
            for name in ("name", "credit_code", "licence_number", "province")
        },
        "time_zone": settings.time_zone,
        "clock_tolerance_seconds": int(settings.clock_tolerance.total_seconds()),
        "parameters": {
            name: _parameter(parameter) for name, parameter in sorted(parameters.items())
        },
        "defaults": [name for name in settings.defaults if not _is_stated(name, parameters)],
        "notices": [
            {"zh": mask_text(notice.zh), "en": mask_text(notice.en)} for notice in records.notices
        ],
        "inputs": [{**asdict(found), "path": mask_text(found.path)} for found in records.inputs],
        "tables": {
            name: _table(name, settings, records, rejects.get(name, 0))
            for name in (*tables(), *ARCHIVES, public_texts.NAME)
        },
        "certificates": records.rows.get("certificates", 0),
    }


def _is_stated(default: str, parameters: Mapping[str, Parameter]) -> bool:
    """Whether a practice statement gives what evidence.toml doesn't."""
    section, _, name = default.partition(".")
    found = parameters.get(name) if section == "parameters" else None
    return found is not None and found.source != DEFAULT_SOURCE


def _parameter(parameter: Parameter) -> dict[str, Any]:
    """`instead_of`: what the practice statement says, where evidence.toml overrides it."""
    said = {"value": parameter.value, "source": mask_text(parameter.source)}
    if parameter.instead_of is not None:
        said["instead_of"] = _parameter(parameter.instead_of)
    return said


def _day(day: Any) -> str | None:
    return None if day is None else day.isoformat()


def _table(name: str, settings: Settings, records: Records, rejects: int) -> dict[str, Any]:
    of = settings.certificates if name == "certificates" else settings.tables.get(name)
    of = of or TableSettings(name=name)
    return {
        "supplied": name in records.supplied,
        "rows": records.rows.get(name, 0),
        "rejects": rejects,
        "void": name in records.void,
        "shifted": name in records.shifted,
        "coverage": [_coverage(c) for c in of.complete],
        "provenance": {
            k: mask_text(v) if isinstance(v, str) and k != "sha256" else v
            for k, v in asdict(of.provenance).items()
            if v is not None
        },
        "headers": dict(records.headers.get(name, {})),
    }


def _coverage(c: Coverage) -> dict[str, Any]:
    return {
        "from": _day(c.span.since),
        "until": _day(c.span.until),
        "product": c.product,
        "registration_authority": c.registration_authority,
    }


def summarised(
    statistics: pa.Table, *, items: list[str], rules: list[str], rejects: Mapping[str, int],
    missing: list[str],
) -> dict[str, Any]:  # fmt: skip
    """The counts others build on: per item and per rule, every id present."""
    return {
        "items": {item: _counts(statistics, "item", item) for item in items},
        "rules": {rule: _counts(statistics, "rule", rule) for rule in rules},
        "rejects": dict(sorted(rejects.items())),
        "missing_tables": missing,
    }


def _counts(statistics: pa.Table, scope: str, id_: str) -> dict[str, int]:
    mine = statistics.filter(
        pc.and_(pc.equal(statistics["scope"], scope), pc.equal(statistics["id"], id_))
    )
    by = {
        verdict: _sum(mine, verdict) for verdict in ("clear", "breach", "unknown", "not_in_force")
    }
    examined = by["clear"] + by["breach"] + by["unknown"]
    counts = {"examined": examined, **by}
    if scope == "item":
        counts |= {"doubts": _sum(mine, "doubt"), "notices": _sum(mine, "notice")}
    else:
        held = mine.filter(mine["held"])
        counts["held"] = pc.sum(held["count"]).as_py() or 0
    outside = mine.filter(pc.invert(mine["in_period"]))
    counts["outside_period"] = sum(_sum(outside, v) for v in ("clear", "breach", "unknown"))
    return counts


def miscounted(folder: Path, run: Mapping[str, Any]) -> list[str]:
    """Items and rules whose counts in run.json are not those of statistics.parquet, sorted.

    run.json can't seal itself; what it counts must follow from what it seals.
    """
    said = [
        (scope, id_, counts)
        for scope, name in (("item", "items"), ("rule", "rules"))
        for id_, counts in run["summary"].get(name, {}).items()
    ]
    if not said:
        return []
    statistics = pq.read_table(folder / "statistics.parquet")
    return sorted(id_ for scope, id_, counts in said if counts != _counts(statistics, scope, id_))


def edited(folder: Path, apart: list[str]) -> OutputError:
    """What to say of a run.json with counts that are not its own."""
    named = "、".join(apart[:3])
    return OutputError(
        zh=f"结果 {folder} 的 run.json 被改动：{named} 的计数与封存的 statistics.parquet 不符（共 {len(apart)} 处）。请用原件，或重新运行 mingzheng audit。",
        en=f"run.json of {folder} was edited: the counts of {named} are not those of the sealed statistics.parquet ({len(apart)} in all). Use the original, or run mingzheng audit again.",
    )


def _sum(rows: pa.Table, verdict: str) -> int:
    return pc.sum(rows.filter(pc.equal(rows["verdict"], verdict))["count"]).as_py() or 0


def sealed_outputs(result: Path) -> list[dict[str, Any]]:
    """Path, size and SHA-256 of every file of the result but the seal and the clock's file."""
    apart = {"run.json", "timing.json"}
    found = []
    for path in sorted(result.rglob("*")):
        name = path.relative_to(result).as_posix()
        if path.is_file() and name not in apart and not name.startswith("work/"):
            with path.open("rb") as file:
                digest_ = hashlib.file_digest(file, "sha256").hexdigest()
            found.append({"path": name, "bytes": path.stat().st_size, "sha256": digest_})
    return found


def fingerprint(run: Mapping[str, Any]) -> str:
    """Which run this is: SHA-256 over run.json without `outputs`, which hold the reports' hashes."""
    sealed = {name: value for name, value in run.items() if name != "outputs"}
    canonical = json.dumps(sealed, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Canonical enough to compare by bytes: sorted keys, two spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, default=str)
    path.write_text(text + "\n", encoding="utf-8")
