"""How long a page of verdicts takes in a result of a million: `python benchmarks/browse_verdicts.py`.

Makes a result of 10^6 verdicts over 40 rules, browses it as the pages do, and prints the median
and the slowest of each kind of page, in milliseconds of one process that had read nothing before
the first round.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.audit.examples import SCHEMA as EXAMPLES
from mingzheng.audit.seal import sealed_outputs, summarised, write_json
from mingzheng.audit.statistics import SCHEMA as STATISTICS
from mingzheng.audit.verdicts import ROW_GROUP, SCHEMA
from mingzheng.rules import Rule, rules
from mingzheng.workspace.runs import reading
from mingzheng.workspace.runs.reading import Filter, Place

RULES, DOMAINS = 40, ("commerce", "finance", "government", "healthcare", "other", None)
ROUNDS = 9


def made(folder: Path, number: int) -> Path:
    """A sealed result of that many verdicts."""
    (folder / "verdicts").mkdir(parents=True)
    count = number // RULES
    counted = [_write(folder, rule, n, count) for n, rule in enumerate(rules()[:RULES])]
    statistics = pa.concat_tables(counted)
    of_items = statistics.set_column(0, "scope", pa.array(["item"] * len(statistics)))
    of_items = of_items.set_column(1, "id", statistics["item"])
    statistics = pa.concat_tables([statistics, of_items])
    pq.write_table(statistics, folder / "statistics.parquet")
    pq.write_table(EXAMPLES.empty_table(), folder / "examples.parquet")
    (folder / "report.html").write_text("<p>report</p>")
    items = sorted({rule.items[0] for rule in rules()[:RULES]})
    run = {
        "product": "mingzheng", "version": "0", "complete": True, "failures": [],
        "rules": {"version": "0", "sha256": ""}, "law": {"version": "0", "sha256": ""},
        "as_of": "2022-10-30", "period": {"from": "2017-07-01", "until": None},
        "authority": {"name": ""}, "time_zone": "Asia/Shanghai", "certificates": number,
        "summary": summarised(
            statistics, items=items, rules=[rule.id for rule in rules()], rejects={}, missing=[]
        ),
        "inputs": [], "tables": {}, "parameters": {}, "clock_tolerance_seconds": 0,
        "outputs": sealed_outputs(folder),
    }  # fmt: skip
    write_json(folder / "run.json", run)
    return folder


def _write(folder: Path, rule: Rule, n: int, count: int) -> pa.Table:
    """The verdicts of one rule; gives what statistics count of them."""
    draw = random.Random(n)
    columns = {
        "rule": [rule.id] * count,
        "item": [rule.items[0]] * count,
        "severity": ["violation"] * count,
        "held": [False] * count,
        "verdict": ["breach"] * count,
        "looks_at": [rule.looks_at.key()] * count,
        "subject": sorted(f"{draw.getrandbits(128):032x}" for _ in range(count)),
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
    table = pa.table(columns, SCHEMA)
    path = folder / "verdicts" / f"{rule.id}.parquet"
    pq.write_table(table, path, compression="zstd", row_group_size=ROW_GROUP)
    named = table.append_column("id", table["rule"])
    named = named.append_column("year", pc.cast(pc.year(table["event_at"]), pa.int32()))
    named = named.append_column("in_period", pa.array([True] * count))
    named = named.append_column("scope", pa.array(["rule"] * count))
    keys = [name for name in STATISTICS.names if name != "count"]
    summed = named.group_by(keys).aggregate([([], "count_all")])
    return summed.rename_columns([*keys, "count"]).select(STATISTICS.names).cast(STATISTICS)


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
            "cells by item and domain": lambda: reading.cells.__wrapped__(folder),
            "one verdict": lambda: reading.verdict(folder, middle),
        }
        for name, page in pages.items():
            taken = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                page()
                taken.append(1000 * (time.perf_counter() - began))
            print(f"{name:24} median {statistics.median(taken):7.1f} slowest {max(taken):7.1f}")


if __name__ == "__main__":
    main()
