"""How long a page of verdicts takes in a result of a million: `python benchmarks/browse_verdicts.py`.

Makes a result of 10^6 verdicts over 40 rules, browses it as the pages do, and prints the median
and the slowest of each kind of page, in milliseconds of one process that had read nothing before
the first round.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mingzheng.audit.verdicts import ROW_GROUP, SCHEMA
from mingzheng.rules import rules
from mingzheng.workspace.runs import reading
from mingzheng.workspace.runs.reading import Filter, Place

RULES, DOMAINS = 40, ("commerce", "finance", "government", "healthcare", "other", None)
ROUNDS = 9


def made(folder: Path, number: int) -> Path:
    """A result of that many verdicts; only what browsing reads."""
    (folder / "verdicts").mkdir(parents=True)
    chosen = rules()[:RULES]
    counted = []
    for n, rule in enumerate(chosen):
        count = number // RULES
        draw = random.Random(n)
        columns = {
            "rule": [rule.id] * count,
            "item": [rule.items[0]] * count,
            "severity": ["violation"] * count,
            "held": [False] * count,
            "verdict": ["breach"] * count,
            "looks_at": [rule.looks_at.key()] * count,
            "subject": [f"{draw.getrandbits(128):032x}" for _ in range(count)],
            "application_id": [f"SQ{n:04}{k:08}" for k in range(count)],
            "serial_number": [f"{draw.getrandbits(128):032x}" for _ in range(count)],
            "issuer_dn": ["CN=CA"] * count,
            "product": ["signing"] * count,
            "subject_kind": [draw.choice(("person", "organization")) for _ in range(count)],
            "domain": [draw.choice(DOMAINS) for _ in range(count)],
            "registration_authority": [f"RA{draw.randrange(60):03}" for _ in range(count)],
            "channel": ["online"] * count,
            "event_at": [
                1_500_000_000_000_000 + draw.randrange(160_000_000) * 10**6 for _ in range(count)
            ],
            "shows": [[{"name": "x", "value": str(k)}] for k in range(count)],
            "sources": [[f"tables/applications.csv:{k}"] for k in range(count)],
        }
        path = folder / "verdicts" / f"{rule.id}.parquet"
        table = pa.table(columns, SCHEMA)
        pq.write_table(table, path, compression="zstd", row_group_size=ROW_GROUP)
        counted.append({"scope": "rule", "id": rule.id, "item": rule.items[0], "count": count,
                        "domain": "other", "verdict": "breach", "product": "signing", "year": 2022,
                        "registration_authority": "RA001", "subject_kind": "person"})  # fmt: skip
    pq.write_table(pa.Table.from_pylist(counted), folder / "statistics.parquet")
    pq.write_table(pa.table({"rule": pa.array([], pa.string()), "subject": pa.array([], pa.string())}),
                   folder / "examples.parquet")  # fmt: skip
    run = {"summary": {}, "time_zone": "Asia/Shanghai", "as_of": "2022-10-30"}
    (folder / "run.json").write_text(json.dumps(run))
    return folder


def main() -> None:
    """Print a line for each kind of page."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as work:
        folder = made(Path(work) / "result", number)
        middle = Place(rules()[RULES // 2].id, number // RULES // 2)
        few = Filter(agency="RA007", domain="finance", year="2019", kind="person")
        pages: dict[str, Callable[[], object]] = {
            "first": lambda: reading.listed(folder, Filter()),
            "middle": lambda: reading.listed(folder, Filter(), after=middle),
            "backwards": lambda: reading.listed(folder, Filter(), before=middle),
            "one rule": lambda: reading.listed(folder, Filter(rule=middle.rule)),
            "by year and agency": lambda: reading.listed(folder, few),
            "none found": lambda: reading.listed(folder, Filter(agency="none")),
            "count": lambda: reading.counted.__wrapped__(folder, few),
            "one verdict": lambda: reading.verdict(folder, middle),
        }
        for name, page in pages.items():
            taken = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                page()
                taken.append(1000 * (time.perf_counter() - began))
            print(f"{name:20} median {statistics.median(taken):7.1f} slowest {max(taken):7.1f}")


if __name__ == "__main__":
    main()
