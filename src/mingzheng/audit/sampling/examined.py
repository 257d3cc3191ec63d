"""The subjects that an audit examined under an item, as rows of the shape of verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.audit.subjects import FOLDER
from mingzheng.audit.verdicts import SCHEMA
from mingzheng.errors import MingzhengError

EXAMINED = ("clear", "breach", "unknown")


def subjects(folder: Path, item: str, statuses: Sequence[str]) -> Iterator[tuple[Path, pa.Table]]:
    """Each file of a result that lists subjects under an item, and those of these statuses.

    With the columns of verdicts, `year`, and `row`: the place in the file. Raises MingzhengError
    where the audit was not asked to list them.
    """
    paths = sorted((folder / FOLDER).glob("*.parquet"))
    if not paths:
        raise MingzhengError(
            zh=f"结果 {folder} 没有列出全部已查对象：请用 mingzheng audit --subjects 重新审计后再抽取。",
            en=f"The result {folder} does not list all that was examined: audit again with mingzheng audit --subjects.",
        )
    for path in paths:
        if item not in pq.read_schema(path).names:
            continue
        table = pq.read_table(path)
        table = table.append_column("row", pa.array(range(table.num_rows), pa.int64()))
        table = table.filter(pc.is_in(table[item].cast(pa.string()), pa.array(statuses)))
        rows = as_verdicts(table, item, path.stem)
        yield path, rows.append_column("year", table["year"]).append_column("row", table["row"])


def as_verdicts(table: pa.Table, item: str, looks_at: str) -> pa.Table:
    """Rows of a list of subjects as verdicts on an item, which show nothing but where they are."""
    n = table.num_rows
    place = pc.binary_join_element_wise(
        table["file"].cast(pa.string()), table["line"].cast(pa.string()), ":"
    ).combine_chunks()
    known = {
        "rule": pa.repeat(pa.scalar(item), n),
        "item": pa.repeat(pa.scalar(item), n),
        "looks_at": pa.repeat(pa.scalar(looks_at), n),
        "held": pa.repeat(pa.scalar(False), n),
        "verdict": table[item].cast(pa.string()),
        "subject": place,
        "sources": pa.ListArray.from_arrays(pa.array(range(n + 1), pa.int32()), place),
        "shows": pa.array([[]] * n, SCHEMA.field("shows").type),
        **{
            name: table[name].cast(pa.string())
            for name in ("domain", "product", "registration_authority", "subject_kind", "channel")
        },
    }
    columns = [known.get(field.name, pa.nulls(n, field.type)) for field in SCHEMA]
    return pa.table(columns, schema=SCHEMA)
