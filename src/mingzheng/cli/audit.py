"""`mingzheng audit EVIDENCE -o RESULT`."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

import click

from mingzheng.audit import audit, seal


@click.command("audit")
@click.argument("evidence", type=click.Path(path_type=Path))
@click.option("-o", "--output", "result", type=click.Path(path_type=Path), required=True)
@click.option("--json", "as_json", is_flag=True)
@click.option("--threads", type=int, default=2)
@click.option("--memory", type=int, default=3 << 30)
def command(evidence: Path, result: Path, as_json: bool, threads: int, memory: int) -> None:
    """Audit."""
    began = time.monotonic()

    def tell(stage, rows):
        if not rows:
            click.echo(f"{time.monotonic() - began:.1f} {stage}", err=True)

    outcome = audit(
        evidence,
        result,
        as_of=dt.date(2026, 11, 22),
        memory=memory,
        threads=threads,
        progress=tell,
    )
    click.echo(json.dumps(outcome.content["summary"], ensure_ascii=False, indent=1))
    click.echo(json.dumps(outcome.content["failures"], ensure_ascii=False, indent=1))
    click.echo(f"{time.monotonic() - began:.1f} s")
