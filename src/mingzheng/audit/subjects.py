"""Every subject that was examined, compactly, so that what was clear can be sampled too.

Kept where it is asked for: verdicts list what is suspected or can't be shown, and nothing of the
rest. One file per kind of dossier, a row per subject: where its record is, what it is counted by,
and its status under each item, as the statistics count it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from mingzheng.audit.engines import Engine
from mingzheng.audit.statistics import DIMENSIONS, item_column
from mingzheng.audit.verdicts import row_groups
from mingzheng.dossiers.cases import CASE_OF_UNIT
from mingzheng.dossiers.facts import Value
from mingzheng.dossiers.units import ISSUANCE_ONLY
from mingzheng.privacy import mask_texts

FOLDER = "subjects"
STATUSES = ("breach", "unknown", "clear", "not_in_force")
WORD = pa.dictionary(pa.int32(), pa.string())
PLACE = pa.schema([("file", WORD), ("line", pa.int32())])


def write(
    engine: Engine, statuses: Value, items: Sequence[str], path: Path, *, key: str, files: pa.Table
) -> None:  # fmt: skip
    """Write one kind of subjects, ordered by `key`.

    statuses: a row per subject with its key (`case` or `certificate`), the dimensions, and per
    item the flags of `statistics.flags`. files: where rows come from (`records.provenance`).
    """
    told = {item: _status(statuses, item) for item in items}
    rows = statuses.select(key, *DIMENSIONS, **told).order_by(key)
    writer = None
    try:
        for group in row_groups(engine.batches(rows)):
            table = _shown(group, key, files, items)
            writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()


def _status(statuses: Value, item: str) -> Value:
    """One subject's status under an item, null where no rule of it looks at the subject."""
    flag = {
        name: statuses[f"{item_column(item)}__{name}"]
        for name in ("violated", "unknown", "looked", "unborn")
    }
    return ibis.cases(
        *zip(flag.values(), STATUSES, strict=True),
        else_=ibis.null("string"),
    )


def _shown(group: pa.Table, key: str, files: pa.Table, items: Sequence[str]) -> pa.Table:
    columns: dict[str, pa.Array] = dict(
        zip(PLACE.names, _places(group[key].to_numpy(), key, files), strict=True)
    )
    for name in DIMENSIONS:
        column = group[name].combine_chunks()
        column = mask_texts(column) if name == "registration_authority" else column
        columns[name] = column.cast(WORD) if pa.types.is_string(column.type) else column
    columns |= {item: group[item].combine_chunks().cast(WORD) for item in items}
    return pa.table(columns)


def _places(keys: npt.NDArray[np.int64], key: str, files: pa.Table) -> tuple[pa.Array, pa.Array]:
    """File and line of the record that each key was made from (`dossiers.cases`, `units`)."""
    alone = keys >= CASE_OF_UNIT if key == "case" else np.ones(len(keys), bool)
    units = np.where(alone & (keys >= CASE_OF_UNIT), keys - CASE_OF_UNIT, keys)
    issued = alone & (units >= ISSUANCE_ONLY)
    tables = {
        "applications": (~alone, keys),
        "certificates": (alone & ~issued, units),
        "issuances": (issued, units - ISSUANCE_ONLY),
    }
    names: list[str] = []
    file = np.zeros(len(keys), np.int32)
    line = np.zeros(len(keys), np.int32)
    for table, (mine, rows) in tables.items():
        if not mine.any():
            continue
        known = files.filter(pc.equal(files["table"], table)).sort_by("base")
        bases = known["base"].to_numpy()
        found = np.searchsorted(bases, rows[mine], side="right") - 1
        file[mine] = found + len(names)
        line[mine] = rows[mine] - bases[found]
        names += known["file"].to_pylist()
    words = pa.DictionaryArray.from_arrays(pa.array(file), pa.array(names, pa.string()))
    return words, pa.array(line)
