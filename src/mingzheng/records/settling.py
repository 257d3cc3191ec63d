"""What only the whole table shows, settled once it has been read: repeated keys, spoiled columns.

Rows stay where they are unless something is found; then the parts are written anew.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mingzheng.records.faults import ROUNDED
from mingzheng.records.intake import Intake
from mingzheng.records.parts import Parts, read_parts
from mingzheng.records.provenance import locate
from mingzheng.records.schema import Table

MEMORY = "1GB"

RowSet = npt.NDArray[np.int64]


def settle(folder: Path, intake: Intake) -> int | None:
    """Take out of a table on disk what it should not have held; how many rows are left.

    None where nothing was found and all is as it was.
    """
    table = intake.table
    repeated, conflicting = _repeated_keys(folder, table)
    rounded = intake.shapes.rounded_columns()
    decimal = intake.decimal_columns()
    if not (len(repeated) or len(conflicting) or rounded or decimal):
        return None
    groups = read_parts(folder)
    with Parts(folder, table.arrow(), repeating(table)) as parts:
        for group in groups:
            kept = _without(group, repeated, "repeated_row", intake)
            kept = _without(kept, conflicting, "key_given_twice", intake)
            for name in rounded:
                kept = _unrounded(kept, name, intake)
            for name in decimal:
                place = kept.schema.get_field_index(name)
                kept = kept.set_column(place, kept.field(place), pa.nulls(len(kept), pa.string()))
            parts.write(kept)
    return parts.rows


def repeating(table: Table) -> tuple[str, ...]:
    """The fields of a table that hold few distinct values: worth a dictionary in Parquet."""
    kinds = ("code", "codes", "dn")
    return tuple(
        field.name
        for column in table.columns
        if column.type.partition(":")[0] in kinds
        for field in column.fields()
    )


def _repeated_keys(folder: Path, table: Table) -> tuple[RowSet, RowSet]:
    """Rows that repeat an earlier one entirely, and rows whose key others carry too.

    A key with a missing part (a serial number without issuer) is no key: only rows that agree
    in everything are taken out then.
    """
    none = np.zeros(0, np.int64)
    if not table.key:
        return none, none
    key = ", ".join(f'"{name}"' for name in table.key)
    whole = " AND ".join(f'"{name}" IS NOT NULL' for name in table.key)
    fields = ", ".join(f'"{name}"' for name in table.arrow().names if name != "row")
    query = f"""
        WITH twice AS (
            SELECT hash({key}) AS h FROM parts GROUP BY h HAVING count(*) > 1
        ), suspects AS (
            SELECT *, ({whole}) AS whole, hash({fields}) AS content FROM parts
            WHERE hash({key}) IN (SELECT h FROM twice)
        )
        SELECT row, whole,
               row_number() OVER (PARTITION BY {key}, content ORDER BY row) AS place,
               min(content) OVER (PARTITION BY {key})
                   <> max(content) OVER (PARTITION BY {key}) AS differ
        FROM suspects
        QUALIFY place > 1 OR (differ AND whole)
        ORDER BY row
    """
    config = {"threads": 1, "memory_limit": MEMORY, "temp_directory": str(folder.parent)}
    with duckdb.connect(config=config) as engine:
        engine.execute(
            f"CREATE VIEW parts AS FROM read_parquet('{_quoted(folder)}/part-*.parquet')"
        )
        found = engine.execute(query).fetchnumpy()
    rows = np.asarray(found["row"], np.int64)
    conflict = np.asarray(found["differ"], bool) & np.asarray(found["whole"], bool)
    return rows[~conflict], rows[conflict]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _without(group: pa.Table, rows: RowSet, reason: str, intake: Intake) -> pa.Table:
    if not len(rows):
        return group
    mask = np.isin(group["row"].to_numpy(), rows)
    if not mask.any():
        return group
    out = group.filter(pa.array(mask))
    located = locate(intake.files.to_arrow(), intake.table.name, out["row"].to_pylist())
    places = [(place.rpartition(":")[0], int(place.rpartition(":")[2])) for place in located]
    key = intake.table.key[0]
    intake.refuse(
        out,
        reason=reason,
        places=places,
        column=intake.headers.get(key, key),
        values=out[key].to_pylist(),
        lost=reason != "repeated_row",
    )
    return group.filter(pa.array(~mask))


def _unrounded(group: pa.Table, name: str, intake: Intake) -> pa.Table:
    """The rows with a column's rounded numbers made null."""
    wrong = pc.fill_null(pc.match_substring_regex(group[f"{name}_key"], ROUNDED), False)
    rows = group.filter(wrong)
    files = intake.files.to_arrow()
    located = locate(files, intake.table.name, rows["row"].to_pylist())
    intake.say_rounded(name, located, rows[name].to_pylist())
    for field in (name, f"{name}_key", f"{name}_form"):
        place = group.schema.get_field_index(field)
        blank = pa.scalar(None, group.field(place).type)
        group = group.set_column(place, group.field(place), pc.if_else(wrong, blank, group[field]))
    return group
